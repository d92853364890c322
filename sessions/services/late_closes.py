"""Times that phases and leaves hardly ever have: after the meeting that they are for, or years away.

Nothing here refuses a time: forms ask about a late one, pages show it, and only a far year is an error.
"""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from dialogue_portal.registries import phases
from sessions.models import DialogueSession

# After the meeting, or after now where that is later: whatever is further away has a wrong year.
FARTHEST = timedelta(days=2 * 365)


def late_close(session: DialogueSession, phase: str, closes_at: datetime) -> str:
    """That the phase closes after it has served its purpose; empty if it does not."""
    serves_until, words = phases[phase].serves_until, {"phase": phases[phase].label}
    if serves_until and session.ends_at and closes_at > session.ends_at:
        return _("The phase “%(phase)s” closes only after the meeting has ended.") % words
    if serves_until == "begins" and session.starts_at and closes_at > session.starts_at:
        return _("The phase “%(phase)s” closes only after the meeting has begun.") % words
    return ""


def late_leave(session: DialogueSession, phase: str, until: datetime) -> str:
    """That leave outlasts the meeting; empty if it does not, or if the phase follows the meeting."""
    is_late = phases[phase].serves_until and session.ends_at and until > session.ends_at
    return _("The meeting has ended by then.") if is_late else ""


def is_far(session: DialogueSession, moment: datetime) -> bool:
    now = timezone.now()
    return moment > max(now, session.ends_at or session.starts_at or now) + FARTHEST
