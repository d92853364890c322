"""The worker's part of an export: a table too long for one answer, written piece by piece into a private file."""

import hashlib
import tempfile
from collections.abc import Iterator
from typing import IO, Any

from django.core.files import File
from django.http import QueryDict
from django.utils import translation
from django.utils.translation import gettext as _

from dialogue_portal import jobs
from dialogue_portal.exports.tables import Asked, Sheet, staff_tables
from dialogue_portal.exports.writing import FORMATS, csv_pieces, in_pieces, write_excel
from dialogue_portal.jobs import JobFailed, Progress
from dialogue_portal.models import Export


def perform(export: Export, progress: Progress) -> None:
    """Make the file and store it, unless another attempt has taken over meanwhile. Raises JobFailed for who may not."""
    table = staff_tables[export.table]
    if not export.taken_by.has_perm(table.permission, export.scope):
        raise JobFailed(_("You may not read this table any more."))
    with translation.override(export.language), tempfile.TemporaryFile() as file:
        sheet = Sheet(export.table, table, Asked(export.taken_by, QueryDict(export.query), export.scope))
        _write(sheet, export, file, progress)
        _store(sheet, export, file)


def _write(sheet: Sheet, export: Export, file: IO[bytes], progress: Progress) -> None:
    pieces = _counted(sheet, progress)
    if export.file_format == "csv":
        for piece in csv_pieces(sheet, pieces):
            file.write(piece)
    else:
        write_excel(sheet, pieces, file, export.taken_at)


def _counted(sheet: Sheet, progress: Progress) -> Iterator[list[Any]]:
    total, done = sheet.count(), 0
    for piece in in_pieces(sheet.found):
        yield piece
        done += len(piece)
        progress(done, max(done, total))


def _store(sheet: Sheet, export: Export, file: IO[bytes]) -> None:
    size = file.tell()
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    file.seek(0)
    content_type, ending = FORMATS[export.file_format]
    export.file.save("", File(file), save=False)
    stored = jobs.write(
        export,
        file=export.file.name,
        file_name=sheet.stem(export.taken_at.astimezone(sheet.asked.zone).date()) + ending,
        content_type=content_type,
        size=size,
        sha256=digest,
    )
    if not stored:
        export.file.storage.delete(export.file.name)
