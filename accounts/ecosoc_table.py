"""A table of consultative statuses as CSV: name, status, as of. Read, matched with the organisations known, previewed.

Rows match by the words of the name, former names included. What matches nothing is shown: most of ECOSOC's list never
comes to the portal.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.matching import known_names, name_key
from accounts.models import EcosocStatus, Organization
from dialogue_portal.tables import delimiter_of

Words = str | Promise
# What the columns may be called, in small letters.
HEADINGS = {
    "name": ("name", "organization", "organisation", "organization name", "ngo"),
    "status": ("status", "consultative status", "ecosoc status"),
    "as_of": ("as of", "as_of", "date"),
}
DATES = ("%Y-%m-%d", "%d %B %Y", "%d %b %Y")
MAX_ROWS = 20_000


class NotATable(Exception):
    """The text has no header with the three columns, or too many rows; the argument says what to do."""


@dataclass(frozen=True)
class StatusRow:
    """One row that can be recorded, or `problem`."""

    line: int
    name: str
    status: str
    as_of: date | None
    organization: Organization | None = None
    problem: Words = ""

    @property
    def label(self) -> str:
        return str(EcosocStatus.Status(self.status).label) if self.status in EcosocStatus.Status.values else self.status

    @property
    def is_known(self) -> bool:
        """Recorded already: the same checked status as of the same day."""
        return self.organization is not None and any(
            row.is_checked and row.status == self.status and row.as_of == self.as_of
            for row in self.organization.ecosoc_statuses.all()
        )


@dataclass
class Preview:
    """The rows sorted by what will become of them."""

    new: list[StatusRow] = field(default_factory=list)
    known: list[StatusRow] = field(default_factory=list)
    problems: list[StatusRow] = field(default_factory=list)
    unmatched: list[StatusRow] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The new rows as CSV again: what the confirmation sends back."""
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(["name", "status", "as of"])
        writer.writerows([row.name, row.status, row.as_of] for row in self.new)
        return out.getvalue()


def preview(text: str) -> Preview:
    """Read the table and match its rows; three queries, however many rows. Raises NotATable."""
    rows = list(_read(text))
    by_key = defaultdict(set)
    for known in known_names():
        by_key[known.key].add(known.id)
    matches = {row.line: by_key.get(name_key(row.name), set()) for row in rows}
    wanted = {pk for found in matches.values() for pk in found}
    organizations = {
        row.pk: row for row in Organization.objects.prefetch_related("ecosoc_statuses") if row.pk in wanted
    }
    sorted_rows = Preview()
    for row in rows:
        _sort(row, [organizations[pk] for pk in matches[row.line] if pk in organizations], sorted_rows)
    return sorted_rows


def _sort(row: StatusRow, found: list[Organization], into: Preview) -> None:
    if row.problem:
        into.problems.append(row)
    elif not found:
        into.unmatched.append(row)
    elif len(found) > 1:
        words = _("Two organizations have this name. Merge them first, or record the status on the right one’s page.")
        into.problems.append(StatusRow(row.line, row.name, row.status, row.as_of, problem=words))
    else:
        matched = StatusRow(row.line, row.name, row.status, row.as_of, found[0])
        (into.known if matched.is_known else into.new).append(matched)


def _read(text: str) -> Iterator[StatusRow]:
    reader = csv.reader(io.StringIO(text), delimiter=delimiter_of(text))
    columns = _columns(next(reader, []))
    for line, cells in enumerate(reader, start=2):
        if line > MAX_ROWS:
            raise NotATable(_("The table has more than %(count)d rows. Divide it.") % {"count": MAX_ROWS})
        if any(cell.strip() for cell in cells):
            values = {name: cells[at].strip() if at < len(cells) else "" for name, at in columns.items()}
            yield _row(line, **values)


def _columns(header: Iterable[str]) -> dict[str, int]:
    titles = [title.strip().casefold() for title in header]
    found = {
        name: next((at for at, title in enumerate(titles) if title in known), None) for name, known in HEADINGS.items()
    }
    if None in found.values():
        raise NotATable(_("The first line must name three columns: name, status, as of. Add it, and choose it again."))
    return {name: at for name, at in found.items() if at is not None}


def _row(line: int, name: str, status: str, as_of: str) -> StatusRow:
    key, day = _status(status), _day(as_of)
    problem: Words = ""
    if not name:
        problem = _("The name is missing.")
    elif not key:
        problem = _("No such status. Write general, special, roster, none, suspended or withdrawn.")
    elif day is None:
        problem = _("No such day. Write it as 2026-05-03 or 3 May 2026.")
    elif day > timezone.now().date():
        problem = _("This day has not come yet.")
    return StatusRow(line, name, key or status, day, problem=problem)


def _status(text: str) -> str:
    """The status that these words name: its key, or its label with or without "consultative status"."""
    words = text.casefold().replace("consultative", "").replace("status", "").split()
    return words[0] if len(words) == 1 and words[0] in EcosocStatus.Status.values else ""


def _day(text: str) -> date | None:
    for form in DATES:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  (a day has no zone)
        except ValueError:
            continue
    return None
