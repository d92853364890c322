"""The result: every field that was recognised with the line it stands in, and the names of those that were not."""

from dataclasses import dataclass, fields
from datetime import date, time
from typing import Any, Generic, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

T = TypeVar("T")
Days = tuple[date, date]


@dataclass(frozen=True)
class Found(Generic[T]):
    """A value and the line of the note where it begins, counted from 1."""

    value: T
    line: int


@dataclass(frozen=True)
class NoteDraft:
    """What a concept note states. Seconds and minutes are whole numbers; date and times are the meeting's local ones.

    `titles` holds every wording of the title, the most likely first. `remarks` are sentences for staff about what
    they should look at.
    """

    titles: tuple[Found[str], ...] = ()
    theme: Found[str] | None = None
    theme_areas: tuple[Found[str], ...] = ()
    kind: Found[str] | None = None
    body: Found[str] | None = None
    session_number: Found[int] | None = None
    date: Found[date] | None = None
    starts: Found[time] | None = None
    ends: Found[time] | None = None
    time_zone: Found[str] | None = None
    venue: Found[str] | None = None
    overview: Found[str] | None = None
    format: Found[str] | None = None
    questions_text: Found[str] | None = None
    outcome: Found[str] | None = None
    questions: tuple[Found[str], ...] = ()
    initial_seconds: Found[int] | None = None
    follow_up_seconds: Found[int] | None = None
    opening_minutes: Found[int] | None = None
    stakeholders_min: Found[int] | None = None
    stakeholders_max: Found[int] | None = None
    keeps_speakers_list: Found[bool] | None = None
    # First and last day of the Commission's session: kept with that, no field of the meeting.
    session_days: Days | None = None
    remarks: tuple[str, ...] = ()

    @property
    def gaps(self) -> list[str]:
        """Names of the fields that the note does not state, in the order of `FIELD_LABELS`."""
        return [name for name in FIELD_LABELS if getattr(self, name) in (None, ())]

    def as_json(self) -> dict[str, Any]:
        """The recognised fields as plain values: `{"value": …, "line": n}`, or a list of these."""
        found: dict[str, Any] = {}
        for name in (field.name for field in fields(self) if field.name in FIELD_LABELS):
            value = getattr(self, name)
            if isinstance(value, tuple) and value:
                found[name] = [_plain(item) for item in value]
            elif isinstance(value, Found):
                found[name] = _plain(value)
        return found


def _plain(found: "Found[Any]") -> dict[str, Any]:
    value = found.value
    return {"value": value.isoformat() if isinstance(value, date | time) else value, "line": found.line}


FIELD_LABELS: dict[str, Promise] = {
    "titles": _("Title"),
    "theme": _("Priority theme"),
    "theme_areas": _("Theme areas"),
    "kind": _("Kind of meeting"),
    "body": _("Commission"),
    "session_number": _("Number of the Commission’s session"),
    "date": _("Date"),
    "starts": _("Beginning"),
    "ends": _("End"),
    "time_zone": _("Time zone"),
    "venue": _("Venue"),
    "overview": _("Overview"),
    "format": _("Format and participation"),
    "questions_text": _("Introduction to the leading questions"),
    "outcome": _("Outcome"),
    "questions": _("Leading questions"),
    "initial_seconds": _("Seconds for an initial comment"),
    "follow_up_seconds": _("Seconds for a follow-up"),
    "opening_minutes": _("Minutes of the opening with stakeholders"),
    "stakeholders_min": _("Stakeholders, at least"),
    "stakeholders_max": _("Stakeholders, at most"),
    "keeps_speakers_list": _("Whether a speakers’ list is kept"),
}
