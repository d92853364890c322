"""What may come in as a file, and how it goes out again."""

import asyncio
import hashlib
import io
import struct
import subprocess
import time
import zipfile
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models.fields.files import FieldFile, FileField

from dialogue_portal import upload_contents, uploads
from dialogue_portal.uploads import (
    DOCX,
    JPEG,
    ODT,
    PDF,
    PNG,
    TEXT,
    checked_upload,
    private_response,
    random_path,
    safe_name,
)

EVERYTHING = {PDF, DOCX, ODT, PNG, JPEG, TEXT}


def upload(content=b"%PDF-1.7 x", name="note.pdf"):
    return SimpleUploadedFile(name, content)


def word(**parts):
    """A Word file with the parts that make one, and others."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in ({"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"} | parts).items():
            archive.writestr(name, content)
    return packed.getvalue()


def packed(parts, comment=b""):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = comment
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def open_document(**parts):
    return packed({"mimetype": ODT, "content.xml": "<x/>"} | parts)


def png(width=10, height=10):
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = (head, b"IEND")
    body = b"".join(struct.pack(">I", len(c) - 4) + c + struct.pack(">I", zlib.crc32(c)) for c in chunks)
    return b"\x89PNG\r\n\x1a\n" + body


def jpeg(width=10, height=10):
    frame = b"\xff\xc0\x00\x0b\x08" + struct.pack(">HH", height, width) + b"\x01\x01\x11\x00"
    return b"\xff\xd8\xff\xe0\x00\x04JF" + frame + b"\xff\xd9"


def pdf(inside=b"", head=b""):
    """A PDF whose second object is an object stream."""
    stream = zlib.compress(inside)
    return (
        b"%PDF-1.7\n1 0 obj <</Type /Catalog " + head + b">> endobj\n"
        b"2 0 obj <</Type /ObjStm /Filter /FlateDecode>>\nstream\n" + stream + b"\nendstream endobj\n%%EOF"
    )


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"%PDF-1.7 x", PDF),
        # As libraries write it, so short that the stream's end stands near its dictionary.
        (pdf(b"1 0 <<>>").replace(b"endstream ", b"endstream\n"), PDF),
        (png(), PNG),
        (jpeg(), JPEG),
        (open_document(), ODT),
        ("Ελληνικά".encode(), TEXT),
        ("Ελληνικά".encode("utf-16"), TEXT),
        ("Café – “naïve”".encode("cp1252"), TEXT),
        (b"a" * 8191 + "é".encode() + b"a", TEXT),
        (word(), DOCX),
    ],
)
def test_type_is_told_by_content_not_by_name(content, expected):
    checked = checked_upload(upload(content, "photo.exe"), accept=EVERYTHING)

    assert (checked.content_type, checked.size) == (expected, len(content))
    assert checked.file.read() == content
    assert checked.name.startswith("photo.")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"x" * 101, "too_large"),
        (b"MZ\x90\x00", "wrong_type"),
        (b"PK\x03\x04 torn", "wrong_type"),
        (b"a\x00b", "wrong_type"),
        (b"\x81\x8d\x8f", "wrong_type"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_reason(content, code):
    with pytest.raises(ValidationError) as refused:
        checked_upload(upload(content), accept=EVERYTHING, max_bytes=100)

    assert refused.value.code == code
    assert str(refused.value.messages[0]).count(".") >= 1


def test_kinds_that_are_not_asked_for_are_refused_by_name():
    with pytest.raises(ValidationError, match=r"Use one of: \.docx, \.pdf"):
        checked_upload(upload(b"\xff\xd8\xff\xe0x"), accept={PDF, DOCX})


ZIP = packed({"a.txt": "x"})


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(word(**{"word/vbaProject.bin": "x"}), id="Word with macros"),
        pytest.param(word(**{"[Content_Types].xml": "macroEnabled.main+xml"}), id="DOCM under another name"),
        pytest.param(word(**{"word/activeX/activeX1.xml": "x"}), id="Word with ActiveX"),
        pytest.param(word(**{"word/_rels/settings.xml.rels": "attachedTemplate"}), id="Word with a template elsewhere"),
        pytest.param(open_document(**{"Basic/Standard/Module1.xml": "x"}), id="OpenDocument with Basic"),
        pytest.param(open_document(**{"Scripts/python/a.py": "x"}), id="OpenDocument with a script"),
        pytest.param(open_document(**{"content.xml": "<script:event-listener/>"}), id="OpenDocument that listens"),
        pytest.param(pdf(head=b"/OpenAction <</S /JavaScript /JS (app.alert(1))>>"), id="PDF with JavaScript"),
        pytest.param(pdf(head=b"/OpenAction <</S /J#61vaScript>>"), id="PDF with JavaScript in escapes"),
        pytest.param(pdf(b"<</S /JavaScript>>"), id="PDF with JavaScript in an object stream"),
        pytest.param(pdf(head=b"/OpenAction <</S /Launch /F (cmd.exe)>>"), id="PDF that launches"),
        pytest.param(pdf(head=b"/Names <</EmbeddedFiles 3 0 R>>"), id="PDF with a file in it"),
        pytest.param(pdf().replace(b"/FlateDecode", b"/LZWDecode"), id="PDF that cannot be looked into"),
        pytest.param(pdf(head=b"/Encrypt 4 0 R"), id="PDF with a password"),
        pytest.param(pdf() + ZIP, id="PDF and ZIP"),
        pytest.param(png() + ZIP, id="PNG and ZIP"),
        pytest.param(png() + b"<script>", id="PNG and more"),
        pytest.param(jpeg() + ZIP, id="JPEG and ZIP"),
        pytest.param(b"\xff\xd8\xff\xe0x", id="JPEG that is none"),
        pytest.param(
            packed({"[Content_Types].xml": "", "word/document.xml": ""}, b"#!/bin/sh"), id="Word and a script"
        ),
        pytest.param(png(100_000, 100_000), id="PNG of ten thousand million pixels"),
        pytest.param(jpeg(60_000, 60_000), id="JPEG of thousands of millions of pixels"),
    ],
)
def test_what_is_unsafe_is_refused_with_what_to_do(content):
    with pytest.raises(ValidationError) as refused:
        checked_upload(upload(content), accept=EVERYTHING)

    assert refused.value.code == "unsafe"
    assert str(refused.value.messages[0]).count(".") >= 2 or "cannot be checked" in refused.value.messages[0]


def test_packed_bytes_that_look_like_an_action_by_chance_do_no_harm():
    assert checked_upload(upload(pdf(b"/JS ", head=b"/OpenAction 3 0 R")), accept={PDF}).content_type == PDF


@pytest.mark.parametrize("bomb", [word(**{"word/media/a": "0" * 2_000_000}), pdf(b"0" * 2_000_000)])
def test_bomb_is_refused(bomb, monkeypatch):
    monkeypatch.setattr(upload_contents, "UNPACKED_MAX_BYTES", 1_000_000)

    assert len(bomb) < 10_000
    with pytest.raises(ValidationError) as refused:
        checked_upload(upload(bomb), accept={DOCX, PDF})
    assert refused.value.code == "unsafe"


@pytest.fixture(scope="module")
def clamd(tmp_path_factory):
    """Debian's clamd with one signature of the test's own: the address of its socket."""
    folder = tmp_path_factory.mktemp("clamd")
    digest = hashlib.md5(HARMFUL, usedforsecurity=False).hexdigest()
    (folder / "test.hdb").write_text(f"{digest}:{len(HARMFUL)}:Portal.Test\n")
    (folder / "clamd.conf").write_text(
        f"LocalSocket {folder}/clamd.ctl\nDatabaseDirectory {folder}\nForeground yes\nTemporaryDirectory {folder}\n"
    )
    with (folder / "log").open("w") as log:
        running = subprocess.Popen(["/usr/sbin/clamd", "-c", folder / "clamd.conf"], stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + 60
        while not (folder / "clamd.ctl").exists():
            assert running.poll() is None, (folder / "log").read_text()
            assert time.monotonic() < deadline, (folder / "log").read_text()
            time.sleep(0.1)
        yield f"unix://{folder}/clamd.ctl"
    finally:
        running.terminate()
        running.wait()


HARMFUL = b"What this test calls harmful."


def test_clamd_refuses_what_it_knows_and_takes_the_rest(clamd, settings):
    settings.CLAMAV_URL = clamd

    assert checked_upload(upload(b"Harmless words."), accept={TEXT}).file.read() == b"Harmless words."
    with pytest.raises(ValidationError) as refused:
        checked_upload(upload(HARMFUL), accept={TEXT})
    assert refused.value.code == "infected"


@pytest.mark.parametrize("address", ["unix:///nowhere/clamd.ctl", "tcp://localhost:1"])
def test_what_cannot_be_scanned_is_not_taken(settings, address):
    settings.CLAMAV_URL = address

    with pytest.raises(ValidationError) as refused:
        checked_upload(upload(), accept={PDF})
    assert refused.value.code == "not_scanned"


def test_zip_that_is_no_word_file_is_refused():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", "x")

    with pytest.raises(ValidationError):
        checked_upload(upload(packed.getvalue()), accept=EVERYTHING)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\ana\\note.docx", "note.pdf"),
        ("in\u202efdp.exe", "infdp.pdf"),
        ("a\x00b\r\nc.pdf", "abc.pdf"),
        ('<a href="x">.pdf', "a href= x.pdf"),
        ("", "file.pdf"),
        ("...", "file.pdf"),
        ("Déclaration – 2019 الوزيرة.pdf", "Déclaration – 2019 الوزيرة.pdf"),
        ("n" * 300 + ".pdf", "n" * 100 + ".pdf"),
    ],
)
def test_name_is_made_safe(name, shown):
    assert safe_name(name, PDF) == shown


def test_stored_name_tells_nothing():
    class Thing:
        class _meta:  # noqa: N801
            app_label = "speakers"

    paths = {random_path(Thing(), "minister.pdf") for _ in range(2)}

    assert len(paths) == 2
    assert not any("minister" in path or ".pdf" in path for path in paths)


@pytest.fixture
def stored(tmp_path):
    storage = FileSystemStorage(tmp_path)
    name = storage.save("stored", ContentFile(b"x" * (uploads.CHUNK_BYTES + 5)))
    return FieldFile(None, FileField(storage=storage), name)


def test_file_goes_out_in_pieces_as_an_attachment(rf, stored):
    answer = private_response(rf.get("/"), file=stored, name="Déclaration.pdf", content_type=PDF)

    pieces = list(answer.streaming_content)
    assert [len(piece) for piece in pieces] == [uploads.CHUNK_BYTES, 5]
    assert answer["Content-Length"] == str(uploads.CHUNK_BYTES + 5)
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''D%C3%A9claration.pdf"
    assert answer["Cache-Control"] == "private, no-store"


def test_file_goes_out_in_pieces_under_asgi_too(rf, stored):
    request = rf.get("/")
    request.scope = {"type": "http"}
    answer = private_response(request, file=stored, name="a.pdf", content_type=PDF)

    async def read():
        return [len(piece) async for piece in answer.streaming_content]

    assert answer.is_async
    assert asyncio.run(read()) == [uploads.CHUNK_BYTES, 5]


def test_answers_are_never_sniffed(client):
    assert client.get("/healthz/live")["X-Content-Type-Options"] == "nosniff"
