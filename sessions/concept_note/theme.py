"""Titles, priority theme and theme areas.

A note may word its title in two ways, in its head and in its text: all wordings are given, staff choose.
"""

import re
from collections.abc import Iterator

from sessions.concept_note.blocks import Block, plain
from sessions.concept_note.result import Found
from sessions.concept_note.sections import HEADER, Section, head_of, of_part
from sessions.concept_note.when import dates_in, day_spans_in, times_in

TITLE_MAX_CHARACTERS = 400
QUOTED_OTHERWISE = re.compile(r"[„«]\s?(?P<words>[^„“”«»]{1,400})[“”»]")
AREA_MAX_CHARACTERS = 200
MEETING = r"(?:dialogue|round[ -]?table|roundtable|panel|side[ -]event|discussion|meeting|event|session|segment)"
EVENT_LINE = re.compile(rf"\b{MEETING}", re.IGNORECASE)
TITLE_FOLLOWS = re.compile(rf"\b{MEETING}\b.*(?:\b(?:on|entitled|titled|called)|:)$", re.IGNORECASE)
THEME_FOLLOWS = re.compile(r"\btheme\s?:?$", re.IGNORECASE)
THEME_BESIDE = re.compile(
    r"\b(?:priority |main )?theme\s?[:,–—-]?\s?(?:is |was |of )?[“\"](?P<theme>[^“”\"]{10,400})[”\"]", re.IGNORECASE
)
THEME_IN_HEAD = re.compile(r"\b(?:priority |main )?theme\s?[:–—-]?\s(?P<theme>[^“”\"\s].{9,400})$", re.IGNORECASE)
QUOTED_TITLE = re.compile(
    rf"\b{MEETING}s?\b[^“”\".]{{0,120}}?\b(?:on|entitled|titled|title|called|theme)\b[^“”\".]{{0,40}}[“\"](?P<title>[^“”\"]{{10,400}})[”\"]",
    re.IGNORECASE,
)
DOCUMENT_LABEL = re.compile(
    r"^(?:draft\s)?concept (?:note|paper)(?:\s?[:–—-]\s?|\sfor (?:the |a |an )?|$)", re.IGNORECASE
)
NO_TITLE = re.compile(
    r"^(?:draft|revised|final|advance unedited|as of|version|updated?)\b|^[A-Z]+/[\w./-]+$|^commission (?:on|for)\b"
    r"|^(?:economic and social council|general assembly|human rights council|united nations|un-?women)\b"
    r"|^[\w-]+ session\b|\bheadquarters\b|\bconference room\b|\bchamber\b|^item \d|^agenda item\b|^\W*$",
    re.IGNORECASE,
)
# "The three areas of the priority theme are A, B and C."
AREAS_NAMED = re.compile(
    r"\b(?:(?:theme|thematic|priority|focus) areas|areas of the (?:priority )?theme|sub-?themes)"
    r"(?: are|:|,? namely:?)\s(?P<areas>[^.;:?!]{3,400})",
    re.IGNORECASE,
)
# "Building alliances to promote A, B and C for D": the areas are A, B and C.
LEADS_TO_AREAS = re.compile(r"^.*(?:\sfor\s|\sto\s[a-z]+\s|\sthrough\s|:\s)|^\w+ing\s(?:in|on)\s", re.IGNORECASE)
FOLLOWS_AREAS = re.compile(
    r"\s(?:for|in order to|through|as|to achieve|to advance|towards?|in the context)\s.*$", re.IGNORECASE
)


def _words(block: Block) -> str:
    """The block's words, its quotation marks of one kind."""
    return QUOTED_OTHERWISE.sub(lambda quoted: f"“{quoted['words'].strip()}”", plain(block.text))


def titles_of(sections: list[Section]) -> list[Found[str]]:
    """Every wording of the title, the head's first."""
    return _distinct([*_titles_in_head(sections), *_titles_in_text(sections)])


def _titles_in_head(sections: list[Section]) -> Iterator[Found[str]]:
    for section in of_part(sections, "title"):
        yield from (_title(block.text, block.line) for block in section.blocks[:1])
    blocks = head_of(sections)
    following = _after_event_line(blocks) or _after_open_line(blocks) or _after_theme_line(blocks)
    if following:
        yield _title(following.text, following.line)
        return
    lines = [block for block in blocks if _may_be_title(block)]
    if len(lines) > 1 and EVENT_LINE.search(lines[0].text):
        lines = lines[1:]
    if lines:
        yield _title(lines[0].text, lines[0].line)
    elif theme := theme_of(sections):
        yield theme


def _after_open_line(blocks: list[Block]) -> Block | None:
    """What follows "Interactive dialogue among ministers on", in the same paragraph or after a blank line."""
    for index, block in enumerate(blocks):
        for place, line in enumerate(block.lines[:-1], 1):
            if TITLE_FOLLOWS.search(plain(line)) and not block.lines[place][:1].islower():
                return Block(block.lines[place:], block.line + place)
        following = blocks[index + 1 : index + 2]
        if TITLE_FOLLOWS.search(_words(block)) and following and _may_be_title(following[0]):
            return following[0]
    return None


