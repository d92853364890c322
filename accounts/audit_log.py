"""How the audit log is read: each change in words, for the secretariat's page and its export."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.http import QueryDict

from accounts.forms.audit import AuditFilter
from accounts.models import AuditEntry
from dialogue_portal import audit

# Longer values are cut here, with the whole in the entry itself.
SHOWN = 200


@dataclass(frozen=True)
class Change:
    """One field of one entry; empty stands for no value."""

    field: str
    before: str
    after: str


def chosen_entries(chosen: QueryDict) -> "models.QuerySet[AuditEntry]":
    """What the page's filter finds, the latest first."""
    rows = AuditEntry.objects.select_related("actor", "content_type").defer("serialized_data")
    rows = AuditFilter(chosen).apply(rows.order_by("-timestamp", "-pk"))
    return without_order(rows, record=chosen.get("object", "").strip())


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


def _shown(value: object) -> str:
    text = "" if value in (None, "None") else str(value)
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"
