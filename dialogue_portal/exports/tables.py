"""What an app says of one of its staff tables so that it can be taken away: its rows, its columns, who may.

Registered from `apps.py` under the name that the page's view gives to `answering.offers`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from dialogue_portal.moments import zone_named
from dialogue_portal.registries import Registry, Words

# What a file holds in one cell: a number and a date stay what they are in Excel.
Cell = str | int | float | Decimal | date | datetime


@dataclass(frozen=True)
class Asked:
    """For whom a table is made, under which filter (the page's own parameters), and of what: a session or nothing."""

    user: Any
    filter: QueryDict
    scope: Any = None

    @property
    def session(self) -> Any:
        """The scope itself, or the session to which it belongs."""
        return getattr(self.scope, "session", self.scope)

    @property
    def zone(self) -> ZoneInfo:
        """The session's zone; for a table of no session the reader's."""
        name = getattr(self.session, "time_zone", "") or self.user.time_zone or settings.PORTAL_TIME_ZONE
        return zone_named(name)


@dataclass(frozen=True)
class Column:
    """A heading and what stands below it: the name of an attribute ("organization.name") or a function of the row.

    With `choices` the value is shown by its label. A moment is written in the table's zone, which its heading names.
    """

    title: Words
    value: str | Callable[[Any], Any]
    choices: Iterable[tuple[Any, Any]] = ()
    is_moment: bool = False

    def heading(self, zone: ZoneInfo) -> str:
        return f"{self.title} ({zone.key})" if self.is_moment else str(self.title)

    def reader(self, zone: ZoneInfo) -> Callable[[Any], Cell]:
        """What gives this column's cell of a row. Made once per table: a choice's own display reads all anew."""
        read = attrgetter(self.value) if isinstance(self.value, str) else self.value
        if labels := {key: str(label) for key, label in self.choices}:
            return lambda row: labels.get(value := read(row), value or "")
        return lambda row: cell(read(row), zone)


def cell(value: Any, zone: ZoneInfo) -> Cell:
    """A value as a spreadsheet takes it: words for yes and no, several in one line, moments by the zone's clock."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return value.astimezone(zone).replace(tzinfo=None, microsecond=0)
    if isinstance(value, int | float | Decimal | date):
        return value
    if isinstance(value, list | tuple | set):
        return "; ".join(str(part) for part in value)
    return str(value)


def _as_they_are(rows: list[Any]) -> Iterable[Any]:
    return rows


@dataclass(frozen=True)
class StaffTable:
    """One table of the staff's pages, with the rows that the page's filter finds.

    `rows` gives them in the page's order, as a queryset where there may be many: it is then read in pieces. `expand`
    makes of a piece what the columns read, for what comes with other queries or as several lines. `columns` may depend
    on what is asked for. `permission` is asked about the scope, beside the page's own. `note` stands above the table.
    """

    title: Words
    permission: str
    rows: Callable[[Asked], "QuerySet[Any] | Sequence[Any]"]
    columns: Sequence[Column] | Callable[[Asked], Sequence[Column]]
    expand: Callable[[list[Any]], Iterable[Any]] = _as_they_are
    note: Words = ""

    def columns_for(self, asked: Asked) -> Sequence[Column]:
        return self.columns(asked) if callable(self.columns) else self.columns


@dataclass
class Sheet:
    """A table made ready for writing: headings, how a row is read, and what stands about it."""

    name: str
    table: StaffTable
    asked: Asked
    headings: list[str] = field(init=False)

    def __post_init__(self) -> None:
        columns, zone = self.table.columns_for(self.asked), self.asked.zone
        self.headings = [column.heading(zone) for column in columns]
        self._readers = [column.reader(zone) for column in columns]
        self.found = self.table.rows(self.asked)

    def count(self) -> int:
        return self.found.count() if isinstance(self.found, QuerySet) else len(self.found)

    def lines(self, rows: list[Any]) -> Iterable[list[Cell]]:
        return ([read(row) for read in self._readers] for row in self.table.expand(rows))

    def stem(self, day: date) -> str:
        """The file's name without its ending: table, session and day."""
        parts = [self.name.rpartition(".")[2], getattr(self.asked.session, "slug", ""), day.isoformat()]
        return "-".join(filter(None, parts))

    def about(self, moment: datetime) -> list[tuple[str, Cell]]:
        """What a reader of the file asks a week later: of what, when, by whom, under which filter."""
        scope: Model | None = self.asked.scope
        chosen = [f"{name} = {value}" for name, values in self.asked.filter.lists() for value in values if value]
        return [
            (_("Table"), str(self.table.title)),
            *([(_("Of"), str(scope))] if scope else []),
            (_("Made on"), cell(moment, self.asked.zone)),
            (_("Time zone"), self.asked.zone.key),
            (_("Made by"), str(self.asked.user)),
            (_("Filter"), "; ".join(chosen) or _("None: everything")),
            *([(_("Note"), str(self.table.note))] if self.table.note else []),
        ]


# name of a table ("stakeholders.applications") -> how it is taken away
staff_tables: Registry[StaffTable] = Registry()
