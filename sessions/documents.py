"""The one list of a session's documents, as a person may have them now: its own, and what other apps publish."""

from itertools import groupby
from operator import attrgetter

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from dialogue_portal.registries import ShownDocument, ShownFile, session_documents
from dialogue_portal.uploads import EXTENSIONS
from sessions.models import Availability, DialogueSession, Document, DocumentFile

_ORDER = {kind: number for number, kind in enumerate(Document.Kind)}


def documents_shown(session: DialogueSession, user: User | AnonymousUser) -> list[ShownDocument]:
    """By kind in the order of `Document.Kind`, then by title; of each its current files only."""
    found = [document for provider in session_documents for document in provider(session, user)]
    return sorted(found, key=lambda shown: (_ORDER[Document.Kind(shown.kind)], shown.title))


def own_documents(session: DialogueSession, user: User | AnonymousUser) -> list[ShownDocument]:
    """Those of the session itself. One query, whatever their number."""
    files = DocumentFile.objects.visible_to(user).current().filter(document__session=session)
    rows = files.select_related("document").order_by("document_id", "language")
    return [_shown(session, list(of_one)) for _key, of_one in groupby(rows, attrgetter("document_id"))]


def _shown(session: DialogueSession, files: list[DocumentFile]) -> ShownDocument:
    document = files[0].document
    document.session = session
    # The authentic one first.
    files.sort(key=lambda file: file.language != document.original_language)
    availability = document.availability()
    return ShownDocument(
        kind=document.kind,
        kind_label=document.get_kind_display(),
        title=document.title,
        files=[_shown_file(document, file) for file in files],
        symbol=document.symbol,
        author=document.author,
        file_date=document.file_date,
        remark="" if availability == Availability.PUBLIC else availability.label,
        embargo_until=document.embargo_until if availability == Availability.EMBARGOED else None,
    )


def _shown_file(document: Document, file: DocumentFile) -> ShownFile:
    file.document = document
    return ShownFile(file.language, file.get_absolute_url(), EXTENSIONS[file.content_type][1:].upper(), file.size)
