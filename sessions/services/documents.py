"""The documents of a session: added, given further languages and versions, made public or not, removed.

The files themselves are stored under random names and are removed once that is certain.
"""

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction

from accounts.models import User
from dialogue_portal.client_tokens import create_once
from dialogue_portal.revisions import save_revision
from dialogue_portal.texts import FALLBACK_LANGUAGE
from dialogue_portal.uploads import CheckedUpload
from sessions.models import DialogueSession, Document, DocumentFile, EventSpeaker
from sessions.services.file_texts import request_text


class KeptWithNote(Exception):
    """The file is the concept note from which the session was drafted: it may be hidden, not removed."""


class OnlyFile(Exception):
    """A document has one file at least; who removes the last removes the document."""


class About(TypedDict, total=False):
    """What is said of a document; the embargo ends at a moment in UTC."""

    symbol: str
    speaker: EventSpeaker | None
    author: str
    file_date: date | None
    is_public: bool
    embargo_until: datetime | None


@transaction.atomic
def add_document(
    session: DialogueSession,
    *,
    upload: CheckedUpload,
    kind: Document.Kind | str,
    title: str,
    actor: User | None,
    language: str = FALLBACK_LANGUAGE,
    token: uuid.UUID | None = None,
    **about: Unpack[About],
) -> Document:
    """Keep a checked file as a document of the session, in its original language; the same form sent twice is one.

    Raises ValidationError for a statement without author or date.
    """

    def create() -> Document:
        document = Document(
            session=session, kind=kind, title=title, original_language=language, client_token=token, **about
        )
        document.clean()
        document.save()
        _keep(document, upload, actor, language=language)
        return document

    return create_once(session.documents.all(), token, create)[0]


@transaction.atomic
def add_document_file(
    document: Document, *, upload: CheckedUpload, language: str, actor: User | None, change: str = ""
) -> DocumentFile:
    """Add a language or, where the document has it, the next version; the current file sent again is no new one."""
    # The document's row is the lock under which its files change.
    locked = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    current = locked.files.filter(language=language, is_current=True).first()
    if current is None:
        return _keep(locked, upload, actor, language=language, change=change)
    if current.sha256 == upload.sha256:
        return current
    current.is_current = False
    current.save(update_fields=["is_current"])
    return _keep(locked, upload, actor, language=language, change=change, number=current.number + 1)


def _keep(document: Document, upload: CheckedUpload, actor: User | None, **version: Any) -> DocumentFile:
    file = DocumentFile.objects.create(document=document, uploaded_by=actor, **version, **upload.columns)
    request_text(file)
    return file


@transaction.atomic
def remove_document_file(file: DocumentFile, *, actor: User) -> None:
    """Remove one version; of a current one the version before takes the place.

    Raises KeptWithNote for the file from which the session was drafted, OnlyFile for the last.
    """
    document = Document.objects.select_for_update(of=("self",)).get(pk=file.document_id)
    if is_kept_note(document) and (file.language, file.number) == (FALLBACK_LANGUAGE, 1):
        raise KeptWithNote
    others = document.files.exclude(pk=file.pk)
    if not others.exists():
        raise OnlyFile
    file.delete()
    _forget([file])
    before = others.filter(language=file.language).order_by("-number").first()
    if file.is_current and before is not None:
        before.is_current = True
        before.save(update_fields=["is_current"])


def save_document(document: Document, *, actor: User, seen: int) -> Document:
    """Save what is said of a document. Raises StaleRevision; ValidationError for a statement that lacks something."""
    document.clean()
    return save_revision(document, seen=seen)


def set_document_public(document: Document, is_public: bool, *, actor: User) -> Document:
    """Show a document to everybody (from the end of its embargo on), or only to those with a role in the session."""
    document.is_public = is_public
    document.save(update_fields=["is_public"])
    return document


@transaction.atomic
def remove_document(document: Document, *, actor: User) -> None:
    """Remove a document with all its files. Raises KeptWithNote for the source of the draft."""
    if is_kept_note(document):
        raise KeptWithNote
    files = list(document.files.all())
    document.delete()
    _forget(files)


def is_kept_note(document: Document) -> bool:
    """Whether the session was drafted from it; the note came in as its first version in English."""
    note = getattr(document.session, "concept_note", None)
    return note is not None and note.document_id == document.pk


def _forget(files: Iterable[DocumentFile]) -> None:
    for file in files:
        storage, name = file.file.storage, file.file.name
        transaction.on_commit(lambda storage=storage, name=name: storage.delete(name))  # type: ignore[misc]
