"""What the public page of a session lists by number: leading questions, theme areas, programme, organizers, speakers.

One query for all of them, whatever the kind of session and the number of rows: `lists_of`. The pages on which these
are edited read each list as what it is.
"""

from dataclasses import dataclass
from operator import attrgetter
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce

from dialogue_portal.texts import ChosenText, choose_texts
from sessions.models import (
    DialogueSession,
    EventSpeaker,
    LeadingQuestionText,
    Organizer,
    ProgrammeItem,
    SessionKind,
    ThemeAreaText,
)
from sessions.programme import PlannedItem, planned
from sessions.side_events import SideEvent, in_order


class Row(NamedTuple):
    """A row of any of the lists, and where it stands there; a list leaves empty the columns that it lacks."""

    source: str
    number: int
    # Of a text the question or area of which it is a wording; of all others themselves.
    parent: UUID
    language: str = ""
    # The text, the title of an item, a name.
    text: str = ""
    # The segment of an item, the part that a speaker has.
    part: str = ""
    minutes: int = 0
    # Who leads an item; a speaker's functional title, and for whom.
    led_by: str = ""
    functional_title: str = ""
    represents: str = ""
    # An organizer who leads, a speaker who is confirmed.
    is_firm: bool = False
    # The title of an item in the reader's language; None where it is missing.
    translated: str | None = ""


@dataclass(frozen=True)
class PageLists:
    """Each in its order; `event` is None for a meeting that is no side event."""

    questions: list[ChosenText]
    areas: list[ChosenText]
    programme: list[PlannedItem]
    event: SideEvent | None


def lists_of(session: DialogueSession) -> PageLists:
    """The lists in the reader's language; of an organizer the name alone. One query."""
    first, *others = _sources(session)
    found: dict[str, list[Row]] = {}
    for row in sorted(map(Row._make, first.union(*others, all=True)), key=attrgetter("number")):
        found.setdefault(row.source, []).append(row)
    return PageLists(
        questions=choose_texts(found.get("question", []), attrgetter("parent")),
        areas=choose_texts(found.get("area", []), attrgetter("parent")),
        programme=planned(map(_item, found.get("item", [])), session.starts_at),
        event=_event(found) if session.kind == SessionKind.SIDE_EVENT else None,
    )


def _sources(session: DialogueSession) -> list[QuerySet[Any, Any]]:
    sources = [
        _wordings("question", LeadingQuestionText.objects.filter(question__session=session), "question"),
        _wordings("area", ThemeAreaText.objects.filter(theme_area__session=session), "theme_area"),
        _rows(
            "item",
            session.programme_items.titled(),
            text="title",
            part="segment",
            minutes="minutes",
            led_by="led_by",
            translated="translated",
        ),
    ]
    if session.kind == SessionKind.SIDE_EVENT:
        name = Coalesce("delegation__short_name", "organization__name", "name")
        about = {"functional_title": "functional_title", "represents": "represents"}
        sources += [
            _rows("organizer", session.organizers, text=name, is_firm="is_lead"),
            _rows("speaker", session.event_speakers, text="name", part="part", is_firm="is_confirmed", **about),
        ]
    return sources


def _wordings(source: str, texts: Any, of: str) -> QuerySet[Any, Any]:
    """In all languages: the reader's is chosen of those of one question or area."""
    return _rows(source, texts, number=f"{of}__number", parent=f"{of}_id", language="language", text="text")


def _rows(source: str, rows: Any, **columns: Any) -> QuerySet[Any, Any]:
    """These rows with the columns of `Row`: `columns` says from where, the others are empty."""
    given = {"source": Value(source), "number": "number", "parent": "pk", **columns}
    empty = {name: Value(default) for name, default in Row._field_defaults.items()}
    return rows.order_by().values_list(*({**empty, **given}[name] for name in Row._fields))


def _item(row: Row) -> ProgrammeItem:
    """As one that came `titled`."""
    item = ProgrammeItem(number=row.number, segment=row.part, title=row.text, minutes=row.minutes, led_by=row.led_by)
    item.translated = row.translated
    return item


def _event(found: dict[str, list[Row]]) -> SideEvent:
    return in_order(
        [Organizer(name=row.text, is_lead=row.is_firm, number=row.number) for row in found.get("organizer", [])],
        [
            EventSpeaker(
                name=row.text,
                part=row.part,
                number=row.number,
                functional_title=row.functional_title,
                represents=row.represents,
                is_confirmed=row.is_firm,
            )
            for row in found.get("speaker", [])
        ],
    )
