"""Reading OpenDocument text: paragraphs in order, with headings, lists and bold lines marked as in Word files.

What was deleted in tracked changes, comments, footnotes and text boxes are left out, as there.
"""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from sessions.concept_note import marks

NAMES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
}


def _name(prefixed: str) -> str:
    prefix, _colon, local = prefixed.partition(":")
    return f"{{{NAMES[prefix]}}}{local}"


HEADING, PARAGRAPH, ITEM, ROW = map(_name, ["text:h", "text:p", "text:list-item", "table:table-row"])
SKIPPED = set(map(_name, ["text:tracked-changes", "text:note", "office:annotation", "draw:frame", "draw:text-box"]))
CELLS = set(map(_name, ["table:table-cell", "table:covered-table-cell"]))
SIGNS = {_name("text:tab"): "\t", _name("text:line-break"): "\n", _name("text:s"): " "}
STYLE_NAME, LEVEL = _name("text:style-name"), _name("text:outline-level")
# In a file line ends and spaces in a row are one space.
SPACE = re.compile(r"[ \t\r\n]+")


def text_of_open_document(content: bytes) -> str:
    """The text of the part content.xml, a blank line between paragraphs. Raises whatever a damaged file raises."""
    # No entity is put in, nothing is fetched.
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    [body] = root.iterfind("office:body/office:text", NAMES)
    return "\n\n".join(_Reader(root).paragraphs(body))


class _Reader:
    def __init__(self, root: Any) -> None:
        """Bold and titles stand in the styles that the file made for its paragraphs."""
        styles = {style.get(_name("style:name")): style for style in root.iterfind(".//style:style", NAMES)}
        bold = "style:text-properties[@fo:font-weight='bold']"
        self.bold = {name for name, style in styles.items() if style.find(bold, NAMES) is not None}
        parent = _name("style:parent-style-name")
        self.titles = {"Title"} | {name for name, style in styles.items() if style.get(parent) == "Title"}

    def paragraphs(self, element: Any, in_list: bool = False) -> Iterator[str]:
        for child in element:
            if child.tag in {HEADING, PARAGRAPH}:
                if text := _text(child).strip():
                    yield self.marked(child, text, in_list)
            elif child.tag == ROW:
                yield from marks.row([list(self.paragraphs(cell)) for cell in child if cell.tag in CELLS])
            elif child.tag not in SKIPPED:
                yield from self.paragraphs(child, in_list or child.tag == ITEM)

    def marked(self, paragraph: Any, text: str, in_list: bool) -> str:
        if paragraph.tag == HEADING or paragraph.get(STYLE_NAME) in self.titles:
            return marks.heading(text, min(int(paragraph.get(LEVEL, "1")), 6))
        if in_list:
            return marks.item(text)
        return marks.bold(text) if self.is_bold(paragraph) else text

    def is_bold(self, element: Any) -> bool:
        """Whether all that it says is bold, by its own style or by those of its parts."""
        if element.get(STYLE_NAME) in self.bold:
            return True
        own = [element.text, *(child.tail for child in element)]
        parts = [child for child in element if _text(child).strip()]
        return not any(text and text.strip() for text in own) and bool(parts) and all(map(self.is_bold, parts))


def _text(element: Any) -> str:
    """What stands in an element, without what follows it."""
    if element.tag in SIGNS:
        return SIGNS[element.tag]
    if element.tag in SKIPPED or not isinstance(element.tag, str):
        return ""
    return _plain(element.text) + "".join(_text(child) + _plain(child.tail) for child in element)


def _plain(text: str | None) -> str:
    return SPACE.sub(" ", text or "")
