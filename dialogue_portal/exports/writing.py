"""The bytes of a table: CSV in pieces, Excel as a whole; nothing in either that a spreadsheet would run."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import IO, Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from dialogue_portal.exports.tables import Cell, Sheet
from dialogue_portal.tables import harmless
from dialogue_portal.uploads import XLSX

CSV = "text/csv; charset=utf-8"
# Format -> type and ending of the file.
FORMATS = {"csv": (CSV, ".csv"), "xlsx": (XLSX, ".xlsx")}
# Rows read and written at a time.
PIECE = 500
# What Excel takes in one cell.
MAX_CELL = 32_767
DAY, MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"


def in_pieces(rows: "QuerySet[Any] | Iterable[Any]") -> Iterator[list[Any]]:
    """The rows, some hundred at a time; of a queryset no more than that is in memory."""
    piece: list[Any] = []
    for row in rows.iterator(PIECE) if isinstance(rows, QuerySet) else rows:
        piece.append(row)
        if len(piece) == PIECE:
            yield piece
            piece = []
    yield piece


def csv_pieces(sheet: Sheet, pieces: Iterable[list[Any]]) -> Iterator[bytes]:
    """A CSV file, with the mark without which spreadsheets do not take it for UTF-8."""
    head = [[str(sheet.table.note)]] if sheet.table.note else []
    yield codecs.BOM_UTF8 + _csv([*head, sheet.headings])
    for rows in pieces:
        yield _csv(sheet.lines(rows))


def _csv(lines: Iterable[Iterable[Cell]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(_texts(line) for line in lines)
    return text.getvalue().encode()


def _texts(line: Iterable[Cell]) -> list[str]:
    # A number is no formula, though a minus stands before it.
    return [harmless(value) if isinstance(value, str) else _text(value) for value in line]


def _text(value: Cell) -> str:
    return value.isoformat(" ", "minutes") if isinstance(value, datetime) else str(value)


def write_excel(sheet: Sheet, pieces: Iterable[list[Any]], file: IO[bytes], moment: datetime) -> None:
    """An Excel file: the table with its headings held in view, and a sheet that says what it is."""
    book = Workbook(write_only=True)
    page = book.create_sheet(_excel_text(str(sheet.table.title).translate(_NO_SHEET_NAME))[:31])
    head = 2 if sheet.table.note else 1
    page.freeze_panes = f"A{head + 1}"
    for number, heading in enumerate(sheet.headings, start=1):
        page.column_dimensions[get_column_letter(number)].width = min(max(len(heading) + 2, 14), 40)
    if sheet.table.note:
        page.append([_cell(page, str(sheet.table.note))])
    page.append([_bold(page, heading) for heading in sheet.headings])
    for rows in pieces:
        for line in sheet.lines(rows):
            page.append([_cell(page, value) for value in line])
    about = book.create_sheet(_("About this table")[:31])
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 20, 80
    for title, value in sheet.about(moment):
        about.append([_bold(about, title), _cell(about, value)])
    book.save(file)


# What Excel refuses in the name of a sheet.
_NO_SHEET_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def _bold(page: Any, text: str) -> WriteOnlyCell:
    made = WriteOnlyCell(page, _excel_text(text))
    made.font, made.alignment = Font(bold=True), Alignment(vertical="top", wrap_text=True)
    return made


def _cell(page: Any, value: Cell) -> Any:
    if isinstance(value, str):
        return _excel_text(value)
    if isinstance(value, date):
        made = WriteOnlyCell(page, value)
        made.number_format = MOMENT if isinstance(value, datetime) else DAY
        return made
    return value


def _excel_text(text: str) -> str:
    return ILLEGAL_CHARACTERS_RE.sub("", harmless(text))[:MAX_CELL]
