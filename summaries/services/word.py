"""A document as a Word file, by python-docx: real heading styles, real numbering, page fields. Imported by the worker
only.

The numbering is one Word list over all paragraphs; since the text is numbered from 1 without a gap, Word counts to the
same numbers as page and PDF. The same document gives the same bytes.
"""

import io
import zipfile
from datetime import UTC, datetime

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from summaries.services.document import Document

# Word's files are zip archives, whose entries carry a time; the first that the format knows.
NO_DATE = (1980, 1, 1, 0, 0, 0)
FONT = "Noto Serif"
BODY_WIDTH = Mm(154)
HANGING = Mm(10)


def word_of(document: Document) -> bytes:
    """The file's bytes, always the same for the same document."""
    word = docx.Document()
    _set_page(word)
    _set_styles(word, document)
    _write_properties(word, document)
    _write_margins(word, document)
    _write_masthead(word, document)
    word.add_paragraph(document.title, style="Title")
    word.add_paragraph(document.genre, style="Subtitle")
    if document.standing:
        word.add_paragraph(document.standing, style="Standing")
    word.add_paragraph(document.responsibility, style="Responsibility")
    numbering = _make_numbering(word)
    for section in document.sections:
        word.add_paragraph(section.heading, style="Heading 1")
        for paragraph in section.paragraphs:
            for index, line in enumerate(paragraph.lines):
                written = word.add_paragraph(style=f"Level {line.level}")
                if index == 0:
                    _number(written, numbering)
                written.add_run(f"{line.label}\t{line.text}" if line.label else line.text)
    return _bytes(word)


def _set_page(word: WordDocument) -> None:
    page = word.sections[0]
    page.start_type = WD_SECTION.NEW_PAGE
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(28)
    page.top_margin, page.bottom_margin = Mm(25), Mm(26)
    page.different_first_page_header_footer = True


def _set_styles(word: WordDocument, document: Document) -> None:
    styles = word.styles
    normal = styles["Normal"]
    _set_font(normal, Pt(10.5))
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), document.language)
    normal.element.get_or_add_rPr().append(language)
    for name, size, before, after in (
        ("Title", Pt(14), Mm(9), Mm(0)),
        ("Subtitle", Pt(12), Mm(4), Mm(0)),
        ("Heading 1", Pt(10.5), Mm(6), Mm(2.5)),
    ):
        style = styles[name]
        _set_font(style, size)
        style.font.bold, style.font.italic = True, False
        style.font.color.rgb = None
        _drop_border(style)
        style.paragraph_format.space_before, style.paragraph_format.space_after = before, after
        style.paragraph_format.left_indent = HANGING
        style.paragraph_format.keep_with_next = True
    for name, size, indent in (("Standing", Pt(10.5), HANGING), ("Responsibility", Pt(9), HANGING)):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        style.font.size = size
        style.paragraph_format.left_indent = indent
        style.paragraph_format.space_before = Mm(3)
    for level in range(3):
        style = styles.add_style(f"Level {level}", WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        style.paragraph_format.left_indent = HANGING + level * Mm(9)
        style.paragraph_format.first_line_indent = Mm(-9) if level else None
        style.paragraph_format.space_after = Mm(2.8)
        style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        style.paragraph_format.widow_control = True


def _set_font(style: object, size: Pt) -> None:
    style.font.name, style.font.size = FONT, size  # type: ignore[attr-defined]
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()  # type: ignore[attr-defined]
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)
    # The theme's font would win over the one named.
    for script in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
        fonts.attrib.pop(qn(script), None)


def _drop_border(style: object) -> None:
    properties = style.element.get_or_add_pPr()  # type: ignore[attr-defined]
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)


def _write_properties(word: WordDocument, document: Document) -> None:
    properties = word.core_properties
    properties.title = f"{document.title}: {document.genre}"[:255]
    properties.author = document.organ[:255]
    properties.language = document.language
    properties.comments = document.responsibility[:255]
    # The template's own dates say when the library was made.
    properties.created = properties.modified = datetime(*NO_DATE, tzinfo=UTC).replace(tzinfo=None)
    properties.revision = 1


