"""The staff tables of this app as CSV and Excel: organisations, delegations, invitations, the audit log."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.audit_log import Change, changes_of, chosen_entries, shows_time
from accounts.forms.delegations import DelegationFilter
from accounts.forms.invitations import InvitationFilter
from accounts.forms.organizations import OrganizationFilter
from accounts.invitations import with_deliveries
from accounts.models import (
    AuditEntry,
    Delegation,
    DelegationKind,
    DelegationMember,
    EcosocStatus,
    Invitation,
    InvitationState,
    Organization,
    RegionalGroup,
    StakeholderKind,
)
from dialogue_portal.exports import Asked, Column, StaffTable, staff_tables
from dialogue_portal.jobs import MAIL_STATES


def register() -> None:
    staff_tables.register("accounts.organizations", ORGANIZATIONS)
    staff_tables.register("accounts.delegations", DELEGATIONS)
    staff_tables.register("accounts.invitations", INVITATIONS)
    staff_tables.register("accounts.audit-log", AUDIT_LOG)


def _organizations(asked: Asked) -> Any:
    rows = OrganizationFilter(asked.filter).apply(Organization.objects.all()).select_related("headquarters")
    related = ("ecosoc_statuses", "former_names", "memberships__user")
    return rows.prefetch_related(*related).order_by("name", "pk")


def _status(organization: Organization) -> Any:
    return getattr(organization.known_status, "status", "")


ORGANIZATIONS = StaffTable(
    title=_("Organizations"),
    permission="accounts.manage_people",
    rows=_organizations,
    columns=[
        Column(_("Organization"), "name"),
        Column(_("Formerly"), lambda row: [former.name for former in row.former_names.all()]),
        Column(_("Kind"), "kind", StakeholderKind.choices),
        Column(_("Works in"), "regional_group", RegionalGroup.choices),
        Column(_("Headquarters"), "headquarters"),
        Column(_("Website"), "website"),
        Column(_("Consultative status"), _status, EcosocStatus.Status.choices),
        Column(_("As of"), lambda row: getattr(row.known_status, "as_of", None)),
        Column(_("Status checked"), lambda row: row.checked_status is not None if row.known_status else ""),
        Column(_("People"), lambda row: [f"{held.user} <{held.user.email}>" for held in row.memberships.all()]),
    ],
)


def _delegations(asked: Asked) -> Any:
    rows = DelegationFilter(asked.filter).apply(Delegation.objects.with_focal_point_count())
    return rows.prefetch_related("memberships__user")


@dataclass(frozen=True)
class _ActingFor:
    """A delegation and one of its focal points, or none."""

    delegation: Delegation
    held: DelegationMember | None

    def of_person(self, name: str) -> str:
        return str(getattr(self.held.user, name)) if self.held else ""


def _focal_points(delegations: list[Any]) -> Iterator[_ActingFor]:
    for delegation in delegations:
        held = sorted(delegation.memberships.all(), key=lambda one: (not one.is_lead, one.user.full_name))
        yield from (_ActingFor(delegation, one) for one in held or [None])


DELEGATIONS = StaffTable(
    title=_("Delegations and their focal points"),
    permission="accounts.manage_people",
    rows=_delegations,
    expand=_focal_points,
    columns=[
        Column(_("Delegation"), "delegation.short_name"),
        Column(_("Official name"), "delegation.official_name"),
        Column(_("ISO code"), "delegation.iso3"),
        Column(_("Regional group"), "delegation.regional_group", RegionalGroup.choices),
        Column(_("Kind"), "delegation.kind", DelegationKind.choices),
        Column(_("Focal points"), "delegation.focal_points"),
        Column(_("Focal point"), lambda row: row.of_person("full_name")),
        Column(_("E-mail address"), lambda row: row.of_person("email")),
        Column(_("Leads"), lambda row: row.held.is_lead if row.held else ""),
    ],
)


def _invitations(asked: Asked) -> Any:
    chosen = InvitationFilter(asked.filter)
    rows = chosen.narrow(chosen.apply(Invitation.objects.all()))
    return rows.select_related("accepted_by", "invited_by").prefetch_related("scope")


INVITATIONS = StaffTable(
    title=_("Invitations"),
    permission="accounts.manage_people",
    rows=_invitations,
    expand=with_deliveries,
    columns=[
        Column(_("Invited"), "name"),
        Column(_("E-mail address"), "email"),
        Column(_("Invited to"), "scope"),
        Column(_("Role"), "role_label"),
        Column(_("Regional group"), "regional_group", RegionalGroup.choices),
        Column(_("State"), "state", InvitationState.choices),
        Column(_("Mail"), lambda row: row.delivery.state if row.delivery else "", [*MAIL_STATES.items()]),
        Column(_("Invited by"), "invited_by"),
        Column(_("Invited on"), "created_at", is_moment=True),
        Column(_("Good until"), "expires_at", is_moment=True),
        Column(_("Opened on"), "opened_at", is_moment=True),
        Column(_("Accepted on"), "accepted_at", is_moment=True),
        Column(_("Accepted by"), "accepted_by"),
    ],
)


@dataclass(frozen=True)
class _ChangedField:
    entry: AuditEntry
    change: Change


def _changed_fields(entries: list[AuditEntry]) -> Iterable[_ChangedField]:
    for entry in entries:
        changes = list(changes_of(entry)) or [Change("", "", "")]
        yield from (_ChangedField(entry, change) for change in changes)


AUDIT_LOG = StaffTable(
    title=_("Audit log"),
    permission="accounts.view_audit_log",
    rows=lambda asked: chosen_entries(asked.filter),
    expand=_changed_fields,
    columns=[
        Column(_("When"), lambda row: row.entry.timestamp if shows_time(row.entry) else None, is_moment=True),
        Column(_("By whom"), lambda row: row.entry.actor_email or row.entry.actor),
        Column(_("Address"), "entry.remote_addr"),
        Column(_("What was done"), "entry.action", AuditEntry.Action.choices),
        Column(_("Kind of record"), "entry.content_type.name"),
        Column(_("Record"), "entry.object_repr"),
        Column(_("Identifier"), "entry.object_pk"),
        Column(_("Field"), "change.field"),
        Column(_("Before"), "change.before"),
        Column(_("After"), "change.after"),
    ],
)
