"""The secretariat's cockpit of one session: next step, phases with their controls, figures, documents."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import SignedInRequest
from dialogue_portal.access import requires
from dialogue_portal.moments import moment_words
from dialogue_portal.registries import cockpit_cards, phases
from dialogue_portal.revisions import StaleRevision
from dialogue_portal.states import InvalidTransition
from sessions.forms import DocumentForm, PhaseWindowForm
from sessions.lookup import visible_session
from sessions.models import DialogueSession, Document, PhaseWindow
from sessions.next_step import next_step
from sessions.services import (
    add_document,
    close_phase_now,
    open_phase_now,
    remove_document,
    set_document_public,
    set_window,
)
from sessions.services.documents import KeptWithNote
from sessions.services.phases import settable_phases
from sessions.templatetags.meeting import phase_steps


@require_safe
@requires("sessions.manage_session", visible_session)
def cockpit(request: SignedInRequest, session: DialogueSession) -> HttpResponse:
    cards = [card for provider in cockpit_cards for card in provider(session, request.user)]
    context = {
        "session": session,
        "task": next_step(session),
        "cards": sorted(cards, key=lambda card: card.order),
        "steps": phase_steps(session),
        "settable": settable_phases(),
    }
    return render(request, "sessions/cockpit.html", context)


@require_safe
@requires("sessions.manage_session", visible_session)
def phase_windows(request: HttpRequest, session: DialogueSession) -> HttpResponse:
    return _phases_page(request, session)


def _phases_page(request: HttpRequest, session: DialogueSession, tried: PhaseWindowForm | None = None) -> HttpResponse:
    windows = {window.phase: window for window in session.phase_windows.all()}
    forms = [
        tried if tried and tried.phase == key else PhaseWindowForm(session=session, phase=key, window=windows.get(key))
        for key in settable_phases()
    ]
    rows = [(phases[form.phase].label, form, windows.get(form.phase)) for form in forms]
    return render(request, "sessions/phases.html", {"session": session, "rows": rows, "tried": tried})


def _one_phase(request: HttpRequest, slug: str, phase: str) -> PhaseWindow:
    """The window of an address; one that is not stored yet has no revision to go by. Raises Http404."""
    session = visible_session(request, slug)
    if phase not in settable_phases():
        raise Http404
    stored = session.phase_windows.filter(phase=phase).first()
    window = stored or PhaseWindow(session=session, phase=phase)
    window.session = session
    return window


@require_POST
@requires("sessions.manage_session", _one_phase)
def set_phase(request: SignedInRequest, window: PhaseWindow) -> HttpResponse:
    session, phase = window.session, window.phase
    form = PhaseWindowForm(request.POST, session=session, phase=phase, window=None if window._state.adding else window)
    if form.is_valid():
        moments = {name: form.cleaned_data[name] for name in ("opens_at", "closes_at")}
        try:
            set_window(session, phase, **moments, actor=request.user, seen=form.cleaned_data["seen_revision"])
        except StaleRevision as error:
            form.show_conflict(error.current)  # type: ignore[arg-type]
        else:
            messages.success(request, _("The times of “%(phase)s” are saved.") % {"phase": phases[phase].label})
            return redirect("sessions:phases", slug=session.slug)
    return _phases_page(request, session, form)


@require_POST
@requires("sessions.manage_session", _one_phase)
def open_phase(request: SignedInRequest, window: PhaseWindow) -> HttpResponse:
    label = phases[window.phase].label
    if window._state.adding:
        messages.error(request, _("Set first when “%(phase)s” opens and closes.") % {"phase": label})
        return redirect("sessions:phases", slug=window.session.slug)
    try:
        opened = open_phase_now(window, actor=request.user)
    except InvalidTransition:
        messages.info(request, _("“%(phase)s” is open already.") % {"phase": label})
    else:
        zone = window.session.time_zone
        until = moment_words(opened.closes_at, zone, request.user.time_zone or zone)
        messages.success(request, _("“%(phase)s” is open, until %(until)s.") % {"phase": label, "until": until})
    return redirect("sessions:cockpit", slug=window.session.slug)


@require_POST
@requires("sessions.manage_session", _one_phase)
def close_phase(request: SignedInRequest, window: PhaseWindow) -> HttpResponse:
    label = {"phase": phases[window.phase].label}
    try:
        if window._state.adding:
            raise InvalidTransition("", "closed")
        close_phase_now(window, actor=request.user)
    except InvalidTransition:
        messages.info(request, _("“%(phase)s” is not open.") % label)
    else:
        messages.success(request, _("“%(phase)s” is closed.") % label)
    return redirect("sessions:cockpit", slug=window.session.slug)


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
