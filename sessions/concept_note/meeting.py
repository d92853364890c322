"""When, where and what meets: date, times, time zone, venue, kind of meeting."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sessions.concept_note.blocks import Block, plain
from sessions.concept_note.result import Found
from sessions.concept_note.sections import HEAD_MAX_LINES, HEADER, LABELS, Section, head_of, of_part
from sessions.concept_note.sentences import sentences_of
from sessions.concept_note.when import FoundDate, FoundTimes, dates_in, times_in

VENUE_MAX_CHARACTERS = 200
DOCUMENT_DATE = re.compile(r"^\W*(?:draft|as (?:of|at)|version|updated?|dated|revised|last )", re.IGNORECASE)
# Sentences of the text that may say when the meeting is; other dates there are of reports and resolutions.
MEETS = re.compile(r"\b(?:take place|takes place|be held|is held|will meet|convened?|scheduled)\b", re.IGNORECASE)

# A place names the zone; the first of these that the head or the venue names.
ZONES = {
    "America/New_York": r"new york|u(?:nited )?n(?:ations)? headquarters|\be[sd]t\b|eastern (?:\w+ )?time",
    "Europe/Zurich": r"geneva|palais des nations",
    "Europe/Vienna": r"vienna",
    "Africa/Nairobi": r"nairobi|\beat\b",
    "Africa/Addis_Ababa": r"addis ababa",
    "Asia/Bangkok": r"bangkok",
    "America/Santiago": r"santiago",
    "Asia/Beirut": r"beirut",
    "Europe/Paris": r"\bparis\b",
    "Europe/Rome": r"\brome\b",
    "Europe/Amsterdam": r"the hague",
    "Europe/Brussels": r"brussels",
    "Europe/London": r"\blondon\b",
    "Europe/Berlin": r"\b(?:bonn|berlin)\b",
    "Asia/Tokyo": r"tokyo",
    "UTC": r"\b(?:utc|gmt)\b",
}
VENUE = re.compile(
    r"\b(?:headquarters|palais|conference (?:room|centre|center)|conference building|chamber|hall|auditorium"
    r"|room [\dA-Z]|international centre|office at|online|virtual)\b",
    re.IGNORECASE,
)
# "in the Trusteeship Council Chamber, United Nations Headquarters": a name in capitals within a sentence.
IN_VENUE = re.compile(
    r"\b(?:in|at)\s(?:the\s)?(?P<venue>[A-Z][\w’'-]*(?:,?\s(?:[A-Z\d][\w’'-]*|of|the|des|de|for|and|in|at)(?!\w)){0,12})"
)
LEFT_OPEN = re.compile(r"(?:,?\s(?:of|the|des|de|for|and|in|at))+$")
KNOWN_VENUE = re.compile(
    r"\b(?:United Nations Headquarters|Palais des Nations|Vienna International Centre|United Nations Office at \w+)"
)
ZONE_NOTE = re.compile(
    r"\(?\b(?:e[sd]t|cet|cest|gmt|utc|eat"
    r"|(?:new york|geneva|vienna|nairobi|local|eastern)(?: standard| daylight)? time)\b\)?",
    re.IGNORECASE,
)
KINDS = {
    "interactive_dialogue": r"interactive dialogue|ministerial dialogue|dialogue",
    "round_table": r"round[ -]?table",
    "expert_panel": r"\bpanel\b",
    "side_event": r"side[ -]event",
}


@dataclass(frozen=True)
class When:
    """The meeting's date and times, each with its line, and `others`: dates that may be the meeting's as well."""

    date: Found[FoundDate] | None
    times: Found[FoundTimes] | None
    others: tuple[Found[FoundDate], ...] = ()


def _head(sections: list[Section]) -> list[Block]:
    """What stands before the texts or under a label of its own, wherever the note has it: labels first."""
    labelled = {part: [block for section in of_part(sections, part) for block in section.blocks] for part in LABELS}
    return [*labelled["when"][:HEAD_MAX_LINES], *head_of(sections), *labelled["venue"][:HEAD_MAX_LINES]]


def _sentences(sections: list[Section]) -> Iterator[Block]:
    return (block for section in sections if section.part != HEADER for block in section.blocks)


def when_of(sections: list[Section]) -> When:
    """Date and times: of the lines of the head the one that says most, else of a sentence that says when it meets."""
    head = [block for block in _head(sections) if not DOCUMENT_DATE.search(block.text)]
    texts = [block for block in _sentences(sections) if MEETS.search(block.text)]
    times = _times(head) or _times(texts)
    date, others = _date(head)
    date, others = (date, others) if date else _date(texts)
    return When(date, times, tuple(others))


def _date(blocks: list[Block]) -> tuple[Found[FoundDate] | None, list[Found[FoundDate]]]:
    """The meeting's date, and the other dates that are as likely to be it: of the same line, or as well described."""
    by_line = {block.line: _nearest_to_the_times(plain(block.text)) for block in blocks}
    firsts = [Found(dates[0], line) for line, dates in by_line.items() if dates]
    times = {block.line for block in blocks if times_in(plain(block.text))}

    def weight(item: Found[FoundDate]) -> tuple[bool, bool]:
        # A date with its hours or its day of the week is the meeting's; a bare one may be the document's.
        return item.line in times, item.value.weekday is not None

    best = max(firsts, key=lambda item: (*weight(item), item.value.other is None), default=None)
    if best is None:
        return None, []
    readings = {best.value.day, best.value.other}
    if best.value.other:
        # In digits that allow two readings: another line may say which.
        best = next((item for item in firsts if item.value.other is None and item.value.day in readings), best)
    beside = [Found(item, best.line) for item in by_line[best.line][1:]]
    equal = [item for item in firsts if item.line != best.line and weight(item) == weight(best)]
    return best, [
        item for item in [*beside, *equal] if readings.isdisjoint({item.value.day, item.value.other} - {None})
    ]


