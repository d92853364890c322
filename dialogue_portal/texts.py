"""Texts in several languages: child rows of (text, language), English the fallback, marked as such."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from django.conf import settings
from django.db import models
from django.utils.translation import get_language, get_language_info, gettext_lazy as _, override

from dialogue_portal.revisions import Revisioned

FALLBACK_LANGUAGE = "en"


class LocalizedText(Revisioned):
    """One text in one language. Subclasses add the parent and make (parent, language) unique.

    A text that is taken away is emptied, not deleted, so that its revisions are never counted twice.
    """

    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default=FALLBACK_LANGUAGE)
    text = models.TextField(_("text"))
    # The English as it was when this was written; empty in English, and where it is not known.
    translates = models.TextField(_("English that it translates"), blank=True, editable=False)

    class Meta:
        abstract = True

    def is_older_than(self, english: str) -> bool:
        """Whether the English has been reworded since this was translated from it."""
        # Spaces and ends of lines are no words.
        return bool(self.translates) and self.translates.split() != english.split()


class InALanguage(Protocol):
    """A `LocalizedText`, or its columns from a query."""

    @property
    def language(self) -> str: ...
    @property
    def text(self) -> str: ...


@dataclass(frozen=True)
class ChosenText:
    """The text that a reader of some language gets. `language` is the text's own, for the `lang` attribute."""

    text: str
    language: str
    is_fallback: bool

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)


def choose_text(texts: Iterable[InALanguage], language: str | None = None) -> ChosenText:
    """The text in `language` (the active one by default), else in English, else an empty one."""
    wanted = language or get_language() or FALLBACK_LANGUAGE
    by_language = {text.language: text.text for text in texts}
    if by_language.get(wanted):
        return ChosenText(by_language[wanted], wanted, is_fallback=False)
    return english_text(by_language.get(FALLBACK_LANGUAGE, ""), wanted)


def english_text(text: str, language: str | None = None) -> ChosenText:
    """What is there in English only, for a reader of `language` (the active one by default): a fallback to the rest."""
    wanted = language or get_language() or FALLBACK_LANGUAGE
    return ChosenText(text, FALLBACK_LANGUAGE, is_fallback=wanted != FALLBACK_LANGUAGE)


def own_words(label: object) -> ChosenText:
    """What the portal itself calls something, which it says in the reader's language."""
    return ChosenText(str(label), get_language() or FALLBACK_LANGUAGE, is_fallback=False)


def choose_texts(texts: Iterable[InALanguage], parent: Callable[[Any], object]) -> list[ChosenText]:
    """One text for each parent in the order in which they come: a list of short texts from one query."""
    by_parent: dict[object, list[InALanguage]] = {}
    for text in texts:
        by_parent.setdefault(parent(text), []).append(text)
    return [choose_text(several) for several in by_parent.values()]


# An address may hold brackets of its own, one in another.
_LINK = re.compile(r"\[([^\]]*)\]\((?:[^()]|\([^()]*\))*\)")
_LINE_MARK = re.compile(r"^[ \t]{0,3}(#{1,6}|>|[-*+]|\d+[.)])[ \t]+", re.MULTILINE)
_EMPHASIS = re.compile(r"(?<!\w)[*_`]+|[*_`]+(?!\w)")


def plain(text: str) -> str:
    """A text without its marks of simple formatting, on one line: for previews, and for the search."""
    for marks, instead in ((_LINK, r"\1"), (_LINE_MARK, ""), (_EMPHASIS, "")):
        text = marks.sub(instead, text)
    return " ".join(text.split())


def in_english(label: Any) -> str:
    """A label as the language of record has it, whatever the language of the person who imports."""
    with override(FALLBACK_LANGUAGE):
        return str(label)


def direction_of(language: str) -> str:
    """For the `dir` attribute: "rtl" or "ltr"."""
    return "rtl" if get_language_info(language)["bidi"] else "ltr"
