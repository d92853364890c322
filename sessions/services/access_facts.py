"""Saving where a meeting is held and what makes it accessible; who may join it is in `sessions.permissions`."""

from django.db import transaction

from accounts.models import User
from dialogue_portal import audit
from dialogue_portal.revisions import save_revision
from sessions.models import JOIN_FIELDS, DialogueSession

FIELDS = (
    "mode",
    "venue",
    "seats",
    *JOIN_FIELDS,
    "captioning",
    "sign_languages",
    "interpretation_languages",
    "accessible_formats",
    "access_contact_name",
    "access_contact_email",
)
# What the audit log says in place of a join link: that there is one.
NOT_LOGGED = "••••••••"


@transaction.atomic
def save_access_facts(session: DialogueSession, *, actor: User, seen: int) -> DialogueSession:
    """Save these columns of the session under its revision; the log says that the join link changed, not what it is.

    Raises StaleRevision if somebody saved the session since.
    """
    before = DialogueSession.objects.values(*JOIN_FIELDS).get(pk=session.pk)
    save_revision(session, seen=seen, fields=FIELDS)
    changes = {
        name: [NOT_LOGGED if value else "" for value in (before[name], getattr(session, name))]
        for name in JOIN_FIELDS
        if before[name] != getattr(session, name)
    }
    if changes:
        audit.record(session, actor=actor, changes=changes)
    return session
