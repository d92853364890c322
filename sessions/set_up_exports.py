"""What staff and organizers set up as CSV and Excel: kinds, programme, texts, a side event, whom a call reaches.

Registered by `sessions.exports`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy as _

from dialogue_portal.exports import Asked, Column, StaffTable, staff_tables
from dialogue_portal.plots import Bar, BarPlot
from sessions.cockpit import plots_of
from sessions.models import EventSpeaker, Kind, Organizer, PhaseWindow, ProgrammeItem, SessionKind
from sessions.programme import programme_of
from sessions.services.calls import Called, call_for, hindrance
from sessions.services.texts import TextState, WrittenText, texts_of
from sessions.side_events import side_event_of


def register() -> None:
    staff_tables.register("sessions.kinds", KINDS)
    staff_tables.register("sessions.programme", PROGRAMME)
    staff_tables.register("sessions.texts", TEXTS)
    staff_tables.register("sessions.event-organizers", ORGANIZERS)
    staff_tables.register("sessions.event-speakers", SPEAKERS)
    staff_tables.register("sessions.called", CALLED)
    staff_tables.register("sessions.figures", FIGURES)


KINDS = StaffTable(
    title=_("Kinds of meetings"),
    permission="sessions.manage_kinds",
    rows=lambda _asked: Kind.objects.prefetch_related("segments"),
    columns=[
        Column(_("Kind"), "kind", SessionKind.choices),
        Column(_("Programme"), lambda kind: [f"{segment} {segment.minutes}" for segment in kind.segments.all()]),
        Column(_("Minutes"), "minutes"),
        Column(_("Seconds for an initial comment"), "initial_seconds"),
        Column(_("Seconds for a follow-up"), "follow_up_seconds"),
        Column(_("Stakeholders, at least"), "stakeholders_min"),
        Column(_("Stakeholders, at most"), "stakeholders_max"),
        Column(capfirst(_("a speakers’ list is kept")), "keeps_speakers_list"),
        Column(capfirst(_("the public screen shows overtime")), "shows_overtime"),
        Column(_("Phases"), "phase_words"),
        Column(_("Who may take part"), "open_to_words"),
    ],
)

PROGRAMME = StaffTable(
    title=_("Programme"),
    permission="sessions.manage_session",
    rows=lambda asked: programme_of(asked.scope),
    columns=[
        Column(_("Starts"), "starts_at", is_moment=True),
        Column(_("Ends"), "ends_at", is_moment=True),
        Column(_("Segment"), "item.segment", ProgrammeItem.Segment.choices),
        Column(_("Own title"), lambda row: row.item.local_title if row.item.title else ""),
        Column(_("Minutes"), "item.minutes"),
        Column(_("Led by"), "item.led_by"),
    ],
)


def _state_in(language: str) -> Any:
    def read(written: WrittenText) -> TextState:
        return written.state(language)

    return read


TEXTS = StaffTable(
    title=_("Texts and languages"),
    permission="sessions.edit_texts",
    rows=lambda asked: texts_of(asked.scope),
    columns=[
        Column(_("Text"), "label"),
        *(Column(name, _state_in(code), TextState.choices) for code, name in settings.LANGUAGES),
    ],
)


def _organizers(asked: Asked) -> list[Organizer]:
    event = side_event_of(asked.scope)
    return event.organizers if event else []


def _speakers(asked: Asked) -> list[EventSpeaker]:
    event = side_event_of(asked.scope)
    return event.speakers if event else []


ORGANIZERS = StaffTable(
    title=_("Organizers"),
    permission="sessions.edit_side_event",
    rows=_organizers,
    columns=[
        Column(_("Organizer"), str),
        Column(_("Part"), "part_words"),
        Column(
            _("Editing"),
            lambda row: gettext("Its people may edit") if row.members_edit else gettext("By invitation only"),
        ),
    ],
)

SPEAKERS = StaffTable(
    title=_("Speakers"),
    permission="sessions.edit_side_event",
    rows=_speakers,
    columns=[
        Column(_("Speaker"), "announced_name"),
        Column(_("Functional title"), "functional_title"),
        Column(_("For whom"), "represents"),
        Column(_("Part"), "part", EventSpeaker.Part.choices),
        Column(_("Status"), lambda row: gettext("Confirmed") if row.is_confirmed else gettext("To be confirmed")),
    ],
)


@dataclass(frozen=True)
class _Recipient:
    """Somebody who acts for a delegation or organisation that is called; None: nobody does."""

    principal: Any
    person: Any

    def of_person(self, name: str) -> str:
        return str(getattr(self.person, name)) if self.person else ""


def _called(asked: Asked) -> list[Called]:
    """Nobody where the page says why there is no call."""
    window: PhaseWindow = asked.scope
    if hindrance(window.session, window.phase):
        return []
    return call_for(window.session, window.phase).called


def _recipients(called: list[Called]) -> Iterator[_Recipient]:
    for one in called:
        yield from (_Recipient(one.principal, person) for person in one.people or [None])


CALLED = StaffTable(
    title=_("Who is called"),
    permission="sessions.manage_session",
    rows=_called,
    expand=_recipients,
    columns=[
        Column(_("Delegation or organization"), "principal"),
        Column(_("Recipient"), lambda row: row.of_person("full_name") or gettext("Nobody to write to")),
        Column(_("E-mail address"), lambda row: row.of_person("email")),
        Column(_("Language"), lambda row: row.of_person("language"), settings.LANGUAGES),
    ],
)


@dataclass(frozen=True)
class _Figure:
    """A bar of a plot, which stands for a row of its table."""

    plot: BarPlot
    bar: Bar

    def of_shares(self, name: str) -> Any:
        """A column that only a plot of shares has."""
        return getattr(self.bar, name) if self.plot.base else ""


def _figures(asked: Asked) -> list[_Figure]:
    return [_Figure(plot, bar) for plot in plots_of(asked.scope, asked.user) for bar in plot.bars]


FIGURES = StaffTable(
    title=_("Balance"),
    permission="sessions.manage_session",
    rows=_figures,
    columns=[
        Column(_("Table"), "plot.title"),
        Column(_("Name"), "bar.label"),
        Column(_("What is counted"), "plot.measure"),
        Column(_("How many"), "bar.value"),
        Column(_("Share"), lambda row: row.of_shares("share")),
        Column(_("Compared with"), "plot.base"),
        Column(_("How many of them"), lambda row: row.of_shares("base")),
        Column(_("Their share"), lambda row: row.of_shares("base_share")),
    ],
)
