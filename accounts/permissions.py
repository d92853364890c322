"""Predicates about people themselves, which the other apps' rules build on."""

from uuid import UUID

import rules

from accounts.invitations import scope_of
from accounts.models import Delegation, DelegationMember, ErasureRequest, Invitation, JoinRequest, Organization, User
from dialogue_portal.access import read_once


@rules.predicate
def is_secretariat(user: User) -> bool:
    """Serves all sessions."""
    return bool(getattr(user, "is_secretariat", False))


def own_delegations(user: User) -> list[Delegation]:
    """The delegations for which a person acts, by name; read once per request."""
    return [membership.delegation for membership in _delegation_memberships(user)]


def own_organizations(user: User) -> list[Organization]:
    """The organisations for which a person acts, by name; read once per request."""
    if not user.is_authenticated:
        return []
    return read_once(user, "organizations", lambda: list(user.organizations.all()))


def delegations_of(user: User) -> set[UUID]:
    """Keys of the delegations for which a person acts."""
    return {membership.delegation_id for membership in _delegation_memberships(user)}


def delegations_led_by(user: User) -> set[UUID]:
    """Keys of the delegations whose focal points a person leads."""
    return {membership.delegation_id for membership in _delegation_memberships(user) if membership.is_lead}


def organizations_of(user: User) -> set[UUID]:
    """Keys of the organisations for which a person acts."""
    return {organization.pk for organization in own_organizations(user)}


def _delegation_memberships(user: User) -> list[DelegationMember]:
    if not user.is_authenticated:
        return []
    rows = user.delegation_memberships.select_related("delegation").order_by("delegation__short_name")
    return read_once(user, "delegations", lambda: list(rows))


@rules.predicate
def is_focal_point(user: User, delegation: Delegation | None) -> bool:
    """Acts for this delegation; without one, for any."""
    own = delegations_of(user)
    return delegation.pk in own if delegation else bool(own)


@rules.predicate
def is_lead(user: User, delegation: Delegation) -> bool:
    """Leads this delegation's focal points."""
    return delegation.pk in delegations_led_by(user)


@rules.predicate
def leads_its_delegation(user: User, membership: DelegationMember) -> bool:
    return bool(is_lead(user, membership.delegation))


@rules.predicate
def manages_what_is_offered(user: User, invitation: Invitation) -> bool:
    """The lead of a delegation, the principal of a deputy."""
    may_manage = scope_of(invitation.scope).may_manage if invitation.scope else None
    return may_manage is not None and bool(may_manage(user, invitation.scope))


@rules.predicate
def is_organization_member(user: User, organization: Organization | None) -> bool:
    """Acts for this organisation; without one, for any."""
    own = organizations_of(user)
    return organization.pk in own if organization else bool(own)


@rules.predicate
def acts_for_what_is_asked(user: User, request: JoinRequest) -> bool:
    """Acts for the organisation that somebody asks to join."""
    return is_organization_member(user, request.organization)


@rules.predicate
def has_asked(user: User, request: JoinRequest) -> bool:
    return request.user_id == user.pk


@rules.predicate
def asks_for_own_erasure(user: User, request: ErasureRequest) -> bool:
    return request.person_id == user.pk


rules.add_perm("accounts.signed_in", rules.is_authenticated)
rules.add_perm("accounts.manage_people", is_secretariat)
# On a delegation, on a membership of one, on an invitation.
rules.add_perm("accounts.view_delegation", is_secretariat | is_focal_point)
rules.add_perm("accounts.manage_delegation", is_secretariat | is_lead)
rules.add_perm("accounts.manage_membership", is_secretariat | leads_its_delegation)
rules.add_perm("accounts.manage_invitation", is_secretariat | manages_what_is_offered)
rules.add_perm("accounts.view_audit_log", is_secretariat)

# On an organisation, and on a request to act for one.
rules.add_perm("accounts.view_organization", is_secretariat | is_organization_member)
rules.add_perm("accounts.join_organization", rules.is_authenticated)
rules.add_perm("accounts.leave_organization", is_organization_member)
rules.add_perm("accounts.answer_join_request", is_secretariat | acts_for_what_is_asked)
rules.add_perm("accounts.withdraw_join_request", has_asked)
rules.add_perm("accounts.withdraw_erasure_request", asks_for_own_erasure)
