"""When a session's phases are open: proposed, set, opened and closed at once. Nothing here waits for a task.

Every change is kept with its reason, and those whom a new deadline concerns are written to once staff release it.
A phase without `days_before` belongs to its own app, which sets its window by rules of its own (a consultation).
"""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from dialogue_portal.registries import phases
from dialogue_portal.revisions import StaleRevision, save_revision
from dialogue_portal.states import InvalidTransition
from sessions.local_time import to_local, to_utc
from sessions.models import (
    DialogueSession,
    PhaseAct,
    PhaseChange,
    PhaseState,
    PhaseWindow,
    SessionStatus,
    phase_exists,
    phases_of,
)
from sessions.services.phase_notices import hold_notice

# Local times at which proposed windows open and close.
OPENS = time(9)
CLOSES = time(18)
# How long a phase stays open that staff open after its time, if the meeting is no natural end.
REOPENED_FOR = timedelta(days=7)


def settable_phases(session: DialogueSession) -> list[str]:
    """Keys of the session's phases whose windows staff set, in the order of the phase bar."""
    return [key for key in phases_of(session) if phases[key].days_before]


def may_change(window: PhaseWindow) -> bool:
    """Whether staff may set it here: a window that its own app has set is moved until it closes, not opened again."""
    if not phase_exists(window.session, window.phase):
        return False
    return bool(phases[window.phase].days_before) or (window.is_saved and window.state() != PhaseState.CLOSED)


def propose_windows(session: DialogueSession) -> list[PhaseWindow]:
    """Windows for the phases that have none yet, so many days before the meeting as each phase's app proposes."""
    if session.starts_at is None:
        return []
    given = set(session.phase_windows.values_list("phase", flat=True))
    proposed = []
    for key in settable_phases(session):
        if key not in given:
            opens_before, closes_before = phases[key].days_before or (0, 0)
            opens_at = _days_before(session, opens_before, OPENS)
            closes_at = _days_before(session, closes_before, CLOSES)
            proposed.append(
                PhaseWindow.objects.create(session=session, phase=key, opens_at=opens_at, closes_at=closes_at)
            )
    return proposed


def drop_absent_windows(session: DialogueSession) -> None:
    """A phase that the session has no more has no window either; what was changed of it stays in the log."""
    for window in session.phase_windows.exclude(phase__in=session.phase_keys):
        window.delete()


def _days_before(session: DialogueSession, days: int, at: time) -> datetime:
    assert session.starts_at is not None  # noqa: S101  (asked by the caller)
    day = to_local(session.starts_at, session.zone).date() - timedelta(days=days)
    return to_utc(datetime.combine(day, at), session.zone)


class ReasonNeeded(Exception):
    """The times are public already: whoever changes them says why."""


@transaction.atomic
def set_window(
    session: DialogueSession,
    phase: str,
    *,
    opens_at: datetime,
    closes_at: datetime,
    actor: User,
    seen: int | None,
    reason: str = "",
) -> PhaseWindow:
    """Set when a phase is open (UTC). `seen` is the revision that was on the page, None where there was no window.

    Raises ValueError unless it closes after it opens, StaleRevision if somebody set it since, ReasonNeeded.
    """
    if closes_at <= opens_at:
        raise ValueError("a phase closes after it opens")
    # Under the session's lock, so that of two who set the first window one meets the other's.
    DialogueSession.objects.select_for_update().get(pk=session.pk)
    window = session.phase_windows.filter(phase=phase).first()
    if window is None:
        window = PhaseWindow.objects.create(session=session, phase=phase, opens_at=opens_at, closes_at=closes_at)
        record_change(window, before=None, act=PhaseAct.SET, reason=reason, actor=actor)
        return window
    if seen is None:
        raise StaleRevision(window)
    before = (window.opens_at, window.closes_at)
    window.opens_at, window.closes_at = opens_at, closes_at
    save_revision(window, seen=seen, fields=["opens_at", "closes_at"])
    if before != (opens_at, closes_at):
        record_change(window, before=before, act=PhaseAct.SET, reason=reason, actor=actor)
    return window


@transaction.atomic
def open_phase_now(window: PhaseWindow, *, actor: User, reason: str = "", now: datetime | None = None) -> PhaseWindow:
    """Open a phase from this second on.

    One that had closed stays open until the meeting begins, or for seven days where that is past. Raises
    InvalidTransition if it is open already, ReasonNeeded.
    """
    moment = now or timezone.now()
    now = moment.replace(microsecond=0)
    window = PhaseWindow.objects.select_for_update().get(pk=window.pk)
    before = (window.opens_at, window.closes_at)
    state = window.state(now)
    if state == PhaseState.OPEN:
        raise InvalidTransition(state, PhaseState.OPEN)
    if state == PhaseState.CLOSED:
        begins = window.session.starts_at
        window.closes_at = begins if begins and begins > now else now + REOPENED_FOR
    window.opens_at = now
    save_revision(window, seen=window.revision, fields=["opens_at", "closes_at"])
    record_change(window, before=before, act=PhaseAct.OPENED, reason=reason, actor=actor, now=moment)
    return window


@transaction.atomic
def close_phase_now(window: PhaseWindow, *, actor: User, reason: str = "", now: datetime | None = None) -> PhaseWindow:
    """Close an open phase from this second on. Raises InvalidTransition if it is not open, ReasonNeeded."""
    moment = now or timezone.now()
    now = moment.replace(microsecond=0)
    window = PhaseWindow.objects.select_for_update().get(pk=window.pk)
    before = (window.opens_at, window.closes_at)
    if (state := window.state(now)) != PhaseState.OPEN:
        raise InvalidTransition(state, PhaseState.CLOSED)
    # A phase is open for a second at least.
    window.closes_at = max(now, window.opens_at + timedelta(seconds=1))
    save_revision(window, seen=window.revision, fields=["closes_at"])
    record_change(window, before=before, act=PhaseAct.CLOSED, reason=reason, actor=actor, now=moment)
    return window


def record_change(
    window: PhaseWindow,
    *,
    before: tuple[datetime, datetime] | None,
    act: PhaseAct,
    reason: str,
    actor: User,
    now: datetime | None = None,
    tells: bool = True,
) -> PhaseChange:
    """Keep what was changed of a window, and hold the mail that tells those concerned. `before` is what it was.

    For apps that set a window by rules of their own, too; `tells` is False where they write themselves. Raises
    ReasonNeeded where the times were public.
    """
    reason = reason.strip()
    if not reason and before is not None and needs_reason(window.session):
        raise ReasonNeeded
    change = PhaseChange(
        session=window.session,
        phase=window.phase,
        act=act,
        opens_at=window.opens_at,
        closes_at=window.closes_at,
        reason=reason,
        changed_by=actor,
        changed_at=now or timezone.now(),
    )
    if before is not None:
        change.opened_before, change.closed_before = before
    change.mailing = hold_notice(change, tells=tells)
    change.save(force_insert=True)
    return change


def needs_reason(session: DialogueSession) -> bool:
    """Whether the times of its phases are known to the world."""
    return session.status != SessionStatus.DRAFT
