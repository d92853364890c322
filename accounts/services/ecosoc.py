"""Consultative status with ECOSOC: as an organisation states it, and as staff have checked it, as of a day.

`EcosocStatus` is never assumed: a stated one is marked so on every page until a checked one stands beside it.
"""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.ecosoc_table import StatusRow
from accounts.models import EcosocStatus, Organization, User


def declare_status(organization: Organization, status: str) -> None:
    """Keep what the organisation itself states, as of today; unchecked."""
    declared = organization.declared_status
    if not status or (declared and declared.status == status):
        return
    declared = declared or EcosocStatus(organization=organization)
    declared.status, declared.as_of = status, timezone.now().date()
    declared.save()


@transaction.atomic
def check_ecosoc_status(
    organization: Organization, *, actor: User, status: str, as_of: date, source: str = ""
) -> EcosocStatus:
    """Record the consultative status that the actor has checked, as of a day; earlier checks stay."""
    values = {"status": status, "source": source, "recorded_at": timezone.now()}
    checked, _created = EcosocStatus.objects.update_or_create(
        organization=organization, as_of=as_of, checked_by=actor, defaults=values
    )
    return checked


@transaction.atomic
def record_statuses(rows: Iterable[StatusRow], *, actor: User, source: str) -> int:
    """Record the rows of a table that was previewed, all or none; returns how many."""
    count = 0
    for row in rows:
        if row.organization and row.as_of:
            check_ecosoc_status(row.organization, actor=actor, status=row.status, as_of=row.as_of, source=source)
            count += 1
    return count
