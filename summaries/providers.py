"""What the summary gives to pages of the whole portal: tasks for a person, a card for the cockpit, links of a session.

Registered in `apps.py`; each costs a constant number of queries.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from accounts.models import RegionalGroup
from dialogue_portal.jobs import JobState
from dialogue_portal.registries import CockpitCard, MyTask, Outcome, ShownDocument, ShownFile, Words
from sessions.models import DialogueSession, Document, PhaseWindow, Role, SessionRole
from sessions.permissions import sessions_held
from summaries.models import (
    Amendment,
    Comment,
    ConsultationRound,
    ContributionState,
    GroupPosition,
    Rendering,
    SummaryStatus,
)
from summaries.services.consultation import PHASE
from summaries.services.publication import count_undecided


def drafting_tasks(user: Any) -> Iterable[MyTask]:
    """For the rapporteur, from the meeting's end until the text is finalized. One query."""
    written = [SummaryStatus.DRAFTING, SummaryStatus.REVISING]
    open_texts = Q(session__summary=None) | Q(session__summary__status__in=written)
    for role in _roles(user, Role.RAPPORTEUR).filter(open_texts, session__ends_at__lte=timezone.now()):
        yield _task(role.session, _("Draft the Chair’s summary"), "detail", _("Continue the summary"))


def bureau_tasks(user: Any) -> Iterable[MyTask]:
    """For a Bureau member whose group has not stated its position in an open round. Four queries at most."""
    roles = list(_roles(user, Role.BUREAU))
    if not roles:
        return
    now = timezone.now()
    sessions = {role.session_id for role in roles}
    rounds = ConsultationRound.objects.filter(closed_at=None, version__summary__session__in=sessions)
    open_rounds = {row.version.summary.session_id: row for row in rounds.select_related("version__summary")}
    windows = PhaseWindow.objects.filter(session__in=open_rounds, phase=PHASE, opens_at__lte=now, closes_at__gt=now)
    closes = {window.session_id: window.closes_at for window in windows}
    answered = set(GroupPosition.objects.filter(round__in=rounds).values_list("round_id", "regional_group"))
    for role in roles:
        if role.session_id in closes and (open_rounds[role.session_id].pk, role.regional_group) not in answered:
            title = _("State the position of your group on the Chair’s summary: %(group)s")
            yield _task(
                role.session,
                title % {"group": RegionalGroup(role.regional_group).label},
                "consultation",
                _("Read and comment"),
                deadline=closes[role.session_id],
            )


def chair_tasks(user: Any) -> Iterable[MyTask]:
    """For the Commission's Chair: to decide on what is proposed, to finalize, to publish. Four queries at most."""
    roles = list(_roles(user, Role.COMMISSION_CHAIR).exclude(session__summary=None).select_related("session__summary"))
    if not roles:
        return
    waiting: Counter[Any] = Counter()
    for kind in (Comment, Amendment):
        rows = kind.objects.filter(
            round__version__summary__session__in=[role.session_id for role in roles], state=ContributionState.PROPOSED
        )
        waiting.update(rows.values_list("round__version__summary__session", flat=True))
    for role in roles:
        session, status = role.session, role.session.summary.status
        if count := waiting[session.pk]:
            title = ngettext(
                "Decide on %(count)d comment or amendment",
                "Decide on %(count)d comments and amendments",
                count,
            )
            yield _task(session, title % {"count": count}, "dispositions", _("See and decide"))
        elif status == SummaryStatus.REVISING:
            yield _task(session, _("Finalize the Chair’s summary"), "detail", _("Open the summary"))
        elif status == SummaryStatus.FINALIZED:
            yield _task(session, _("Publish the Chair’s summary"), "detail", _("Open the summary"))


def _roles(user: Any, role: Role) -> Any:
    held = SessionRole.objects.in_force().filter(user=user, role=role, session__in=sessions_held(user, role))
    held = held.filter(session__in=DialogueSession.objects.under_way())
    return held.select_related("session")


def _task(session: DialogueSession, title: str, page: str, button: str, **more: Any) -> MyTask:
    return MyTask(title, str(session), _url(page, session), button, time_zone=session.time_zone, **more)


def summary_card(session: Any, user: Any) -> Iterable[CockpitCard]:
    """Where the summary stands, and what waits for the Chair. Three queries."""
    summary = getattr(session, "summary", None)
    if summary is None:
        yield CockpitCard(_("Chair’s summary"), "–", _("not begun"), _url("detail", session), order=90)
        return
    waiting = count_undecided(summary)
    detail = ngettext(
        "%(count)d comment or amendment to decide on", "%(count)d comments and amendments to decide on", waiting
    )
    yield CockpitCard(
        _("Chair’s summary"),
        str(summary.get_status_display()),
        detail % {"count": waiting} if waiting else "",
        _url("detail", session),
        order=90,
        waits=bool(waiting),
    )


def summary_links(session: Any, user: Any) -> Iterable[tuple[Words, str]]:
    """To the summary, for its team and Bureau at all times, for everybody once it is published."""
    if _is_published(session) or user.has_perm("summaries.read_consultation", session):
        yield _("Chair’s summary"), _url("detail", session)


def summary_outcome(session: Any, user: Any) -> Iterable[Outcome]:
    """The published summary, for the session's public page."""
    if _is_published(session):
        yield Outcome(_("Chair’s summary"), _("To read here and to download."), _url("detail", session))


def summary_documents(session: Any, user: Any) -> Iterable[ShownDocument]:
    """The files of the published summary among the session's documents. One query where there is one."""
    if not _is_published(session):
        return
    done = Rendering.objects.filter(version=session.summary.final_version_id, state=JobState.DONE)
    renderings = list(done.select_related("version").order_by("language", "-file_format"))
    if not renderings:
        return
    here = {"slug": session.slug}
    yield ShownDocument(
        kind=Document.Kind.SUMMARY,
        kind_label=Document.Kind.SUMMARY.label,
        title=_("Chair’s summary"),
        files=[
            ShownFile(
                rendering.language,
                reverse("summaries:download", kwargs={**here, "rendering_id": rendering.pk}),
                rendering.file_format.upper(),
                rendering.size or 0,
            )
            for rendering in renderings
        ],
        symbol=renderings[0].version.masthead["symbol"],
        file_date=session.summary.published_at.astimezone(session.zone).date(),
    )


def _is_published(session: DialogueSession) -> bool:
    summary = getattr(session, "summary", None)
    return summary is not None and summary.is_published


def _url(page: str, session: DialogueSession) -> str:
    return reverse(f"summaries:{page}", kwargs={"slug": session.slug})
