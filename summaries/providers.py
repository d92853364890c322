"""What the summary gives to pages of the whole portal: tasks for a person, a card for the cockpit, links of a session.

Registered in `apps.py`; each costs a constant number of queries.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from accounts.models import RegionalGroup
from dialogue_portal.jobs import JobState
from dialogue_portal.registries import CockpitCard, MyTask, Outcome, ShownDocument, ShownFile, Words
from sessions.models import DialogueSession, Document, PhaseWindow, Role, SessionRole
from sessions.permissions import held_roles, sessions_held
from summaries.models import (
    Amendment,
    Comment,
    ConsultationRound,
    ContributionState,
    GroupPosition,
    Rendering,
    Summary,
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
    """For a Bureau member whose group has not stated its position in an open round. Two queries at most."""
    seats = [held for held in held_roles(user) if held.role == Role.BUREAU]
    rounds = {row.session.pk: row for row in _rounds_that_are_open({seat.session for seat in seats})}
    answered = set(GroupPosition.objects.filter(round__in=rounds.values()).values_list("round_id", "regional_group"))
    for seat in seats:
        consultation = rounds.get(seat.session)
        if consultation and (consultation.pk, seat.regional_group) not in answered:
            title = _("State the position of your group on the Chair’s summary: %(group)s")
            yield _task(
                consultation.session,
                title % {"group": RegionalGroup(seat.regional_group).label},
                "consultation",
                _("Read and comment"),
                deadline=consultation.window_closes_at,
            )


def _rounds_that_are_open(sessions: set[UUID]) -> Any:
    """With `window_closes_at`, which is the phase's: it may have been moved."""
    now = timezone.now()
    windows = PhaseWindow.objects.filter(
        session=OuterRef("version__summary__session"), phase=PHASE, opens_at__lte=now, closes_at__gt=now
    )
    held = DialogueSession.objects.under_way().filter(pk__in=sessions)
    rounds = ConsultationRound.objects.filter(closed_at=None, version__summary__session__in=held)
    taken = rounds.annotate(window_closes_at=Subquery(windows.values("closes_at"))).exclude(window_closes_at=None)
    return taken.select_related("version__summary__session").defer("version__content", "version__masthead")


def chair_tasks(user: Any) -> Iterable[MyTask]:
    """For the Commission's Chair: to decide on what is proposed, to finalize, to publish. One query."""
    held = DialogueSession.objects.under_way().filter(pk__in=sessions_held(user, Role.COMMISSION_CHAIR))
    summaries = Summary.objects.filter(session__in=held).select_related("session").order_by("session__starts_at")
    for summary in summaries.annotate(comments=_proposed(Comment), amendments=_proposed(Amendment)):
        session = summary.session
        if count := summary.comments + summary.amendments:
            title = ngettext(
                "Decide on %(count)d comment or amendment",
                "Decide on %(count)d comments and amendments",
                count,
            )
            yield _task(session, title % {"count": count}, "dispositions", _("See and decide"))
        elif summary.status == SummaryStatus.REVISING:
            yield _task(session, _("Finalize the Chair’s summary"), "detail", _("Open the summary"))
        elif summary.status == SummaryStatus.FINALIZED:
            yield _task(session, _("Publish the Chair’s summary"), "detail", _("Open the summary"))


def _proposed(kind: type[Comment | Amendment]) -> Coalesce:
    """How many of a summary wait for the Chair's decision."""
    rows = kind.objects.filter(round__version__summary=OuterRef("pk"), state=ContributionState.PROPOSED)
    counts = rows.order_by().values("round__version__summary").annotate(count=Count("pk"))
    return Coalesce(Subquery(counts.values("count")), 0)


def _roles(user: Any, role: Role) -> Any:
    held = SessionRole.objects.in_force().filter(user=user, role=role, session__in=sessions_held(user, role))
    held = held.filter(session__in=DialogueSession.objects.under_way())
    return held.select_related("session")


def _task(session: DialogueSession, title: str, page: str, button: str, **more: Any) -> MyTask:
    return MyTask(title, str(session), _url(page, session), button, time_zone=session.time_zone, **more)


def summary_card(session: Any, user: Any) -> Iterable[CockpitCard]:
    """Where the summary stands, and what waits for the Chair. One query."""
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
