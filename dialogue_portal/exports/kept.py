"""What exports keep of people, and for how long their files stay: they hold what tables hold."""

from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from dialogue_portal.models import Export
from dialogue_portal.personal_data import Retention, hold, retentions


def register() -> None:
    hold(Export, acts=("taken_by",))
    retentions.register(
        "exports",
        Retention(
            _("Files of exports, from being asked for"), "RETAIN_EXPORTS_DAYS", _old, _drop_files, only=("file",)
        ),
    )


def _old(before: datetime) -> "models.QuerySet[Any]":
    return Export.objects.filter(taken_at__lt=before).exclude(file="")


def _drop_files(rows: "models.QuerySet[Any]") -> None:
    """That somebody took a table away stays."""
    for export in rows:
        export.file.delete(save=False)
        Export.objects.filter(pk=export.pk).update(file="", file_name="", size=0, sha256="")
