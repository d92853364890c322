"""What this app and those it stands on hold on people. Registered in `apps.py`."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import (
    AuditEntry,
    DelegationMember,
    EcosocStatus,
    ErasureRequest,
    ImportedRow,
    Invitation,
    InvitationImport,
    JoinRequest,
    OrganizationMember,
    User,
)
from dialogue_portal.personal_data import hold, whole

# Nobody has an address there (RFC 2606).
ERASED_DOMAIN = "erased.invalid"


def erased_address(row: Any, person: User) -> str:
    return f"{row.pk}@{ERASED_DOMAIN}"


def _invited(person: User) -> models.Q:
    return models.Q(email__iexact=person.email)


def _hold_accounts() -> None:
    hold(
        User,
        also=lambda person: models.Q(pk=person.pk),
        secret=("password",),
        values={
            "email": erased_address,
            "full_name": "Erased person",
            "is_active": False,
            "is_secretariat": False,
            "is_staff": False,
            "is_superuser": False,
            "last_login": None,
        },
        stays=_("An account without a name, so that what was done keeps pointing to one person, who is not named."),
    )


def register() -> None:
    _hold_accounts()
    for owned in (EmailAddress, DelegationMember, OrganizationMember):
        hold(owned, about=("user",), is_deleted=True)
    hold(Authenticator, about=("user",), is_deleted=True, secret=("data",))
    hold(UserSession, about=("user",), is_deleted=True, secret=("session_key",))
    hold(LogEntry, about=("user",), also=_administered, is_deleted=True)
    hold(JoinRequest, about=("user",), acts=("answered_by",), is_deleted=True)
    hold(
        Invitation,
        about=("accepted_by",),
        acts=("invited_by",),
        also=_invited,
        impersonal=("role", "token_hash"),
        secret=("token_hash",),
        values={"email": erased_address, "name": "Erased person"},
    )
    hold(InvitationImport, acts=("created_by",))
    hold(ImportedRow, also=lambda person: models.Q(cells__email__iregex=whole([person.email])), is_deleted=True)
    hold(ErasureRequest, about=("person",), acts=("settled_by",), stays=_("That erasure was asked for and done."))
    hold(EcosocStatus, acts=("checked_by",))
    hold(
        AuditEntry,
        acts=("actor",),
        stays=_("That something was changed, when and by which account; not the values that were the person’s."),
    )
    if apps.is_installed("allauth.socialaccount"):
        hold(apps.get_model("socialaccount", "SocialAccount"), about=("user",), is_deleted=True)


def _administered(person: User) -> models.Q:
    return models.Q(object_id=str(person.pk), content_type__app_label="accounts", content_type__model="user")
