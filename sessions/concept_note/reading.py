"""Reading files: the bytes of a text, Word, OpenDocument or PDF file become text, or an error that says what to do."""

import codecs
import io
import re
import zipfile

from django.utils.translation import gettext as _

from sessions.concept_note.characters import clean_text

# A concept note is two to five pages: some 10,000 characters. Ten times that is no concept note.
MAX_CHARACTERS = 100_000
MAX_BYTES = 10 * 1024 * 1024
# What a Word or OpenDocument file may unpack to, in bytes: more is a bomb, not a document.
UNPACKED_MAX_BYTES = 20 * 1024 * 1024
OPEN_DOCUMENT_PART = "content.xml"
BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# What no text file holds.
BINARY = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")


class UnreadableNote(Exception):
    """The file is no text that can be read; the message is for people."""


def read_note(data: bytes) -> str:
    """The text of a concept note, in one of the formats below. Raises UnreadableNote."""
    text = text_of(data)
    if len(text) > MAX_CHARACTERS:
        raise UnreadableNote(_("This text is too long for a concept note. Paste only the note itself."))
    return text


def text_of(data: bytes) -> str:
    """The text of a file, however long: text (UTF-8, UTF-16, Windows-1252), Word, OpenDocument, PDF.

    Raises UnreadableNote.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableNote(_("This file is too large for a concept note. Paste its text instead."))
    if data.startswith(b"PK\x03\x04"):
        text = _text_of_packed(data)
    elif data.startswith(b"%PDF-"):
        text = _text_of_pdf(data)
    elif data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableNote(_("This is a Word file of the old kind. Save it as .docx, or paste its text."))
    else:
        text = _decoded(data)
    text = clean_text(text)
    if not text.strip():
        raise UnreadableNote(_("There is no text in this file. Check that it was saved, or paste the text."))
    return text


def _decoded(data: bytes) -> str:
    marked = next((name for mark, name in BYTE_ORDER_MARKS.items() if data.startswith(mark)), None)
    for encoding in [marked] if marked else ["utf-8", "cp1252"]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not BINARY.search(text):
            return text
    raise UnreadableNote(_("This file is not text. Choose a .docx, .odt, .pdf or .txt file, or paste the text."))


def _text_of_pdf(data: bytes) -> str:
    # As below, only where a PDF file comes in.
    from sessions.concept_note.pdf import text_of_pdf

    try:
        text = text_of_pdf(io.BytesIO(data))
    except Exception as error:
        raise UnreadableNote(_("This PDF file cannot be read. Choose the Word file, or paste its text.")) from error
    if not text.strip():
        raise UnreadableNote(
            _("This PDF file is a scan: pictures of pages without text. Choose the Word file, or paste its text.")
        )
    return text


def _text_of_packed(data: bytes) -> str:
    """Of Word and OpenDocument, both packed XML."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(item.file_size for item in archive.infolist()) > UNPACKED_MAX_BYTES:
                raise UnreadableNote(_("This file is too large for a concept note. Paste its text instead."))
            content = archive.read(OPEN_DOCUMENT_PART) if OPEN_DOCUMENT_PART in archive.namelist() else None
        # Loading either library costs 0.1 to 0.2 s, so only where such a file comes in.
        if content is not None:
            from sessions.concept_note.open_document import text_of_open_document

            return text_of_open_document(content)
        from sessions.concept_note.word import text_of_word

        return text_of_word(io.BytesIO(data))
    except UnreadableNote:
        raise
    except Exception as error:
        # A damaged archive or document fails in as many ways as there are bytes in it; none of them is ours to mend.
        raise UnreadableNote(_("This file is damaged. Open and save it again, or paste its text.")) from error
