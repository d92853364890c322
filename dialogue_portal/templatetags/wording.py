"""Differences between two wordings. Not a builtin: `{% load wording %}`."""

from django import template

from dialogue_portal.word_diff import Piece, diff_words

register = template.Library()


@register.inclusion_tag("portal/_diff.html")
def word_diff(before: str, after: str) -> dict[str, list[Piece]]:
    """What was inserted and deleted, word by word, marked for the eye and for a screen reader."""
    return {"pieces": diff_words(before, after)}
