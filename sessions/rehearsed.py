"""Whether something belongs to a rehearsal: asked by mailings, through its registry, of whatever a mail is about."""

from django.db import models

from sessions.models import DialogueSession


def belongs_to_rehearsal(thing: models.Model) -> bool:
    """Of a session, of what has one (an intent, an application, a role), and of an invitation to either."""
    seen = thing
    for name in ("scope", "session"):
        if not isinstance(seen, DialogueSession):
            seen = getattr(seen, name, None) or seen
    return isinstance(seen, DialogueSession) and seen.is_rehearsal
