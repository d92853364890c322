"""The note's paragraphs, list items and headings, each with the line where it begins.

Lines that a mail program or a page break wrapped are joined again; emphasis and links are kept here (the portal's
texts are Markdown) and taken out by `plain` where a field is a single line.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

# The last three are how a PDF file gives Word's own bullets.
BULLET = r"[-*+•–—‣▪●◦·⁃∙■□➢✓\uf0b7\uf0a7\uf0d8]"
# "2.3", which is a number of a section only before a capital or in a question: "2.5 minutes" and "10.30 a.m." go on.
DOTTED = r"\d{1,2}(?:\.[1-9]\d?){1,2}[.)]?(?=\s+(?:[“\"'‘«(]?(?-i:(?![AP]\.?M\b)[A-Z])|[^.?]*\?$))"
NUMBERED = rf"(?:\(?(?:\d{{1,2}}|[a-z]|[ivx]{{1,5}})[.)]|{DOTTED})"
QUESTION_LABEL = r"(?:question|q)\.?\s?\d{1,2}\s?[:.)–-]"
ITEM = re.compile(rf"(?P<marker>{BULLET}|{NUMBERED}|{QUESTION_LABEL})\s+(?P<text>\S.*)", re.IGNORECASE)
MARKDOWN_HEADING = re.compile(r"(?P<level>#{1,6})\s+(?P<text>[^\s#].*)")
BOLD_LINE = re.compile(r"(\*\*|__)(?P<text>[^*_]{1,120})\1:?")
BOLD_LEVEL = 7
# "**1.** What works?"
BOLD_MARKER = re.compile(rf"(\*\*|__)(?P<marker>{NUMBERED}|{QUESTION_LABEL})\1(?=\s)", re.IGNORECASE)
RULE = re.compile(r"[-=*_–—]{3,}")
LINK = re.compile(r"\[(?P<text>[^\[\]]{1,300})\]\((?P<address>[^()\s]{0,500})\)")
EMPHASIS = re.compile(r"(?<!\w)(\*{1,3}|_{1,3})(?=\S)(?P<text>[^*_]{1,300})(?<=\S)\1(?!\w)")
UNFINISHED = re.compile(
    r"(?:[,–—-]|\b(?:and|or|of|for|the|to|in|on|an?|with|by|at|as|from|until|through|between|their|de|des|du|la))$",
    re.IGNORECASE,
)
ESCAPED = re.compile(r"\\([\\*_#\[\]()>~`.+-])")


@dataclass
class Block:
    """A paragraph, an item of a list or a heading. `marker` is how the item was marked: "-", "1.", "(a)", "2.3"."""

    # The lines that make it up; joined only when asked for, so that a long paragraph costs its length once.
    lines: list[str]
    line: int
    marker: str = ""
    indent: int = 0
    # 1 to 6 by Markdown, 7 for a line in bold or one with the number of a part, 0 for what is no marked heading.
    heading_level: int = 0

    @property
    def text(self) -> str:
        pieces = self.lines[:1]
        for before, line in pairwise(self.lines):
            # A word broken at its own hyphen: "gender-" and "responsive".
            pieces.append(line if before[-1:] == "-" and before[-2:-1].isalnum() else f" {line}")
        return "".join(pieces)

    @property
    def is_unfinished(self) -> bool:
        """Whether it ends in the middle of a phrase: after a comma, a dash, "and", "of"."""
        return bool(UNFINISHED.search(self.lines[-1]))

    def goes_on_with(self, following: str) -> bool:
        """Whether `following` goes on in the middle of the sentence that this block left open."""
        return following[:1].islower() and not self.lines[-1].endswith((".", "?", "!", ":", ";", "”", '"'))


def plain(text: str) -> str:
    """The text without emphasis, links and escapes, its spaces single."""
    text = LINK.sub(lambda link: link["text"], text)
    text = EMPHASIS.sub(lambda match: match["text"], text)
    return " ".join(ESCAPED.sub(r"\1", text).split())


def without_dead_links(text: str) -> str:
    """The text with links that lead nowhere ("#", nothing) replaced by their words."""
    return LINK.sub(lambda link: link["text"] if link["address"].lstrip("#") == "" else link[0], text)


def dead_links(text: str) -> int:
    """How many links of a text lead nowhere."""
    return sum(1 for link in LINK.finditer(text) if link["address"].lstrip("#") == "")


def block_of(line: str, number: int) -> Block:
    """One line that is not blank, as the block it begins."""
    indent = len(line) - len(line.lstrip())
    text = " ".join(line.split())
    if heading := MARKDOWN_HEADING.fullmatch(text):
        return Block([heading["text"].rstrip(" #")], number, indent=indent, heading_level=len(heading["level"]))
    if heading := BOLD_LINE.fullmatch(text):
        return Block([heading["text"].strip()], number, indent=indent, heading_level=BOLD_LEVEL)
    text = BOLD_MARKER.sub(lambda match: match["marker"], text, count=1) if text[:2] in {"**", "__"} else text
    marker, text = marker_and_text(text)
    return Block([text], number, marker, indent)


def marker_and_text(line: str) -> tuple[str, str]:
    """A line's marker, empty if it has none, and what it marks. "- a) What" is marked twice: its letter says more."""
    marker = ""
    while (not marker or re.fullmatch(BULLET, marker)) and (item := ITEM.fullmatch(line)):
        marker, line = item["marker"], item["text"]
    return marker, line
