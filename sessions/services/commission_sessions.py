"""The Commission's sessions, the parents of meetings: found or made from a body and a number."""

from sessions.concept_note.number_words import ordinal_words
from sessions.models import CommissionSession
from sessions.services.addresses import free_slug, initials_of


def commission_session_named(body: str, number: int | None) -> CommissionSession | None:
    """The session of this body and number, made where there is none yet; None unless both are known."""
    if not (body and number):
        return None
    defaults = {"ordinal": ordinal_of(number), "slug": lambda: slug_of(body, number)}
    return CommissionSession.objects.get_or_create(body=body, number=number, defaults=defaults)[0]


def ordinal_of(number: int) -> str:
    """ "Sixty-third session"."""
    return f"{ordinal_words(number).capitalize()} session"


def slug_of(body: str, number: int) -> str:
    """ "csw63", or that with a number where another body has the same initials."""
    return free_slug(CommissionSession.objects.all(), f"{initials_of(body)}{number}")
