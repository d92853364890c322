"""How long this app and those it stands on keep what is old. Registered in `apps.py`, purged every day."""

from datetime import datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import AuditEntry, ImportedRow, Invitation, JoinRequest
from accounts.personal_data import ERASED_DOMAIN
from dialogue_portal.personal_data import Retention


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


RETENTIONS = {
    "invitations": Retention(
        _("Invitations that were never accepted, from their expiry"),
        "RETAIN_INVITATIONS_DAYS",
        _never_accepted,
        _blank_invitations,
    ),
    "invitation-tables": Retention(
        _("Tables of people to invite, from being handed in"),
        "RETAIN_INVITATIONS_DAYS",
        lambda before: ImportedRow.objects.filter(source__created_at__lt=before),
        _delete,
    ),
    "join-requests": Retention(
        _("Requests to act for an organization, from the answer"),
        "RETAIN_JOIN_REQUESTS_DAYS",
        lambda before: JoinRequest.objects.filter(answered_at__lt=before),
        _delete,
    ),
    "sign-ins": Retention(
        _("Sign-ins, from their end"),
        "RETAIN_SIGN_INS_DAYS",
        lambda before: Session.objects.filter(expire_date__lt=before),
        _end_sign_ins,
    ),
    "audit-addresses": Retention(
        _("Network addresses in the audit log"),
        "RETAIN_AUDIT_ADDRESSES_DAYS",
        lambda before: AuditEntry.objects.filter(timestamp__lt=before, remote_addr__isnull=False),
        lambda rows: rows.update(remote_addr=None, remote_port=None),
    ),
}