def _after_theme_line(blocks: list[Block]) -> Block | None:
    """What follows "… on the priority theme" on a line of its own."""
    for index, block in enumerate(blocks[:-1]):
        if THEME_FOLLOWS.search(_words(block)) and _may_be_title(blocks[index + 1]):
            return blocks[index + 1]
    return None


def _after_event_line(blocks: list[Block]) -> Block | None:
    """A title on the line of the kind of meeting: “Dialogue on “Care””, “Dialogue on the priority theme: care”."""
    for block in blocks:
        text = _words(block)
        if match := QUOTED_TITLE.search(text):
            return Block([match["title"]], block.line)
        if EVENT_LINE.search(text) and (match := THEME_IN_HEAD.search(text)):
            return Block([match["theme"]], block.line)
    return None


def _titles_in_text(sections: list[Section]) -> Iterator[Found[str]]:
    for section in sections:
        if section.part != HEADER:
            for block in section.blocks:
                for match in QUOTED_TITLE.finditer(_words(block)):
                    yield _title(match["title"], block.line)


def _may_be_title(block: Block) -> bool:
    text = DOCUMENT_LABEL.sub("", _words(block))
    is_prose = len(text) > 150 and text.endswith(".")
    short_enough = 3 <= len(text) <= TITLE_MAX_CHARACTERS
    states_when = dates_in(text) or day_spans_in(text) or times_in(text)
    return short_enough and not (is_prose or NO_TITLE.search(text) or states_when)


def _title(text: str, line: int) -> Found[str]:
    return Found(DOCUMENT_LABEL.sub("", plain(text)).strip(" .,;:“”„«»\"'"), line)


def _distinct(titles: list[Found[str]]) -> list[Found[str]]:
    by_words: dict[str, Found[str]] = {}
    for title in titles:
        if title.value and len(title.value) <= TITLE_MAX_CHARACTERS:
            by_words.setdefault(" ".join(re.findall(r"\w+", title.value.lower())), title)
    return list(by_words.values())


def theme_of(sections: list[Section]) -> Found[str] | None:
    """The priority theme: under its label, behind the words "priority theme" in the head, or quoted after them."""
    for section in of_part(sections, "theme"):
        if section.blocks:
            return _title(section.blocks[0].text, section.blocks[0].line)
    blocks = head_of(sections)
    if following := _after_theme_line(blocks):
        return _title(following.text, following.line)
    for block in blocks:
        if match := THEME_BESIDE.search(_words(block)) or THEME_IN_HEAD.search(_words(block)):
            return _title(match["theme"], block.line)
    for section in sections:
        for block in section.blocks:
            if match := THEME_BESIDE.search(_words(block)):
                return _title(match["theme"], block.line)
    return None


def theme_areas_of(sections: list[Section], theme: Found[str] | None) -> list[Found[str]]:
    """The areas under a heading of their own, else where a sentence names them, else as the theme enumerates them.

    The title of a meeting that names no priority theme may enumerate anything: no areas are taken from it.
    """
    listed = [block for section in of_part(sections, "areas") for block in section.blocks]
    if len(listed) == 1 and not listed[0].marker:
        return [Found(area, listed[0].line) for area in _split(plain(listed[0].text).rstrip("."))]
    if listed:
        marked = [block for block in listed if block.marker] or listed
        return [
            Found(area, block.line)
            for block in marked
            if 3 <= len(area := _words(block).strip(" .;,")) <= AREA_MAX_CHARACTERS
        ]
    for block in (block for section in sections for block in section.blocks):
        if (match := AREAS_NAMED.search(_words(block))) and len(areas := _split(match["areas"])) > 1:
            return [Found(area, block.line) for area in areas]
    return [Found(area, theme.line) for area in _enumerated(theme.value)] if theme else []


def _enumerated(text: str) -> list[str]:
    """ "Building alliances for A, B and C for D" enumerates A, B and C; fewer than three are none."""
    first, comma, rest = text.partition(", ")
    if not comma:
        return []
    first = LEADS_TO_AREAS.sub("", first)
    areas = _split(f"{first}, {FOLLOWS_AREAS.sub('', rest)}")
    return areas if len(areas) >= 3 else []


def _split(text: str) -> list[str]:
    parts = re.split(r"[;,]\s", text)
    before, conjunction, after = parts[-1].rpartition(" and ")
    if parts[-1].startswith("and "):
        parts[-1:] = [parts[-1].removeprefix("and ")]
    elif conjunction:
        parts[-1:] = [before, after]
    return [part for part in (part.strip(" .;,") for part in parts) if 3 <= len(part) <= AREA_MAX_CHARACTERS]
