"""Properties: what is put into a note comes out of it, in any order and style; any text or bytes give an answer."""

import io
from contextlib import suppress
from datetime import date
from html import escape
from typing import Any

from docx import Document
from hypothesis import Phase, given, settings, strategies as st
from weasyprint import HTML

from sessions.concept_note import FIELD_LABELS, NoteDraft, UnreadableNote, clean_text, read_note, recognise
from tests.sessions.made_notes import as_typed, notes


def found_in(draft: NoteDraft) -> dict[str, Any]:
    """What was recognised, under the names of the facts of a made note."""
    values = {
        name: tuple(item.value for item in found) if isinstance(found, tuple) else found and found.value
        for name in FIELD_LABELS
        for found in [getattr(draft, name)]
    }
    return {**values, "session_days": draft.session_days, "title": values["titles"][0] if values["titles"] else None}


def stated(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts of a made note in the form of a draft's values: texts are paragraphs, their signs made plain."""
    texts = {part: facts[part] and clean_text("\n\n".join(facts[part])) for part in ("overview", "format", "outcome")}
    return {**facts, **texts, "questions": tuple(facts["questions"] or ())}


@settings(deadline=None, max_examples=80, derandomize=True, phases=[Phase.generate])
@given(st.data())
def test_what_is_put_into_a_note_comes_out_and_nothing_else(data):
    note = data.draw(notes())

    draft = recognise(read_note(as_typed(data.draw, note.text).encode()))

    wanted, found = stated(note.facts), found_in(draft)
    assert {name: found[name] for name in wanted} == wanted
    left_out = {name for name, value in wanted.items() if value in (None, ())}
    assert left_out - {"title", "session_days"} <= set(draft.gaps)


@settings(deadline=None, max_examples=40, derandomize=True)
@given(st.dates(date(1990, 1, 1), date(2090, 12, 28)).filter(lambda day: day.day <= 12 and day.day != day.month))
def test_date_in_digits_that_may_mean_two_is_named_and_not_guessed(day):
    other = date(day.year, day.day, day.month)
    draft = recognise(f"Dialogue on care\n{day.day:02}/{day.month:02}/{day.year}, 15:00–18:00")

    assert "date" in draft.gaps
    assert all(f"{one.day} {one:%B} {one.year}" in draft.remarks[0] for one in (day, other))


def word_file(paragraphs: list[str]) -> bytes:
    document = Document()
    for line in (line for paragraph in paragraphs for line in paragraph.split("\n")):
        document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


PRINT = """<style>
  @page { size: A4; margin: 2.5cm }
  @page { @top-center { content: "E/CN.5/2027/CRP.1" } @bottom-center { content: counter(page) } }
  body { font: 11pt/1.4 serif; hyphens: auto; text-align: justify } p { margin: 8pt 0; white-space: pre-line }
</style><html lang="en">"""


def pdf_file(paragraphs: list[str]) -> bytes:
    return HTML(string=PRINT + "".join(f"<p>{escape(one)}</p>" for one in paragraphs)).write_pdf()


@settings(deadline=None, max_examples=6, derandomize=True, phases=[Phase.generate])
@given(notes())
def test_same_note_as_text_word_and_pdf_gives_the_same_draft(note):
    as_text = found_in(recognise(read_note(note.text.encode())))

    assert found_in(recognise(read_note(word_file(note.paragraphs)))) == as_text
    assert found_in(recognise(read_note(pdf_file(note.paragraphs)))) == as_text


@settings(deadline=None, max_examples=40, derandomize=True)
@given(st.text(max_size=2000))
def test_any_text_gives_a_draft(text):
    draft = recognise(text)

    assert set(draft.gaps) | draft.as_json().keys() == set(FIELD_LABELS)


PIECES = [
    "Overview",
    "# Format",
    "- ",
    "\n",
    "\n\n",
    "Questions:",
    "Venue: ",
    "12 March 2019",
    "3–6 p.m.",
    "12/13/9999",
]
PIECES += [
    "99:99-12:61 p.m.",
    "0 minutes",
    "sixty-third session",
    "[x](",
    "“",
    "**",
    "theme\n\n",
    "3 to",
    " stakeholders",
]
NOTE_LIKE = st.lists(st.sampled_from(PIECES) | st.text(max_size=20), max_size=60).map("".join)


@settings(deadline=None, max_examples=40, derandomize=True)
@given(NOTE_LIKE)
def test_any_pieces_of_notes_give_a_draft_that_can_be_stored(text):
    for found in recognise(text).as_json().values():
        for item in found if isinstance(found, list) else [found]:
            assert 1 <= item["line"] <= text.count("\n") + text.count("\r") + 1
            str(item["value"]).encode("utf-8")
            assert "\x00" not in str(item["value"])


@settings(deadline=None, max_examples=40, derandomize=True)
@given(st.one_of(st.binary(max_size=2000), st.binary(max_size=500).map(lambda data: b"PK\x03\x04" + data)))
def test_any_bytes_are_text_or_a_clear_error(data):
    with suppress(UnreadableNote):
        read_note(data).encode("utf-8")
