"""The programme saved as a whole: by staff, under one revision, or as `services.programme` plans it before."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from accounts.models import User
from dialogue_portal.revisions import save_revision
from sessions.models import DialogueSession, Programme, ProgrammeItem


@dataclass(frozen=True)
class ProgrammeRow:
    """One item as staff want it; `id` is the stored row's, None for a new one."""

    segment: str
    minutes: int
    title: str = ""
    led_by: str = ""
    id: uuid.UUID | None = None


def programme_revision(session: DialogueSession) -> int:
    """The revision that an editor's page carries; 0 while nobody has edited the programme."""
    return Programme.objects.filter(session=session).values_list("revision", flat=True).first() or 0


@transaction.atomic
def save_programme(session: DialogueSession, rows: Sequence[ProgrammeRow], *, actor: User, seen: int) -> Programme:
    """Make the programme these rows, in this order, under one revision. Raises StaleRevision.

    Rows that stay keep their key: what the floor recorded refers to it.
    """
    # Under the session's lock, so that of two who edit it first one meets the other's.
    DialogueSession.objects.select_for_update().get(pk=session.pk)
    programme = Programme.objects.filter(session=session).first()
    if programme is None:
        programme = Programme.objects.create(session=session)
    else:
        save_revision(programme, seen=seen, fields=[])
    save_items(session, rows)
    return programme


def save_items(session: DialogueSession, rows: Sequence[ProgrammeRow]) -> None:
    stored = {item.pk: item for item in session.programme_items.all()}
    kept = [stored.pop(row.id, None) if row.id else None for row in rows]
    for item in stored.values():
        item.delete()
    own = ProgrammeItem.objects.filter(session=session)
    moved = [item.pk for number, item in enumerate(kept, 1) if item is not None and item.number != number]
    # Out of the way first: no two items may have one number, not even on the way.
    own.filter(pk__in=moved).update(number=models.F("number") + 1000)
    for number, (there, row) in enumerate(zip(kept, rows, strict=True), 1):
        item = there or ProgrammeItem(session=session)
        before = _values(item)
        item.number, item.segment, item.minutes = number, row.segment, row.minutes
        item.title, item.led_by = row.title, row.led_by
        # Each that is saved is indexed anew, so only those that differ are.
        if there is None or _values(item) != before:
            item.save()


def _values(item: ProgrammeItem) -> tuple[Any, ...]:
    return item.number, item.segment, item.minutes, item.title, item.led_by
