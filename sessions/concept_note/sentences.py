"""Where a sentence of a note ends: at a full stop that is not an abbreviation's own."""

import re
from collections.abc import Iterator

from sessions.concept_note.number_words import CARDINAL

STOP = re.compile(r"(?<=[.;?!])\s+")
# Shortened words that a number follows: "max. three minutes", "no. 5". "3 min." is a unit and may end its sentence.
BEFORE_A_NUMBER = re.compile(r"\b(?:max|min|approx|appr|nos?|ca)\.$", re.IGNORECASE)
UNIT = re.compile(rf"\b{CARDINAL}[\s-]?min\.$", re.IGNORECASE)
# Shortened words that never end one.
BEFORE_A_WORD = re.compile(r"\b(?:e\.g|i\.e|cf|vs|incl|mr|mrs|ms|dr|prof|h\.e)\.$", re.IGNORECASE)
# "at 3 p.m. in the chamber" goes on, "at 3 p.m. The dialogue" does not.
HALF_OF_DAY = re.compile(r"\b[ap]\.\s?m\.$", re.IGNORECASE)
NUMBER = re.compile(rf"(?:of )?{CARDINAL}\b", re.IGNORECASE)
LONGEST = 20


def sentences_of(text: str) -> Iterator[str]:
    """The sentences of a paragraph; clauses between semicolons are sentences here."""
    start = 0
    for stop in STOP.finditer(text):
        if not _is_within(text, stop):
            yield text[start : stop.start()]
            start = stop.end()
    yield text[start:]


def _is_within(text: str, stop: re.Match[str]) -> bool:
    """Whether the full stop only ends a shortened word, and the sentence goes on."""
    before, after = text[max(0, stop.start() - LONGEST) : stop.start()], text[stop.end() : stop.end() + LONGEST]
    if BEFORE_A_WORD.search(before):
        return True
    if HALF_OF_DAY.search(before):
        return after[:1].islower() or after[:1].isdigit()
    return bool(BEFORE_A_NUMBER.search(before) and NUMBER.match(after) and not UNIT.search(before))
