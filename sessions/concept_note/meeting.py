"""When, where and in which body: date, times, time zone, venue, kind of meeting, Commission and its session."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sessions.concept_note.blocks import Block, plain
from sessions.concept_note.number_words import ORDINAL, number_of
from sessions.concept_note.result import Found
from sessions.concept_note.sections import HEAD_MAX_LINES, HEADER, LABELS, Section, head_of, of_part
from sessions.concept_note.when import FoundDate, FoundTimes, dates_in, times_in

VENUE_MAX_CHARACTERS = 200
SESSION_NUMBERS = range(1, 1000)
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

BODY = re.compile(
    r"\b(?:Commission (?:on|for) (?:the )?[A-Z][\w-]{1,30}"
    r"(?: (?:of|and|for|on|the|in) (?:the )?[A-Z][\w-]{1,30}| [A-Z][\w-]{1,30}){0,6}"
    r"|High-level Political Forum on Sustainable Development|Economic and Social Council|Human Rights Council"
    r"|General Assembly)"
)
ACRONYM = re.compile(r"\b(?P<body>CSW|CSocD|CPD)[ -]?(?P<number>\d{1,3})?\b")
BODIES = {
    "CSW": "Commission on the Status of Women",
    "CSocD": "Commission for Social Development",
    "CPD": "Commission on Population and Development",
}
NTH_SESSION = re.compile(rf"\b(?P<number>{ORDINAL})\s(?P<kind>(?:annual |regular )?session)\b", re.IGNORECASE)


@dataclass(frozen=True)
class When:
    """The meeting's date and times, each with its line; `remarks` holds what does not fit together."""

    date: Found[FoundDate] | None
    times: Found[FoundTimes] | None


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
    return When(_date(head) or _date(texts), _times(head) or _times(texts))


def _date(blocks: list[Block]) -> Found[FoundDate] | None:
    found = [Found(item, block.line) for block in blocks for item in dates_in(plain(block.text))[:1]]
    times = {block.line for block in blocks if times_in(plain(block.text))}
    # A date with its hours or its day of the week is the meeting's; a bare one may be the document's.
    best = max(
        found,
        key=lambda item: (item.line in times, item.value.weekday is not None, item.value.other is None),
        default=None,
    )
    if best is None or best.value.other is None:
        return best
    # In digits that allow two readings: another line may say which.
    readings = {best.value.day, best.value.other}
    return next((item for item in found if item.value.other is None and item.value.day in readings), best)


def _times(blocks: list[Block]) -> Found[FoundTimes] | None:
    found = [Found(times, block.line) for block in blocks if (times := times_in(plain(block.text)))]
    return max(found, key=lambda item: item.value.ends is not None, default=None)


def venue_of(sections: list[Section]) -> Found[str] | None:
    """Under its label; else what the line of the date says beside it; else a line of the head that names a building."""
    for section in of_part(sections, "venue"):
        for block in section.blocks:
            if venue := _venue(plain(block.text)):
                return Found(venue, block.line)
    for block in _head(sections):
        text = plain(block.text)
        if (dates_in(text) or times_in(text)) and (venue := _venue(_beside_the_date(text))):
            return Found(venue, block.line)
    for block in _head(sections):
        if VENUE.search(block.text) and (venue := _venue(plain(block.text))):
            return Found(venue, block.line)
    for block in _sentences(sections):
        if match := KNOWN_VENUE.search(plain(block.text)):
            return Found(match[0], block.line)
    return None


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
    """The kind of meeting that the head or the title names."""
    titles = [block for section in of_part(sections, "title") for block in section.blocks[:1]]
    for block in [*head_of(sections), *titles]:
        for kind, pattern in KINDS.items():
            if re.search(pattern, block.text, re.IGNORECASE):
                return Found(kind, block.line)
    return None


def commission_of(sections: list[Section]) -> tuple[Found[str] | None, Found[int] | None]:
    """The body that meets, and the number of its session."""
    blocks = [(plain(block.text), block.line) for section in _by_label(sections) for block in section.blocks]
    body = next((Found(match[0], line) for text, line in blocks if (match := BODY.search(text))), None)
    number = next((found for text, line in blocks if (found := _number(text, line))), None)
    for text, line in blocks:
        for match in ACRONYM.finditer(text):
            body = body or Found(BODIES[match["body"]], line)
            if match["number"] and int(match["number"]) in SESSION_NUMBERS:
                number = number or Found(int(match["number"]), line)
    return body, number


def _by_label(sections: list[Section]) -> list[Section]:
    return sorted(sections, key=lambda section: section.part != "body")


def _number(text: str, line: int) -> Found[int] | None:
    for match in NTH_SESSION.finditer(text):
        if (number := number_of(match["number"])) in SESSION_NUMBERS:
            return Found(number, line)
    return None
