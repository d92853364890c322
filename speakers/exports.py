"""The staff tables of this app as CSV and Excel: the pool of intents, the choices in a series, the points noted.

The pool is by regional group, then alphabetical, and holds no time and no accessibility need.
"""

from django.utils.translation import gettext, gettext_lazy as _

from accounts.models import RegionalGroup
from dialogue_portal.exports import Asked, Column, StaffTable, staff_tables
from sessions.models import Level, Series
from speakers.forms.intents import PoolFilterForm
from speakers.forms.points import PointFilterForm
from speakers.models import SpeakingIntent
from speakers.models.intents import IntentStatus
from speakers.models.points import PointKind
from speakers.pool import in_groups
from speakers.series import BoardRow, board_of

INTENTS_TABLE = "speakers.intents"
SERIES_TABLE = "speakers.series"


def register() -> None:
    staff_tables.register(INTENTS_TABLE, INTENTS)
    staff_tables.register("speakers.points", POINTS)
    staff_tables.register(SERIES_TABLE, SERIES)


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


def _choices(asked: Asked) -> list[BoardRow]:
    series: Series = asked.scope
    return [row for _group, rows in board_of(series, series.open_meetings()).groups for row in rows]


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
