"""On which occasions the portal writes, and what it says: apps register theirs from `apps.py`.

A text takes listed placeholders such as {session} and nothing else: they are replaced word for word, no code runs, no
attribute is read. An unknown placeholder or a stray brace is an error when the occasion is registered.
"""

import re
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from dialogue_portal.moments import moment_words
from dialogue_portal.registries import Registry, Words

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
# What every text may use without listing it.
STANDARD = {"recipient", "portal"}
# What staff may not lose from a text: without it the recipient cannot act, or acts too late.
VITAL = {"link", "url", "until", "deadline", "after"}


@dataclass(frozen=True)
class Wording:
    """Subject and body with their placeholders, in one language."""

    subject: str
    body: str

    @property
    def placeholders(self) -> set[str]:
        return placeholders_in(f"{self.subject} {self.body}")


@dataclass(frozen=True)
class Occasion:
    """One kind of mail. The subject says whether action is required and by when; the body is plain text.

    `still_for` gives, for what a mailing is about, the keys of the users whom it still concerns when it is released:
    who acted while it was held is not written to. `shows_time` is False for receipts of intents to speak: when they
    were sent would tell who registered first.
    """

    label: Words
    subject: Words
    body: Words
    placeholders: tuple[str, ...] = ()
    shows_time: bool = True
    still_for: Callable[[Any], Set[Any]] | None = None

    def built_in(self) -> Wording:
        """The words that the portal brings, in the active language."""
        return Wording(str(self.subject), str(self.body))

    @property
    def required(self) -> set[str]:
        """What every wording keeps: the links and deadlines of the built-in one."""
        with translation.override(None):
            return VITAL & self.built_in().placeholders


@dataclass(frozen=True)
class Link:
    """A value for a placeholder: the full address of a page, in the language of the mail."""

    view: str
    kwargs: Mapping[str, object]

    def __str__(self) -> str:
        return settings.PORTAL_URL + reverse(self.view, kwargs=dict(self.kwargs))


@dataclass(frozen=True)
class Moment:
    """A value for a placeholder: a time in the meeting's zone and the recipient's."""

    when: datetime
    time_zone: str


class OccasionRegistry(Registry[Occasion]):
    """Refuses an occasion whose texts use what it does not list."""

    def register(self, name: str, item: Occasion) -> None:
        # The texts as written: translations cannot be loaded while the apps are.
        with translation.override(None):
            for text in (str(item.subject), str(item.body)):
                unknown = placeholders_in(text) - STANDARD - set(item.placeholders)
                if unknown:
                    raise ValueError(f"occasion {name!r} does not list {sorted(unknown)}")
                if set("{}") & set(PLACEHOLDER.sub("", text)):
                    raise ValueError(f"occasion {name!r} has a brace that belongs to no placeholder")
        super().register(name, item)


occasions = OccasionRegistry()


def placeholders_in(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def compose(
    occasion: Occasion, values: Mapping[str, object], *, recipient: str, reader_zone: str = ""
) -> tuple[str, str]:
    """Subject (one line) and built-in body in the active language. Raises ValueError for values that do not fit."""
    return fill(occasion.built_in(), words_for(occasion, values, recipient=recipient, reader_zone=reader_zone))


def words_for(
    occasion: Occasion, values: Mapping[str, object], *, recipient: str, reader_zone: str = ""
) -> dict[str, str]:
    """What stands for each placeholder, in the active language. Raises ValueError for values that do not fit."""
    if set(values) != set(occasion.placeholders):
        raise ValueError(f"values {sorted(values)} are not the placeholders {sorted(occasion.placeholders)}")
    words = {name: _words(value, reader_zone or settings.PORTAL_TIME_ZONE) for name, value in values.items()}
    return words | {"recipient": recipient, "portal": settings.PORTAL_NAME}


def fill(wording: Wording, words: Mapping[str, str]) -> tuple[str, str]:
    """Subject (one line) and body with the placeholders replaced, word for word."""
    return " ".join(_fill(wording.subject, words).split()), _fill(wording.body, words)


def _words(value: object, reader_zone: str) -> str:
    if isinstance(value, Moment):
        return moment_words(value.when, value.time_zone, reader_zone)
    if isinstance(value, datetime):
        raise ValueError("a time needs the zone of its meeting: use Moment")
    return str(value)


def _fill(text: str, words: Mapping[str, str]) -> str:
    # A name that only a faulty translation knows stays as it stands; a test reads every catalogue for them.
    return PLACEHOLDER.sub(lambda match: words.get(match[1], match[0]), text)
