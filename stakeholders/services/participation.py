"""A selected stakeholder confirms, and becomes a participant who may be given the floor; or is invited by the Chair."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.matching import known_as
from accounts.models import Organization, User
from dialogue_portal.states import InvalidTransition
from sessions.models import Act, DialogueSession, ParticipantCapacity
from sessions.services import Source, register_participant
from stakeholders.models import Application, ApplicationStatus, Participation, Route
from stakeholders.services.applying import write_to_members
from stakeholders.services.moves import move
from stakeholders.services.on_behalf import record_for_organization


@transaction.atomic
def confirm_participation(
    application: Application, *, actor: User, source: Source | None = None, **needs: Any
) -> Participation:
    """Confirm that the speaker takes part, with `needs` (fields of Participation): by a member, or by staff for them.

    `source` is on what staff do so. Makes the session's participant.
    Raises InvalidTransition unless the application is selected.
    """
    move(application, ApplicationStatus.CONFIRMED)
    participant = register_participant(
        application.session,
        capacity=ParticipantCapacity.STAKEHOLDER,
        actor=actor,
        name=application.speaker_name,
        functional_title=application.speaker_title,
        organization=application.organization,
    )
    needs.setdefault("presence", Participation.Presence.IN_PERSON)
    participation = Participation.objects.create(
        application=application, participant=participant, confirmed_by=actor, **needs
    )
    if source is not None:
        record_for_organization(application, act=Act.CONFIRMED, source=source, actor=actor)
    write_to_members("participation-confirmed", application)
    return participation


@transaction.atomic
def invite_stakeholder(
    session: DialogueSession,
    *,
    actor: User,
    organization: Mapping[str, Any],
    speaker_name: str,
    speaker_title: str,
) -> Application:
    """Record a stakeholder whom the Chair invited: takes a seat beside those recommended, and the balance counts it.

    An organisation of this name that the portal knows is taken, else one is made from the values. One that has applied
    keeps its application; raises InvalidTransition if that is not eligible.
    """
    known = known_as(organization["name"])
    there = Application.objects.live().filter(session=session, organization=known).first() if known else None
    if there is None:
        return _invited(
            session, known or Organization.objects.create(**organization), actor, speaker_name, speaker_title
        )
    if there.status != ApplicationStatus.ELIGIBLE:
        raise InvalidTransition(there.status, ApplicationStatus.ELIGIBLE)
    there.route = Route.INVITATION
    there.save(update_fields=["route"])
    return there


def _invited(
    session: DialogueSession, organization: Organization, actor: User, speaker_name: str, speaker_title: str
) -> Application:
    now = timezone.now()
    return Application.objects.create(
        session=session,
        organization=organization,
        route=Route.INVITATION,
        status=ApplicationStatus.ELIGIBLE,
        speaker_name=speaker_name,
        speaker_title=speaker_title,
        started_by=actor,
        submitted_at=now,
        screened_by=actor,
        screened_at=now,
    )
