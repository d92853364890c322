"""The one way in and out for private files.

In: size, name and content are checked (`checked_upload`; what no file may hold is in `upload_contents`), the file is
stored under a random name. Out: only through a view that has checked permission, as an attachment, read in pieces:
Django's FileResponse under ASGI would read a large file whole.
"""

import codecs
import hashlib
import io
import logging
import re
import unicodedata
import uuid
import zipfile
import zlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.http import HttpRequest, StreamingHttpResponse
from django.template.defaultfilters import filesizeformat
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _, gettext_lazy

from dialogue_portal import virus_scan
from dialogue_portal.upload_contents import CHECKS, Flaw

logger = logging.getLogger(__name__)

CHUNK_BYTES = 256 * 1024
# What the type is told by.
HEAD_BYTES = 8192
# What no text file holds: control characters other than tabs and line and page ends.
BINARY = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
PNG = "image/png"
JPEG = "image/jpeg"
TEXT = "text/plain"
EXTENSIONS = {PDF: ".pdf", DOCX: ".docx", ODT: ".odt", XLSX: ".xlsx", PNG: ".png", JPEG: ".jpg", TEXT: ".txt"}

# What a file of an office program holds, by which it is told from the others.
OFFICE_PARTS = {DOCX: "word/document.xml", XLSX: "xl/workbook.xml"}


@dataclass(frozen=True)
class CheckedUpload:
    """An upload that passed: its bytes' type (by content, not by name), a safe name, its length and hash."""

    file: UploadedFile
    name: str
    content_type: str
    size: int
    sha256: str

    @property
    def columns(self) -> dict[str, Any]:
        """What a `PrivateFile` keeps of it."""
        known = {name: getattr(self, name) for name in ("file", "content_type", "size", "sha256")}
        return {**known, "file_name": self.name}


def checked_upload(
    file: UploadedFile, *, accept: set[str], max_bytes: int | None = None, text_is: str = EXTENSIONS[TEXT]
) -> CheckedUpload:
    """Check an upload's size, content and name. Raises ValidationError that says what is wrong and what to do.

    `text_is` is the ending by which people know the text that is asked for, such as .csv.
    """
    limit = max_bytes or settings.UPLOAD_MAX_BYTES
    size = file.size or 0
    if size > limit:
        raise ValidationError(
            _("This file is %(size)s; the limit is %(limit)s. Make it smaller and choose it again.")
            % {"size": filesizeformat(size), "limit": filesizeformat(limit)},
            code="too_large",
        )
    if not size:
        raise ValidationError(_("This file is empty. Check that it was saved, and choose it again."), code="empty")
    content_type = detect_type(file)
    if content_type not in accept:
        wanted = ", ".join(sorted(text_is if kind == TEXT else EXTENSIONS[kind] for kind in accept))
        raise ValidationError(
            _("This is not a file of a kind that can be used here. Use one of: %(wanted)s.") % {"wanted": wanted},
            code="wrong_type",
        )
    _check_content(file, content_type)
    digest = hashlib.sha256()
    for chunk in file.chunks(CHUNK_BYTES):
        digest.update(chunk)
    file.seek(0)
    return CheckedUpload(file, safe_name(file.name or "", content_type), content_type, size, digest.hexdigest())


def _check_content(file: UploadedFile, content_type: str) -> None:
    """Nothing in it that runs, unpacks without end or is another file; nothing that clamd knows, where there is one."""
    if content_type in CHECKS:
        try:
            CHECKS[content_type](file.read())
        except Flaw as flaw:
            raise ValidationError(str(flaw.words), code="unsafe") from flaw
        finally:
            file.seek(0)
    if not settings.CLAMAV_URL:
        return
    try:
        found = virus_scan.found_in(file.chunks(CHUNK_BYTES), settings.CLAMAV_URL)
    except virus_scan.ScanFailed as error:
        logger.error("an upload was refused because it could not be scanned: %s", error)
        words = _("This file could not be checked for viruses at this moment, so it was not taken. Try again later.")
        raise ValidationError(words, code="not_scanned") from error
    if found:
        logger.warning("an upload was refused: %s", found)
        raise ValidationError(_("The virus scanner refuses this file. Ask whoever made it."), code="infected")


def detect_type(file: UploadedFile) -> str | None:
    """The type that the content shows, None if it is none of those the portal knows. Leaves the file rewound."""
    file.seek(0)
    head = file.read(HEAD_BYTES)
    file.seek(0)
    if head.startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"PK\x03\x04"):
        return _zip_type(file)
    return TEXT if _is_text(head) else None


def _zip_type(file: UploadedFile) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(file.read())) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                return ODT if archive.read("mimetype") == ODT.encode() else None
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError, zlib.error):
        return None
    finally:
        file.seek(0)
    if "[Content_Types].xml" not in names:
        return None
    return next((kind for kind, part in OFFICE_PARTS.items() if part in names), None)


def _is_text(head: bytes) -> bool:
    """Text as programs save it: UTF-8, UTF-16 with its mark, Windows-1252; none holds control characters."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decodes(head, "utf-16")
    return not BINARY.search(head) and (_decodes(head, "utf-8") or _decodes(head, "cp1252"))


def _decodes(head: bytes, encoding: str) -> bool:
    # A full head may be cut in the middle of a character.
    is_all = len(head) < HEAD_BYTES
    try:
        codecs.getincrementaldecoder(encoding)().decode(head, final=is_all)
    except UnicodeDecodeError:
        return False
    return True


def safe_name(name: str, content_type: str) -> str:
    """The name as people see it again: no path, no control or bidirectional characters, the type's extension."""
    stem = PurePath(name.replace("\\", "/")).stem
    stem = "".join(char for char in stem if unicodedata.category(char)[0] != "C")
    stem = re.sub(r'[<>:"/|?*]+', " ", stem).strip(" .")[:100]
    return (stem or "file") + EXTENSIONS[content_type]


def random_path(instance: models.Model, filename: str) -> str:
    """`upload_to`: a random name that says nothing of the person, the document or its type."""
    name = uuid.uuid4().hex
    return f"{instance._meta.app_label}/{name[:2]}/{name}"


class PrivateFile(models.Model):
    """A stored file and what is known of it. Size in bytes, sha256 in hexadecimal."""

    file = models.FileField(gettext_lazy("file"), upload_to=random_path, max_length=200)
    file_name = models.CharField(gettext_lazy("file name"), max_length=120)
    content_type = models.CharField(max_length=100, editable=False)
    size = models.PositiveBigIntegerField(editable=False)
    sha256 = models.CharField(max_length=64, editable=False)

    class Meta:
        abstract = True


def private_response(request: HttpRequest, *, file: Any, name: str, content_type: str) -> StreamingHttpResponse:
    """The file as an attachment, in pieces. The caller has checked permission."""
    pieces = _async_pieces(file) if hasattr(request, "scope") else _pieces(file)
    response = StreamingHttpResponse(pieces, content_type=content_type)
    response["Content-Length"] = str(file.size)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


def _pieces(file: Any) -> Iterator[bytes]:
    with file.open("rb") as opened:
        yield from opened.chunks(CHUNK_BYTES)


async def _async_pieces(file: Any) -> AsyncIterator[bytes]:
    opened = await sync_to_async(file.open)("rb")
    try:
        while piece := await sync_to_async(opened.read)(CHUNK_BYTES):
            yield piece
    finally:
        await sync_to_async(opened.close)()
