"""When the phases of a session are open: the page that sets them, and the two buttons of the cockpit."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import SignedInRequest
from dialogue_portal.access import requires
from dialogue_portal.moments import moment_words
from dialogue_portal.registries import phases
from dialogue_portal.revisions import StaleRevision
from dialogue_portal.states import InvalidTransition
from sessions.forms import PhaseWindowForm
from sessions.lookup import visible_session
from sessions.models import DialogueSession, PhaseWindow
from sessions.services import (
    close_phase_now,
    open_phase_now,
    set_window,
)
from sessions.services.phases import settable_phases


@require_safe
@requires("sessions.manage_session", visible_session)
def phase_windows(request: HttpRequest, session: DialogueSession) -> HttpResponse:
    return _phases_page(request, session)


def _phases_page(request: HttpRequest, session: DialogueSession, tried: PhaseWindowForm | None = None) -> HttpResponse:
    windows = {window.phase: window for window in session.phase_windows.all()}
    forms = [
        tried if tried and tried.phase == key else PhaseWindowForm(session=session, phase=key, window=windows.get(key))
        for key in settable_phases(session)
    ]
    rows = [(phases[form.phase].label, form, windows.get(form.phase)) for form in forms]
    return render(request, "sessions/phases.html", {"session": session, "rows": rows, "tried": tried})


def _one_phase(request: HttpRequest, slug: str, phase: str) -> PhaseWindow:
    """The window of an address; one that is not stored yet has no revision to go by. Raises Http404."""
    session = visible_session(request, slug)
    if phase not in settable_phases(session):
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
