"""When the phases of a session are open: the page that sets them, with its history, and opening and closing by hand."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import SignedInRequest
from dialogue_portal.access import requires
from dialogue_portal.exports.answering import offers
from dialogue_portal.moments import moment_words
from dialogue_portal.registries import phases
from dialogue_portal.revisions import StaleRevision
from dialogue_portal.states import InvalidTransition
from sessions.forms import PhaseReasonForm, PhaseWindowForm
from sessions.lookup import visible_session
from sessions.models import DialogueSession, PhaseWindow
from sessions.services import (
    close_phase_now,
    open_phase_now,
    set_window,
)
from sessions.services.calls import calls_of, hindrance
from sessions.services.late_closes import late_close
from sessions.services.phase_notices import count_concerned
from sessions.services.phases import may_change, settable_phases
from sessions.templatetags.meeting import phase_steps


@require_safe
@requires("sessions.manage_session", visible_session)
@offers("sessions.phase-changes", "sessions.leaves")
def phase_windows(request: HttpRequest, session: DialogueSession) -> HttpResponse:
    return _phases_page(request, session)


def _phases_page(request: HttpRequest, session: DialogueSession, tried: PhaseWindowForm | None = None) -> HttpResponse:
    windows = {window.phase: window for window in session.phase_windows.all()}
    steps = {step["window"].phase: step for step in phase_steps(session)}
    shown = sorted({*settable_phases(session), *steps}, key=lambda key: phases[key].order)
    forms = [
        tried if tried and tried.phase == key else PhaseWindowForm(session=session, phase=key, window=windows.get(key))
        for key in shown
    ]
    calls = {call.key: (call, hindrance(session, call.key)) for call in calls_of(session)}
    changes = session.phase_changes.select_related("changed_by", "mailing")
    context = {
        "session": session,
        "rows": [
            {
                "label": phases[form.phase].label,
                "form": form,
                "step": steps.get(form.phase),
                "may_change": form.window is None or may_change(form.window),
                "takes_leave": bool(phases[form.phase].principal),
                "call": calls.get(form.phase),
                "late": form.window and late_close(session, form.phase, form.window.closes_at),
            }
            for form in forms
        ],
        "tried": tried,
        "changes": [change for change in changes if change.phase in phases],
    }
    return render(request, "sessions/phases.html", context)


def _one_phase(request: HttpRequest, slug: str, phase: str) -> PhaseWindow:
    """The window of an address; one that is not stored yet has no revision to go by. Raises Http404."""
    session = visible_session(request, slug)
    stored = session.phase_windows.filter(phase=phase).first()
    window = stored or PhaseWindow(session=session, phase=phase)
    window.session = session
    if phase not in phases or not may_change(window):
        raise Http404
    return window


@require_POST
@requires("sessions.manage_session", _one_phase)
def set_phase(request: SignedInRequest, window: PhaseWindow) -> HttpResponse:
    session, phase = window.session, window.phase
    form = PhaseWindowForm(request.POST, session=session, phase=phase, window=window if window.is_saved else None)
    if form.is_valid():
        moments = {name: form.cleaned_data[name] for name in ("opens_at", "closes_at")}
        try:
            cleaned = form.cleaned_data
            seen, reason = cleaned["seen_revision"], cleaned.get("reason", "")
            set_window(session, phase, **moments, actor=request.user, seen=seen, reason=reason)
        except StaleRevision as error:
            form.show_conflict(error.current)  # type: ignore[arg-type]
        else:
            messages.success(request, _("The times of “%(phase)s” are saved.") % {"phase": phases[phase].label})
            return redirect("sessions:phases", slug=session.slug)
    return _phases_page(request, session, form)


@requires("sessions.manage_session", _one_phase)
def open_phase(request: SignedInRequest, window: PhaseWindow) -> HttpResponse:
    label = phases[window.phase].label
    if not window.is_saved:
        messages.error(request, _("Set first when “%(phase)s” opens and closes.") % {"phase": label})
        return redirect("sessions:phases", slug=window.session.slug)
    form = PhaseReasonForm(request.POST or None)
    if not form.is_valid():
        return _ask_for_reason(request, window, form, closes=False)
    try:
        opened = open_phase_now(window, actor=request.user, reason=form.cleaned_data["reason"])
    except InvalidTransition:
        messages.info(request, _("“%(phase)s” is open already.") % {"phase": label})
    else:
        zone = window.session.time_zone
        until = moment_words(opened.closes_at, zone, request.user.time_zone or zone)
        messages.success(request, _("“%(phase)s” is open, until %(until)s.") % {"phase": label, "until": until})
    return redirect("sessions:phases", slug=window.session.slug)


@requires("sessions.manage_session", _one_phase)
def close_phase(request: SignedInRequest, window: PhaseWindow) -> HttpResponse:
    label = {"phase": phases[window.phase].label}
    form = PhaseReasonForm(request.POST or None)
    if window.is_saved and not form.is_valid():
        return _ask_for_reason(request, window, form, closes=True)
    try:
        if not window.is_saved:
            raise InvalidTransition("", "closed")
        close_phase_now(window, actor=request.user, reason=form.cleaned_data["reason"])
    except InvalidTransition:
        messages.info(request, _("“%(phase)s” is not open.") % label)
    else:
        messages.success(request, _("“%(phase)s” is closed.") % label)
    return redirect("sessions:phases", slug=window.session.slug)


def _ask_for_reason(
    request: SignedInRequest, window: PhaseWindow, form: PhaseReasonForm, *, closes: bool
) -> HttpResponse:
    context = {
        "session": window.session,
        "window": window,
        "label": phases[window.phase].label,
        "form": form,
        "closes": closes,
        "concerned": count_concerned(window),
    }
    return render(request, "sessions/phase_by_hand.html", context)