def _write_margins(word: WordDocument, document: Document) -> None:
    """The symbol at the head of all pages but the first; responsibility and page n/total at the foot of all."""
    page = word.sections[0]
    head = page.header.paragraphs[0]
    head.text = document.symbol
    head.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for footer in (page.footer, page.first_page_footer):
        foot = footer.paragraphs[0]
        foot.paragraph_format.tab_stops.clear_all()
        foot.paragraph_format.tab_stops.add_tab_stop(BODY_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
        foot.add_run(f"{document.responsibility_short}\t")
        _add_field(foot, "PAGE")
        foot.add_run("/")
        _add_field(foot, "NUMPAGES")
        for run in foot.runs:
            run.font.size = Pt(8)


def _add_field(paragraph: Paragraph, instruction: str) -> None:
    """A field that Word computes; it shows 1 until Word has."""
    for kind, text in (("begin", ""), ("", instruction), ("separate", ""), ("shown", "1"), ("end", "")):
        run = paragraph.add_run()
        if kind == "shown":
            run.text = text
            continue
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = f" {text} "
        run._r.append(element)


def _write_masthead(word: WordDocument, document: Document) -> None:
    """Organ and symbol, then meeting and marks, each pair on the same lines by a tab at the right edge."""
    left = [document.organ, *document.meeting]
    right = [document.symbol, *document.marks]
    for index in range(max(len(left), len(right))):
        line = word.add_paragraph()
        line.paragraph_format.space_after = Mm(1)
        line.paragraph_format.tab_stops.add_tab_stop(BODY_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
        run = line.add_run(left[index] if index < len(left) else "")
        run.bold = True
        if index == 0:
            run.font.size = Pt(15)
        line.add_run("\t" + (right[index] if index < len(right) else ""))
    _rule_below(line)


def _rule_below(paragraph: Paragraph) -> None:
    border = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "16"), ("space", "6"), ("color", "auto")):
        bottom.set(qn(f"w:{name}"), value)
    border.append(bottom)
    paragraph._p.get_or_add_pPr().append(border)


def _make_numbering(word: WordDocument) -> int:
    """One list for the whole text: arabic numerals and a full stop, hanging in the margin. Returns its number."""
    numbering = word.part.numbering_part.element
    abstract_id = str(1 + max(int(item.get(qn("w:abstractNumId"))) for item in numbering.findall(qn("w:abstractNum"))))
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), abstract_id)
    _child(abstract, "multiLevelType", "singleLevel")
    level = OxmlElement("w:lvl")
    level.set(qn("w:ilvl"), "0")
    for name, value in (("start", "1"), ("numFmt", "decimal"), ("lvlText", "%1."), ("lvlJc", "left")):
        _child(level, name, value)
    properties = OxmlElement("w:pPr")
    indent = OxmlElement("w:ind")
    indent.set(qn("w:left"), str(HANGING.twips))
    indent.set(qn("w:hanging"), str(HANGING.twips))
    properties.append(indent)
    level.append(properties)
    abstract.append(level)
    # The schema wants all definitions before the lists that use them.
    numbering.insert(0, abstract)
    number_id: int = numbering.add_num(int(abstract_id)).numId
    return number_id


def _child(parent: object, name: str, value: str) -> None:
    element = OxmlElement(f"w:{name}")
    element.set(qn("w:val"), value)
    parent.append(element)  # type: ignore[attr-defined]


def _number(paragraph: Paragraph, number_id: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = number_id


def _bytes(word: WordDocument) -> bytes:
    written = io.BytesIO()
    word.save(written)
    undated = io.BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(undated, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, NO_DATE), source.read(name), zipfile.ZIP_DEFLATED)
    return undated.getvalue()
