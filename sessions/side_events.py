"""What a page says of a side event beside any meeting: organizers, speakers by part, and what it still lacks."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from dialogue_portal.registries import CockpitCard, MyTask
from sessions.models import (
    DialogueSession,
    EventSpeaker,
    Organizer,
    PublishingRequest,
    Role,
    SessionKind,
    SessionStatus,
    TextPart,
)
from sessions.permissions import events_let_edit, sessions_held

PARTS = {part.value: number for number, part in enumerate(EventSpeaker.Part)}


@dataclass(frozen=True)
class SideEvent:
    """Who organizes it, the organizers first, and who speaks, by part in the order of the event."""

    organizers: list[Organizer]
    speakers: list[EventSpeaker]


def side_event_of(session: DialogueSession) -> SideEvent | None:
    """None for a meeting of another kind. Two queries."""
    if session.kind != SessionKind.SIDE_EVENT:
        return None
    organizers = session.organizers.select_related("delegation", "organization")
    return in_order(organizers, session.event_speakers.all())


def in_order(organizers: Iterable[Organizer], speakers: Iterable[EventSpeaker]) -> SideEvent:
    """Whoever leads first; speakers by part. No query beyond those of its arguments."""
    return SideEvent(
        organizers=sorted(organizers, key=lambda organizer: (not organizer.is_lead, organizer.number)),
        speakers=sorted(speakers, key=lambda speaker: (PARTS[speaker.part], speaker.number)),
    )


def gaps_of(session: DialogueSession, event: SideEvent) -> list[str]:
    """What organizers should still add before they ask for publication; nothing here hinders it."""
    gaps = []
    if not session.text(TextPart.OVERVIEW, "en"):
        gaps.append(_("There is no overview yet."))
    if not event.organizers:
        gaps.append(_("No organizer is named."))
    if not event.speakers:
        gaps.append(_("No speaker is announced."))
    if open_names := [speaker for speaker in event.speakers if not (speaker.name and speaker.is_confirmed)]:
        gaps.append(_("To be confirmed: %(who)s.") % {"who": ", ".join(map(_described, open_names))})
    return gaps


def _described(speaker: EventSpeaker) -> str:
    return speaker.name or speaker.functional_title or speaker.represents


def organizer_tasks(user: User) -> Iterable[MyTask]:
    """For organizers: to complete their side event while it is a draft. What they ask for is in `next_step`."""
    if not user.is_authenticated or user.has_desk:
        return
    edited = {*sessions_held(user, Role.ORGANIZER), *events_let_edit(user)}
    drafts = DialogueSession.objects.filter(
        pk__in=edited, kind=SessionKind.SIDE_EVENT, status=SessionStatus.DRAFT, publishing_request=None
    )
    for session in drafts.order_by("starts_at", "title"):
        yield MyTask(
            title=_("Complete your side event"),
            detail=str(session),
            url=reverse("sessions:event", kwargs={"slug": session.slug}),
            button=_("Continue"),
            time_zone=session.time_zone,
        )


def request_cards(session: DialogueSession, user: Any) -> Iterable[CockpitCard]:
    """In the cockpit, what the front page has for the secretariat: that the organizers ask. At most one query."""
    is_draft = session.kind == SessionKind.SIDE_EVENT and session.status == SessionStatus.DRAFT
    if is_draft and PublishingRequest.objects.filter(session=session).exists():
        yield CockpitCard(
            title=_("The organizers ask to publish it"),
            figure=1,
            detail=_("They have completed the page of their side event."),
            url=reverse("sessions:set-up", kwargs={"slug": session.slug}),
            order=10,
            waits=True,
        )
