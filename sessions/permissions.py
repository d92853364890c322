"""Who may do what in a session. The other apps build their rules on `has_role` and `can_see_session`."""

from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

import rules
from django.db.models import Q

from accounts.models import User
from accounts.permissions import (
    delegations_of,
    is_focal_point,
    is_organization_member,
    is_secretariat,
    organizations_of,
)
from dialogue_portal.access import read_once
from dialogue_portal.registries import Registry
from sessions.models import (
    Availability,
    DialogueSession,
    Document,
    DocumentFile,
    EventSpeaker,
    Instruction,
    Organizer,
    Role,
    Series,
    SeriesText,
    SessionKind,
    SessionRole,
    SessionStatus,
)

# Those who have deputies (domain, "The Chair's summary").
DEPUTED_ROLES = (Role.COMMISSION_CHAIR, Role.PRESIDING_CHAIR, Role.BUREAU)


class HeldRole(NamedTuple):
    """A role that a person holds today; the group is a Bureau member's, `deputy_of` names a deputy's principal."""

    session: UUID
    role: str
    regional_group: str
    deputy_of: str | None


def held_roles(user: User) -> list[HeldRole]:
    """All roles that a person holds today, in any session; read once per request."""
    if not user.is_authenticated:
        return []

    def read() -> list[HeldRole]:
        rows = SessionRole.objects.in_force().filter(user=user)
        return [
            HeldRole(*row)
            for row in rows.values_list("session_id", "role", "regional_group", "deputy_for__user__full_name")
        ]

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


def events_let_edit(user: User) -> set[UUID]:
    """Keys of the sessions whose organizers let those who act for them edit; read once per request."""
    delegations, organizations = delegations_of(user), organizations_of(user)
    if not (delegations or organizations):
        return set()
    theirs = Q(delegation__in=delegations) | Q(organization__in=organizations)
    rows = Organizer.objects.filter(theirs, members_edit=True).order_by()
    return read_once(user, "events", lambda: set(rows.values_list("session", flat=True)))


@rules.predicate
def edits_side_event(user: User, session: DialogueSession) -> bool:
    """An organizer of this side event: by a role held today, or acting for one whose people may."""
    if session.kind != SessionKind.SIDE_EVENT:
        return False
    return Role.ORGANIZER in roles_of(user, session) or session.pk in events_let_edit(user)


@rules.predicate
def has_any_role(user: User, session: DialogueSession) -> bool:
    """Holds any role in the session today, or edits it as an organizer."""
    return bool(roles_of(user, session)) or edits_side_event(user, session)


can_see_session = is_public | is_secretariat | has_any_role

rules.add_perm("sessions.view_session", can_see_session)

# Who takes part in a session beside those who hold a role: the apps that know of them register a rule.
taking_part: Registry[Callable[[User, DialogueSession], bool]] = Registry()


@rules.predicate
def takes_part(user: User, session: DialogueSession) -> bool:
    """By any app's word: an intent to speak that stands, a confirmed seat on the panel."""
    return user.is_authenticated and any(rule(user, session) for rule in taking_part)


@rules.predicate
def sees_a_meeting_of(user: User, series: Series) -> bool:
    """The same rows as `Series.objects.visible_to`."""
    return DialogueSession.objects.visible_to(user).filter(series=series).exists()


rules.add_perm("sessions.view_series", is_secretariat | sees_a_meeting_of)
rules.add_perm("sessions.manage_series", is_secretariat)

# Those concerned with a meeting have the link to join it; nobody else learns it.
rules.add_perm("sessions.join_online", is_secretariat | has_any_role | takes_part)


@rules.predicate
def can_see_document(user: User, document: Document) -> bool:
    """The same rows as `Document.objects.visible_to`."""
    is_shown = document.availability() == Availability.PUBLIC and is_public(user, document.session)
    return is_shown or has_any_role(user, document.session)


@rules.predicate
def can_see_file(user: User, file: DocumentFile) -> bool:
    """The same rows as `DocumentFile.objects.visible_to`: versions before the current one are not the public's."""
    document = file.document
    return can_see_document(user, document) and (file.is_current or has_any_role(user, document.session))


