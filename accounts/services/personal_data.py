"""A person's own data: all of it as plain values, its erasure, and the purge of what has been kept long enough."""

import json
import re
from collections.abc import Iterable
from typing import Any

from allauth.usersessions.models import UserSession
from auditlog.context import disable_auditlog
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Cast
from django.utils import timezone

from accounts.models import AuditEntry, ErasureRequest, ErasureState, User
from accounts.models.erasure import ERASURE_TRANSITIONS
from accounts.retention import cut_off
from dialogue_portal import audit
from dialogue_portal.personal_data import Holding, Retention, blank_of, holdings, names_of, retentions, whole
from dialogue_portal.states import check_transition


def export_of(person: User) -> dict[str, Any]:
    """All that is held on a person, by kind: rows about and by them in full; what names them or they did by its key."""
    kinds = {}
    for name, holding in holdings.items():
        kind = {
            "about you": [_values(row, holding) for row in holding.rows_given(person)],
            "held or written by you": [_values(row, holding) for row in holding.rows_by(person, holding.wrote)],
            "naming you": [str(pk) for pk in holding.rows_naming(person).values_list("pk", flat=True)],
            "done by you": [str(pk) for pk in holding.rows_by(person, holding.acts).values_list("pk", flat=True)],
        }
        if any(kind.values()):
            kinds[name] = {key: rows for key, rows in kind.items() if rows}
    return {"exported_at": timezone.now(), "person": str(person.pk), "data": kinds}


def _values(row: models.Model, holding: Holding) -> dict[str, Any]:
    names = [one.attname for one in row._meta.concrete_fields if one.name not in holding.secret]
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: Any) -> Any:
    return value.name if isinstance(value, models.fields.files.FieldFile) else value


def counts_of(person: User) -> list[tuple[str, int, int]]:
    """Kinds of rows, how many of them are about or by the person, and how many acts of theirs they tell of."""
    counts = []
    for holding in holdings:
        rows = holding.rows_given(person).count() + holding.rows_by(person, holding.wrote).count()
        acts = holding.rows_by(person, holding.acts).count() + holding.rows_naming(person).count()
        if rows or acts:
            name = str(holding.model._meta.verbose_name_plural)
            counts.append((name[:1].upper() + name[1:], rows, acts))
    return counts


@transaction.atomic
def withdraw_erasure_request(request: ErasureRequest, *, actor: User) -> ErasureRequest:
    """The person takes the request back. Raises InvalidTransition."""
    return _settle(request, ErasureState.WITHDRAWN, actor=actor)


@transaction.atomic
def ask_for_erasure(person: User, *, reason: str = "") -> ErasureRequest:
    """Ask to be erased; an open request is returned as it is."""
    request, _is_new = ErasureRequest.objects.get_or_create(
        person=person, state=ErasureState.OPEN, defaults={"reason": reason}
    )
    return request


@transaction.atomic
def confirm_erasure(request: ErasureRequest, *, actor: User) -> ErasureRequest:
    """Erase the person and keep that it was done, by whom and when. Raises InvalidTransition."""
    request = _settle(request, ErasureState.DONE, actor=actor)
    erase_person(request.person, actor=actor)
    return request


@transaction.atomic
def refuse_erasure(request: ErasureRequest, *, actor: User, answer: str) -> ErasureRequest:
    """Say why not; the person reads it on their page. Raises InvalidTransition, ValueError without a reason."""
    if not answer.strip():
        raise ValueError("an erasure is refused with a reason")
    return _settle(request, ErasureState.REFUSED, actor=actor, answer=answer)


def _settle(request: ErasureRequest, target: ErasureState, *, actor: User, answer: str = "") -> ErasureRequest:
    request = ErasureRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    check_transition(ERASURE_TRANSITIONS, request.state, target)
    request.state, request.answer = target, answer
    request.settled_at, request.settled_by = timezone.now(), actor
    request.save(update_fields=["state", "answer", "settled_at", "settled_by"])
    return request


