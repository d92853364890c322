"""Who holds which role in a session. Called by the page of people and by accepted invitations."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.invitations import Holding
from accounts.models import Invitation, RegionalGroup, User
from accounts.services.invitations import addresses_of
from sessions.models import DialogueSession, Role, SessionRole


class RoleHeld(Exception):
    """The person holds this role already."""


@transaction.atomic
def assign_role(
    session: DialogueSession,
    *,
    user: User,
    role: Role | str,
    actor: User | None,
    regional_group: RegionalGroup | str = "",
    is_designate: bool = False,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> SessionRole:
    """Give a person a role; one that had ended begins again.

    Raises RoleHeld if it is in force, ValueError if a Bureau member has no regional group or anybody else has one.
    """
    if (role == Role.BUREAU) != bool(regional_group):
        raise ValueError("a Bureau member, and nobody else, acts for a regional group")
    DialogueSession.objects.select_for_update().get(pk=session.pk)
    key: dict[str, Any] = {"session": session, "user": user, "role": role, "regional_group": regional_group}
    if SessionRole.objects.in_force().filter(**key).exists():
        raise RoleHeld
    values = {"is_designate": is_designate, "starts_on": starts_on, "ends_on": ends_on}
    held, _new = SessionRole.objects.update_or_create(**key, defaults=values)
    return held


def end_role(held: SessionRole, *, actor: User | None) -> SessionRole:
    """End a role at once; the row stays as the record of who held it. `ends_on` is the last day, so yesterday (UTC)."""
    held.ends_on = timezone.now().date() - timedelta(days=1)
    held.save(update_fields=["ends_on"])
    return held


def give_invited_role(invitation: Invitation, user: User) -> None:
    """What an accepted invitation to a session gives, for the days that it names; twice is once."""
    session: Any = invitation.scope
    try:
        assign_role(
            session,
            user=user,
            role=invitation.role,
            regional_group=invitation.regional_group,
            is_designate=invitation.is_designate,
            starts_on=invitation.starts_on,
            ends_on=invitation.ends_on,
            actor=invitation.invited_by,
        )
    except RoleHeld:
        return


def roles_held(sessions: Collection[UUID]) -> set[Holding]:
    """Which addresses hold which role in these sessions today. Two queries."""
    held = list(SessionRole.objects.in_force().filter(session__in=sessions))
    addresses = addresses_of(one.user_id for one in held)
    return {
        (one.session_id, one.role, one.regional_group, address) for one in held for address in addresses[one.user_id]
    }
