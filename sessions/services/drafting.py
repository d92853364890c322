"""From a concept note to a draft; what staff change by hand afterwards is in `set_up`.

`create_session_from_note` is called by the page "New session" and by the command `import_concept_note`.
"""

import uuid
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.utils import timezone

from accounts.models import User
from dialogue_portal.texts import FALLBACK_LANGUAGE, in_english
from dialogue_portal.uploads import CheckedUpload
from sessions.concept_note import NoteDraft, recognise
from sessions.local_time import NoSuchTime, meeting_times
from sessions.models import (
    ConceptNote,
    DialogueSession,
    Document,
    SessionKind,
    TextPart,
)
from sessions.services.addresses import create_at_free_address, free_slug, stem_of
from sessions.services.commission_sessions import commission_session_named
from sessions.services.documents import add_document
from sessions.services.kinds import rules_of
from sessions.services.phases import propose_windows
from sessions.services.programme import plan_programme
from sessions.services.set_up import NumberedText, SetUp, save_rows

# Rules of the format that a note may state.
STATED_RULES = (
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


def create_session_from_note(
    text: str, *, actor: User | None, token: uuid.UUID | None = None, upload: CheckedUpload | None = None
) -> tuple[DialogueSession, bool]:
    """Make a draft of a concept note's text, or return the one that `token` made; and whether it was made now.

    All in one transaction: session, texts, questions, areas, programme, proposed phases and the note itself with what
    was recognised. `upload` is the note's file, kept as a document that is not public.
    """
    draft = recognise(text)
    return create_at_free_address(lambda: _create(draft, text, actor, token, upload), actor=actor, token=token)


def drafts_of_note(text: str) -> "models.QuerySet[ConceptNote]":
    """The notes of the same text from which somebody made a draft within a day, the latest first."""
    recent = ConceptNote.objects.filter(imported_at__gt=timezone.now() - timedelta(days=1), source_text=text)
    return recent.select_related("session", "imported_by").order_by("-imported_at")


def create_session_of_same_note(
    note: ConceptNote, *, actor: User, token: uuid.UUID | None = None
) -> tuple[DialogueSession, bool]:
    """One more draft of a note that made one already, with its file. As `create_session_from_note`."""
    kept = note.document.files.filter(language=FALLBACK_LANGUAGE, number=1).first() if note.document else None
    if kept is None:
        return create_session_from_note(note.source_text, actor=actor, token=token)
    with kept.file.open("rb") as stored:
        file = SimpleUploadedFile(kept.file_name, stored.read(), kept.content_type)
    upload = CheckedUpload(file, kept.file_name, kept.content_type, kept.size, kept.sha256)
    return create_session_from_note(note.source_text, actor=actor, token=token, upload=upload)


def _create(
    draft: NoteDraft, text: str, actor: User | None, token: uuid.UUID | None, upload: CheckedUpload | None
) -> DialogueSession:
    session = DialogueSession(client_token=token, **_values(draft))
    session.starts_at, session.ends_at = _times(draft, session.zone)
    set_up = SetUp(
        texts={part: found.value for name, part in NOTE_TEXTS.items() if (found := getattr(draft, name))},
        questions=[NumberedText(question.value) for question in draft.questions],
        theme_areas=[NumberedText(area.value) for area in draft.theme_areas],
        body=draft.body.value if draft.body else "",
        session_number=draft.session_number.value if draft.session_number else None,
    )
    session.commission_session = commission_session_named(set_up.body, set_up.session_number, draft.session_days)
    stem = stem_of(session.commission_session, session.title, session.kind)
    session.slug = free_slug(DialogueSession.objects.all(), stem)
    session.save()
    save_rows(session, set_up)
    plan_programme(session)
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
    """The rules of the note's kind of meeting, then what the note itself states."""
    kind = draft.kind.value if draft.kind else SessionKind.INTERACTIVE_DIALOGUE
    stated = {name: found.value for name in STATED_RULES if (found := getattr(draft, name)) is not None}
    return {
        "title": draft.titles[0].value if draft.titles else "",
        "theme": draft.theme.value if draft.theme else "",
        "kind": kind,
        "venue": draft.venue.value if draft.venue else "",
        "time_zone": draft.time_zone.value if draft.time_zone else settings.PORTAL_TIME_ZONE,
        **_settled({**rules_of(kind), **stated}, stated),
    }


def _settled(rules: dict[str, Any], stated: dict[str, Any]) -> dict[str, Any]:
    """ "Up to two stakeholders" states no least number: the kind's own makes way for what is stated."""
    least, most = rules.get("stakeholders_min"), rules.get("stakeholders_max")
    if least is not None and most is not None and least > most:
        rules["stakeholders_min"] = rules["stakeholders_max"] = most if "stakeholders_max" in stated else least
    return rules


def _times(draft: NoteDraft, zone: ZoneInfo) -> tuple[Any, Any]:
    """The moments, if the note states a day and a beginning; a local time that does not exist is left to staff."""
    if not (draft.date and draft.starts):
        return None, None
    try:
        return meeting_times(draft.date.value, draft.starts.value, draft.ends.value if draft.ends else None, zone)
    except NoSuchTime:
        return None, None


def _keep_file(session: DialogueSession, upload: CheckedUpload, actor: User | None) -> Document:
    kind = Document.Kind.CONCEPT_NOTE
    return add_document(session, upload=upload, kind=kind, title=in_english(kind.label), actor=actor)
