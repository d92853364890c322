"""Reading files: encodings of text, Word, OpenDocument, and what is neither."""

import io
import zipfile
from html import escape

import pytest
from docx import Document
from docx.oxml import OxmlElement
from weasyprint import HTML

from sessions.concept_note import FIELD_LABELS, MAX_BYTES, MAX_CHARACTERS, UnreadableNote, read_note, recognise
from tests.sessions.real_note import real_note

WORDS = [
    "interdisciplinary",
    "coordination",
    "of",
    "gender-responsive",
    "infrastructure",
    "and",
    "non-governmental",
    "organizations",
    "strengthens",
    "institutions",
    "while",
    "high-level",
    "responsibility",
    "transforms",
    "participation",
    "financing",
    "accountability",
    "implementation",
]
TEXT = "Café – “Overview”\r\nnaïve"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_in_the_encodings_that_programs_save(encoding):
    assert read_note(TEXT.encode(encoding)) == TEXT.replace("\r\n", "\n")


def test_text_loses_what_cannot_be_seen_or_stored():
    assert read_note("A\u200bB\u00a0C\u00ad\u2028D\f".encode()) == "AB C D "


def test_ligatures_are_letters_and_signs_stay_signs():
    text = "Seventy-\ufb01rst o\ufb03cials \uff12 m² ½ ™ №"

    assert read_note(text.encode()) == "Seventy-first officials 2 m² ½ ™ №"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no text"),
        (b" \n\t ", "no text"),
        (b"\x00\x01\x02", "not text"),
        (bytes(range(256)), "not text"),
        (b"%PDF-1.7", "PDF file cannot be read"),
        (HTML(string="<p></p>").write_pdf(), "is a scan"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old kind"),
        (b"PK\x03\x04 not an archive", "damaged"),
        (b"\xff\xfe\x00", "not text"),
        (b"a" * (MAX_CHARACTERS + 1), "too long"),
        (b"a" * (MAX_BYTES + 1), "too large"),
    ],
)
def test_what_is_no_note_is_a_clear_error(data, words):
    with pytest.raises(UnreadableNote, match=words):
        read_note(data)


