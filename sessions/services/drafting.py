"""From a concept note to a draft, and what staff set up by hand: texts, questions, areas, times, rules.

`create_session_from_note` is called by the page "New session" and by the command `import_concept_note`.
"""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils.text import slugify
from django.utils.translation import override

from accounts.models import User
from dialogue_portal.client_tokens import create_once
from dialogue_portal.revisions import save_revision
from dialogue_portal.texts import FALLBACK_LANGUAGE
from dialogue_portal.uploads import CheckedUpload
from sessions.concept_note import NoteDraft, recognise
from sessions.concept_note.number_words import ordinal_words
from sessions.local_time import NoSuchTime, meeting_times
from sessions.models import (
    CommissionSession,
    ConceptNote,
    DialogueSession,
    Document,
    LeadingQuestion,
    ProgrammeItem,
    SessionKind,
    TextPart,
    ThemeArea,
)
from sessions.services.documents import add_document
from sessions.services.phases import propose_windows

# Addresses that are pages of their own.
RESERVED_SLUGS = {"new"}
FORMAT_RULES = (
    "initial_seconds",
    "follow_up_seconds",
    "opening_minutes",
    "stakeholders_min",
    "stakeholders_max",
    "keeps_speakers_list",
)
NOTE_TEXTS = {
    "overview": TextPart.OVERVIEW,
    "format": TextPart.FORMAT,
    "questions_text": TextPart.QUESTIONS,
    "outcome": TextPart.OUTCOME,
}
ATTEMPTS = 3


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


def create_session_from_note(
    text: str, *, actor: User | None, token: uuid.UUID | None = None, upload: CheckedUpload | None = None
) -> tuple[DialogueSession, bool]:
    """Make a draft of a concept note's text, or return the one that `token` made; and whether it was made now.

    All in one transaction: session, texts, questions, areas, programme, proposed phases and the note itself with what
    was recognised. `upload` is the note's file, kept as a document that is not public.
    """
    draft = recognise(text)
    rows = DialogueSession.objects.visible_to(actor) if actor else DialogueSession.objects.all()
    for attempt in range(ATTEMPTS):
        try:
            return create_once(rows, token, lambda: _create(draft, text, actor, token, upload))
        except IntegrityError:
            # Somebody took the same address in the same moment.
            if attempt == ATTEMPTS - 1:
                raise
    raise AssertionError("unreachable")


def _create(
    draft: NoteDraft, text: str, actor: User | None, token: uuid.UUID | None, upload: CheckedUpload | None
) -> DialogueSession:
    session = DialogueSession(client_token=token, **_values(draft))
    session.slug = _free_slug(session, draft)
    session.starts_at, session.ends_at = _times(draft, session.zone)
    set_up = SetUp(
        texts={part: found.value for name, part in NOTE_TEXTS.items() if (found := getattr(draft, name))},
        questions=[NumberedText(question.value) for question in draft.questions],
        theme_areas=[NumberedText(area.value) for area in draft.theme_areas],
        body=draft.body.value if draft.body else "",
        session_number=draft.session_number.value if draft.session_number else None,
    )
    session.commission_session = _commission_session(set_up)
    session.save()
    _save_rows(session, set_up)
    _plan_programme(session)
    propose_windows(session)
    ConceptNote.objects.create(
        session=session,
        source_text=text,
        document=_keep_file(session, upload, actor) if upload else None,
        recognised=draft.as_json(),
        gaps=draft.gaps,
        remarks=list(draft.remarks),
        imported_by=actor,
    )
    return session


def _values(draft: NoteDraft) -> dict[str, Any]:
    """The columns that the note states; the others keep the model's defaults."""
    stated = {name: found.value for name in FORMAT_RULES if (found := getattr(draft, name)) is not None}
    return {
        "title": draft.titles[0].value if draft.titles else "",
        "theme": draft.theme.value if draft.theme else "",
        "kind": draft.kind.value if draft.kind else SessionKind.INTERACTIVE_DIALOGUE,
        "venue": draft.venue.value if draft.venue else "",
        "time_zone": draft.time_zone.value if draft.time_zone else settings.PORTAL_TIME_ZONE,
        **stated,
    }


