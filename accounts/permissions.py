"""Predicates about people themselves, which the other apps' rules build on."""

import rules

from accounts.models import Delegation, Organization, User


@rules.predicate
def is_secretariat(user: User) -> bool:
    """Serves all sessions."""
    return bool(getattr(user, "is_secretariat", False))


@rules.predicate
def is_focal_point(user: User, delegation: Delegation | None) -> bool:
    """Acts for this delegation; without one, for any."""
    if not user.is_authenticated:
        return False
    memberships = user.delegation_memberships.all()
    return memberships.filter(delegation=delegation).exists() if delegation else memberships.exists()


@rules.predicate
def is_organization_member(user: User, organization: Organization | None) -> bool:
    """Acts for this organisation; without one, for any."""
    if not user.is_authenticated:
        return False
    memberships = user.organization_memberships.all()
    return memberships.filter(organization=organization).exists() if organization else memberships.exists()


rules.add_perm("accounts.signed_in", rules.is_authenticated)
rules.add_perm("accounts.manage_people", is_secretariat)
rules.add_perm("accounts.view_audit_log", is_secretariat)