@rules.predicate
def is_side_event(user: User, session: DialogueSession) -> bool:
    return session.kind == SessionKind.SIDE_EVENT


@rules.predicate
def edits_its_side_event(user: User, row: Document | EventSpeaker | Organizer) -> bool:
    return edits_side_event(user, row.session)


@rules.predicate
def is_co_organizer(user: User, organizer: Organizer) -> bool:
    """Not one that leads: else whoever may edit could take the event from those to whom it is entrusted."""
    return not organizer.is_lead


@rules.predicate
def edits_side_event_of_file(user: User, file: DocumentFile) -> bool:
    return edits_side_event(user, file.document.session)


@rules.predicate
def edits_side_event_of_text(user: User, cell: Any) -> bool:
    """On one text in one language, as its page has it; the title of a series is the secretariat's."""
    return not isinstance(cell.row, SeriesText) and edits_side_event(user, cell.written.session)


@rules.predicate
def is_of_the_principal(user: User, instruction: Instruction) -> bool:
    """One of those on whose behalf it was done."""
    if instruction.delegation_id:
        return bool(is_focal_point(user, instruction.delegation))
    if instruction.organization_id:
        return bool(is_organization_member(user, instruction.organization))
    return user.pk == instruction.person_id


def acts_as(user: User) -> list[str]:
    """Of which principals the person has been asked for powers as a deputy in this request, for the audit log."""
    kept = getattr(user, "_read_once", {}).get("roles", [])
    return [f"deputy of {held.deputy_of} ({held.role})" for held in kept if held.deputy_of is not None]


@rules.predicate
def may_have_deputies(user: User, session: DialogueSession) -> bool:
    """Holds a role, in their own right, that may be deputized; a deputy names no deputies."""
    held = (one for one in held_roles(user) if one.session == session.pk and one.deputy_of is None)
    return any(one.role in DEPUTED_ROLES for one in held)


@rules.predicate
def holds_it(user: User, role: SessionRole) -> bool:
    return role.user_id == user.pk and role.deputy_for_id is None and role.role in DEPUTED_ROLES


@rules.predicate
def is_its_principal(user: User, held: SessionRole) -> bool:
    return held.deputy_for is not None and held.deputy_for.user_id == user.pk


# On a session, on a role that one holds, on a deputy's role.
rules.add_perm("sessions.name_deputies", is_secretariat | may_have_deputies)
rules.add_perm("sessions.name_deputy_of", is_secretariat | holds_it)
rules.add_perm("sessions.end_deputy", is_secretariat | is_its_principal)
rules.add_perm("sessions.view_instruction", is_secretariat | is_of_the_principal)
rules.add_perm("sessions.download_document", can_see_document | is_secretariat)
rules.add_perm("sessions.download_file", can_see_file | is_secretariat)
# What organizers may edit of their side event; on the session, or on what belongs to it.
rules.add_perm("sessions.edit_side_event", is_side_event & (is_secretariat | edits_side_event))
rules.add_perm("sessions.edit_in_side_event", is_secretariat | edits_its_side_event)
rules.add_perm("sessions.let_organizers_edit", is_secretariat)
rules.add_perm("sessions.remove_organizer", is_secretariat | (is_co_organizer & edits_its_side_event))
rules.add_perm("sessions.edit_texts", is_secretariat | edits_side_event)
rules.add_perm("sessions.edit_text", is_secretariat | edits_side_event_of_text)
rules.add_perm("sessions.edit_documents", is_secretariat | edits_side_event)
rules.add_perm("sessions.edit_document", is_secretariat | edits_its_side_event)
rules.add_perm("sessions.edit_document_file", is_secretariat | edits_side_event_of_file)
rules.add_perm("sessions.manage_session", is_secretariat)
rules.add_perm("sessions.add_session", is_secretariat)
rules.add_perm("sessions.manage_kinds", is_secretariat)
rules.add_perm("sessions.manage_commission_sessions", is_secretariat)
