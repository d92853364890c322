"""Reading files: encodings of text, Word, and what is neither."""

import io
import zipfile

import pytest
from docx import Document
from docx.oxml import OxmlElement

from sessions.concept_note import MAX_BYTES, MAX_CHARACTERS, UnreadableNote, read_note, recognise
from tests.sessions.real_note import real_note

TEXT = "Café – “Overview”\r\nnaïve"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_in_the_encodings_that_programs_save(encoding):
    assert read_note(TEXT.encode(encoding)) == TEXT.replace("\r\n", "\n")


def test_text_loses_what_cannot_be_seen_or_stored():
    assert read_note("A\u200bB\u00a0C\u00ad\u2028D\f".encode()) == "AB C D "


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no text"),
        (b" \n\t ", "no text"),
        (b"\x00\x01\x02", "not text"),
        (bytes(range(256)), "not text"),
        (b"%PDF-1.7", "PDF"),
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


def test_word_file_that_unpacks_to_a_flood_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "")
        archive.writestr("word/document.xml", b"0" * (21 * 1024 * 1024))

    with pytest.raises(UnreadableNote, match="too large"):
        read_note(file.getvalue())