def _nearest_to_the_times(text: str) -> list[FoundDate]:
    """The dates of a line, first the one before its times: "moved from 11 March 2025 to 12 March 2025, 3 p.m."."""
    dates, times = dates_in(text), times_in(text)
    before = [item for item in dates if times and item.end <= times.start]
    return sorted(dates, key=lambda item: item is not before[-1]) if before else dates


def _times(blocks: list[Block]) -> Found[FoundTimes] | None:
    found = [Found(times, block.line) for block in blocks if (times := times_in(plain(block.text)))]
    return max(found, key=lambda item: item.value.ends is not None, default=None)


def venue_of(sections: list[Section]) -> Found[str] | None:
    """Under its label; else beside the date; else a line of the head that names a building; else in a sentence."""
    return next((Found(venue, line) for text, line in _where(sections) if (venue := _venue(text))), None)


def _where(sections: list[Section]) -> Iterator[tuple[str, int]]:
    """What may be the venue, the likeliest first, each with its line."""
    for section in of_part(sections, "venue"):
        yield from ((plain(block.text), block.line) for block in section.blocks)
    head = [(plain(block.text), block.line) for block in _head(sections)]
    yield from ((_beside_the_date(text), line) for text, line in head if dates_in(text) or times_in(text))
    yield from ((text, line) for text, line in head if VENUE.search(text))
    for sentence in _saying_when(sections):
        named = (LEFT_OPEN.sub("", match["venue"]) for match in IN_VENUE.finditer(sentence.value))
        yield from ((venue, sentence.line) for venue in named if VENUE.search(venue))
    for block in _sentences(sections):
        yield from ((match[0], block.line) for match in KNOWN_VENUE.finditer(plain(block.text)))


def _saying_when(sections: list[Section]) -> Iterator[Found[str]]:
    """The sentences of the text that say when it meets: they may say what and where as well."""
    for block in _sentences(sections):
        for sentence in sentences_of(plain(block.text)) if MEETS.search(block.text) else ():
            if MEETS.search(sentence) and (dates_in(sentence) or times_in(sentence)):
                yield Found(sentence, block.line)


def _beside_the_date(text: str) -> str:
    spans = [(item.start, item.end) for item in dates_in(text)]
    if times := times_in(text):
        spans.append((times.start, times.end))
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]},{text[end:]}"
    parts = [part.strip(" .;:()–—-|") for part in re.split(r"[,;|]", ZONE_NOTE.sub("", text))]
    return ", ".join(part for part in parts if part and part.lower() not in {"the", "from", "at", "on", "date", "time"})


def _venue(text: str) -> str:
    text = re.sub(r"^(?:at|in) (?:the )?", "", text.strip(" .,;:"))
    return text if 3 <= len(text) <= VENUE_MAX_CHARACTERS and not times_in(text) else ""


def time_zone_of(sections: list[Section], venue: Found[str] | None) -> Found[str] | None:
    """The IANA zone of the place that the head or the venue names."""
    candidates = [(block.text, block.line) for block in _head(sections)]
    if venue:
        candidates.insert(0, (venue.value, venue.line))
    for text, line in candidates:
        for zone, pattern in ZONES.items():
            if re.search(pattern, text, re.IGNORECASE):
                return Found(zone, line)
    return None


def kind_of(sections: list[Section]) -> Found[str] | None:
    """The kind of meeting that the head or the title names, else the sentence that says when it meets."""
    titles = [block for section in of_part(sections, "title") for block in section.blocks[:1]]
    for block in [*head_of(sections), *titles]:
        for kind, pattern in KINDS.items():
            if re.search(pattern, block.text, re.IGNORECASE):
                return Found(kind, block.line)
    for sentence in _saying_when(sections):
        for kind, pattern in KINDS.items():
            if re.search(pattern, sentence.value, re.IGNORECASE):
                return Found(kind, sentence.line)
    return None
