"""The programme with its clock: when each item begins, and whether the items add up to the meeting's length."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from sessions.models import DialogueSession, ProgrammeItem


@dataclass(frozen=True)
class PlannedItem:
    """A segment and when it is planned (UTC); without a date of the meeting there are no times. It came `titled`."""

    item: ProgrammeItem
    starts_at: datetime | None
    ends_at: datetime | None


def programme_of(session: DialogueSession) -> list[PlannedItem]:
    """The programme in its order, each segment beginning where the one before ends. One query."""
    return planned(session.programme_items.titled(), session.starts_at)


def planned(items: Iterable[ProgrammeItem], begins: datetime | None) -> list[PlannedItem]:
    """The same of items at hand, the first of which begins then."""
    plan = []
    for item in items:
        ends = begins + timedelta(minutes=item.minutes) if begins else None
        plan.append(PlannedItem(item, begins, ends))
        begins = ends
    return plan


@dataclass(frozen=True)
class Budget:
    """How many minutes are planned, of how many (None without the meeting's times), and when each row begins (UTC)."""

    planned: int
    length: int | None
    begins: list[datetime | None]

    @classmethod
    def of(cls, session: DialogueSession, minutes: Sequence[int]) -> "Budget":
        begins: list[datetime | None] = []
        at = session.starts_at
        for one in minutes:
            begins.append(at if one else None)
            at = at + timedelta(minutes=one) if at else None
        return cls(sum(minutes), session.length_minutes, begins)

    @property
    def left(self) -> int:
        return (self.length or 0) - self.planned

    @property
    def words(self) -> str:
        """ "170 of 180 minutes; 10 left". The same sentences are on the page for its script, see `sentences`."""
        if self.length is None:
            return self.sentences["alone"] % {"planned": self.planned}
        key = "over" if self.left < 0 else "left" if self.left else "full"
        return self.sentences[key] % {"planned": self.planned, "length": self.length, "rest": abs(self.left)}

    @property
    def sentences(self) -> dict[str, str]:
        return {
            "alone": _("%(planned)s minutes; set when the meeting begins and ends to see what is left"),
            "left": _("%(planned)s of %(length)s minutes; %(rest)s left"),
            "over": _("%(planned)s of %(length)s minutes; %(rest)s too many"),
            "full": _("All %(length)s minutes are planned"),
        }
