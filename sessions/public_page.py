"""What the public page of a session says beyond its rows: where it stands in time, and how this reader takes part."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from operator import attrgetter
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F, Value
from django.utils import timezone

from dialogue_portal.registries import WayIn, ways_in
from dialogue_portal.texts import ChosenText, choose_texts
from sessions.models import (
    DialogueSession,
    LeadingQuestionText,
    PhaseState,
    PhaseWindow,
    SessionStatus,
    ThemeAreaText,
    window_of,
)


class Stage(StrEnum):
    """What the page leads with: how to take part, where to follow, or what came of it."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


def stage_of(session: DialogueSession, now: datetime | None = None) -> Stage:
    """By the clock; a draft without times is before."""
    now = now or timezone.now()
    if session.ends_at and session.ends_at <= now:
        return Stage.AFTER
    is_on = session.starts_at and session.starts_at <= now and session.status == SessionStatus.PUBLISHED
    return Stage.DURING if is_on else Stage.BEFORE


@dataclass(frozen=True)
class OfferedWay:
    """A way in with the window of its phase and how that stands now."""

    way: WayIn
    window: PhaseWindow
    state: PhaseState
    # The page has one primary button: the way that closes first.
    is_first: bool


def ways_of(session: DialogueSession, user: Any) -> list[OfferedWay]:
    """How this reader takes part, or any visitor; nobody in a cancelled session or one that is over."""
    if session.status == SessionStatus.CANCELLED or stage_of(session) == Stage.AFTER:
        return []
    offered = [(way, window_of(session, way.phase)) for provider in ways_in for way in provider(session, user)]
    found = [(way, window) for way, window in offered if window]
    now = timezone.now()
    open_ones = [window for _way, window in found if window.state(now) == PhaseState.OPEN]
    first = min(open_ones, key=lambda window: window.closes_at, default=None)
    return [OfferedWay(way, window, window.state(now), window == first) for way, window in found]


class NumberedText(NamedTuple):
    """A leading question or a theme area in one language, as one query reads both."""

    is_question: bool
    parent: UUID
    number: int
    language: str
    text: str


def questions_and_areas(session: DialogueSession) -> tuple[list[ChosenText], list[ChosenText]]:
    """Leading questions and theme areas, each in its order and in the reader's language. One query for both."""
    columns = ("is_question", "parent", "place", "language", "text")
    questions = LeadingQuestionText.objects.filter(question__session=session).annotate(
        is_question=Value(1), parent=F("question_id"), place=F("question__number")
    )
    areas = ThemeAreaText.objects.filter(theme_area__session=session).annotate(
        is_question=Value(0), parent=F("theme_area_id"), place=F("theme_area__number")
    )
    both = questions.values_list(*columns).union(areas.values_list(*columns), all=True).order_by("place", "parent")
    rows = [NumberedText(*row) for row in both]
    asked, named = ([row for row in rows if row.is_question == one] for one in (True, False))
    return choose_texts(asked, attrgetter("parent")), choose_texts(named, attrgetter("parent"))
