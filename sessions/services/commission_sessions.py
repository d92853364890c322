"""The Commission's sessions, the parents of meetings: found or made from a body and a number."""

from uuid import UUID

from django.db import transaction

from accounts.models import User
from dialogue_portal.client_tokens import create_once
from dialogue_portal.revisions import StaleRevision, save_revision
from dialogue_portal.search import reindex
from sessions.concept_note import Days
from sessions.concept_note.number_words import ordinal_words
from sessions.models import CommissionSession
from sessions.services.addresses import free_slug, initials_of


def commission_session_named(body: str, number: int | None, days: Days | None = None) -> CommissionSession | None:
    """The session of this body and number, made where there is none yet; None unless both are known.

    `days` are its first and last where it has none: what staff gave it stays.
    """
    if not (body and number):
        return None
    defaults = {"ordinal": ordinal_of(number), "slug": lambda: slug_of(body, number)}
    row = CommissionSession.objects.get_or_create(body=body, number=number, defaults=defaults)[0]
    if days and row.starts_on is None and row.ends_on is None:
        row.starts_on, row.ends_on = days
        try:
            return save_revision(row, seen=row.revision, fields=["starts_on", "ends_on"])
        except StaleRevision:
            # Somebody gave it days at this very moment: those stay.
            row.refresh_from_db()
    return row


def ordinal_of(number: int) -> str:
    """ "Sixty-third session"."""
    return f"{ordinal_words(number).capitalize()} session"


def slug_of(body: str, number: int) -> str:
    """ "csw63", or that with a number where another body has the same initials."""
    return free_slug(CommissionSession.objects.all(), f"{initials_of(body)}{number}")


def create_commission_session(
    row: CommissionSession, *, actor: User, token: UUID | None = None
) -> tuple[CommissionSession, bool]:
    """Keep a new session of a Commission, or return the one that `token` made; and whether it was made now."""

    def create() -> CommissionSession:
        row.client_token = token
        row.slug = slug_of(row.body, row.number)
        row.save(force_insert=True)
        return row

    return create_once(CommissionSession.objects.all(), token, create)


@transaction.atomic
def save_commission_session(row: CommissionSession, *, actor: User, seen: int) -> CommissionSession:
    """Save what staff changed of it; its address stays, its meetings are found anew. Raises StaleRevision."""
    saved = save_revision(row, seen=seen)
    reindex("sessions", row.dialoguesession_set.values_list("pk", flat=True))
    return saved
