"""Who holds which role in a session. Called by the page of people and by accepted invitations."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import RegionalGroup, User
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


def give_invited_role(invitation: Any, user: User) -> None:
    """What an accepted invitation to a session gives; twice is once."""
    group = invitation.regional_group
    if SessionRole.objects.in_force().filter(
        session=invitation.scope, user=user, role=invitation.role, regional_group=group
    ):
        return
    assign_role(invitation.scope, user=user, role=invitation.role, regional_group=group, actor=invitation.invited_by)
