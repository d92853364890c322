"""A session's cockpit put together from what all apps register, and what this app itself finds out of the ordinary."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogue_portal.moments import moment_words
from dialogue_portal.plots import BarPlot
from dialogue_portal.registries import (
    CockpitCard,
    CockpitException,
    MyTask,
    cockpit_cards,
    cockpit_exceptions,
    cockpit_plots,
)
from sessions.models import DialogueSession, Document, SessionStatus, window_of
from sessions.next_step import next_step
from sessions.services.calls import calls_of, hindrance
from sessions.templatetags.meeting import phase_steps

SATURDAY = 5


@dataclass(frozen=True)
class Cockpit:
    """All that the page shows and asks for again, as of one moment."""

    now: datetime
    task: MyTask | None
    steps: list[dict[str, Any]]
    waiting: list[CockpitCard]
    exceptions: list[CockpitException]
    counts: list[CockpitCard]
    plots: list[BarPlot]


def cockpit_of(session: DialogueSession, user: Any) -> Cockpit:
    now = timezone.now()
    cards = sorted((card for give in cockpit_cards for card in give(session, user)), key=lambda card: card.order)
    found = (exception for give in cockpit_exceptions for exception in give(session, user))
    return Cockpit(
        now=now,
        task=next_step(session),
        steps=phase_steps(session, now),
        waiting=[card for card in cards if card.waits],
        exceptions=sorted(found, key=lambda exception: exception.order),
        counts=[card for card in cards if not card.waits],
        plots=plots_of(session, user),
    )


def plots_of(session: DialogueSession, user: Any) -> list[BarPlot]:
    return [plot for give in cockpit_plots for plot in give(session, user)]


def call_cards(session: DialogueSession, user: Any) -> Iterable[CockpitCard]:
    """A phase that is open, to which nobody was called and somebody would be. A constant number of queries."""
    for call in calls_of(session):
        window = window_of(session, call.key)
        if not (window and window.is_open) or call.written or hindrance(session, call.key):
            continue
        if call.reaches_anybody():
            yield CockpitCard(
                title=call.rule.button,
                figure=1,
                detail=_("Nobody was called yet: %(phase)s") % {"phase": call.phase.label},
                url=reverse("sessions:call", kwargs={"slug": session.slug, "phase": call.key}),
                order=20,
                waits=True,
            )


def phase_exceptions(session: DialogueSession, user: Any) -> Iterable[CockpitException]:
    """A phase that is still to close, on a Saturday or Sunday by the meeting's clock: nobody is there to be asked."""
    for step in phase_steps(session):
        closes = step["window"].closes_at
        if closes > timezone.now() and closes.astimezone(session.zone).weekday() >= SATURDAY:
            yield CockpitException(
                title=_("A phase closes on a weekend: %(phase)s") % {"phase": step["label"]},
                detail=moment_words(closes, session.time_zone, session.time_zone),
                url=reverse("sessions:phases", kwargs={"slug": session.slug}),
                button=_("Change the time"),
                order=10,
            )


def document_exceptions(session: DialogueSession, user: Any) -> Iterable[CockpitException]:
    """What visitors are told of or expect, and cannot open. One query."""
    if session.status != SessionStatus.PUBLISHED:
        return
    url = reverse("sessions:documents", kwargs={"slug": session.slug})
    rows = session.documents.order_by("title").annotate(count=Count("files")).values_list("title", "kind", "count")
    known = list(rows.filter(is_public=True))
    if missing := [title for title, _kind, count in known if not count]:
        yield CockpitException(
            title=_("A document is announced and its file is missing"),
            detail="; ".join(missing),
            url=url,
            button=_("Add the file"),
            order=40,
        )
    if not any(kind == Document.Kind.CONCEPT_NOTE for _title, kind, _count in known):
        yield CockpitException(
            title=_("No concept note is public"),
            detail=_("The session is published; delegations and journalists look for it first."),
            url=url,
            button=_("Open the documents"),
            order=41,
        )
