"""The base as a Django app: its template tags, tasks, management commands, and the exports of staff tables."""

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
        _make_exports()


def _make_exports() -> None:
    from dialogue_portal.audit import audited
    from dialogue_portal.exports import answering, kept, perform
    from dialogue_portal.jobs import Job, JobKind, job_kinds
    from dialogue_portal.models import Export
    from dialogue_portal.uploads import PrivateFile

    kept.register()
    # Who took what away, and under which filter; not how the file was made.
    work = {field.name for model in (Job, PrivateFile) for field in model._meta.fields}
    audited(Export, exclude=[*work, "language", "taken_at"])
    job_kinds.register(answering.KIND, JobKind(Export, perform.perform, passing=(OSError,)))
