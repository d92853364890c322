"""What a real recipient would get in given words: filled with what stood in a mail that they were written before.

Nothing is sent. A link's token is sealed in that mail, and stays a mark here.
"""

from dataclasses import dataclass

from django.db import models

from accounts.models import User
from mailings.models import MailTemplate, Message
from mailings.occasions import Wording, fill, occasions
from mailings.wordings import allowed_in, edited_wordings, wording_in_force

# How many recipients the page offers.
OFFERED = 50


@dataclass(frozen=True)
class Preview:
    """One mail as it would leave. `is_sample`: nobody has been written on this occasion yet."""

    recipient: str
    language: str
    subject: str
    text: str
    is_sample: bool = False
    # Of another language than the one that is edited: its own words.
    is_other_language: bool = False


def recent_recipients(template: MailTemplate) -> "models.QuerySet[Message]":
    """Mails of this occasion whose recipients can be chosen, first those of the template's language, never by time."""
    known = Message.objects.filter(occasion=template.occasion).exclude(words={}).only("name", "address", "language")
    other = models.Case(models.When(language=template.language, then=0), default=1)
    return known.order_by(other, "name", "address", "pk")[:OFFERED]


def preview_for(template: MailTemplate, typed: Wording, chosen: Message | None, *, reader: User) -> Preview:
    """`typed` as `chosen` would read it; without one, with what each placeholder stands for in its place."""
    if chosen is None:
        meanings = allowed_in(occasions[template.occasion])
        words = {name: f"[{meaning}]" for name, meaning in meanings.items()} | {"recipient": reader.full_name}
        return Preview(str(reader), template.language, *fill(typed, words), is_sample=True)
    is_other = chosen.language != template.language
    wording = (
        wording_in_force(template.occasion, chosen.language, edited_wordings(template.occasion)) if is_other else typed
    )
    recipient = f"{chosen.name} ({chosen.address})" if chosen.name else chosen.address
    return Preview(recipient, chosen.language, *fill(wording, chosen.words), is_other_language=is_other)
