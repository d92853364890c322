"""What needs every app without importing it: apps register providers from `apps.py`, the top reads them.

Each registry says what a provider gets and gives. A name is taken once; providers come back in order of name
unless they carry an order of their own.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from django.utils.functional import Promise

T = TypeVar("T")
# A string, or one to be translated when it is shown.
Words = str | Promise


class Registry(Generic[T]):
    """Named items; registering a name twice is a programming error."""

    def __init__(self) -> None:
        self._items: dict[str, T] = {}

    def register(self, name: str, item: T) -> None:
        if self._items.setdefault(name, item) is not item:
            raise ValueError(f"{name!r} is registered already")

    def register_all(self, items: Mapping[str, T]) -> None:
        for name, item in items.items():
            self.register(name, item)

    def __getitem__(self, name: str) -> T:
        return self._items[name]

    def __contains__(self, name: object) -> bool:
        return name in self._items

    def __iter__(self) -> Iterator[T]:
        return iter(item for _, item in sorted(self._items.items()))

    def names(self) -> list[str]:
        return sorted(self._items)

    def items(self) -> Iterable[tuple[str, T]]:
        return sorted(self._items.items())


@dataclass(frozen=True)
class MyTask:
    """One thing asked of a signed-in person: the *next step* card of the home page."""

    title: Words
    detail: Words
    url: str
    button: Words
    # UTC; the most urgent comes first, tasks without a deadline last.
    deadline: datetime | None = None
    # The meeting's IANA zone, for showing the deadline in two zones.
    time_zone: str = "UTC"


@dataclass(frozen=True)
class CockpitCard:
    """One box of a session's cockpit with the page behind it: work that `waits` for somebody, or a mere count."""

    title: Words
    figure: int | str
    detail: Words
    url: str
    order: int = 100
    waits: bool = False


@dataclass(frozen=True)
class CockpitException:
    """Something in a session that is not as one would expect, and the page on which it is mended."""

    title: Words
    detail: Words
    url: str
    button: Words
    order: int = 100


@dataclass(frozen=True)
class PhaseCall:
    """The call of a phase: the mail that invites those who may act in it, and the reminder that follows.

    `called` finds, for a session, the delegations or organisations that have not answered yet; `rule` says in a
    sentence which those are. `occasion` and `reminder` are occasions of mail with the placeholders
    `sessions.occasions.CALL`; `limits` is what the letter says has to be kept to, in the active language. Only a
    session that is open to one of `open_to` has the call.
    """

    button: Words
    rule: Words
    occasion: str
    reminder: str
    open_to: frozenset[str]
    called: Callable[[Any], QuerySet[Any]]
    limits: Callable[[Any], str]


@dataclass(frozen=True)
class Phase:
    """A period of a session with an opening and a closing time, such as the call for applications.

    `days_before` is what set-up proposes: how many days before the meeting it opens and closes. None for a phase whose
    window its own app sets. `people` gives those whom a change of its times concerns, given the session; `page` is the
    view (with the session's slug) where they act in it; `principal` is who may be given leave to come late: a
    "delegation", an "organization" or a "regional_group"; `call` invites those who may act in it. `serves_until` is
    what the meeting does when the phase has served its purpose, "begins" or "ends": a later close is asked about.
    Empty for a phase that follows the meeting.
    """

    label: Words
    order: int
    days_before: tuple[int, int] | None = None
    people: Callable[[Any], Iterable[Any]] | None = None
    page: str = "sessions:detail"
    principal: str = ""
    call: PhaseCall | None = None
    serves_until: str = ""


@dataclass(frozen=True)
class Outcome:
    """What came of a session, for its public page: the Chair's summary, a recording."""

    label: Words
    detail: Words
    url: str


@dataclass(frozen=True)
class ShownFile:
    """A document's file in one language, for those who may open its address. Size in bytes, format such as "PDF"."""

    language: str
    url: str
    format: str
    size: int


@dataclass(frozen=True)
class ShownDocument:
    """A document as its reader may have it now; `kind` is one of `sessions.models.Document.Kind`.

    `remark` and `embargo_until` tell those who have it before the public that the public does not.
    """

    kind: str
    kind_label: Words
    title: str
    files: Sequence[ShownFile]
    symbol: str = ""
    author: str = ""
    file_date: date | None = None
    remark: Words = ""
    embargo_until: datetime | None = None


@dataclass(frozen=True)
class WayIn:
    """A way to take part in a session: for whom it is, what one does while its phase is open, and what afterwards."""

    who: Words
    how: Words
    # Key of the phase; a session without its window has not this way in.
    phase: str
    url: str
    button: Words
    once_closed: Words


# user -> what is asked of that person now
my_tasks: Registry[Callable[[Any], Iterable[MyTask]]] = Registry()
# dialogue session, user -> cards for the cockpit
cockpit_cards: Registry[Callable[[Any, Any], Iterable[CockpitCard]]] = Registry()
# dialogue session, user -> what is out of the ordinary in it
cockpit_exceptions: Registry[Callable[[Any, Any], Iterable[CockpitException]]] = Registry()
# dialogue session, user -> plots of its numbers (`plots.BarPlot`)
cockpit_plots: Registry[Callable[[Any, Any], Iterable[Any]]] = Registry()
# key of a phase -> what it is called and where it stands in the phase bar
phases: Registry[Phase] = Registry()
# dialogue session, user -> (label, url) pairs for the session's navigation that this person may open
session_links: Registry[Callable[[Any, Any], Iterable[tuple[Words, str]]]] = Registry()
# series, user -> (label, url) pairs for the series' staff page
series_links: Registry[Callable[[Any, Any], Iterable[tuple[Words, str]]]] = Registry()
# now -> the moments still to come at which a public page changes by the clock alone
clock_moments: Registry[Callable[[datetime], Iterable[datetime]]] = Registry()
# what is one to one with a session and settles its links, such as its floor: read together with every session's frame
session_joins: Registry[str] = Registry()
# dialogue session, user -> how this reader, or any visitor, takes part
ways_in: Registry[Callable[[Any, Any], Iterable[WayIn]]] = Registry()
# dialogue session -> (label, url) pairs of the pages on which it is followed while it runs
live_pages: Registry[Callable[[Any], Iterable[tuple[Words, str]]]] = Registry()
# dialogue session, user -> what came of it that this person may open
session_outcomes: Registry[Callable[[Any, Any], Iterable[Outcome]]] = Registry()
# dialogue session, user -> documents of it that this person may have now
session_documents: Registry[Callable[[Any, Any], Iterable[ShownDocument]]] = Registry()
