"""The programme with its clock: when each segment begins, from the meeting's beginning and the segments' minutes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sessions.models import DialogueSession, ProgrammeItem


@dataclass(frozen=True)
class PlannedItem:
    """A segment and when it is planned (UTC); without a date of the meeting there are no times."""

    item: ProgrammeItem
    starts_at: datetime | None
    ends_at: datetime | None


def programme_of(session: DialogueSession) -> list[PlannedItem]:
    """The programme in its order, each segment beginning where the one before ends."""
    planned, begins = [], session.starts_at
    for item in session.programme_items.all():
        ends = begins + timedelta(minutes=item.minutes) if begins else None
        planned.append(PlannedItem(item, begins, ends))
        begins = ends
    return planned