def word_file(document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_word_keeps_headings_lists_tables_and_tracked_insertions():
    document = Document()
    document.add_heading("Ministerial dialogue on care", 0)
    table = document.add_table(rows=2, cols=2)
    for row, (label, value) in zip(table.rows, [("Date", "12 March 2019, 3–6 p.m."), ("Venue", "Vienna")], strict=True):
        row.cells[0].text, row.cells[1].text = label, value
    document.add_paragraph().add_run("Overview").bold = True
    paragraph = document.add_paragraph("First line")
    paragraph.add_run().add_break()
    paragraph.add_run("goes on")
    inserted = OxmlElement("w:ins")
    inserted.append(paragraph.add_run(", and was completed.")._r)
    paragraph._p.append(inserted)
    document.add_heading("Leading questions", 1)
    document.add_paragraph("How do alliances form?", style="List Bullet")
    document.add_paragraph("What lasts?", style="List Number")

    draft = recognise(read_note(word_file(document)))

    assert draft.titles[0].value == "Ministerial dialogue on care"
    assert (draft.date.value.isoformat(), draft.venue.value) == ("2019-03-12", "Vienna")
    assert draft.overview.value == "First line goes on, and was completed."
    assert [question.value for question in draft.questions] == ["How do alliances form?", "What lasts?"]


OPEN_DOCUMENT = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/hostname">]>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
  xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
  xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
  xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
  xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0">
  <office:automatic-styles>
    <style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>
    <style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
  </office:automatic-styles>
  <office:body><office:text>%s</office:text></office:body>
</office:document-content>"""


def open_document_file(body) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", OPEN_DOCUMENT % body)
    return file.getvalue()


def test_open_document_keeps_headings_lists_tables_and_what_was_not_deleted():
    text = read_note(
        open_document_file(
            """
            <text:tracked-changes><text:changed-region><text:deletion><text:p>It was moved.</text:p></text:deletion>
            </text:changed-region></text:tracked-changes>
            <text:p text:style-name="P1">Ministerial dialogue on care</text:p>
            <table:table><table:table-row><table:table-cell><text:p>Date</text:p></table:table-cell>
              <table:table-cell><text:p>12 March 2019, 3–6 p.m.</text:p></table:table-cell></table:table-row>
            </table:table>
            <text:p><text:span text:style-name="T1">Over</text:span><text:span
              text:style-name="T1">view</text:span></text:p>
            <text:p>First line<text:line-break/>goes
              on<text:note><text:note-body><text:p>A note.</text:p></text:note-body></text:note>,<text:s/>and
              was<!-- here --> completed&secret;.</text:p>
            <text:h text:outline-level="2">Leading questions</text:h>
            <text:list><text:list-item><text:p>How do <text:span text:style-name="T1">alliances</text:span>
            form?</text:p></text:list-item><text:list-item><text:p>What lasts?</text:p></text:list-item></text:list>
            """
        )
    )

    draft = recognise(text)

    assert draft.titles[0].value == "Ministerial dialogue on care"
    assert draft.date.value.isoformat() == "2019-03-12"
    assert draft.overview.value == "First line goes on, and was completed."
    assert [question.value for question in draft.questions] == ["How do alliances form?", "What lasts?"]


def test_open_document_whose_entities_multiply_is_refused():
    laughs = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    content = OPEN_DOCUMENT.replace('<!ENTITY secret SYSTEM "file:///etc/hostname">', f'<!ENTITY l0 "ha">{laughs}')
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("content.xml", content % "<text:p>Care&l9;</text:p>")

    with pytest.raises(UnreadableNote, match="damaged"):
        read_note(file.getvalue())


def test_real_note_as_word_gives_the_same_draft_as_its_text():
    text = read_note(real_note())
    document = Document()
    for line in filter(None, text.split("\n")):
        is_item = line.startswith("- ")
        document.add_paragraph(line.removeprefix("- "), style="List Bullet" if is_item else None)

    from_word, from_text = recognise(read_note(word_file(document))), recognise(text)

    assert from_word.gaps == []
    assert [question.value for question in from_word.questions] == [question.value for question in from_text.questions]
    assert from_word.format.value == from_text.format.value


def rotated(place: int) -> str:
    """A sentence of its own for each place, of words long enough to be broken."""
    return " ".join([*WORDS[place:], *WORDS[:place], *WORDS[place::2]]).capitalize() + "."


PRINT = """<style>
  @page { size: A5; margin: 2cm }
  @page { @top-center { content: "Note on care, " counter(page) } @bottom-center { content: %s } }
  body { font: 11pt/%s serif; hyphens: auto; text-align: %s }
</style><html lang="en">"""
NUMBERS = ["counter(page)", '"Page " counter(page) " of " counter(pages)', '"– " counter(page) " –"', '"3/4"']


@pytest.mark.parametrize(
    ("number", "spacing", "align"), [*zip(NUMBERS, (1.2, 1.4, 1.5, 2), ["justify", "left"] * 2, strict=True)]
)
def test_pdf_is_read_without_running_lines_and_with_its_words_whole(number, spacing, align):
    paragraphs = [
        "Dialogue on care",
        "12 March 2019, 3–6 p.m.",
        "Overview",
        *(rotated(place) for place in range(len(WORDS))),
    ]
    html = "".join(f"<p>{text}</p>" for text in paragraphs)

    text = read_note(HTML(string=PRINT % (number, spacing, align) + html).write_pdf())

    draft = recognise(text)
    assert draft.titles[0].value == "Dialogue on care"
    assert draft.overview.value.split("\n\n") == paragraphs[3:]


def test_real_note_as_pdf_gives_the_same_draft_as_its_text():
    text = read_note(real_note())
    html = "".join(
        f"<ul><li>{escape(line[2:])}</li></ul>" if line.startswith("- ") else f"<p>{escape(line)}</p>"
        for line in filter(None, text.split("\n"))
    )

    from_pdf = recognise(read_note(HTML(string=PRINT % ("counter(page)", 1.4, "justify") + html).write_pdf()))

    assert {name: found(from_pdf, name) for name in FIELD_LABELS} == {
        name: found(recognise(text), name) for name in FIELD_LABELS
    }


def found(draft, name):
    """The value without its line, which is another in each format."""
    value = getattr(draft, name)
    return [one.value for one in value] if isinstance(value, tuple) else value and value.value


@pytest.mark.parametrize("part", ["word/document.xml", "content.xml"])
def test_file_that_unpacks_to_a_flood_is_refused(part):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "")
        archive.writestr(part, b"0" * (21 * 1024 * 1024))

    with pytest.raises(UnreadableNote, match="too large"):
        read_note(file.getvalue())
