"""The clock of an intervention as pages show it. `static/js/floor.js` counts on from the same figures and words."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil, floor

from django.utils import timezone
from django.utils.translation import gettext as _

from sessions.models import DialogueSession, ParticipantCapacity, ProgrammeItem
from sessions.programme import programme_of
from speakers.models import FloorSegment, FloorState, Intervention, InterventionKind

LAST_SECONDS = 30


@dataclass(frozen=True)
class Clock:
    """What stands on the clock at one moment: digits, a word beside them, the part of the ring that is left."""

    intervention: Intervention
    digits: str
    phase: str
    word: str
    percent_left: int
    shows_overtime: bool


def clock_of(intervention: Intervention, *, shows_overtime: bool, now: datetime | None = None) -> Clock:
    """The clock now. Counts down in whole seconds, rounded up, so that 3:00 stands for the whole first second.

    Over time it counts up where that is shown, else it stays at 0:00.
    """
    left = intervention.allotted_seconds - intervention.spoken_seconds(now or timezone.now())
    over = left <= 0
    seconds = floor(-left) if over and shows_overtime else max(0, ceil(left))
    phase = "over" if over and shows_overtime else "time" if over else "last" if left <= LAST_SECONDS else "running"
    words = clock_words()
    return Clock(
        intervention,
        digits=("+" if phase == "over" else "") + minutes(seconds),
        phase=phase,
        word=words["paused"] if intervention.paused_at else words.get(phase, ""),
        percent_left=max(0, ceil(100 * left / intervention.allotted_seconds)),
        shows_overtime=shows_overtime,
    )


def segment_words(segment: FloorSegment, *, shows_overtime: bool, now: datetime | None = None) -> str:
    """Time used, budget and what is left: "12:05 of 45:00, 32:55 left"; over it "over by 1:10" where that shows."""
    used, budget = int(segment.used_seconds(now)), segment.budget_seconds
    if used > budget and not shows_overtime:
        used = budget
    key = "over" if used > budget else "left"
    values = {"used": minutes(used), "budget": minutes(budget), "rest": minutes(abs(budget - used))}
    return segment_sentences()[key].format(**values)


def segment_sentences() -> dict[str, str]:
    return {"left": _("{used} of {budget}, {rest} left"), "over": _("{used} of {budget}, over by {rest}")}


def minutes(seconds: float) -> str:
    """Seconds as minutes and seconds: 3:00."""
    whole = int(seconds)
    return f"{whole // 60}:{whole % 60:02}"


def clock_words() -> dict[str, str]:
    return {"last": _("30 seconds"), "over": _("over time"), "time": _("time"), "paused": _("clock paused")}


def floor_words(session: DialogueSession) -> dict[str, object]:
    """All words with which a page shows the state that an event carries, in the reader's language."""
    return {
        "clock": clock_words(),
        "capacities": {str(key): str(label) for key, label in ParticipantCapacity.choices},
        "kinds": {str(key): str(label) for key, label in InterventionKind.choices},
        "states": {str(key): str(label) for key, label in FloorState.choices},
        "segment_clock": segment_sentences(),
        "segments": {str(key): str(label) for key, label in ProgrammeItem.Segment.choices},
        # What the programme calls its items now; the record keeps what each was called when it began.
        "items": {
            str(planned.item.pk): {
                "english": planned.item.title,
                "text": planned.item.local_title.text,
                "lang": planned.item.local_title.language,
            }
            for planned in programme_of(session)
            if planned.item.title
        },
        "questions": {
            str(question.pk): {"number": question.number, "text": question.text.text, "lang": question.text.language}
            for question in session.leading_questions.all()
        },
        "unnamed": _("Name to be confirmed"),
        "nobody": _("Nobody has the floor"),
        # Said to screen readers.
        "given": _("{who} has the floor: {time}."),
        "minute": _("One minute left."),
        "seconds": _("30 seconds left."),
        "up": _("Time."),
        "free": _("Nobody has the floor."),
        "live": _("Live"),
        "lost": _("Connection lost. The clock goes on; trying again."),
    }
