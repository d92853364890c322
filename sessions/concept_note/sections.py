"""The note's sections: which heading, in whatever words, numbering or mark-up, begins which part of the note."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from sessions.concept_note.blocks import BOLD_LEVEL, RULE, Block, block_of, plain, without_dead_links
from sessions.concept_note.when import dates_in, times_in

HEADER = "header"
OTHER = "other"
# The four texts; then what stands in a line or two of its own, usually behind a label ("Venue: …").
TEXTS = ("overview", "format", "questions", "outcome")
LABELS = ("title", "theme", "areas", "when", "venue", "body")

HEADINGS = {
    "overview": """overview|background|introduction|context|purpose|objective|objectives|aim|aims|rationale|about
        |background and objectives|background and context|purpose and objectives|purpose and scope|context and purpose
        |introduction and background|background and rationale|general overview""",
    "format": """format and participation|participation and format|format|participation|modalities|format and modalities
        |modalities and participation|modalities of participation|structure|structure and format|format and structure
        |organization of work|organizational arrangements|organisational arrangements|procedure
        |conduct|how it works|participants and format|format and participants""",
    "questions": """leading questions|guiding questions|key questions|questions|discussion questions|lead questions
        |questions for discussion|questions for consideration|questions to be addressed
        |questions to guide the discussion
        |questions to participants|leading questions for discussion|guiding questions for discussion
        |issues and questions|leading question|guiding question|questions to ministers|questions for ministers
        |questions for reflection|points for discussion|issues for discussion|issues for consideration""",
    "outcome": """outcome|outcomes|outcome document|outcome and follow-up|result|results|outcome and summary
        |form of the outcome|output|outputs|conclusion|conclusions""",
    "title": "title|title of the session|title of the dialogue|name of the meeting|title of the meeting|topic",
    "theme": "priority theme|theme|main theme|overall theme|theme of the dialogue",
    "areas": "theme areas|areas|areas of the theme|areas of the priority theme|thematic areas|sub-themes|subthemes",
    "when": """date|time|date and time|date, time and venue|date and venue|when|when and where|time and place
        |date and place|time and venue|date, time and place|day|schedule|logistics|practical information
        |practical details""",
    "venue": "venue|place|location|where|room",
    "body": "body|organ|commission|intergovernmental body|session|commission session",
}
PARTS = {" ".join(name.split()): part for part, names in HEADINGS.items() for name in names.split("|")}

NUMBERING = re.compile(
    r"(?:(?:section|part)\s+)?\(?(?:\d{1,2}(?:\.\d{1,2}){0,2}|[ivx]{1,5}|[a-h])[.):]?\)?\s+", re.IGNORECASE
)
# "Outcome of the dialogue" is the outcome; "The priority theme of the session was decided" is a sentence.
MEETING = r"(?:dialogue|meeting|event|round[ -]?table|discussion|panel|session|segment|commission)"
QUALIFIER = re.compile(
    r"^(?:the|expected|proposed|intended|anticipated|suggested|possible|draft|indicative|main)\s+"
    rf"|\s+(?:of|for|to guide|during)\s+(?:the|this)\s(?:[\w-]+\s){{0,3}}{MEETING}(?:\sof the commission.*)?$"
)
RUN_IN = re.compile(r"(?P<name>[^:]{3,60}?)\s*:\s*(?P<rest>\S.*)")
# "Background. The Commission decided …": only a text begins so.
RUN_IN_SENTENCE = re.compile(r"(?P<name>[^:.]{3,60})\.\s+(?P<rest>[“\"(]?[A-Z\d].*)")

HEADING_MAX_CHARACTERS = 120
# The heading of a part: shorter than any line that a program wrapped.
PART_HEADING_MAX_CHARACTERS = 50
PART_NUMBER = re.compile(r"\d{1,2}\.\d")
OTHER_HEADING_MAX_CHARACTERS = 80
ROMAN = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"]
# The head of a note is some ten short lines; what is longer is text without a heading.
HEAD_MAX_LINES = 60
HEAD_LINE_MAX_CHARACTERS = 500


@dataclass
class Section:
    """A part of the note, the line of its heading and what stands under it."""

    part: str
    line: int
    heading: str = ""
    heading_level: int = 0
    blocks: list[Block] = field(default_factory=list)
    # How far the first item of its lists is indented; what is further in belongs to the item before it.
    list_indent: int | None = None
    # What its heading is numbered as, in each reading of the number.
    numbers: set[tuple[str, int]] = field(default_factory=set)

    @property
    def text(self) -> str:
        """Its paragraphs and lists as Markdown."""
        return markdown(self.blocks)


def markdown(blocks: list[Block]) -> str:
    """Blocks as Markdown: a blank line between paragraphs, the items of a list on lines of their own."""
    pieces: list[str] = []
    for before, block in zip([None, *blocks], blocks, strict=False):
        if before:
            pieces.append("\n" if _is_list_item(before) and _is_list_item(block) else "\n\n")
        pieces.append(without_dead_links(_marked(block)))
    return "".join(pieces)


def _is_list_item(block: Block) -> bool:
    """Whether Markdown reads it as one; "(a)" and "iv." are paragraphs there."""
    return bool(block.marker) and (block.marker[:-1].isdecimal() or not re.search(r"[\w(]", block.marker))


def _marked(block: Block) -> str:
    if block.heading_level:
        return f"**{block.text}**"
    if not block.marker:
        return block.text
    if block.marker[:1].isalnum() or block.marker.startswith("("):
        return f"{block.marker} {block.text}"
    return f"- {block.text}"


def part_of(heading: str) -> str | None:
    """The part that a heading begins, whatever its numbering, case and closing colon; None if it is none we know."""
    name = " ".join(plain(heading).lower().replace("&", " and ").strip(" :.*_#–—-").split())
    for candidate in (name, NUMBERING.sub("", name, count=1)):
        for words in (candidate, QUALIFIER.sub("", candidate).strip()):
            if part := PARTS.get(words):
                return part
    return None


def sections_of(text: str) -> list[Section]:
    """The note's sections in its own order; the first is the header, what stands before any heading."""
    sections = [Section(HEADER, 1)]
    current = sections[0]
    after_blank = True
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip() or RULE.fullmatch(line.strip()):
            after_blank = True
            continue
        block = block_of(line, number)
        if section := _heading(block, current, after_blank):
            sections.append(section)
            current = section
        elif label := _label(block, current, after_blank):
            sections.append(label)
            # A label is one line of the section it stands in.
            current = label if label.part in TEXTS else current
        else:
            _add(current, block, after_blank)
        after_blank = False
    return sections


