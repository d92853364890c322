"""Who may do what in a session. The other apps build their rules on `has_role` and `can_see_session`."""

from typing import NamedTuple
from uuid import UUID

import rules

from accounts.models import User
from accounts.permissions import is_focal_point, is_organization_member, is_secretariat
from dialogue_portal.access import read_once
from sessions.models import DialogueSession, Document, Instruction, Role, SessionRole, SessionStatus


class HeldRole(NamedTuple):
    """A role that a person holds today; the group is a Bureau member's."""

    session: UUID
    role: str
    regional_group: str


def held_roles(user: User) -> list[HeldRole]:
    """All roles that a person holds today, in any session; read once per request."""
    if not user.is_authenticated:
        return []

    def read() -> list[HeldRole]:
        rows = SessionRole.objects.in_force().filter(user=user)
        return [HeldRole(*row) for row in rows.values_list("session_id", "role", "regional_group")]

    return read_once(user, "roles", read)


def roles_of(user: User, session: DialogueSession) -> set[str]:
    """The roles that a person holds in a session today."""
    return {held.role for held in held_roles(user) if held.session == session.pk}


def roles_anywhere(user: User) -> set[str]:
    """The roles that a person holds in any session today."""
    return {held.role for held in held_roles(user)}


def sessions_held(user: User, *roles: Role) -> list[UUID]:
    """Keys of the sessions in which a person holds one of these roles today; asking for rows of none costs no query."""
    return [held.session for held in held_roles(user) if held.role in roles]


def has_role(*wanted: Role) -> rules.predicates.Predicate:
    """A predicate: the person holds one of these roles in the session."""

    def holds(user: User, session: DialogueSession | None) -> bool:
        return session is not None and not roles_of(user, session).isdisjoint(wanted)

    return rules.predicate(holds, name="has_role:" + ",".join(wanted))


@rules.predicate
def is_public(user: User, session: DialogueSession) -> bool:
    """Anybody may know of a session that is not a draft."""
    return session.status != SessionStatus.DRAFT


@rules.predicate
def has_any_role(user: User, session: DialogueSession) -> bool:
    """Holds any role in the session today."""
    return bool(roles_of(user, session))


can_see_session = is_public | is_secretariat | has_any_role

rules.add_perm("sessions.view_session", can_see_session)


@rules.predicate
def can_see_document(user: User, document: Document) -> bool:
    """The same rows as `Document.objects.visible_to`."""
    return document.is_public or has_any_role(user, document.session)


@rules.predicate
def is_of_the_principal(user: User, instruction: Instruction) -> bool:
    """One of those on whose behalf it was done."""
    if instruction.delegation_id:
        return bool(is_focal_point(user, instruction.delegation))
    if instruction.organization_id:
        return bool(is_organization_member(user, instruction.organization))
    return user.pk == instruction.person_id


rules.add_perm("sessions.view_instruction", is_secretariat | is_of_the_principal)
rules.add_perm("sessions.download_document", can_see_document | is_secretariat)
rules.add_perm("sessions.manage_session", is_secretariat)
rules.add_perm("sessions.add_session", is_secretariat)