@transaction.atomic
def erase_person(person: User, *, actor: User) -> None:
    """Anonymise a person: delete or blank what is about them, end their sign-ins, blank their values in the audit log.

    What is about them is found first, while their address and memberships still tell; the audit log is told by whom.
    """
    person = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    words = names_of(person)
    found = {key: list(holding.rows_about(person)) for key, holding in holdings.items()}
    about = {holding.model: [str(row.pk) for row in found[key]] for key, holding in holdings.items()}
    Session.objects.filter(session_key__in=UserSession.objects.filter(user=person).values("session_key")).delete()
    with disable_auditlog():
        for key, holding in holdings.items():
            if holding.redact:
                holding.redact(person)
            for row in found[key]:
                _erase(row, holding, person)
        person.refresh_from_db()
        person.set_unusable_password()
        person.save(update_fields=["password"])
    _blank_audit(person, about, words)
    audit.record(person, actor=actor, changes={"erased": ["no", "yes"]})


def _erase(row: models.Model, holding: Holding, person: User) -> None:
    if holding.is_deleted:
        row.delete()
        return
    values = {one.name: blank_of(one) for one in holding.free_texts()}
    values |= {name: value(row, person) if callable(value) else value for name, value in holding.values.items()}
    # Not through the model: nothing else may happen, and its rules are for what people type.
    type(row)._base_manager.filter(pk=row.pk).update(**values)


def _blank_audit(person: User, about: dict[type[models.Model], list[str]], words: Iterable[str]) -> None:
    """Blank values of entries on rows about the person and of others that name them, addresses of their own acts."""
    entries = AuditEntry.objects.annotate(
        changes_words=Cast("changes", models.TextField()),
        data_words=Cast("serialized_data", models.TextField()),
        more_words=Cast("additional_data", models.TextField()),
    )
    for model, keys in about.items():
        _blank_history(model, keys)
    # Whole words only: an erased “ann@example.org” must not take “joann@example.org” along.
    forms = {form for word in words for form in (word, json.dumps(word)[1:-1])}
    columns = ("object_repr", "changes_words", "changes_text", "data_words", "more_words", "actor_email")
    wanted = Q(pk__in=[])
    for form in forms:
        for column in columns:
            wanted |= Q(**{f"{column}__icontains": form})
    named = re.compile(whole(forms), re.IGNORECASE)
    rows = entries.filter(wanted).values_list("pk", *columns) if forms else []
    _blank(AuditEntry.objects.filter(pk__in=[pk for pk, *texts in rows if any(named.search(x or "") for x in texts)]))
    AuditEntry.objects.filter(actor=person).update(remote_addr=None, remote_port=None, actor_email=None)


def _blank_history(model: type[models.Model], keys: list[str], only: Iterable[str] = ()) -> None:
    """Blank the entries on these rows; with `only`, those that tell of one of these fields or of the whole row."""
    kind = ContentType.objects.get_for_model(model)
    tells = Q() if not only else Q(changes=None)
    for name in only:
        tells |= Q(changes__has_key=name)
    # In pieces: SQLite takes so many parameters and no more.
    for start in range(0, len(keys), 500):
        _blank(AuditEntry.objects.filter(tells, content_type=kind, object_pk__in=keys[start : start + 500]))


def _blank(entries: "models.QuerySet[AuditEntry]") -> None:
    keys = list(entries.values_list("pk", flat=True))
    for start in range(0, len(keys), 500):
        AuditEntry.objects.filter(pk__in=keys[start : start + 500]).update(
            object_repr="",
            serialized_data=None,
            changes_text="",
            changes=None,
            remote_addr=None,
            remote_port=None,
            additional_data=None,
            actor_email=None,
        )


def due(retention: Retention) -> "models.QuerySet[Any] | None":
    """What has been kept longer than its setting says; None if it is kept for ever."""
    days: int = getattr(settings, retention.setting)
    return retention.due(cut_off(days)) if days else None


def purge_due() -> dict[str, int]:
    """Remove all that is due, each kind in a transaction of its own; returns how many rows of each."""
    done = {}
    for name, retention in retentions.items():
        with transaction.atomic():
            rows = due(retention)
            done[name] = rows.count() if rows is not None else 0
            if rows is not None and done[name]:
                _purge(rows, retention)
    return done


def _purge(rows: "models.QuerySet[Any]", retention: Retention) -> None:
    """Remove the rows, and what the audit log knows of their values."""
    keys = [str(pk) for pk in rows.values_list("pk", flat=True)]
    with disable_auditlog():
        retention.purge(rows)
    if rows.model is not AuditEntry:
        _blank_history(rows.model, keys, retention.only)
