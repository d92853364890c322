"""Words as the search compares them, what somebody asks for, and the piece of a text in which it stands.

Texts and questions are folded alike (case, accents, compatibility forms), so that every database finds the same.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from dialogue_portal.tables import comparable

# What is longer is no question; the rest is not read.
MAX_QUERY = 200
MAX_TERMS = 10
EXCERPT_BEFORE, EXCERPT_LENGTH = 60, 260
# Chinese is written without spaces: each character counts as a word, and those written together as a phrase.
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_HAN = re.compile(f"([{HAN}])")
_TOKEN = re.compile(rf"[{HAN}]|[^\W_{HAN}]+")
_QUOTED = re.compile(r'"([^"]*)"|(\S+)')


def words_of(text: str) -> list[str]:
    """The words of a text, folded: letters and figures only."""
    return _HAN.sub(r" \1 ", comparable(text)).split()


@dataclass(frozen=True)
class Term:
    """Words that must stand one after the other; with `is_prefix` the last may be only begun."""

    words: tuple[str, ...]
    is_prefix: bool = False


def parse_query(query: str) -> list[Term]:
    """What is asked for: all of these terms. "Double quotes" ask for a phrase; the last word may be only begun."""
    terms = []
    for match in _QUOTED.finditer(query[:MAX_QUERY].replace("“", '"').replace("”", '"')):
        phrase, chunk = match.groups()
        if words := words_of(phrase if chunk is None else chunk):
            terms.append(Term(tuple(words), is_prefix=chunk is not None and match.end() == len(query.rstrip())))
    return terms[:MAX_TERMS]


def excerpt(text: str, terms: list[Term]) -> SafeString:
    """The piece of a text around the first word asked for, as safe HTML, with what was asked for marked."""
    first = _first_asked_for(text, terms)
    start = text.rfind(" ", 0, max(first - EXCERPT_BEFORE, 0)) + 1 if first > EXCERPT_BEFORE else 0
    end = start + EXCERPT_LENGTH
    if end < len(text):
        end = text.rfind(" ", first + 1, end) if " " in text[first + 1 : end] else end
    piece = text[start:end]
    marked = marked_words(piece, terms)
    return mark_safe(("… " if start else "") + marked + (" …" if end < len(text) else ""))  # noqa: S308  (escaped)


def _first_asked_for(text: str, terms: list[Term]) -> int:
    """Where the first word asked for begins; 0 without one. Each word is compared once: texts are long."""
    if not terms:
        return 0
    is_asked = _asked_for(terms)
    asked = {token for token in set(_TOKEN.findall(text)) if is_asked(token)}
    return next(match.start() for match in _TOKEN.finditer(text) if match[0] in asked) if asked else 0


def marked_words(text: str, terms: list[Term]) -> SafeString:
    """A short text as safe HTML, with what was asked for marked."""
    is_asked = _asked_for(terms)
    spans = [match.span() for match in _TOKEN.finditer(text) if is_asked(match[0])]
    joined: list[tuple[int, int]] = []
    for begin, end in spans:
        if joined and joined[-1][1] == begin:
            begin = joined.pop()[0]
        joined.append((begin, end))
    edges = [0, *(edge for span in joined for edge in span), len(text)]
    pieces = [escape(text[begin:end]) for begin, end in pairwise(edges)]
    # Every second piece lies within a span.
    return mark_safe("".join(f"<mark>{piece}</mark>" if odd % 2 else piece for odd, piece in enumerate(pieces)))  # noqa: S308  (escaped)


def _asked_for(terms: list[Term]) -> Callable[[str], bool]:
    """Whether a word is like one of those asked for."""
    return _asked_for_words(tuple((word, term.is_prefix) for term in terms for word in term.words))


# The results of a page are compared with the same words, and mostly have the same words in them.
@lru_cache(maxsize=16)
def _asked_for_words(asked: tuple[tuple[str, bool], ...]) -> Callable[[str], bool]:
    """Its first letter settles it for nearly all."""
    initials = {word[0] for word, _is_prefix in asked}

    @lru_cache(maxsize=5000)
    def is_asked(token: str) -> bool:
        word = _folded_token(token)
        return word[:1] in initials and any(_is_like(word, other, is_prefix) for other, is_prefix in asked)

    return is_asked


def _is_like(word: str, asked: str, is_prefix: bool) -> bool:
    """The word itself, one that begins so, or one of the same stem, near enough for marking."""
    if word == asked or (is_prefix and word.startswith(asked)):
        return True
    stem = max(4, min(len(word), len(asked)) - 2)
    return len(word) >= stem and abs(len(word) - len(asked)) <= 3 and word[:stem] == asked[:stem]


@lru_cache(maxsize=20_000)
def _folded_token(token: str) -> str:
    return "".join(words_of(token))
