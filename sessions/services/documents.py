"""The files of a session: added, made public or not, removed."""

from datetime import date

from django.db import transaction

from accounts.models import User
from dialogue_portal.uploads import CheckedUpload
from sessions.models import DialogueSession, Document


class KeptWithNote(Exception):
    """The file is the concept note from which the session was drafted: it may be hidden, not removed."""


def add_document(
    session: DialogueSession,
    *,
    upload: CheckedUpload,
    kind: Document.Kind | str,
    title: str,
    actor: User | None,
    language: str = "en",
    author: str = "",
    file_date: date | None = None,
    is_public: bool = False,
) -> Document:
    """Keep a checked file as a document of the session."""
    return Document.objects.create(
        session=session,
        kind=kind,
        title=title,
        language=language,
        author=author,
        file_date=file_date,
        is_public=is_public,
        **upload.columns,
    )


def set_document_public(document: Document, is_public: bool, *, actor: User) -> Document:
    """Show a document to everybody, or only to those with a role in the session."""
    document.is_public = is_public
    document.save(update_fields=["is_public"])
    return document


@transaction.atomic
def remove_document(document: Document, *, actor: User) -> None:
    """Remove a document and, once that is certain, its file. Raises KeptWithNote for the source of the draft."""
    note = getattr(document.session, "concept_note", None)
    if note is not None and note.document_id == document.pk:
        raise KeptWithNote
    storage, name = document.file.storage, document.file.name
    document.delete()
    transaction.on_commit(lambda: storage.delete(name))
