"""The choices in a series as staff and delegations read them: counts against seats, clashes, delegations by group.

Sorted by regional group, then alphabetically; never by time. Read by `views.series`; each costs a constant number of
queries.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from string import ascii_uppercase
from typing import NamedTuple
from uuid import UUID

from accounts.models import Delegation, RegionalGroup
from sessions.models import DialogueSession, Series, SessionStatus, overlap
from speakers.models import SeriesChoice, SeriesPlace, SpeakingIntent
from speakers.pool import alphabetical
from speakers.services.series import current_places, who_fits


class Wish(NamedTuple):
    """A meeting in a row of the board: short, for long titles stand once, above."""

    meeting: DialogueSession
    # "B", as in the table of meetings; empty for one that is not held in the series any more.
    letter: str


class Clash(NamedTuple):
    """Two meetings at the same time; shown, never refused."""

    meeting: DialogueSession
    other: DialogueSession
    # Between first and second choice, of which a delegation is given one at most.
    is_of_choices: bool


@dataclass
class BoardRow:
    """One delegation: what it prefers, what it is given, what clashes."""

    delegation: Delegation
    first: Wish | None
    second: Wish | None
    place: SeriesPlace | None
    # As of a wish; empty without a place too.
    place_letter: str
    clashes: list[Clash] = field(default_factory=list)


@dataclass(frozen=True)
class MeetingCount:
    """How many prefer a meeting, and how many are given it, against its seats."""

    meeting: DialogueSession
    letter: str
    first: int
    second: int
    places: int
    # None where seats are not limited.
    left: int | None

    @property
    def is_over(self) -> bool:
        """More places given than there are seats."""
        return self.left is not None and self.left < 0

    @property
    def is_short(self) -> bool:
        """More first choices than seats."""
        return self.meeting.seats is not None and self.first > self.meeting.seats


@dataclass(frozen=True)
class Board:
    """A series' choices as staff see them."""

    counts: list[MeetingCount]
    # Key of the regional group and its delegations.
    groups: list[tuple[str, list[BoardRow]]]
    # To how many "first choices where seats allow" would give a place now.
    fitting: int
    without_place: int
    untold: int
    waiting: int

    @property
    def size(self) -> int:
        return sum(len(rows) for _group, rows in self.groups)


def board_of(series: Series, meetings: list[DialogueSession]) -> Board:
    """All delegations of a series with a choice or a place. Three queries."""
    choices = {row.delegation_id: row for row in series.choices.select_related("delegation", "first", "second")}
    current = current_places(series.places.select_related("delegation", "meeting", "mailing"))
    delegations = {key: row.delegation for key, row in current.items()}
    delegations |= {key: row.delegation for key, row in choices.items()}
    taking_part = sessions_of(delegations)
    # A, B … and numbers beyond Z.
    letters = {meeting.pk: ascii_uppercase[at] if at < 26 else str(at + 1) for at, meeting in enumerate(meetings)}
    rows = [
        _row(one, choices.get(key), current.get(key), taking_part[key], letters) for key, one in delegations.items()
    ]
    return Board(
        counts=_counts(meetings, rows, letters),
        groups=_in_groups(rows),
        fitting=sum(len(several) for several in who_fits(meetings, choices.values(), current).values()),
        without_place=sum(not row.place_letter for row in rows),
        untold=sum(row.place is not None and row.place.mailing is None for row in rows if row.place_letter),
        waiting=sum(row.place is not None and row.place.waits_in_outbox for row in rows),
    )


def _row(
    delegation: Delegation,
    choice: SeriesChoice | None,
    place: SeriesPlace | None,
    taking_part: list[DialogueSession],
    letters: Mapping[UUID, str],
) -> BoardRow:
    def wish(meeting: DialogueSession | None) -> Wish | None:
        return Wish(meeting, letters.get(meeting.pk, "")) if meeting else None

    letter = letters.get(place.meeting_id, "") if place else ""
    first, second = (choice.first, choice.second) if choice else (None, None)
    return BoardRow(delegation, wish(first), wish(second), place, letter, clashes(choice, place, taking_part))


def sessions_of(delegations: Iterable[UUID]) -> dict[UUID, list[DialogueSession]]:
    """Delegation → the published sessions in which it has an intent that stands. One query."""
    found: dict[UUID, list[DialogueSession]] = {key: [] for key in delegations}
    intents = SpeakingIntent.objects.active().filter(delegation__in=found, session__status=SessionStatus.PUBLISHED)
    for intent in intents.select_related("session").order_by("session__starts_at", "session__title"):
        if intent.session not in found[intent.delegation_id]:
            found[intent.delegation_id].append(intent.session)
    return found


def clashes(
    choice: SeriesChoice | None, place: SeriesPlace | None, taking_part: Iterable[DialogueSession]
) -> list[Clash]:
    """What is at the same time as a meeting that a delegation has chosen or been given."""
    chosen = [choice.first, choice.second] if choice else []
    wanted = list(dict.fromkeys(filter(None, [*chosen, place.meeting if place else None])))
    found = [
        Clash(meeting, other, is_of_choices=False)
        for meeting in wanted
        for other in taking_part
        if other != meeting and overlap(meeting, other)
    ]
    if choice and choice.second and overlap(choice.first, choice.second):
        found.append(Clash(choice.first, choice.second, is_of_choices=True))
    return found


def _counts(meetings: list[DialogueSession], rows: list[BoardRow], letters: Mapping[UUID, str]) -> list[MeetingCount]:
    first = Counter(row.first.meeting.pk for row in rows if row.first)
    second = Counter(row.second.meeting.pk for row in rows if row.second)
    given = Counter(row.place.meeting_id for row in rows if row.place)
    return [
        MeetingCount(
            meeting,
            letters[meeting.pk],
            first[meeting.pk],
            second[meeting.pk],
            given[meeting.pk],
            None if meeting.seats is None else meeting.seats - given[meeting.pk],
        )
        for meeting in meetings
    ]


def _in_groups(rows: Iterable[BoardRow]) -> list[tuple[str, list[BoardRow]]]:
    by_group: dict[str, list[BoardRow]] = {key: [] for key in RegionalGroup.values}
    for row in rows:
        by_group[row.delegation.regional_group].append(row)
    return [
        (key, sorted(part, key=lambda row: alphabetical(row.delegation.short_name)))
        for key, part in by_group.items()
        if part
    ]