def _heading(block: Block, current: Section, after_blank: bool) -> Section | None:
    """The section that this block begins as its heading, if it is one."""
    # A list item such as "1. Outcome" or "A. Overview" is a heading too; the last line of a wrapped text is none.
    heading = f"{block.marker} {block.text}".strip()
    if len(heading) > HEADING_MAX_CHARACTERS or heading.endswith(
        ("?", "!") if block.heading_level else (".", "?", "!")
    ):
        return None
    if part := part_of(heading):
        return Section(part, block.line, block.text, block.heading_level, numbers=_numbers(block.marker))
    # Before the first section a marked heading is the note's title.
    if current.part != HEADER and _heads_another(block, current, after_blank):
        return Section(OTHER, block.line, block.text, block.heading_level, numbers=_numbers(block.marker))
    return None


def _heads_another(block: Block, current: Section, after_blank: bool) -> bool:
    """Whether a line that is no heading we know is one all the same."""
    if block.heading_level:
        # A lower one belongs to the section it stands in.
        return current.part not in TEXTS or block.heading_level <= current.heading_level
    if not after_blank or len(block.text) > OTHER_HEADING_MAX_CHARACTERS or block.text.endswith((":", ";", ",")):
        return False
    if block.marker:
        # "6. Contact" after "5. Outcome"; within a list that has begun it would be an item.
        may_be = current.list_indent is None or (current.heading.isupper() and block.text.isupper())
        return may_be and _follows(block.marker, current)
    return block.text.isupper() and len(block.text) > 3


