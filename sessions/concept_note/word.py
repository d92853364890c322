"""Reading Word: paragraphs in order, with headings, lists and bold lines marked as a text file would mark them.

python-docx's own `Paragraph.text` leaves out what stands in tracked insertions and content controls, so the elements
are walked here; deleted text and the duplicates kept for old versions of Word are left out.
"""

from collections.abc import Iterator
from typing import IO, Any

from docx import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from sessions.concept_note import marks

FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
SKIPPED = {FALLBACK, qn("w:txbxContent"), qn("w:del"), qn("w:moveFrom")}
BREAKS = {qn("w:br"), qn("w:cr")}


def text_of_word(file: IO[bytes]) -> str:
    """The document's text, a blank line between paragraphs. Raises whatever a damaged file raises."""
    document = Document(file)
    return "\n\n".join(_paragraphs(document.element.body, document))


def _paragraphs(element: Any, document: Any) -> Iterator[str]:
    for child in element:
        if child.tag == qn("w:p"):
            if text := _text(child).strip():
                yield _marked(Paragraph(child, document), text)
        elif child.tag == qn("w:tr"):
            yield from marks.row([list(_paragraphs(cell, document)) for cell in child.findall(qn("w:tc"))])
        elif child.tag not in SKIPPED:
            yield from _paragraphs(child, document)


def _text(element: Any) -> str:
    if element.tag == qn("w:t"):
        return element.text or ""
    if element.tag == qn("w:tab"):
        return "\t"
    if element.tag in BREAKS:
        return "\n"
    if element.tag == qn("w:noBreakHyphen"):
        return "-"
    # Runs carry properties beside text; tab stops among them are no tabs.
    return "".join(_text(child) for child in element if child.tag not in SKIPPED | {qn("w:pPr"), qn("w:rPr")})


def _marked(paragraph: Paragraph, text: str) -> str:
    style = (paragraph.style.name or "").lower() if paragraph.style is not None else ""
    if style == "title" or style.startswith("heading"):
        return marks.heading(text, int(style[-1]) if style[-1:] in "123456" else 1)
    properties = paragraph._p.pPr
    if style.startswith("list") or (properties is not None and properties.numPr is not None):
        return marks.item(text)
    runs = [run for run in paragraph.runs if run.text.strip()]
    return marks.bold(text) if runs and all(run.bold for run in runs) else text
