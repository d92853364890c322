"""Everything that belongs to a rehearsal, found through the models' own relations, and deleted together.

Nothing is listed here, so that what a later app adds is not forgotten. Only `rehearsals` calls this.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from accounts.models import FormerName, Organization, OrganizationMember
from dialogue_portal.jobs import Job, JobState
from dialogue_portal.scopes import Scoped
from sessions.models import DialogueSession
from sessions.rehearsed import INVENTED_ORGANIZATIONS, invented_key

Model = type[models.Model]
Keys = set[Any]
CHUNK = 500


class StillAtWork(Exception):
    """A file of the rehearsal is being made: it would come back after the wiping."""


class NotItsOwn(Exception):
    """Something real hangs on the rehearsal, of another session or of an organization: nothing is deleted."""


def rows_below(rehearsal: DialogueSession) -> dict[Model, Keys]:
    """The keys of the rehearsal and of all that cannot be without it, by model. Raises NotItsOwn, StillAtWork."""
    found: dict[Model, Keys] = {}
    _follow(DialogueSession, {rehearsal.pk}, found)
    _follow(Organization, _invented(rehearsal), found)
    for model, keys in found.items():
        rows = model._base_manager.filter(pk__in=keys)
        if _belongs_to_session(model) and rows.exclude(session=rehearsal).exists():
            raise NotItsOwn(f"{model._meta.label} of another session")
        if issubclass(model, Job) and rows.filter(state=JobState.RUNNING).exists():
            raise StillAtWork
    if found[DialogueSession] != {rehearsal.pk}:
        raise NotItsOwn("another session")
    # Nobody belongs to an invented organization, unless a real one was merged into it by mistake.
    if found.get(OrganizationMember) or found.get(FormerName):
        raise NotItsOwn("a real organization")
    return found


def delete_below(found: dict[Model, Keys]) -> None:
    """Delete these rows and, once that is committed, their files. Inside a transaction.

    Constraints of foreign keys are deferred in both databases, so the order does not matter. No signal is sent: the
    audit log keeps one line about the rehearsal, not a copy of it.
    """
    for model, keys in found.items():
        rows = model._base_manager.filter(pk__in=keys)
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField):
                for name in rows.exclude(**{field.name: ""}).values_list(field.name, flat=True):
                    transaction.on_commit(partial(field.storage.delete, name))
        for relation in _relations_to(model):
            if relation.on_delete is models.SET_NULL:
                referring = relation.related_model._base_manager
                for some in _in_chunks(keys):
                    referring.filter(**{f"{relation.field.name}__in": some}).update(**{relation.field.name: None})
    for model, keys in found.items():
        for some in _in_chunks(keys):
            model._base_manager.filter(pk__in=some)._raw_delete("default")


def _follow(model: Model, keys: Keys, found: dict[Model, Keys]) -> None:
    new = keys - found.setdefault(model, set())
    if not new:
        return
    found[model] |= new
    for relation in _relations_to(model):
        if relation.on_delete is not models.SET_NULL:
            _follow(relation.related_model, _keys(relation.related_model, relation.field.name, new), found)
    own_type = ContentType.objects.get_for_model(model)
    if isinstance(model._meta.pk, models.UUIDField):
        for scoped in apps.get_models():
            if issubclass(scoped, Scoped):
                _follow(scoped, _keys(scoped, "scope_id", new, scope_type=own_type), found)


def _relations_to(model: Model) -> list[Any]:
    """Foreign keys that point at a model, those of many-to-many tables and without a related name included."""
    fields = model._meta.get_fields(include_hidden=True)
    return [one for one in fields if isinstance(one, models.ManyToOneRel)]


def _keys(model: Model, name: str, keys: Keys, **more: Any) -> Keys:
    rows = model._base_manager.filter(**more)
    return {
        key for some in _in_chunks(keys) for key in rows.filter(**{f"{name}__in": some}).values_list("pk", flat=True)
    }


def _in_chunks(keys: Keys) -> Iterator[list[Any]]:
    listed = list(keys)
    return (listed[start : start + CHUNK] for start in range(0, len(listed), CHUNK))


def _belongs_to_session(model: Model) -> bool:
    return any(
        field.name == "session" and field.related_model is DialogueSession for field in model._meta.concrete_fields
    )


def _invented(rehearsal: DialogueSession) -> Keys:
    keys = {invented_key(rehearsal, number) for number in range(INVENTED_ORGANIZATIONS)}
    return set(Organization.objects.filter(pk__in=keys).values_list("pk", flat=True))
