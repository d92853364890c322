"""The base as a Django app: its template tags, tasks and management commands."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class DialoguePortalConfig(AppConfig):
    name = "dialogue_portal"

    def ready(self) -> None:
        # Each app's rules register themselves on import.
        autodiscover_modules("permissions")
