"""Who acts for a delegation: invited, removed, and which of them leads.

What a focal point did belongs to the delegation and stays when the person goes. Every change is told to the persons
concerned; the audit log has it by itself.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.invitations import Holding
from accounts.memberships import MembershipChange, messengers
from accounts.models import Delegation, DelegationMember, Invitation, User
from accounts.services.invitations import addresses_of


class LastLead(Exception):
    """Without this person nobody would lead the delegation's focal points."""


def give_focal_point(invitation: Invitation, user: User) -> None:
    """What an accepted invitation to a delegation gives; twice is once."""
    delegation: Any = invitation.scope
    is_lead = {"is_lead": True} if invitation.role == "lead" else {}
    _membership, is_new = DelegationMember.objects.update_or_create(delegation=delegation, user=user, defaults=is_lead)
    if is_new:
        _tell("focal-point-added", delegation, person=user, actor=user)


@transaction.atomic
def remove_focal_point(membership: DelegationMember, *, actor: User, without_lead: bool = False) -> None:
    """End a person's acting for a delegation; what they did stays.

    Raises LastLead for the only lead, unless a member of the secretariat says `without_lead`.
    """
    delegation = _locked(membership.delegation)
    if is_last_lead(membership) and not (without_lead and actor.is_secretariat):
        raise LastLead
    membership.delete()
    _tell("focal-point-removed", delegation, person=membership.user, actor=actor, also=(membership.user,))


@transaction.atomic
def hand_over_lead(membership: DelegationMember, *, actor: User) -> None:
    """Make this focal point the one who leads; whoever led before stays a focal point.

    Raises DelegationMember.DoesNotExist if the person was removed meanwhile.
    """
    delegation = _locked(membership.delegation)
    heir = DelegationMember.objects.select_related("user").get(pk=membership.pk)
    for former in delegation.memberships.filter(is_lead=True).exclude(pk=heir.pk):
        former.is_lead = False
        former.save(update_fields=["is_lead"])
    if heir.is_lead:
        return
    heir.is_lead = True
    heir.save(update_fields=["is_lead"])
    _tell("lead-handed-over", delegation, person=heir.user, actor=actor)


def is_last_lead(membership: DelegationMember) -> bool:
    """Whether nobody else who can sign in leads this delegation."""
    if not membership.is_lead:
        return False
    others = DelegationMember.objects.filter(delegation=membership.delegation_id, is_lead=True, user__is_active=True)
    return not others.exclude(pk=membership.pk).exists()


def _locked(delegation: Delegation) -> Delegation:
    """Under this lock a delegation's focal points change."""
    return Delegation.objects.select_for_update().get(pk=delegation.pk)


def _tell(occasion: str, delegation: Delegation, *, person: User, actor: User, also: tuple[User, ...] = ()) -> None:
    members = User.objects.filter(delegation_memberships__delegation=delegation)
    told = {user.pk: user for user in (*members, *also) if user.is_active}
    for messenger in messengers:
        messenger(MembershipChange(occasion, delegation, person, actor, tuple(told.values())))


def focal_points_held(delegations: Collection[UUID]) -> set[Holding]:
    """Which addresses act for which of these delegations already; a lead is a focal point too. Two queries."""
    members = list(DelegationMember.objects.filter(delegation__in=delegations, user__is_active=True))
    addresses = addresses_of(member.user_id for member in members)
    return {
        (member.delegation_id, role, "", address)
        for member in members
        for role in (("focal_point", "lead") if member.is_lead else ("focal_point",))
        for address in addresses[member.user_id]
    }
