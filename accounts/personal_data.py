"""What this app and those it stands on hold on people. Registered in `apps.py`."""

from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import models
from django.utils import timezone
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
from dialogue_portal.personal_data import Retention, hold, retentions, whole

# Nobody has an address there (RFC 2606).
ERASED_DOMAIN = "erased.invalid"


def erased_address(row: Any, person: User) -> str:
    return f"{row.pk}@{ERASED_DOMAIN}"


def _invited(person: User) -> models.Q:
    return models.Q(email__iexact=person.email)


def register() -> None:
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
    _register_retention()


def _administered(person: User) -> models.Q:
    return models.Q(object_id=str(person.pk), content_type__app_label="accounts", content_type__model="user")


def _register_retention() -> None:
    retentions.register(
        "invitations",
        Retention(
            _("Invitations that were never accepted, from their expiry"),
            "RETAIN_INVITATIONS_DAYS",
            _never_accepted,
            _blank_invitations,
        ),
    )
    retentions.register(
        "invitation-tables",
        Retention(
            _("Tables of people to invite, from being handed in"),
            "RETAIN_INVITATIONS_DAYS",
            lambda before: ImportedRow.objects.filter(source__created_at__lt=before),
            _delete,
        ),
    )
    retentions.register(
        "join-requests",
        Retention(
            _("Requests to act for an organization, from the answer"),
            "RETAIN_JOIN_REQUESTS_DAYS",
            lambda before: JoinRequest.objects.filter(answered_at__lt=before),
            _delete,
        ),
    )
    retentions.register(
        "sign-ins",
        Retention(
            _("Sign-ins, from their end"),
            "RETAIN_SIGN_INS_DAYS",
            lambda before: Session.objects.filter(expire_date__lt=before),
            _end_sign_ins,
        ),
    )
    retentions.register(
        "audit-addresses",
        Retention(
            _("Network addresses in the audit log"),
            "RETAIN_AUDIT_ADDRESSES_DAYS",
            lambda before: AuditEntry.objects.filter(timestamp__lt=before, remote_addr__isnull=False),
            lambda rows: rows.update(remote_addr=None, remote_port=None),
        ),
    )


def _never_accepted(before: datetime) -> "models.QuerySet[Any]":
    old = Invitation.objects.filter(accepted_at=None, expires_at__lt=before)
    return old.exclude(email__endswith=ERASED_DOMAIN)


def _blank_invitations(rows: "models.QuerySet[Any]") -> None:
    """That somebody was invited stays: what was left on an invitation points to it."""
    for invitation in rows:
        blank = {"email": f"{invitation.pk}@{ERASED_DOMAIN}", "name": "Erased person"}
        Invitation.objects.filter(pk=invitation.pk).update(**blank)


def _delete(rows: "models.QuerySet[Any]") -> None:
    rows.delete()


def _end_sign_ins(rows: "models.QuerySet[Any]") -> None:
    keys = list(rows.values_list("session_key", flat=True))
    UserSession.objects.filter(session_key__in=keys).delete()
    Session.objects.filter(session_key__in=keys).delete()


def cut_off(days: int) -> datetime:
    """The moment before which data of so many days is due, UTC."""
    return timezone.now() - timedelta(days=days)
