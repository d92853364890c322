"""Inviting many at once: a table is kept, its rows corrected, and those that are right sent by one confirmation."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models, transaction

from accounts.invitation_rows import CheckedRow, check_rows
from accounts.models import ImportedRow, InvitationImport, User
from accounts.services.invitations import AlreadyInvited, invite
from dialogue_portal.client_tokens import create_once
from dialogue_portal.states import InvalidTransition


@dataclass(frozen=True)
class Correction:
    """What staff typed over a row."""

    cells: Mapping[str, str]
    is_left_out: bool = False


def keep_import(
    rows: list[tuple[int, dict[str, str]]],
    *,
    file_name: str,
    actor: User,
    scope: models.Model | None = None,
    client_token: uuid.UUID | None = None,
) -> InvitationImport:
    """Store a table as it was handed in; nothing is sent. The same form sent twice keeps one."""

    def create() -> InvitationImport:
        source = InvitationImport.objects.create(
            file_name=file_name, created_by=actor, scope=scope, client_token=client_token
        )
        ImportedRow.objects.bulk_create(ImportedRow(source=source, line=line, cells=cells) for line, cells in rows)
        return source

    return create_once(InvitationImport.objects.filter(created_by=actor), client_token, create)[0]


@transaction.atomic
def correct_rows(source: InvitationImport, corrections: Mapping[uuid.UUID, Correction]) -> int:
    """Write corrections to rows that are not sent yet; returns how many changed."""
    changed = []
    for row in source.rows.select_for_update(of=("self",)).filter(pk__in=corrections, invitation=None):
        correction = corrections[row.pk]
        cells = {**row.cells, **correction.cells}
        if (cells, correction.is_left_out) != (row.cells, row.is_left_out):
            row.cells, row.is_left_out = cells, correction.is_left_out
            changed.append(row)
    ImportedRow.objects.bulk_update(changed, ["cells", "is_left_out"])
    return len(changed)


def send_import(source: InvitationImport, *, actor: User) -> int:
    """Invite everybody whose row is right; returns how many were invited now.

    Each row is a transaction of its own and its key the invitation's client token: pressed twice, or again after a
    failure on the way, it goes on where it was and invites nobody twice.
    """
    return sum(_send_row(one, actor=actor) for one in check_rows(source) if one.is_ready)


def _send_row(checked: CheckedRow, *, actor: User) -> bool:
    with transaction.atomic():
        row = ImportedRow.objects.select_for_update(of=("self",)).get(pk=checked.row.pk)
        # Somebody else sent it, or changed it since it was checked.
        if row.invitation_id or row.is_left_out or row.cells != checked.row.cells:
            return False
        values = dict(checked.values)
        try:
            with transaction.atomic():
                row.invitation = invite(values.pop("scope"), actor=actor, client_token=row.pk, **values)
        except AlreadyInvited:
            return False
        row.save(update_fields=["invitation"])
    return True


@transaction.atomic
def discard_import(source: InvitationImport) -> None:
    """Throw a table away of which nothing was sent. Raises InvalidTransition otherwise: it is a record then."""
    source = InvitationImport.objects.select_for_update(of=("self",)).get(pk=source.pk)
    if source.rows.exclude(invitation=None).exists():
        raise InvalidTransition("sent", "discarded")
    source.delete()
