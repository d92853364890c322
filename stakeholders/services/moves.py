"""The one place that writes an application's status."""

from typing import Any

from django.db import transaction

from dialogue_portal.states import check_transition
from stakeholders.models import TRANSITIONS, Application, ApplicationStatus


@transaction.atomic
def move(application: Application, target: ApplicationStatus, **fields: Any) -> Application:
    """Lock the row, check that the move exists, write status and `fields`. Raises InvalidTransition.

    The given instance is brought up to date and returned.
    """
    locked = lock(application)
    check_transition(TRANSITIONS, locked.status, target)
    locked.status = target
    locked.revision += 1
    for name, value in fields.items():
        setattr(locked, name, value)
    locked.save(update_fields=["status", "revision", *fields])
    for name in ("status", "revision", *fields):
        setattr(application, name, getattr(locked, name))
    return application


def lock(application: Application) -> Application:
    """The application as it is now; nobody else changes it until the transaction ends."""
    return Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
