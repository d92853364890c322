"""The rules of the format as numbers: seconds for comments, minutes of the opening, how many stakeholders."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from sessions.concept_note.blocks import Block, plain
from sessions.concept_note.number_words import CARDINAL, number_of
from sessions.concept_note.result import Found
from sessions.concept_note.sentences import sentences_of

UNIT = r"(?P<unit>minutes?|mins?|seconds?|secs?)\b"
# "three minutes", "3-minute", "two (2) minutes", "1.5 minutes", "two and a half minutes", "a quarter of an hour".
DURATION = re.compile(
    rf"(?<![\d.,])\b(?P<number>{CARDINAL})(?P<half>[.,]5|\s?½|\sand\sa\shalf)?(?:\s\(\d{{1,4}}\))?[\s-]?{UNIT}"
    r"|\b(?:(?P<quarter>(?:a |one )?quarter of an hour)|(?P<half_hour>(?:a )?half an hour|half[- ]hour))\b",
    re.IGNORECASE,
)
# "two to three minutes" is no limit: said, not guessed.
SPAN = re.compile(rf"\b(?P<least>{CARDINAL})\s?(?:-|–|—|to|or)\s?(?P<most>{CARDINAL})[\s-]?{UNIT}", re.IGNORECASE)
# Where one duration's clause ends and the next one's begins.
CLAUSE_END = re.compile(r",\s|\sand\s|\swhile\s|\swith\s|\sbut\s|\(|\)|\s[–—-]\s", re.IGNORECASE)
FOLLOW_UP = re.compile(
    r"follow(?:ing)?[- ]?ups?\b|supplementary|subsequent|(?:further|second) (?:comment|intervention)", re.IGNORECASE
)
INITIAL = re.compile(r"\binitial|\b(?:comment|intervention|statement|remark|contribution)", re.IGNORECASE)
SPEAKING = re.compile(r"\bspeak", re.IGNORECASE)
REPLIES = re.compile(r"\breplies\b", re.IGNORECASE)
# Whose time it is: that of those on the podium is no limit for the floor, and the portal has no field for it.
PODIUM = re.compile(
    r"\b(?:panel(?:l)?ist|keynote|presenter|discussant|resource person|lead speaker|stakeholder)", re.IGNORECASE
)
EACH = re.compile(
    r"\b(?:per|each|every) (?:minister|delegation|delegate|speaker|participant|member state|country)", re.IGNORECASE
)
FLOOR = re.compile(
    r"\bfrom the floor|\b(?:minister|delegation|delegate|participant|member state)s?\b|\b(?:all|other) speakers"
    rf"|{EACH.pattern}",
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
    # Not the last figure of a section's number, "2.3 Stakeholders"; "two of the stakeholders" are not all of them.
    rf"(?<!\d[.,])\b(?P<least>{CARDINAL})(?:\s\(\d{{1,2}}\))?"
    r"(?:,?\s?(?:-|–|—|to|or|and|but)\s?(?:(?:up to|at most|no more than|not more than|a maximum of)\s)?"
    rf"(?P<most>{CARDINAL})(?:\s\(\d{{1,2}}\))?)?"
    rf"\s(?!of\s(?:the|these|those|our)\b)(?:[\w’'-]+\s){{0,3}}?{WHO}s?",
    re.IGNORECASE,
)
LIST = r"(?:speakers?[’']?s?[’']? list|lists? of speakers)"
NO_LIST = re.compile(
    rf"\b(?:no|without(?: an?)?|neither an?)\s(?:[\w-]+\s){{0,3}}{LIST}|\b{LIST}\s(?:[\w-]+\s){{0,4}}(?:not|never)\b",
    re.IGNORECASE,
)
ANY_LIST = re.compile(rf"\b{LIST}", re.IGNORECASE)

# The name of a duration that is none of the three.
OF_THE_PODIUM = "podium"

CLAUSE_MAX_CHARACTERS = 300
SECONDS = range(10, 3601)
MINUTES = range(1, 601)
COUNT = range(1, 51)


class Count(NamedTuple):
    """At least and at most how many, and the note's own words for it."""

    least: int | None
    most: int | None
    words: str

    def allows(self, other: "Count") -> bool:
        """Whether what the other one states lies within this one."""
        lower, upper = self.least or COUNT.start, self.most or COUNT.stop
        return all(lower <= number <= upper for number in (other.least, other.most) if number is not None)


def spans_of_time(blocks: list[Block]) -> list[Found[str]]:
    """Limits that the note gives as a span, in its own words."""
    found = ((SPAN.finditer(plain(block.text)), block.line) for block in blocks)
    return [Found(match[0], line) for matches, line in found for match in matches]


