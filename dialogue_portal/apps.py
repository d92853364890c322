"""The base as a Django app: its template tags, tasks and management commands."""

from pathlib import Path

from django.apps import AppConfig
from django.conf import settings
from django.utils.module_loading import autodiscover_modules


class DialoguePortalConfig(AppConfig):
    name = "dialogue_portal"

    def ready(self) -> None:
        # Each app's rules register themselves on import.
        autodiscover_modules("permissions")
        # The folders of an embedded broker, which the transport expects to find.
        for name, folder in getattr(settings, "CELERY_BROKER_TRANSPORT_OPTIONS", {}).items():
            if name.endswith(("_in", "_folder")):
                Path(folder).mkdir(parents=True, exist_ok=True)
