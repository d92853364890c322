"""Whose mails go nowhere: apps register what tells whether a thing belongs to a rehearsal; mailings imports none."""

from collections.abc import Callable

from django.db import models

from dialogue_portal.registries import Registry

# what a mail is about -> whether it belongs to a rehearsal
rehearsals: Registry[Callable[[models.Model], bool]] = Registry()


def is_rehearsed(scope: models.Model | None) -> bool:
    """Whether a mail about this goes nowhere."""
    return scope is not None and any(belongs(scope) for belongs in rehearsals)
