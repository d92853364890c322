"""A consultation round: opening it on a frozen version, what the regional groups say in it, and its end.

Whether views are taken is asked of the clock at the moment of the act, under the summary's lock; the task that closes
rounds only records what the clock has settled.
"""

import logging
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _, gettext_lazy

from accounts.models import User
from dialogue_portal.client_tokens import create_once
from dialogue_portal.moments import moment_words
from dialogue_portal.registries import Words
from dialogue_portal.revisions import save_revision
from dialogue_portal.states import InvalidTransition, check_transition
from dialogue_portal.texts import in_english
from mailings.occasions import Link
from mailings.services import send
from sessions.models import (
    Act,
    PhaseAct,
    PhaseState,
    PhaseWindow,
    Role,
    SessionRole,
    phase_exists,
    phase_is_open,
    window_of,
)
from sessions.services.instructions import Source, decider_of, record_decision
from sessions.services.leaves import record_use
from sessions.services.phases import record_change
from summaries.models import (
    Amendment,
    Comment,
    ConsultationRound,
    Contribution,
    ContributionState,
    GroupPosition,
    Position,
    Purpose,
    Summary,
    SummaryStatus,
)
from summaries.models.consultation import TRANSITIONS
from summaries.models.text import TRANSITIONS as STATUS_TRANSITIONS
from summaries.occasions import CONSULTATION_OPENED
from summaries.permissions import BUREAU_GROUPS
from summaries.services.status import lock, move
from summaries.services.versions import freeze_version

logger = logging.getLogger(__name__)

PHASE = "consultation"
# Under this a window warns whoever opens it.
SHORT_WINDOW = timedelta(hours=72)


class ConsultationClosed(Exception):
    """The round is not open at this moment."""


def window_warnings(opens_at: datetime, closes_at: datetime, zone: ZoneInfo) -> list[Words]:
    """What is unwise about a window: under 72 hours, or with a Saturday or Sunday (in the meeting's zone) in it."""
    warnings: list[Words] = []
    if closes_at - opens_at < SHORT_WINDOW:
        warnings.append(_("The window is shorter than 72 hours: some groups may not be able to meet in time."))
    day, last = opens_at.astimezone(zone).date(), (closes_at - timedelta(seconds=1)).astimezone(zone).date()
    while day <= last:
        if day.weekday() >= 5:
            warnings.append(_("The window runs over a weekend: groups have fewer working days than it seems."))
            break
        day += timedelta(days=1)
    return warnings


@transaction.atomic
def open_consultation(
    summary: Summary, *, opens_at: datetime, closes_at: datetime, silence_procedure: bool, actor: User
) -> ConsultationRound:
    """Freeze the text, open a round on it and write to the Bureau.

    Raises InvalidTransition, NothingWritten. The session's window for the phase takes the round's times.
    """
    summary = lock(summary.pk)
    check_transition(STATUS_TRANSITIONS, summary.status, SummaryStatus.IN_CONSULTATION)
    if not phase_exists(summary.session, PHASE):
        raise InvalidTransition(summary.status, SummaryStatus.IN_CONSULTATION)
    version = freeze_version(summary, purpose=Purpose.CONSULTATION, actor=actor)
    consultation = ConsultationRound.objects.create(
        version=version,
        opens_at=opens_at,
        closes_at=closes_at,
        silence_procedure=silence_procedure,
        opened_by=actor,
    )
    move(summary, SummaryStatus.IN_CONSULTATION)
    _set_window(consultation, actor=actor)
    _write_to_bureau(consultation, summary)
    return consultation


