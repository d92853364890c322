"""What an uploaded file may not hold although it is of an accepted type: scripts, bombs, a second file inside it.

Called by `uploads.checked_upload`. Nothing is run and nothing is unpacked to disk; what is unpacked to be looked at is
bounded.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator

from django.utils.translation import gettext_lazy as _

from dialogue_portal.registries import Words

# What a packed file may hold unpacked, in bytes and in entries: more is a bomb, not a document.
UNPACKED_MAX_BYTES = 200 * 1024 * 1024
MAX_ENTRIES = 5_000
# Width times height, as its header states it, of a picture that a viewer has to unpack.
MAX_PIXELS = 50_000_000
# The XML parts of a text document that may name a script are read up to this length.
READ_MAX_BYTES = 20 * 1024 * 1024

HAS_SCRIPTS = _("This file holds macros, scripts or links that run by themselves. Save it without them, as a PDF.")
IS_BOMB = _("This file unpacks to far more than a document holds. Export it anew and choose it again.")
IS_TWO_FILES = _("There is another file hidden in this one. Export it anew and choose it again.")
IS_LOCKED = _("This file is protected by a password, so it cannot be checked. Save it without one.")
IS_BROKEN = _("This file is damaged. Check that it opens, save it anew and choose it again.")


class Flaw(Exception):
    """The file cannot be taken; `words` say why and what to do."""

    def __init__(self, words: Words) -> None:
        self.words = words
        super().__init__(str(words))


# --- Packed documents: Word and OpenDocument ------------------------------------------------------------------------


def look_into_zip(content: bytes) -> zipfile.ZipFile:
    """The archive, if it is no bomb, not locked and nothing but an archive. Raises Flaw."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, struct.error) as error:
        raise Flaw(IS_BROKEN) from error
    entries = archive.infolist()
    if sum(entry.file_size for entry in entries) > UNPACKED_MAX_BYTES or len(entries) > MAX_ENTRIES:
        raise Flaw(IS_BOMB)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Flaw(IS_LOCKED)
    # A ZIP archive is found from its end: what stands before its first entry or after its end is something else.
    if archive.comment or min((entry.header_offset for entry in entries), default=0) != 0:
        raise Flaw(IS_TWO_FILES)
    return archive


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    """A part of the archive, empty if there is none. Raises Flaw for one longer than is read."""
    try:
        with archive.open(name) as part:
            content = part.read(READ_MAX_BYTES + 1)
    except KeyError:
        return b""
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError) as error:
        raise Flaw(IS_BROKEN) from error
    if len(content) > READ_MAX_BYTES:
        raise Flaw(IS_BOMB)
    return content


def check_office(content: bytes) -> None:
    """Word and Excel: no macros, no ActiveX, no template fetched from elsewhere. Raises Flaw."""
    with look_into_zip(content) as archive:
        names = [name.lower() for name in archive.namelist()]
        if any("vbaproject" in name or "activex" in name or "vbadata" in name for name in names):
            raise Flaw(HAS_SCRIPTS)
        if b"macroenabled" in _part(archive, "[Content_Types].xml").lower():
            raise Flaw(HAS_SCRIPTS)
        if b"attachedtemplate" in _part(archive, "word/_rels/settings.xml.rels").lower():
            raise Flaw(HAS_SCRIPTS)


def check_open_document(content: bytes) -> None:
    """No Basic, no scripts, no event listeners. Raises Flaw."""
    with look_into_zip(content) as archive:
        if any(name.startswith(("Basic/", "Scripts/")) for name in archive.namelist()):
            raise Flaw(HAS_SCRIPTS)
        for name in ("content.xml", "styles.xml", "settings.xml"):
            if re.search(rb"<(script:event-listener|office:script)\b", _part(archive, name)):
                raise Flaw(HAS_SCRIPTS)


# --- PDF ------------------------------------------------------------------------------------------------------------

# Names of actions that run something, and of files within the file: long enough not to occur in packed bytes by chance.
_ACTIVE = re.compile(rb"/(JavaScript|Launch|EmbeddedFiles?|RichMedia)\b|/XFA\s*[\[\d]")
_NAME_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
# Where one begins, not where one ends.
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_PIECE_BYTES = 64 * 1024


