"""How the audit log is read: each change in words, for the secretariat's page and its export."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from accounts.models import AuditEntry
from dialogue_portal import audit
from dialogue_portal.tables import defused

# Longer values are cut here, with the whole in the entry itself.
SHOWN = 200


@dataclass(frozen=True)
class Change:
    """One field of one entry; empty stands for no value."""

    field: str
    before: str
    after: str


def without_order(entries: "models.QuerySet[AuditEntry]", record: str) -> "models.QuerySet[AuditEntry]":
    """Leave out what would tell in which order intents came in: their entries stand in their own history only.

    `record` is the identifier of the one row whose history is asked for, or anything else.
    """
    hidden = models.Q(pk__in=[])
    for model in audit.unordered:
        hidden |= models.Q(content_type__app_label=model._meta.app_label, content_type__model=model._meta.model_name)
    return entries.exclude(hidden & ~models.Q(object_pk=record))


def shows_time(entry: AuditEntry) -> bool:
    """Whether the page may say when; the log itself knows it of every entry."""
    return entry.content_type.model_class() not in audit.unordered


def changes_of(entry: AuditEntry) -> Iterator[Change]:
    """The entry's changes under the fields' names for people; asks the database nothing."""
    model = entry.content_type.model_class()
    names = {field.name: field for field in model._meta.get_fields()} if model else {}
    for name, change in (entry.changes or {}).items():
        label = str(getattr(names.get(name), "verbose_name", name))
        if isinstance(change, dict):
            yield Change(label, "", f"{change.get('operation')}: {', '.join(map(str, change.get('objects', [])))}")
        else:
            before, after = (_shown(value) for value in change)
            yield Change(label, before, after)


# Entries that are read at a time.
EXPORT_PIECE = 500


def export_lines(entries: "models.QuerySet[AuditEntry]") -> Iterator[str]:
    """The entries as CSV, a line for each changed field, in one query; nothing in it runs in a spreadsheet."""
    # Spreadsheets take a CSV for UTF-8 only with this mark.
    yield "\ufeff"
    titles = [_("When (UTC)"), _("By whom"), _("Address"), _("What was done"), _("Kind of record"), _("Record")]
    yield _line([*titles, _("Identifier"), _("Field"), _("Before"), _("After")])
    for entry in entries.iterator(EXPORT_PIECE):
        when = entry.timestamp.isoformat(timespec="seconds") if shows_time(entry) else ""
        who = entry.actor_email or (str(entry.actor) if entry.actor else "")
        about = [entry.get_action_display(), entry.content_type.name, entry.object_repr, entry.object_pk]
        for change in list(changes_of(entry)) or [Change("", "", "")]:
            yield _line([when, who, entry.remote_addr or "", *about, change.field, change.before, change.after])


def _line(cells: list[Any]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(defused(map(str, cells)))
    return text.getvalue()


def _shown(value: object) -> str:
    text = "" if value in (None, "None") else str(value)
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"