@transaction.atomic
def close_consultation(
    consultation: ConsultationRound, *, actor: User | None, reason: str = "", at: datetime | None = None
) -> None:
    """End a round, by hand or (`actor` None) by time; `at` is when it ended, now by default.

    By hand it is for a reason. Raises InvalidTransition, ReasonNeeded.

    Where the silence procedure is on, every group that has not answered is recorded as having no objection.
    """
    summary = lock(consultation.version.summary_id)
    ended = at or timezone.now()
    consultation.refresh_from_db(fields=["closed_at"])
    if consultation.closed_at is not None:
        raise InvalidTransition("closed", "closed")
    move(summary, SummaryStatus.REVISING)
    consultation.closed_at = ended
    consultation.save(update_fields=["closed_at"])
    if consultation.silence_procedure:
        heard = set(consultation.positions.values_list("regional_group", flat=True))
        for group in BUREAU_GROUPS:
            if group not in heard:
                GroupPosition.objects.create(
                    round=consultation,
                    regional_group=group,
                    position=Position.NO_OBJECTION,
                    is_by_silence=True,
                    stated_at=ended,
                )
    if actor is not None:
        _end_window(summary, ended, actor=actor, reason=reason)


def close_due_consultations() -> int:
    """Close the rounds whose window is over and that nobody has closed; returns how many."""
    now = timezone.now()
    rounds = ConsultationRound.objects.filter(
        closed_at=None, version__summary__status=SummaryStatus.IN_CONSULTATION
    ).select_related("version__summary__session")
    closed = 0
    for consultation in rounds:
        window = consultation_window(consultation)
        if window is not None and window.state(now) == PhaseState.CLOSED:
            close_consultation(consultation, actor=None, at=window.closes_at)
            logger.info("consultation %s closed by time", consultation.pk)
            closed += 1
    return closed


def consultation_window(consultation: ConsultationRound) -> PhaseWindow | None:
    """The session's window for the phase: the deadline as it stands now."""
    return window_of(consultation.session, PHASE)


def takes_views(consultation: ConsultationRound) -> bool:
    """Whether the round is open at this moment."""
    return consultation.closed_at is None and phase_is_open(consultation.session, PHASE)


def takes_late_position(consultation: ConsultationRound, group: str) -> bool:
    """Whether this group may still state its position by leave: after the close, while the text is being revised."""
    if takes_views(consultation) or not phase_is_open(consultation.session, PHASE, principal=group):
        return False
    summary = consultation.version.summary
    is_last = not summary.versions.filter(round__isnull=False, number__gt=consultation.version.number).exists()
    return is_last and summary.status in (SummaryStatus.IN_CONSULTATION, SummaryStatus.REVISING)


def comment_on(
    consultation: ConsultationRound,
    *,
    paragraph_id: uuid.UUID,
    group: str,
    text: str,
    actor: User,
    token: uuid.UUID | None = None,
) -> Comment:
    """A remark of a group on a paragraph of the version. Raises ConsultationClosed."""
    return _contribute(
        consultation,
        Comment(paragraph_id=paragraph_id, regional_group=group, text=text, author=actor, client_token=token),
    )


def propose_amendment(
    consultation: ConsultationRound,
    *,
    paragraph_id: uuid.UUID,
    group: str,
    proposed_text: str,
    explanation: str,
    actor: User,
    token: uuid.UUID | None = None,
) -> Amendment:
    """Another wording that a group proposes for a paragraph of the version. Raises ConsultationClosed."""
    amendment = Amendment(
        paragraph_id=paragraph_id,
        regional_group=group,
        proposed_text=proposed_text,
        explanation=explanation,
        author=actor,
        client_token=token,
    )
    return _contribute(consultation, amendment)


C = TypeVar("C", bound=Contribution)


@transaction.atomic
def _contribute(consultation: ConsultationRound, row: C) -> C:
    _lock_open(consultation)
    row.round = consultation
    own = type(row).objects.filter(round=consultation, regional_group=row.regional_group)
    return create_once(own, row.client_token, _saving(row))[0]


def _saving(row: C) -> Callable[[], C]:
    def save() -> C:
        row.save(force_insert=True)
        return row

    return save


@transaction.atomic
def withdraw_contribution(contribution: Contribution, *, actor: User) -> None:
    """A group takes back what the Chair has not yet decided on. Raises ConsultationClosed, InvalidTransition."""
    _lock_open(contribution.round)
    contribution.refresh_from_db(fields=["state"])
    check_transition(TRANSITIONS, contribution.state, ContributionState.WITHDRAWN)
    contribution.state = ContributionState.WITHDRAWN
    contribution.save(update_fields=["state"])


