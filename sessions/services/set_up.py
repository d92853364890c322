"""What staff set up by hand: a session's columns, and its texts, questions and areas as a whole."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction

from accounts.models import User
from dialogue_portal.revisions import save_revision
from sessions.models import (
    DialogueSession,
    LeadingQuestion,
    SessionStatus,
    ThemeArea,
)
from sessions.services.commission_sessions import commission_session_named
from sessions.services.phases import drop_absent_windows, propose_windows
from sessions.services.programme import plan_programme
from sessions.services.texts import write_english


class StillInUse(Exception):
    """A question or theme area cannot be removed: intents, interventions or points refer to it."""

    def __init__(self, row: models.Model) -> None:
        self.row = row
        super().__init__(str(row))


@dataclass(frozen=True)
class NumberedText:
    """One leading question or theme area as staff want it; `id` is the row's, None for a new one."""

    text: str
    id: uuid.UUID | None = None


@dataclass(frozen=True)
class SetUp:
    """What belongs to a session in rows of its own, as a whole: what is left out is removed."""

    texts: dict[str, str] = field(default_factory=dict)
    questions: Sequence[NumberedText] = ()
    theme_areas: Sequence[NumberedText] = ()
    body: str = ""
    session_number: int | None = None


@transaction.atomic
def save_set_up(session: DialogueSession, set_up: SetUp, *, actor: User, seen: int) -> DialogueSession:
    """Save what the set-up page holds: the session's changed columns and all its rows, under one revision.

    Raises StaleRevision if somebody saved it since, StillInUse for a question or area that cannot be removed.
    """
    session.commission_session = commission_session_named(set_up.body, set_up.session_number)
    save_revision(session, seen=seen)
    save_rows(session, set_up)
    plan_programme(session)
    drop_absent_windows(session)
    # A phase added to a public session opens when staff have set its times, not at once.
    if session.status == SessionStatus.DRAFT or not session.phase_windows.exists():
        propose_windows(session)
    return session


def save_rows(session: DialogueSession, set_up: SetUp) -> None:
    for part, text in set_up.texts.items():
        write_english(session.texts.filter(part=part), text, session=session, part=part)
    _save_numbered(LeadingQuestion, session, set_up.questions)
    _save_numbered(ThemeArea, session, set_up.theme_areas)


def _save_numbered(
    model: type[LeadingQuestion] | type[ThemeArea], session: DialogueSession, wanted: Sequence[NumberedText]
) -> None:
    """Make the rows what is wanted, in this order; rows that stay keep their key, for others refer to it."""
    rows: dict[uuid.UUID, Any] = {row.pk: row for row in model._default_manager.filter(session=session)}
    kept = [rows.pop(item.id, None) if item.id else None for item in wanted]
    for row in rows.values():
        if _is_in_use(row):
            raise StillInUse(row)
        row.delete()
    own = model._default_manager.filter(session=session)
    moved = [row.pk for number, row in enumerate(kept, 1) if row is not None and row.number != number]
    # Out of the way first: no two rows may have one number, not even on the way.
    own.filter(pk__in=moved).update(number=models.F("number") + 1000)
    for number, (row, item) in enumerate(zip(kept, wanted, strict=True), 1):
        if row is None:
            row = model._default_manager.create(session=session, number=number)
        elif row.pk in moved:
            own.filter(pk=row.pk).update(number=number)
        write_english(row.texts.all(), item.text, **{_parent_name(model): row})


def _parent_name(model: type[models.Model]) -> str:
    return "question" if model is LeadingQuestion else "theme_area"


def _is_in_use(row: models.Model) -> bool:
    """Whether any row but its own texts refers to it; apps above add such relations."""
    relations: list[Any] = [
        relation
        for relation in row._meta.get_fields(include_hidden=True)
        if relation.auto_created and relation.is_relation
    ]
    return any(
        relation.related_model._default_manager.filter(**{relation.field.name: row}).exists()
        for relation in relations
        if relation.name != "texts"
    )