def speaking_times(blocks: list[Block]) -> dict[str, list[Found[int]]]:
    """What the note says of durations: `initial_seconds`, `follow_up_seconds`, `opening_minutes`, each in its order.

    More than one of a name are limits that compete: the first is taken, staff are told of the others.
    """
    found: dict[str, list[Found[int]]] = {}
    for block in blocks:
        for sentence in sentences_of(plain(block.text)):
            for name, seconds in _durations(sentence):
                value = seconds // 60 if name == "opening_minutes" else seconds
                allowed = MINUTES if name == "opening_minutes" else SECONDS
                if value in allowed and value not in {other.value for other in found.get(name, [])}:
                    found.setdefault(name, []).append(Found(value, block.line))
    return found


def _durations(sentence: str) -> Iterator[tuple[str, int]]:
    """The durations of one sentence, each named by the words of its own clause."""
    # Blotted out, so that places stay.
    sentence = SPAN.sub(lambda span: "#" * len(span[0]), sentence)
    durations = list(DURATION.finditer(sentence))
    borders = [0, *(match.start() for match in CLAUSE_END.finditer(sentence)), len(sentence)]
    for duration in durations:
        begin = max(borders[bisect_right(borders, duration.start()) - 1], duration.start() - CLAUSE_MAX_CHARACTERS)
        end = min(borders[bisect_left(borders, duration.end())], duration.end() + CLAUSE_MAX_CHARACTERS)
        seconds = _seconds(duration)
        # A clause without a word of its own ("three minutes, with…") is about what the sentence is about.
        around = sentence if len(durations) == 1 else ""
        name = _name_of(sentence[begin:end], around) or _name_of(around, around)
        if name and name != OF_THE_PODIUM:
            yield name, seconds


def _seconds(duration: re.Match[str]) -> int:
    if duration["quarter"] or duration["half_hour"]:
        return 15 * 60 if duration["quarter"] else 30 * 60
    unit = 60 if duration["unit"].lower().startswith("m") else 1
    return number_of(duration["number"]) * unit + (unit // 2 if duration["half"] else 0)


def _name_of(words: str, around: str) -> str | None:
    """What a duration limits by the words of its clause, and of the sentence around where they name no speaker."""
    # "Ministers and stakeholders may comment": the clause begins in the middle of its subject.
    is_of_podium = _is_of_podium(around if around and words.startswith(" and ") else words)
    if FOLLOW_UP.search(words):
        return OF_THE_PODIUM if is_of_podium else "follow_up_seconds"
    if OPENING.search(words) or (is_of_podium and OPENING.search(around)):
        return "opening_minutes"
    if is_of_podium:
        return OF_THE_PODIUM
    if REPLIES.search(words):
        return "follow_up_seconds"
    if INITIAL.search(words):
        return "initial_seconds"
    if SPEAKING.search(words) or EACH.search(words):
        return OF_THE_PODIUM if _is_of_podium(around) else "initial_seconds"
    return None


def _is_of_podium(words: str) -> bool:
    return bool(PODIUM.search(words)) and not FLOOR.search(words)


def stakeholders(blocks: list[Block]) -> list[Found[Count]]:
    """How many stakeholders take part; a single number is least and most, "up to four" only the most.

    More than one compete, as for the limits: the first is taken, staff are told of the others. What lies within the
    first does not compete, nor does one alone, who is somebody rather than a number of them.
    """
    found: list[Found[Count]] = []
    for block in (block for block in blocks if not block.heading_level):
        for match in STAKEHOLDERS.finditer(plain(block.text)):
            count = _count(match)
            if count and not (found and (count.most == 1 or any(one.value.allows(count) for one in found))):
                found.append(Found(count, block.line))
    return found


def _count(match: re.Match[str]) -> Count | None:
    least = number_of(match["least"])
    most = number_of(match["most"]) if match["most"] else least
    if not (least in COUNT and most in COUNT and least <= most):
        return None
    lower = None if match["up_to"] and not match["most"] else least
    upper = None if match["from"] and not match["most"] else most
    return Count(lower, upper, match[0])


def keeps_speakers_list(blocks: list[Block]) -> Found[bool] | None:
    """Whether the note says that a speakers' list is kept, or that none is; None if it does not say."""
    for block in blocks:
        text = plain(block.text).replace("’", "'")
        for sentence in sentences_of(text):
            if ANY_LIST.search(sentence):
                return Found(NO_LIST.search(sentence) is None, block.line)
    return None