@transaction.atomic
def state_position(
    consultation: ConsultationRound,
    *,
    group: str,
    position: str,
    text: str,
    seen: int,
    actor: User,
    source: Source | None = None,
) -> GroupPosition:
    """Record what a group says on the whole text; `seen` is the revision of an earlier answer, 0 for the first.

    `source` is the word of the Bureau member on which staff record it.

    After the close a group with leave still states it; that there was none, or silence, is then no more so.

    Raises ConsultationClosed; StaleRevision if another member of the same group has answered meanwhile.
    """
    _lock_open(consultation, group=group)
    stored = GroupPosition.objects.filter(round=consultation, regional_group=group).first()
    stated_by = decider_of(source, actor=actor)
    if stored is None:
        stored = GroupPosition.objects.create(
            round=consultation, regional_group=group, position=position, text=text, stated_by=stated_by
        )
    else:
        stored.position, stored.text, stored.stated_by, stored.stated_at = position, text, stated_by, timezone.now()
        stored.is_by_silence = False
        save_revision(stored, seen=seen)
    session = consultation.session
    record_use(stored, session=session, phase=PHASE, principal=group, actor=actor)
    page = Link("summaries:consultation", {"slug": session.slug})
    record_decision(
        stored, session=session, act=Act.POSITION, role=Role.BUREAU, group=group, source=source, actor=actor, page=page
    )
    return stored


def _lock_open(consultation: ConsultationRound, group: str = "") -> None:
    """Take the summary's lock, then ask the clock: a closing that came first is seen. `group` may have leave."""
    lock(consultation.version.summary_id)
    stored = ConsultationRound.objects.select_related("version__summary__session").get(pk=consultation.pk)
    if not takes_views(stored) and not (group and takes_late_position(stored, group)):
        raise ConsultationClosed


def _set_window(consultation: ConsultationRound, *, actor: User) -> None:
    """The session's window takes the times of the round; its opening is told by the mail of the round."""
    session = consultation.session
    opens_at, closes_at = consultation.opens_at, consultation.closes_at
    window = PhaseWindow.objects.filter(session=session, phase=PHASE).first()
    before = None
    if window is None:
        window = PhaseWindow.objects.create(session=session, phase=PHASE, opens_at=opens_at, closes_at=closes_at)
    else:
        before = (window.opens_at, window.closes_at)
        window.opens_at, window.closes_at = opens_at, closes_at
        save_revision(window, seen=window.revision)
    reason = in_english(gettext_lazy("Consultation on version %(number)d")) % {"number": consultation.version.number}
    record_change(window, before=before, act=PhaseAct.SET, reason=reason, actor=actor, tells=False)


def _end_window(summary: Summary, ended: datetime, *, actor: User, reason: str) -> None:
    """A round closed by hand ends its window; one that had not begun leaves none."""
    window = PhaseWindow.objects.filter(session=summary.session, phase=PHASE).first()
    if window is None or window.closes_at <= ended:
        return
    before = (window.opens_at, window.closes_at)
    if window.opens_at >= ended:
        record_change(window, before=before, act=PhaseAct.CLOSED, reason=reason, actor=actor, now=ended)
        window.delete()
        return
    window.closes_at = ended
    save_revision(window, seen=window.revision)
    record_change(window, before=before, act=PhaseAct.CLOSED, reason=reason, actor=actor, now=ended)


def _write_to_bureau(consultation: ConsultationRound, summary: Summary) -> None:
    session = summary.session
    members = SessionRole.objects.in_force().filter(session=session, role=Role.BUREAU).select_related("user")
    # Once per person, who may sit for two groups.
    for member in {row.user for row in members}:
        with translation.override(member.language):
            zone = member.time_zone or settings.PORTAL_TIME_ZONE
            deadline = moment_words(consultation.closes_at, session.time_zone, zone)
        send(
            occasion=CONSULTATION_OPENED,
            recipient=member,
            values={
                "session": session,
                "deadline": deadline,
                "link": Link("summaries:consultation", {"slug": session.slug}),
            },
            scope=session,
            once=str(consultation.pk),
        )
