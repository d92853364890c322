"""The staff tables of this app as CSV and Excel: pool of intents, choices in a series, points, the floor's record.

The pool is by regional group, then alphabetical, and holds no time and no accessibility need.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext, gettext_lazy as _

from accounts.models import RegionalGroup
from dialogue_portal.exports import Asked, Column, StaffTable, staff_tables
from sessions.models import Level, Series
from speakers.forms.intents import PoolFilterForm
from speakers.forms.points import PointFilterForm
from speakers.models import SpeakingIntent
from speakers.models.floor import InterventionKind
from speakers.models.intents import IntentStatus
from speakers.models.points import PointKind
from speakers.pool import count_by_group_and_level, in_groups
from speakers.series import Board, BoardRow, board_of

INTENTS_TABLE = "speakers.intents"
COUNTS_TABLE = "speakers.intent-counts"
SERIES_TABLE = "speakers.series"
SEATS_TABLE = "speakers.series-seats"
RECORD_TABLE = "speakers.interventions"
SEGMENTS_TABLE = "speakers.segments-held"


def register() -> None:
    staff_tables.register(INTENTS_TABLE, INTENTS)
    staff_tables.register(COUNTS_TABLE, COUNTS)
    staff_tables.register("speakers.points", POINTS)
    staff_tables.register(SERIES_TABLE, SERIES)
    staff_tables.register(SEATS_TABLE, SEATS)
    staff_tables.register(RECORD_TABLE, RECORD)
    staff_tables.register(SEGMENTS_TABLE, SEGMENTS)


def _pool(asked: Asked) -> list[SpeakingIntent]:
    visible = SpeakingIntent.objects.visible_to(asked.user).filter(session=asked.scope)
    rows = PoolFilterForm(asked.filter, session=asked.scope).narrow(visible)
    rows = rows.select_related("delegation").prefetch_related("questions").defer("accessibility_needs")
    return [intent for group in in_groups(rows) for intent in group.intents]


INTENTS = StaffTable(
    title=_("Intents to speak"),
    permission="speakers.manage_intents",
    rows=_pool,
    note=_("This is not a speakers’ list. Intents by regional group, then alphabetically; no order is kept."),
    columns=[
        Column(_("Regional group"), "delegation.regional_group", RegionalGroup.choices),
        Column(_("Delegation"), "delegation.short_name"),
        Column(_("On behalf of"), "on_behalf_of"),
        Column(_("Status"), "status", IntentStatus.choices),
        Column(_("Form of address"), "form_of_address"),
        Column(_("Name"), lambda intent: intent.name or gettext("To be confirmed")),
        Column(_("Functional title"), "functional_title"),
        Column(_("Level"), "level", Level.choices),
        Column(_("Pronunciation"), "pronunciation"),
        Column(_("Leading questions"), lambda intent: [question.number for question in intent.questions.all()]),
        Column(_("Language"), "language", SpeakingIntent.SpokenLanguage.choices),
        Column(_("Outline"), "outline"),
        Column(_("Availability"), "availability_in_words"),
    ],
)


@dataclass(frozen=True)
class _GroupCount:
    """A regional group: how many of its intents stand, in all and by the name of the level."""

    group: str
    figures: Mapping[str, int]
    total: int


def _counts(asked: Asked) -> list[_GroupCount]:
    """Of all that stand, as the page says, whatever its filter."""
    visible = SpeakingIntent.objects.visible_to(asked.user).filter(session=asked.scope)
    rows = count_by_group_and_level(visible.active()).rows
    return [_GroupCount(key, dict(figures), total) for key, _label, figures, total in rows]


def _at_level(level: Level) -> Callable[[_GroupCount], int]:
    return lambda row: row.figures.get(str(level.label), 0)


COUNTS = StaffTable(
    title=_("Intents by regional group and level"),
    permission="speakers.manage_intents",
    rows=_counts,
    columns=[
        Column(_("Regional group"), "group", RegionalGroup.choices),
        *(Column(level.label, _at_level(level)) for level in Level),
        Column(_("All"), "total"),
    ],
)


def _board(asked: Asked) -> Board:
    series: Series = asked.scope
    return board_of(series, series.open_meetings())


def _choices(asked: Asked) -> list[BoardRow]:
    return [row for _group, rows in _board(asked).groups for row in rows]


SERIES = StaffTable(
    title=_("First and second choices"),
    permission="sessions.manage_series",
    rows=_choices,
    note=_("By regional group, then alphabetically; nothing here is ranked by time."),
    columns=[
        Column(_("Regional group"), "delegation.regional_group", RegionalGroup.choices),
        Column(_("Delegation"), "delegation.short_name"),
        Column(_("First choice"), lambda row: row.first.meeting if row.first else ""),
        Column(_("Second choice"), lambda row: row.second.meeting if row.second else ""),
        Column(_("Place"), lambda row: row.place.meeting if row.place else ""),
        Column(_("Told"), lambda row: row.place is not None and row.place.is_told),
        Column(_("At the same time"), lambda row: [f"{clash.meeting} / {clash.other}" for clash in row.clashes]),
    ],
)


SEATS = StaffTable(
    title=_("Choices and places against seats"),
    permission="sessions.manage_series",
    rows=lambda asked: _board(asked).counts,
    columns=[
        Column(_("Meeting"), "meeting"),
        Column(_("Starts"), "meeting.starts_at", is_moment=True),
        Column(_("Ends"), "meeting.ends_at", is_moment=True),
        Column(_("First choices"), "first"),
        Column(_("Second choices"), "second"),
        Column(_("Seats"), "meeting.seats"),
        Column(_("Places given"), "places"),
    ],
)


# Times are whole seconds: a spreadsheet can add them up.
RECORD = StaffTable(
    title=_("Interventions"),
    permission="speakers.view_console",
    rows=lambda asked: (
        asked.scope.interventions.exclude(ended_at=None)
        .select_related("participant__delegation", "participant__organization", "question")
        .order_by("started_at")
    ),
    columns=[
        Column(_("Speaker"), "participant"),
        Column(_("Kind"), "kind", InterventionKind.choices),
        Column(_("Leading question"), lambda row: row.question.number if row.question else ""),
        Column(_("Starts"), "started_at", is_moment=True),
        Column(_("Ends"), "ended_at", is_moment=True),
        Column(_("Seconds given"), "allotted_seconds"),
        Column(_("Seconds used"), lambda row: int(row.spoken_seconds())),
    ],
)

SEGMENTS = StaffTable(
    title=_("Programme as held"),
    permission="speakers.view_console",
    rows=lambda asked: asked.scope.floor_segments.select_related("item").prefetch_related("item__texts"),
    columns=[
        Column(_("Segment"), "local_title"),
        Column(_("Starts"), "started_at", is_moment=True),
        Column(_("Ends"), "ended_at", is_moment=True),
        Column(_("Seconds given"), "budget_seconds"),
        Column(_("Seconds used"), lambda row: int(row.used_seconds())),
    ],
)


POINTS = StaffTable(
    title=_("Points noted"),
    permission="speakers.note_point",
    rows=lambda asked: PointFilterForm(asked.filter, session=asked.scope).narrow(
        asked.scope.points.select_related(
            "question",
            "theme_area",
            "noted_by",
            "intervention__participant__delegation",
            "intervention__participant__organization",
        ).order_by("-noted_at", "pk")
    ),
    columns=[
        Column(_("Point"), "text"),
        Column(_("Kind"), "kind", PointKind.choices),
        Column(_("Leading question"), lambda point: point.question.number if point.question else ""),
        Column(_("Theme area"), lambda point: point.theme_area.number if point.theme_area else ""),
        Column(_("Said by"), lambda point: point.intervention.participant if point.intervention else ""),
        Column(_("Noted by"), "noted_by"),
        Column(_("Noted on"), "noted_at", is_moment=True),
    ],
)
