"""Reading PDF: the text as it stands on the page, without running headers and page numbers, broken words mended.

A PDF knows places on paper, no paragraphs: blank lines are where the page has a gap, and where a line ends early.
"""

import re
from collections import Counter
from collections.abc import Callable
from typing import IO

from sessions.concept_note.blocks import ITEM
from sessions.concept_note.characters import plain_letters
from sessions.concept_note.number_words import TENS
from sessions.concept_note.sections import part_of

MAX_PAGES = 60
# Lines at the top and at the bottom of a page among which running headers and page numbers are looked for.
EDGE_LINES = 3
PAGE_NUMBER = re.compile(r"(?:page\s*)?[-–(\[]?\s*\d{1,3}\s*[-–)\]]?(?:\s*(?:/|of)\s*\d{1,3})?", re.IGNORECASE)
# A word broken at the end of a line: by a sign that only breaks words, or by a hyphen that may be its own.
SURE_BREAK = re.compile(r"(?<=\w)[\u00ad\u2010]\n\s*(?=\w)")
HYPHEN_BREAK = re.compile(r"\b(?P<first>[^\W\d_]+)-\n\s*(?P<second>[^\W\d_]+)")
SENTENCE_END = (".", "?", "!", ":", ";", "”", '"')
# A line shorter than this part of the longest is the last of its paragraph, if a sentence ends with it.
SHORT = 0.8
# Lines of one width differ by as much when their letters are counted.
FULL = 0.93
# What keeps its hyphen at the end of a line, whatever follows.
OWN_HYPHEN = {"non", "self", "well", "high", "low", "gender", "follow", "cross", "multi", "long", "short", "decision"}
OWN_HYPHEN |= {"policy", "vice", "ex", "e", "so", "half", "two", "three", *TENS}


def text_of_pdf(file: IO[bytes]) -> str:
    """The document's text, a blank line between paragraphs; empty for a scan. Raises whatever a damaged file raises."""
    from pypdf import PdfReader

    reader = PdfReader(file)
    pages = [_lines(plain_letters(page.extract_text(extraction_mode="layout"))) for page in reader.pages[:MAX_PAGES]]
    pages = [page for page in _without_running_lines(pages) if page]
    # In letters; a few lines, set tighter, hold more.
    lengths = sorted(len(line) for page in pages for line in page if line)
    width = lengths[len(lengths) * 9 // 10] if lengths else 0
    return _mended("\n".join(_joined([_paragraphs(page, width) for page in pages])))


def _lines(text: str) -> list[str]:
    """The page's lines without the blank ones around them; wide setting leaves no blank line after each."""
    lines = [line.rstrip() for line in text.strip("\n").split("\n")]
    gaps = [len(gap) for gap in re.findall(r"(?<=\n)\n*(?=[^\n])", "\n".join(lines))]
    usual = Counter(gaps).most_common(1)[0][0] if gaps else 0
    if not usual:
        return lines
    # Set wide: as many blank lines as usual are none.
    return re.sub(rf"\n{{2,{usual + 1}}}(?!\n)", "\n", "\n".join(lines)).split("\n")


def _without_running_lines(pages: list[list[str]]) -> list[list[str]]:
    """The pages without page numbers, and without what stands at the edge of most pages."""
    edges = Counter(key for page in pages for key in {_key(page[at]) for at in _edge(page)})
    running = {key for key, count in edges.items() if count >= 2 and count * 2 > len(pages)}

    def is_running(line: str) -> bool:
        return _key(line) in running or bool(PAGE_NUMBER.fullmatch(line.strip()))

    return [_inner(page, is_running) for page in pages]


def _inner(page: list[str], is_running: Callable[[str], bool]) -> list[str]:
    """The page without the running lines that it begins and ends with."""
    written = [at for at, line in enumerate(page) if line.strip()]
    for _edge_line in range(EDGE_LINES):
        written = written[1:] if written and is_running(page[written[0]]) else written
        written = written[:-1] if written and is_running(page[written[-1]]) else written
    return page[written[0] : written[-1] + 1] if written else []


def _edge(page: list[str]) -> list[int]:
    written = [at for at, line in enumerate(page) if line.strip()]
    return [*written[:EDGE_LINES], *written[-EDGE_LINES:]]


def _key(line: str) -> str:
    """A line as it is on every page, whatever its number."""
    return " ".join(re.sub(r"\d+", "#", line).split())


def _paragraphs(page: list[str], width: int) -> list[str]:
    """The page's lines: those that were full in one with the next, a blank one after the last of a paragraph."""
    lines: list[str] = []
    last = ""
    for line in page:
        if last and line and _is_full(last, line, width):
            lines[-1] += f"\n{line}" if _is_broken(last) else f" {line.strip()}"
        else:
            if last and line and last.endswith(SENTENCE_END) and len(last) < width * SHORT:
                lines.append("")
            lines.append(line)
        last = line
    return lines


def _is_full(line: str, following: str, width: int) -> bool:
    """Whether the first word of the following line had no room on this one; an item and a heading begin their own."""
    following = following.strip()
    begins = ITEM.fullmatch(following) or (part_of(following) and not following[0].islower())
    return not begins and len(line) + 1 + len(following.split()[0]) > width * FULL


def _is_broken(line: str) -> bool:
    return line[-1] in "-\u2010\u00ad"


def _joined(pages: list[list[str]]) -> list[str]:
    """All pages' lines; a sentence that goes on overleaf goes on."""
    lines: list[str] = []
    for page in pages:
        if lines and lines[-1].endswith(SENTENCE_END):
            lines.append("")
        lines += page
    return lines


def _mended(text: str) -> str:
    """Words that were broken at the end of a line in one piece again, their own hyphens kept.

    Which it is, the rest of the text tells: "inter-" and "active" are one word if "interactive" occurs elsewhere, and
    "gender-" and "responsive" two if both do, or if "gender-responsive" does.
    """
    text = SURE_BREAK.sub("", text)
    words = set(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", HYPHEN_BREAK.sub(" ", text).lower()))

    def mend(broken: re.Match[str]) -> str:
        first, second = broken["first"], broken["second"]
        is_compound = first.lower() in OWN_HYPHEN or f"{first}-{second}".lower() in words
        is_compound = is_compound or {first.lower(), second.lower()} <= words
        is_word = f"{first}{second}".lower() in words
        return f"{first}-{second}" if (is_compound and not is_word) or not second.islower() else f"{first}{second}"

    return HYPHEN_BREAK.sub(mend, text)
