"""What organizers write of their side event: who organizes it, who speaks, and that it is ready to be published.

Publishing itself stays with the secretariat (`publishing`).
"""

import uuid
from collections.abc import Mapping
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.db.models import Max, Q

from accounts.models import Delegation, Organization, User
from dialogue_portal.client_tokens import create_once
from dialogue_portal.revisions import save_revision
from dialogue_portal.states import InvalidTransition
from sessions.models import DialogueSession, EventSpeaker, Organizer, PublishingRequest, SessionStatus


class OrganizesAlready(Exception):
    """Nobody organizes a side event twice; `organizer` is the row that is there."""

    def __init__(self, organizer: Organizer) -> None:
        self.organizer = organizer
        super().__init__(f"{organizer.pk} organizes {organizer.session_id}")


class Organizing(TypedDict, total=False):
    """Who organizes: a delegation, an organization, or a UN entity or partner by its name."""

    delegation: Delegation | None
    organization: Organization | None
    name: str


class Announced(TypedDict, total=False):
    """How a speaker is announced."""

    part: str
    name: str
    functional_title: str
    represents: str
    is_confirmed: bool


@transaction.atomic
def add_organizer(
    session: DialogueSession,
    *,
    actor: User | None,
    is_lead: bool = True,
    token: uuid.UUID | None = None,
    **organizing: Unpack[Organizing],
) -> Organizer:
    """Name a further organizer, or co-organizer, after those named before; its people may not edit yet.

    Raises OrganizesAlready for one that is named, in either part.
    """
    rows = _locked(session).organizers

    def create() -> Organizer:
        if there := rows.filter(_the_same(**organizing)).first():
            raise OrganizesAlready(there)
        return rows.create(is_lead=is_lead, number=_next(rows), client_token=token, **organizing)

    return create_once(rows.all(), token, create)[0]


def _the_same(delegation: Delegation | None = None, organization: Organization | None = None, name: str = "") -> Q:
    if name:
        return Q(name__iexact=name)
    return Q(delegation=delegation, organization=organization)


def let_members_edit(organizer: Organizer, allowed: bool, *, actor: User) -> Organizer:
    """Let whoever acts for an organizer edit the side event, or no longer. Raises ValueError for a mere name."""
    if organizer.name:
        raise ValueError("nobody acts for a name in the portal")
    organizer.members_edit = allowed
    organizer.save(update_fields=["members_edit"])
    return organizer


def settle_organizers(kept: Organization, merged: Organization, choices: Mapping[str, str], actor: User) -> None:
    """Two entries of one organization organize a side event together: they are one organizer, with what either had."""
    theirs = {row.session_id: row for row in Organizer.objects.filter(organization=kept)}
    for second in Organizer.objects.filter(organization=merged, session__in=theirs):
        first = theirs[second.session_id]
        first.is_lead, first.members_edit = first.is_lead or second.is_lead, first.members_edit or second.members_edit
        second.delete()
        first.save(update_fields=["is_lead", "members_edit"])


def remove_organizer(organizer: Organizer, *, actor: User) -> None:
    """Take an organizer from the side event, and with it what its people might edit."""
    organizer.delete()


@transaction.atomic
def add_event_speaker(
    session: DialogueSession, *, actor: User | None, token: uuid.UUID | None = None, **announced: Unpack[Announced]
) -> EventSpeaker:
    """Announce a further speaker, after those announced before."""
    rows = _locked(session).event_speakers

    def create() -> EventSpeaker:
        return rows.create(number=_next(rows), client_token=token, **announced)

    return create_once(rows.all(), token, create)[0]


def save_event_speaker(speaker: EventSpeaker, *, actor: User, seen: int) -> EventSpeaker:
    """Save how a speaker is announced. Raises StaleRevision."""
    return save_revision(speaker, seen=seen)


def remove_event_speaker(speaker: EventSpeaker, *, actor: User) -> None:
    """Announce a speaker no longer; their statements stay documents of the session."""
    speaker.delete()


@transaction.atomic
def move_event_speaker(speaker: EventSpeaker, *, up: bool, actor: User) -> None:
    """Announce a speaker before or after the neighbour in the same part; at its ends nothing changes."""
    rows = list(_locked(speaker.session).event_speakers.filter(part=speaker.part))
    if speaker not in rows:
        # Announced in another part, or no longer, since the page was shown.
        return
    place = rows.index(speaker)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        return
    rows[place].number, rows[other].number = rows[other].number, rows[place].number
    for row in (rows[place], rows[other]):
        row.save(update_fields=["number"])


@transaction.atomic
def ask_to_publish(session: DialogueSession, *, actor: User) -> PublishingRequest:
    """Ask the secretariat to publish; asking again is asking once. Raises InvalidTransition unless it is a draft."""
    row = _locked(session)
    if row.status != SessionStatus.DRAFT:
        raise InvalidTransition(row.status, SessionStatus.PUBLISHED)
    return PublishingRequest.objects.get_or_create(session=row, defaults={"asked_by": actor})[0]


def _locked(session: DialogueSession) -> DialogueSession:
    """The session's row is the lock under which numbers are given."""
    return DialogueSession.objects.select_for_update().get(pk=session.pk)


def _next(rows: Any) -> int:
    return (rows.aggregate(last=Max("number"))["last"] or 0) + 1
