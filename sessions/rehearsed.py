"""What marks a rehearsal, what belongs to one, and how apps fill one with invented people to practise with."""

from collections.abc import Callable
from uuid import UUID, uuid5

from django.db import models

from accounts.models import User
from dialogue_portal.registries import Registry
from sessions.models import REHEARSAL_MARK, DialogueSession

# How many organizations can be invented for one rehearsal.
INVENTED_ORGANIZATIONS = 20

# rehearsal, actor -> how many invented rows it made; a second time it makes only those that are missing
fillers: Registry[Callable[[DialogueSession, User], int]] = Registry()


def belongs_to_rehearsal(thing: models.Model) -> bool:
    """Of a session, of what has one (an intent, an application, a role), and of an invitation to either."""
    seen = thing
    for name in ("scope", "session"):
        if not isinstance(seen, DialogueSession):
            seen = getattr(seen, name, None) or seen
    return isinstance(seen, DialogueSession) and seen.is_rehearsal


def marked(session: DialogueSession, title: str) -> str:
    """A title under which something of this session leaves the portal."""
    # The mark alone loses its last space in a form's field.
    bare = title.removeprefix(REHEARSAL_MARK.rstrip()).lstrip()
    return f"{REHEARSAL_MARK}{bare}" if session.is_rehearsal else title


def invented_key(rehearsal: DialogueSession, number: int) -> UUID:
    """The key of an invented organization: told by it alone, so that it goes with its rehearsal and no other can."""
    return uuid5(rehearsal.pk, f"invented organization {number}")


def invented_keys() -> set[UUID]:
    """The keys that organizations invented for any rehearsal have. One query."""
    rehearsals = DialogueSession.objects.filter(is_rehearsal=True).only("pk")
    return {invented_key(one, number) for one in rehearsals for number in range(INVENTED_ORGANIZATIONS)}
