"""Tables that people hand in and take away: CSV as spreadsheets of every country write it, and Excel.

Reading gives rows of text and knows nothing of what the columns mean. Writing defuses what a spreadsheet would run.
"""

import codecs
import csv
import io
import itertools
import re
import unicodedata
import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from dialogue_portal.uploads import XLSX, CheckedUpload

# What a table may hold; more is a mistake or an attack.
MAX_ROWS = 2000
MAX_COLUMNS = 40
MAX_CELL = 2000
DELIMITERS = ";,\t|"
# What a spreadsheet would run as a formula (OWASP, "CSV Injection").
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def read_table(upload: CheckedUpload) -> list[list[str]]:
    """The rows of a CSV or Excel file (its first sheet) as trimmed text.

    An empty row stays, so that lines can be counted. Raises ValidationError, with what to do, for a file that is
    damaged or too long.
    """
    rows = _from_excel(upload) if upload.content_type == XLSX else _from_csv(upload)
    if sum(any(row) for row in rows) > MAX_ROWS:
        raise ValidationError(
            _("This table has more than %(limit)d rows. Split it and hand in the parts one after the other.")
            % {"limit": MAX_ROWS}
        )
    return rows


def _from_csv(upload: CheckedUpload) -> list[list[str]]:
    text = decoded(upload.file.read())
    upload.file.seek(0)
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text))
        return [[_cell(value) for value in row[:MAX_COLUMNS]] for row in itertools.islice(lines, MAX_ROWS + 2)]
    except csv.Error as error:
        raise ValidationError(
            _("This table cannot be read. Save it anew as CSV or Excel and choose it again.")
        ) from error


def delimiter_of(text: str) -> str:
    """What separates the cells: what the first line holds most of."""
    return max(DELIMITERS, key=text.lstrip().partition("\n")[0].count)


def decoded(raw: bytes) -> str:
    """Text as spreadsheets save it: UTF-8 with or without its mark, UTF-16 with it, else the old Western one."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _from_excel(upload: CheckedUpload) -> list[list[str]]:
    try:
        # Read-only mode reads as it goes: a sheet that claims a million rows costs nothing.
        book = load_workbook(upload.file, read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        cells = sheet.iter_rows(max_row=MAX_ROWS + 2, max_col=MAX_COLUMNS, values_only=True)
        rows = [[_cell(value) for value in row] for row in cells]
        book.close()
    except (InvalidFileException, zipfile.BadZipFile, KeyError, IndexError, ValueError, SyntaxError) as error:
        raise ValidationError(
            _("This table cannot be read. Save it anew as CSV or Excel and choose it again.")
        ) from error
    upload.file.seek(0)
    return rows


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return (value.date() if isinstance(value, datetime) else value).isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = " ".join(str(value).replace("\x00", "").split())[:MAX_CELL]
    # The mark that `defused` set comes off again when a table is taken away, mended and handed in.
    return text[1:] if text[:1] == "'" and text[1:].startswith(FORMULA_STARTS) else text


def defused(cells: Iterable[str]) -> list[str]:
    """Cells that no spreadsheet takes for a formula."""
    return [harmless(cell) for cell in cells]


def harmless(cell: str) -> str:
    return "'" + cell if cell.startswith(FORMULA_STARTS) else cell


def as_csv(rows: Iterable[Iterable[str]]) -> bytes:
    """A CSV file in UTF-8 with the mark without which spreadsheets do not take it for UTF-8."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(defused(row) for row in rows)
    return codecs.BOM_UTF8 + text.getvalue().encode()


def as_excel(rows: Iterable[Iterable[str]]) -> bytes:
    """An Excel file of text cells."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(defused(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def comparable(text: str) -> str:
    """What headings and names are recognised by: without regard to case, accents and punctuation."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(re.sub(r"[\W_]+", " ", letters).split())
