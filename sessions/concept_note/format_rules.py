"""The rules of the format as numbers: seconds for comments, minutes of the opening, how many stakeholders."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from sessions.concept_note.blocks import Block, plain
from sessions.concept_note.number_words import CARDINAL, number_of
from sessions.concept_note.result import Found

UNIT = r"(?P<unit>minutes?|mins?|seconds?|secs?)\b"
# "three minutes", "3-minute", "two (2) minutes", "1.5 minutes", "two and a half minutes", "a quarter of an hour".
DURATION = re.compile(
    rf"(?<![\d.,])\b(?P<number>{CARDINAL})(?P<half>[.,]5|\s?½|\sand\sa\shalf)?(?:\s\(\d{{1,4}}\))?[\s-]?{UNIT}"
    r"|\b(?:(?P<quarter>(?:a |one )?quarter of an hour)|(?P<half_hour>(?:a )?half an hour|half[- ]hour))\b",
    re.IGNORECASE,
)
# "two to three minutes" is no limit: said, not guessed.
SPAN = re.compile(rf"\b(?P<least>{CARDINAL})\s?(?:-|–|—|to|or)\s?(?P<most>{CARDINAL})[\s-]?{UNIT}", re.IGNORECASE)
SENTENCE_END = re.compile(r"(?<=[.;?!])\s")
# Where one duration's clause ends and the next one's begins.
CLAUSE_END = re.compile(r",\s|\sand\s|\swhile\s|\swith\s|\sbut\s|\(|\)|\s[–—-]\s", re.IGNORECASE)
FOLLOW_UP = re.compile(
    r"follow(?:ing)?[- ]?ups?\b|supplementary|subsequent|(?:further|second) (?:comment|intervention)", re.IGNORECASE
)
INITIAL = re.compile(
    r"\b(?:initial|first|opening) (?:\w+ )?(?:comment|intervention|statement|remark|contribution)"
    r"|\binitial|\b(?:comment|intervention|statement|remark|contribution|speak|speaker|speaking)",
    re.IGNORECASE,
)
OPENING = re.compile(
    r"question[- ]and|\bq ?& ?a\b|\bset the scene\b|\bscene-setting\b|\b(?:commenc|begin|start)"
    r"|\bopen(?:s|ing)?\b(?! (?:\w+ )?(?:comment|statement|remark|intervention))",
    re.IGNORECASE,
)
WHO = r"(?:stakeholder|representative|panellist|panelist|speakers? from civil society|discussant|resource person)"
STAKEHOLDERS = re.compile(
    r"(?:\b(?:(?P<up_to>up to|at most|no more than|not more than|a maximum of)"
    r"|(?P<from>at least|a minimum of|(?:no|not) (?:fewer|less) than))\s)?"
    rf"\b(?P<least>{CARDINAL})(?:\s\(\d{{1,2}}\))?(?:\s?(?:-|–|—|to|or|and)\s?(?P<most>{CARDINAL})(?:\s\(\d{{1,2}}\))?)?"
    rf"\s(?:[\w’'-]+\s){{0,3}}?{WHO}",
    re.IGNORECASE,
)
LIST = r"(?:speakers?[’']?s?[’']? list|lists? of speakers)"
NO_LIST = re.compile(
    rf"\b(?:no|without(?: an?)?|neither an?)\s(?:[\w-]+\s){{0,3}}{LIST}|\b{LIST}\s(?:[\w-]+\s){{0,4}}(?:not|never)\b",
    re.IGNORECASE,
)
ANY_LIST = re.compile(rf"\b{LIST}", re.IGNORECASE)

SECONDS = range(10, 3601)
MINUTES = range(1, 601)
COUNT = range(1, 51)


def spans_of_time(blocks: list[Block]) -> list[Found[str]]:
    """Limits that the note gives as a span, in its own words."""
    found = ((SPAN.finditer(plain(block.text)), block.line) for block in blocks)
    return [Found(match[0], line) for matches, line in found for match in matches]


def speaking_times(blocks: list[Block]) -> dict[str, Found[int]]:
    """What the note says of durations: `initial_seconds`, `follow_up_seconds`, `opening_minutes`; the first of each."""
    found: dict[str, Found[int]] = {}
    for block in blocks:
        for sentence in SENTENCE_END.split(plain(block.text)):
            for name, seconds in _durations(sentence):
                value = seconds // 60 if name == "opening_minutes" else seconds
                if value in (MINUTES if name == "opening_minutes" else SECONDS):
                    found.setdefault(name, Found(value, block.line))
    return found


def _durations(sentence: str) -> Iterator[tuple[str, int]]:
    """The durations of one sentence, each named by the words of its own clause."""
    # Blotted out, so that places stay.
    sentence = SPAN.sub(lambda span: "#" * len(span[0]), sentence)
    durations = list(DURATION.finditer(sentence))
    borders = [0, *(match.start() for match in CLAUSE_END.finditer(sentence)), len(sentence)]
    for duration in durations:
        begin = borders[bisect_right(borders, duration.start()) - 1]
        end = borders[bisect_left(borders, duration.end())]
        seconds = _seconds(duration)
        # A clause without a word of its own ("three minutes, with…") is about what the sentence is about.
        name = _name_of(sentence[begin:end]) or (_name_of(sentence) if len(durations) == 1 else None)
        if name:
            yield name, seconds


def _seconds(duration: re.Match[str]) -> int:
    if duration["quarter"] or duration["half_hour"]:
        return 15 * 60 if duration["quarter"] else 30 * 60
    unit = 60 if duration["unit"].lower().startswith("m") else 1
    return number_of(duration["number"]) * unit + (unit // 2 if duration["half"] else 0)


def _name_of(words: str) -> str | None:
    if FOLLOW_UP.search(words):
        return "follow_up_seconds"
    if OPENING.search(words):
        return "opening_minutes"
    return "initial_seconds" if INITIAL.search(words) else None


def stakeholders(blocks: list[Block]) -> tuple[Found[int] | None, Found[int] | None]:
    """How many stakeholders take part, at least and at most; a single number is both, "up to four" only the most."""
    for block in blocks:
        for match in STAKEHOLDERS.finditer(plain(block.text)):
            least = number_of(match["least"])
            most = number_of(match["most"]) if match["most"] else least
            if least in COUNT and most in COUNT and least <= most:
                lower = None if match["up_to"] and not match["most"] else Found(least, block.line)
                upper = None if match["from"] and not match["most"] else Found(most, block.line)
                return lower, upper
    return None, None


def keeps_speakers_list(blocks: list[Block]) -> Found[bool] | None:
    """Whether the note says that a speakers' list is kept, or that none is; None if it does not say."""
    for block in blocks:
        text = plain(block.text).replace("’", "'")
        for sentence in SENTENCE_END.split(text):
            if ANY_LIST.search(sentence):
                return Found(NO_LIST.search(sentence) is None, block.line)
    return None
