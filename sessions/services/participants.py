"""Who may be given the floor. Speakers call this for intents, stakeholders for the confirmed panel, staff for others.

A participant is never deleted: interventions keep pointing at it. Whoever withdraws is retired, and reinstated if
they come back.
"""

from typing import Any, TypedDict, Unpack

from django.db import transaction

from accounts.models import Delegation, Organization, RegionalGroup, User
from sessions.models import DialogueSession, Participant, ParticipantCapacity


class Announced(TypedDict, total=False):
    """How a participant is announced and for whom they speak; what is left out stays as it is."""

    name: str
    functional_title: str
    level: str
    delegation: Delegation | None
    organization: Organization | None
    on_behalf_of: str
    regional_group: str


@transaction.atomic
def register_participant(
    session: DialogueSession, *, capacity: ParticipantCapacity | str, actor: User | None, **announced: Unpack[Announced]
) -> Participant:
    """Add a person to those who may be given the floor; the regional group is the delegation's or organisation's."""
    participant = Participant(session=session, capacity=capacity, **announced)
    participant.regional_group = announced.get("regional_group") or _group_of(participant)
    participant.save()
    return participant


@transaction.atomic
def update_participant(participant: Participant, *, actor: User | None, **announced: Unpack[Announced]) -> Participant:
    """Change how a participant is announced; the group follows the delegation unless it is given."""
    changed: dict[str, Any] = dict(announced)
    for field, value in changed.items():
        setattr(participant, field, value)
    if "regional_group" not in changed and changed.keys() & {"delegation", "organization"}:
        participant.regional_group = _group_of(participant)
    participant.save()
    return participant


def retire_participant(participant: Participant, *, actor: User | None) -> Participant:
    """Take a participant out of those who may be given the floor; what they said stays on the record."""
    return _set_active(participant, False)


def reinstate_participant(participant: Participant, *, actor: User | None) -> Participant:
    """Let a retired participant be given the floor again."""
    return _set_active(participant, True)


def _set_active(participant: Participant, is_active: bool) -> Participant:
    participant.is_active = is_active
    participant.save(update_fields=["is_active"])
    return participant


def _group_of(participant: Participant) -> str:
    source = participant.delegation or participant.organization
    return source.regional_group if source else RegionalGroup.NONE