def _times(draft: NoteDraft, zone: ZoneInfo) -> tuple[Any, Any]:
    """The moments, if the note states a day and a beginning; a local time that does not exist is left to staff."""
    if not (draft.date and draft.starts):
        return None, None
    try:
        return meeting_times(draft.date.value, draft.starts.value, draft.ends.value if draft.ends else None, zone)
    except NoSuchTime:
        return None, None


def _free_slug(session: DialogueSession, draft: NoteDraft) -> str:
    """A short address: "csw63-interactive-dialogue" where body and number are known, else from the title."""
    stem = slugify(session.title)[:60].strip("-")
    if draft.body and draft.session_number:
        initials = "".join(re.findall(r"\b[A-Z]", draft.body.value))
        stem = slugify(f"{initials}{draft.session_number.value}-{SessionKind(session.kind).value.replace('_', '-')}")
    stem = stem or "session"
    taken = set(DialogueSession.objects.filter(slug__startswith=stem).values_list("slug", flat=True)) | RESERVED_SLUGS
    number = 1
    while (slug := stem if number == 1 else f"{stem}-{number}") in taken:
        number += 1
    return slug


def _keep_file(session: DialogueSession, upload: CheckedUpload, actor: User | None) -> Document:
    kind = Document.Kind.CONCEPT_NOTE
    return add_document(session, upload=upload, kind=kind, title=_in_english(kind.label), actor=actor)


@transaction.atomic
def save_set_up(session: DialogueSession, set_up: SetUp, *, actor: User, seen: int) -> DialogueSession:
    """Save what the set-up page holds: the session's changed columns and all its rows, under one revision.

    Raises StaleRevision if somebody saved it since, StillInUse for a question or area that cannot be removed.
    """
    session.commission_session = _commission_session(set_up)
    save_revision(session, seen=seen)
    _save_rows(session, set_up)
    _plan_programme(session)
    if session.starts_at and not session.phase_windows.exists():
        propose_windows(session)
    return session


def _save_rows(session: DialogueSession, set_up: SetUp) -> None:
    for part, text in set_up.texts.items():
        _save_text(session.texts.filter(part=part), text, session=session, part=part)
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
        _save_text(row.texts.all(), item.text, **{_parent_name(model): row})


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


def _save_text(texts: Any, text: str, **parent: Any) -> None:
    """The English text of a parent row; saved through the model, which is what the audit log listens to."""
    row = texts.filter(language=FALLBACK_LANGUAGE).first()
    if row is None and text:
        texts.model._default_manager.create(language=FALLBACK_LANGUAGE, text=text, **parent)
    elif row is not None and not text:
        row.delete()
    elif row is not None and row.text != text:
        row.text = text
        row.save(update_fields=["text"])


def _commission_session(set_up: SetUp) -> CommissionSession | None:
    if not (set_up.body and set_up.session_number):
        return None
    number = set_up.session_number
    ordinal = f"{ordinal_words(number).capitalize()} session"
    row, _new = CommissionSession.objects.get_or_create(body=set_up.body, number=number, defaults={"ordinal": ordinal})
    return row


def _in_english(label: Any) -> str:
    """A label as the language of record has it, whatever the language of the person who imports."""
    with override(FALLBACK_LANGUAGE):
        return str(label)


def _plan_programme(session: DialogueSession) -> None:
    """The two segments that the format rules give: the opening, and the dialogue in what remains of the meeting."""
    if not (session.starts_at and session.ends_at):
        return
    total = int((session.ends_at - session.starts_at).total_seconds() // 60)
    opening = min(session.opening_minutes, total)
    segments = ProgrammeItem.Segment
    for number, segment, minutes in ((1, segments.OPENING, opening), (2, segments.DIALOGUE, total - opening)):
        if minutes:
            session.programme_items.update_or_create(
                segment=segment, defaults={"number": number, "title": _in_english(segment.label), "minutes": minutes}
            )
        else:
            session.programme_items.filter(segment=segment).delete()