def check_pdf(content: bytes) -> None:
    """No JavaScript, no launching, no files within, also in packed object streams; no bomb. Raises Flaw."""
    if zipfile.is_zipfile(io.BytesIO(content)):
        raise Flaw(IS_TWO_FILES)
    if re.search(rb"/Encrypt\b", content):
        raise Flaw(IS_LOCKED)
    for part in (content, *_object_streams(content)):
        if _ACTIVE.search(_plain_names(part)):
            raise Flaw(HAS_SCRIPTS)


def _plain_names(part: bytes) -> bytes:
    """Names without the escapes in which they may be written: /J#61vaScript."""
    return _NAME_ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), part)


def _object_streams(content: bytes) -> Iterator[bytes]:
    """The packed streams that hold objects, unpacked; all packed streams together are bounded. Raises Flaw."""
    left = UNPACKED_MAX_BYTES
    for found in _STREAM.finditer(content):
        # The stream's dictionary stands just before it.
        head = _plain_names(content[max(0, found.start() - 1024) : found.start()].rpartition(b" obj")[2])
        holds_objects = b"/ObjStm" in head
        if b"/FlateDecode" in head:
            unpacked = _unpacked(content, found.end(), left)
            left -= len(unpacked or b"")
            if unpacked is not None and holds_objects:
                yield unpacked
        # What cannot be looked into might hold anything. Other damaged streams are text and pictures.
        if holds_objects and b"/Filter" in head and (b"/FlateDecode" not in head or unpacked is None):
            raise Flaw(IS_BROKEN)


def _unpacked(content: bytes, start: int, limit: int) -> bytes | None:
    """The bytes packed from `start` on, up to the end that they state themselves; None if they are no such bytes."""
    unpacking, pieces, length = zlib.decompressobj(), [], 0
    while not unpacking.eof and start < len(content):
        try:
            pieces.append(unpacking.decompress(content[start : start + _PIECE_BYTES], limit - length + 1))
        except zlib.error:
            return None
        length += len(pieces[-1])
        if length > limit:
            raise Flaw(IS_BOMB)
        start += _PIECE_BYTES
    return b"".join(pieces)


# --- Pictures -------------------------------------------------------------------------------------------------------


def check_png(content: bytes) -> None:
    """Its size in pixels is sensible and nothing follows its end. Raises Flaw."""
    if len(content) < 33 or content[12:16] != b"IHDR":
        raise Flaw(IS_BROKEN)
    _check_pixels(*struct.unpack(">II", content[16:24]))
    end = content.rfind(b"IEND")
    if end < 0:
        raise Flaw(IS_BROKEN)
    if len(content) > end + 8 or zipfile.is_zipfile(io.BytesIO(content)):
        raise Flaw(IS_TWO_FILES)


def check_jpeg(content: bytes) -> None:
    """The same. The size stands in the first frame header (SOF); cameras may pad the end with zeros."""
    position = 2
    while position + 9 < len(content) and content[position] == 0xFF:
        marker, length = content[position + 1], int.from_bytes(content[position + 2 : position + 4], "big")
        if marker in {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", content[position + 5 : position + 9])
            _check_pixels(width, height)
            break
        position += 2 + max(length, 2)
    else:
        raise Flaw(IS_BROKEN)
    if not content.rstrip(b"\x00").endswith(b"\xff\xd9") or zipfile.is_zipfile(io.BytesIO(content)):
        raise Flaw(IS_TWO_FILES)


def _check_pixels(width: int, height: int) -> None:
    if not width or not height:
        raise Flaw(IS_BROKEN)
    if width * height > MAX_PIXELS:
        raise Flaw(IS_BOMB)


CHECKS: dict[str, Callable[[bytes], None]] = {
    "application/pdf": check_pdf,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": check_office,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": check_office,
    "application/vnd.oasis.opendocument.text": check_open_document,
    "image/png": check_png,
    "image/jpeg": check_jpeg,
}
