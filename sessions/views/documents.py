"""The documents of a session as those who keep them see them: facts, languages, versions, embargo, public or not."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest
from dialogue_portal.access import requires
from dialogue_portal.exports.answering import offers
from dialogue_portal.revisions import StaleRevision
from sessions.forms import DocumentEditForm, DocumentForm, NewVersionForm
from sessions.lookup import visible_session
from sessions.models import DialogueSession, Document, DocumentFile, SessionStatus
from sessions.services import (
    add_document,
    add_document_file,
    remove_document,
    remove_document_file,
    save_document,
    set_document_public,
)
from sessions.services.documents import KeptWithNote, OnlyFile, is_kept_note


@requires("sessions.edit_documents", visible_session)
@offers("sessions.documents")
def documents(request: SignedInRequest, session: DialogueSession) -> HttpResponse:
    is_sent = request.method == "POST"
    form = DocumentForm(request.POST if is_sent else None, request.FILES if is_sent else None, session=session)
    if form.is_valid():
        document = add_document(session, upload=form.upload, actor=request.user, **form.about())
        messages.success(request, _("“%(title)s” is added.") % {"title": document})
        return redirect("sessions:documents", slug=session.slug)
    rows = session.documents.prefetch_related("files")
    return render(request, "sessions/documents.html", {"session": session, "form": form, "documents": rows})


def _one_document(request: HttpRequest, slug: str, pk: UUID) -> Document:
    return get_object_or_404(Document.objects.select_related("session"), session__slug=slug, pk=pk)


@requires("sessions.edit_document", _one_document)
def document(request: SignedInRequest, document: Document) -> HttpResponse:
    """What is said of one document, and its files."""
    form = DocumentEditForm(
        request.POST if request.method == "POST" else None, instance=document, session=document.session
    )
    if form.is_valid():
        try:
            save_document(form.instance, actor=request.user, seen=form.cleaned_data["seen_revision"])
        except StaleRevision as error:
            form.show_conflict(error.current)
        else:
            messages.success(request, _("“%(title)s” is saved.") % {"title": document})
            return redirect("sessions:documents", slug=document.session.slug)
    return _page(request, document, form, NewVersionForm())


@require_POST
@requires("sessions.edit_document", _one_document)
def add_file(request: SignedInRequest, document: Document) -> HttpResponse:
    form = NewVersionForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, document, DocumentEditForm(instance=document, session=document.session), form)
    file = add_document_file(
        document,
        upload=form.upload,
        language=form.cleaned_data["language"],
        change=form.cleaned_data["change"],
        actor=request.user,
    )
    messages.success(
        request,
        _("Version %(number)s in %(language)s is the current one.")
        % {"number": file.number, "language": file.get_language_display()},
    )
    return redirect("sessions:edit-document", slug=document.session.slug, pk=document.pk)


def _page(request: HttpRequest, document: Document, form: DocumentEditForm, file_form: NewVersionForm) -> HttpResponse:
    context = {
        "session": document.session,
        # As stored: the form has put what was typed into its own.
        "document": Document.objects.get(pk=document.pk),
        "files": document.files.with_reading().select_related("uploaded_by"),
        "form": form,
        "file_form": file_form,
    }
    return render(request, "sessions/document.html", context)


def _one_file(request: HttpRequest, slug: str, pk: UUID) -> DocumentFile:
    files = DocumentFile.objects.select_related("document__session")
    return get_object_or_404(files, document__session__slug=slug, pk=pk)


@require_POST
@requires("sessions.edit_document_file", _one_file)
def drop_file(request: SignedInRequest, file: DocumentFile) -> HttpResponse:
    try:
        remove_document_file(file, actor=request.user)
    except KeptWithNote:
        messages.error(request, _("This is the concept note of the draft. It can be hidden, not removed."))
    except OnlyFile:
        messages.error(request, _("This is the document’s only file. Remove the document, or add another file first."))
    else:
        messages.success(
            request,
            _("Version %(number)s in %(language)s is removed.")
            % {"number": file.number, "language": file.get_language_display()},
        )
    return redirect("sessions:edit-document", slug=file.document.session.slug, pk=file.document_id)


@require_POST
@requires("sessions.edit_document", _one_document)
def show_document(request: SignedInRequest, document: Document) -> HttpResponse:
    is_public = "public" in request.POST
    set_document_public(document, is_public, actor=request.user)
    shown = _("“%(title)s” is public now.") if is_public else _("“%(title)s” is no longer public.")
    if is_public and document.availability() == "embargoed":
        shown = _("“%(title)s” becomes public when its embargo is over.")
    messages.success(request, shown % {"title": document})
    return redirect("sessions:documents", slug=document.session.slug)


@requires("sessions.edit_document", _one_document)
def drop_document(request: SignedInRequest, document: Document) -> HttpResponse:
    """Asked first, with what will be gone; what must stay is not asked about."""
    if request.method != "POST" and not is_kept_note(document):
        session = document.session
        context = {
            "session": session,
            "document": document,
            "files": document.files.all(),
            "is_published": session.status != SessionStatus.DRAFT and document.availability() == "public",
        }
        return render(request, "sessions/document_remove.html", context)
    try:
        remove_document(document, actor=request.user)
    except KeptWithNote:
        messages.error(request, _("This is the concept note of the draft. It can be hidden, not removed."))
    else:
        messages.success(request, _("“%(title)s” is removed.") % {"title": document})
    return redirect("sessions:documents", slug=document.session.slug)