def _follows(marker: str, current: Section) -> bool:
    """Whether a marker is that of the section after this one; "2.1" is a part of a section."""
    after = {(style, number + 1) for style, number in current.numbers}
    return not PART_NUMBER.match(marker) and not after.isdisjoint(_numbers(marker))


def _numbers(marker: str) -> set[tuple[str, int]]:
    """What a marker may number: "3." the third, "c." too, "i." the first in Roman numerals or the ninth letter.

    "3.1" is in the third section.
    """
    mark = marker.strip("().").lower()
    mark = mark.partition(".")[0] if PART_NUMBER.match(mark) else mark
    if mark.isdecimal():
        return {("arabic", int(mark))}
    found = {("roman", ROMAN.index(mark))} if mark in ROMAN else set()
    return found | (
        {("letter", ord(mark) - ord("a") + 1)} if len(mark) == 1 and mark.isascii() and mark.isalpha() else set()
    )


def _label(block: Block, current: Section, after_blank: bool) -> Section | None:
    """A section that begins on the line of its heading: "Venue: …", "Overview: …", "Overview. The …"."""
    may_be = after_blank and (not block.marker or _follows(block.marker, current))
    if current.part in TEXTS and not may_be:
        return None
    text = block.text.replace(":**", "**:").replace("**", "").replace("__", "")
    for pattern, parts in ((RUN_IN, (*TEXTS, *LABELS)), (RUN_IN_SENTENCE, TEXTS)):
        if (match := pattern.fullmatch(text)) and (part := part_of(match["name"])) and part in parts:
            numbers = _numbers(block.marker)
            return Section(
                part, block.line, match["name"], blocks=[Block([match["rest"]], block.line)], numbers=numbers
            )
    return None


def _add(section: Section, block: Block, after_blank: bool) -> None:
    """Add a block to its section, or to the paragraph whose wrapped rest it is."""
    if block.marker and section.list_indent is None and not PART_NUMBER.match(block.marker):
        section.list_indent = block.indent
    last = section.blocks[-1] if section.blocks else None
    if last and _heads_a_part(last, block):
        last.marker, last.heading_level = "", BOLD_LEVEL
    if last and not (block.heading_level or last.heading_level) and _continues(section, last, block, after_blank):
        last.lines.extend(block.lines)
    else:
        section.blocks.append(block)


def _heads_a_part(last: Block, block: Block) -> bool:
    """Whether the last block is the heading of a part, such as "2.1 Participants", and no numbered paragraph."""
    is_numbered = PART_NUMBER.match(last.marker) and not PART_NUMBER.match(block.marker)
    is_line = len(last.lines) == 1 and len(last.text) <= PART_HEADING_MAX_CHARACTERS
    return bool(is_numbered and is_line) and not (
        last.text.endswith((".", "?", "!", ":", ";")) or last.is_unfinished or block.text[:1].islower()
    )


def _continues(section: Section, last: Block, block: Block, after_blank: bool) -> bool:
    if PART_NUMBER.match(block.marker):
        return False
    if block.marker:
        return bool(last.marker) and block.indent > (section.list_indent or 0) and not after_blank
    if section.part in (*TEXTS, OTHER):
        return not after_blank or last.goes_on_with(block.lines[0])
    # Lines of the head are things of their own, unless one is plainly the rest of the line before.
    line = block.lines[0]
    if after_blank:
        return False
    return last.is_unfinished or (last.goes_on_with(line) and not (dates_in(line) or times_in(line)))


def head_of(sections: list[Section]) -> list[Block]:
    """The short lines before the first heading: what meets, on what, when and where."""
    blocks = [block for section in of_part(sections, HEADER) for block in section.blocks[:HEAD_MAX_LINES]]
    return [block for block in blocks if len(block.text) <= HEAD_LINE_MAX_CHARACTERS]


def of_part(sections: list[Section], *parts: str) -> Iterator[Section]:
    """The sections of these parts, in the note's order."""
    return (section for section in sections if section.part in parts)
