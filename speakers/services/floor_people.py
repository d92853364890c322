"""People on the floor who are on no list: the chair, the moderator, somebody in the room who is named afterwards."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import Delegation, User
from sessions.models import DialogueSession, Participant, ParticipantCapacity, Role, SessionRole
from sessions.services import register_participant, update_participant
from speakers.models import FloorEventKind, Intervention, InterventionKind
from speakers.services.floor import lock_floor, require_running, write_event
from speakers.services.floor_turns import UNSEEN, first_kind, give_floor

ROLES = {ParticipantCapacity.CHAIR: Role.PRESIDING_CHAIR, ParticipantCapacity.MODERATOR: Role.MODERATOR}


@transaction.atomic
def add_person_in_room(session: DialogueSession, *, actor: User, seen: UUID | None = UNSEEN) -> Intervention:
    """Give the floor to somebody who is on no list, with one press; `name_participant` says afterwards who it was.

    Pressing twice while nobody has named that person gives it once.
    """
    lock_floor(session)
    running = Intervention.objects.running().filter(session=session).select_related("participant").first()
    if running and running.participant.capacity == ParticipantCapacity.OTHER and not running.participant.name:
        return running
    participant = register_participant(session, capacity=ParticipantCapacity.OTHER, actor=actor)
    return give_floor(participant, kind=InterventionKind.INITIAL, actor=actor, seen=seen)


@transaction.atomic
def name_participant(
    participant: Participant, *, actor: User, name: str, functional_title: str = "", delegation: Delegation | None
) -> Participant:
    """Say who a person in the room is, so that screen and record show it."""
    floor = lock_floor(participant.session)
    update_participant(participant, actor=actor, name=name, functional_title=functional_title, delegation=delegation)
    write_event(floor, FloorEventKind.SPEAKER_NAMED, actor=actor, at=timezone.now(), participant=participant.pk)
    return participant


@transaction.atomic
def give_floor_to_officer(
    session: DialogueSession, *, capacity: ParticipantCapacity | str, actor: User, seen: UUID | None = UNSEEN
) -> Intervention:
    """The chair or the moderator speaks; the first time they become a participant, under the name of their role."""
    floor = lock_floor(session)
    require_running(floor)
    officer = session.participants.filter(capacity=capacity, is_active=True).first()
    if officer is None:
        held = SessionRole.objects.in_force().own().filter(session=session, role=ROLES[ParticipantCapacity(capacity)])
        holder = held.select_related("user").first()
        name = str(holder.user) if holder else ""
        officer = register_participant(session, capacity=capacity, actor=actor, name=name)
    return give_floor(officer, kind=first_kind(officer), actor=actor, seen=seen)
