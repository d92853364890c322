"""The files of documents, for those who may have them now: current ones at an address that outlasts their versions."""

from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from dialogue_portal.access import requires
from dialogue_portal.uploads import private_response
from sessions.lookup import visible_session
from sessions.models import Document, DocumentFile


def _document(request: HttpRequest, slug: str, document_id: UUID) -> Document:
    session = visible_session(request, slug)
    return get_object_or_404(session.documents.visible_to(request.user), pk=document_id)


def _file(request: HttpRequest, slug: str, document_id: UUID, language: str, **version: int) -> DocumentFile:
    session = visible_session(request, slug)
    files = DocumentFile.objects.visible_to(request.user).select_related("document__session")
    wanted = version or {"is_current": True}
    return get_object_or_404(files, document__session=session, document=document_id, language=language, **wanted)


@require_safe
@requires("sessions.download_document", _document)
def document(request: HttpRequest, document: Document) -> HttpResponseBase:
    """The authentic one: in the original language or, if that is not here, the first there is."""
    files = sorted(document.files.current(), key=lambda file: file.language != document.original_language)
    return _response(request, files[0])


@require_safe
@requires("sessions.download_file", _file)
def file(request: HttpRequest, file: DocumentFile) -> HttpResponseBase:
    return _response(request, file)


@require_safe
@requires("sessions.download_file", _file)
def version(request: HttpRequest, file: DocumentFile) -> HttpResponseBase:
    return _response(request, file)


def _response(request: HttpRequest, file: DocumentFile) -> HttpResponseBase:
    return private_response(request, file=file.file, name=file.file_name, content_type=file.content_type)
