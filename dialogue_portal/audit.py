"""Which models' changes go into the audit log: every app names its own in `apps.py`.

The log listens to `save` and `delete`. Bulk writers (`queryset.update`, `bulk_create`) send no signal and log
explicitly where it matters who did it.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import models

# Bookkeeping that says nothing of what a person did, and secrets.
NEVER_LOGGED = {"password", "last_login", "revision", "revised_at", "client_token", "heartbeat_at"}
# Models of which nobody may read in which order their rows came: intents to speak, and what follows from them.
unordered: set[type[models.Model]] = set()


def audited(*logged: type[models.Model], exclude: Iterable[str] = (), shows_order: bool = True) -> None:
    """Log creation, change and deletion of rows of these models, without the fields in `exclude`.

    With `shows_order=False` pages of the log show an entry only in the history of its own row, and not its time.
    """
    # Its models can be imported only once the apps are loaded, which is when `ready` calls this.
    from auditlog.registry import auditlog

    if not shows_order:
        unordered.update(logged)
    for model in logged:
        names = {field.name for field in model._meta.get_fields()}
        auditlog.register(model, exclude_fields=sorted(names & (NEVER_LOGGED | set(exclude))))


def record(instance: models.Model, *, actor: Any, changes: Mapping[str, list[Any]]) -> None:
    """Log a change that no `save` tells of; `changes` is field → [before, after]. `actor` None means the portal."""
    from auditlog import get_logentry_model

    entries = get_logentry_model()
    entries.objects.log_create(instance, action=entries.Action.UPDATE, changes=dict(changes), actor=actor)


@contextmanager
def acting_as(actor: Any) -> Iterator[None]:
    """Name `actor` in whatever is logged meanwhile: for tasks, which have no request. May be nested."""
    from auditlog.context import auditlog_value, set_actor

    outer = auditlog_value.get(None)
    try:
        with set_actor(actor):
            yield
    finally:
        # auditlog itself forgets the outer context, and with it the person of the request.
        if outer is not None:
            auditlog_value.set(outer)
