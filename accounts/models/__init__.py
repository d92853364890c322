"""Users, delegations and organisations, who belongs to them, invitations, and the audit log.

Roles in one session (moderator, reviewer, Bureau member …) are `sessions.SessionRole`; the secretariat is a flag of
the user because it serves all sessions.
"""

from accounts.models.delegations import Delegation, DelegationKind, DelegationMember, DelegationName, RegionalGroup
from accounts.models.erasure import ErasureRequest, ErasureState
from accounts.models.invitation_imports import ImportedRow, InvitationImport
from accounts.models.invitations import Invitation, InvitationState
from accounts.models.joining import JOIN_TRANSITIONS, JoinRequest, JoinState
from accounts.models.mails import AccountMail
from accounts.models.organizations import EcosocStatus, FormerName, Organization, OrganizationMember, StakeholderKind
from accounts.models.users import AuditEntry, User, UserManager, display_name

__all__ = [
    "JOIN_TRANSITIONS",
    "AccountMail",
    "AuditEntry",
    "Delegation",
    "DelegationKind",
    "DelegationMember",
    "DelegationName",
    "EcosocStatus",
    "ErasureRequest",
    "ErasureState",
    "FormerName",
    "ImportedRow",
    "Invitation",
    "InvitationImport",
    "InvitationState",
    "JoinRequest",
    "JoinState",
    "Organization",
    "OrganizationMember",
    "RegionalGroup",
    "StakeholderKind",
    "User",
    "UserManager",
    "display_name",
]
