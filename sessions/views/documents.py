"""The files of a session as staff keep them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest
from dialogue_portal.access import requires
from sessions.forms import DocumentForm
from sessions.lookup import visible_session
from sessions.models import DialogueSession, Document
from sessions.services import (
    add_document,
    remove_document,
    set_document_public,
)
from sessions.services.documents import KeptWithNote


@requires("sessions.manage_session", visible_session)
def documents(request: SignedInRequest, session: DialogueSession) -> HttpResponse:
    form = DocumentForm(request.POST, request.FILES) if request.method == "POST" else DocumentForm()
    if form.is_valid():
        add_document(session, upload=form.upload, actor=request.user, **form.about())
        messages.success(request, _("The document is added."))
        return redirect("sessions:documents", slug=session.slug)
    context = {"session": session, "form": form, "documents": session.documents.all()}
    return render(request, "sessions/documents.html", context)


def _one_document(request: HttpRequest, slug: str, pk: UUID) -> Document:
    return get_object_or_404(Document.objects.select_related("session"), session__slug=slug, pk=pk)


@require_POST
@requires("sessions.manage_session", _one_document)
def show_document(request: SignedInRequest, document: Document) -> HttpResponse:
    is_public = "public" in request.POST
    set_document_public(document, is_public, actor=request.user)
    shown = _("“%(title)s” is public now.") if is_public else _("“%(title)s” is no longer public.")
    messages.success(request, shown % {"title": document})
    return redirect("sessions:documents", slug=document.session.slug)


@require_POST
@requires("sessions.manage_session", _one_document)
def drop_document(request: SignedInRequest, document: Document) -> HttpResponse:
    try:
        remove_document(document, actor=request.user)
    except KeptWithNote:
        messages.error(request, _("This is the concept note of the draft. It can be hidden, not removed."))
    else:
        messages.success(request, _("“%(title)s” is removed.") % {"title": document})
    return redirect("sessions:documents", slug=document.session.slug)
