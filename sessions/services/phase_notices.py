"""Telling those concerned that a deadline moved: a held mailing, which staff read and release.

Called by `services.phases` with every change. What was submitted stays, whichever way a deadline moves.
"""

from datetime import datetime

from accounts.models import User
from dialogue_portal.registries import Phase
from mailings.models import Mailing
from mailings.occasions import Link, Moment
from mailings.services import Letter, discard, hold
from sessions.models import DialogueSession, PhaseChange, PhaseWindow, SessionStatus

EXTENDED, SHORTENED = "phase-extended", "phase-shortened"


def hold_notice(change: PhaseChange, *, tells: bool = True) -> Mailing | None:
    """Hold the mail about a new deadline; None if nobody has to know. One that still waits is replaced by it.

    Nobody has to know while the session is a draft or cancelled, and when the deadline was and stays past. Without
    `tells` an app writes itself; what waits is thrown away all the same.
    """
    session = change.session
    told = change.known_close = _known_close(change)
    occasion = _occasion(change, told) if tells else None
    people = _concerned(change.definition, session) if occasion else []
    if occasion is None or told is None or not people:
        return None
    letters = [
        Letter(
            person,
            {
                "session": session.title_as_read,
                "phase": change.definition.label,
                "before": Moment(told, session.time_zone),
                "after": Moment(change.closes_at, session.time_zone),
                "reason": change.reason,
                "url": Link(change.definition.page, {"slug": session.slug}),
            },
        )
        for person in people
    ]
    return hold(occasion=occasion, letters=letters, scope=session)


def count_concerned(window: PhaseWindow) -> int:
    """How many people a new deadline of this phase would be told to."""
    is_public = window.session.status == SessionStatus.PUBLISHED
    return len(_concerned(window.definition, window.session)) if is_public else 0


def _concerned(phase: Phase, session: DialogueSession) -> list[User]:
    """Whom a new deadline of the phase concerns, each once."""
    return list(dict.fromkeys(phase.people(session))) if phase.people else []


def _occasion(change: PhaseChange, told: datetime | None) -> str | None:
    if told is None or change.session.status != SessionStatus.PUBLISHED:
        return None
    if change.closes_at > max(told, change.changed_at):
        return EXTENDED
    return SHORTENED if change.closes_at < told and told > change.changed_at else None


def _known_close(change: PhaseChange) -> datetime | None:
    """The deadline that those concerned know. Mail about a later one that nobody has released yet is thrown away."""
    earlier = PhaseChange.objects.filter(session=change.session, phase=change.phase).select_related("mailing").first()
    if earlier is None or earlier.mailing is None or not earlier.mailing.is_held:
        return change.closed_before
    discard(earlier.mailing)
    return earlier.known_close
