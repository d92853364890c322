"""Leave to come late: the page of one phase on which staff give and end it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest
from dialogue_portal.access import requires
from dialogue_portal.registries import phases
from dialogue_portal.revisions import StaleRevision
from dialogue_portal.states import InvalidTransition
from sessions.forms import EndLeaveForm, LeaveForm
from sessions.lookup import visible_session
from sessions.models import PhaseLeave, PhaseWindow
from sessions.services.leaves import LeaveIsPast, end_leave, give_leave


def _window(request: HttpRequest, slug: str, phase: str) -> PhaseWindow:
    """The window of a phase that takes leave. Raises Http404."""
    session = visible_session(request, slug)
    if phase not in phases or not phases[phase].principal:
        raise Http404
    window = get_object_or_404(session.phase_windows.all(), phase=phase)
    window.session = session
    return window


@requires("sessions.manage_session", _window)
def leaves(request: SignedInRequest, window: PhaseWindow) -> HttpResponse:
    session, phase = window.session, window.phase
    form = LeaveForm(request.POST or None, window=window)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            leave = give_leave(
                session,
                phase,
                principal=data["principal"],
                until=data["until_at"],
                reason=data["reason"],
                actor=request.user,
                token=data["client_token"],
            )
        except LeaveIsPast:
            form.add_error("until", _("This is past. Choose a later time."))
        else:
            words = _("%(principal)s has leave to come late, and is written to.")
            messages.success(request, words % {"principal": leave.principal_words})
            return redirect("sessions:leaves", slug=session.slug, phase=phase)
    given = session.phase_leaves.filter(phase=phase)
    context = {
        "session": session,
        "window": window,
        "label": window.definition.label,
        "form": form,
        "leaves": given.select_related("delegation", "organization", "given_by", "ended_by"),
    }
    return render(request, "sessions/leaves.html", context)


def _leave(request: HttpRequest, slug: str, pk: UUID) -> PhaseLeave:
    session = visible_session(request, slug)
    return get_object_or_404(PhaseLeave.objects.select_related("session"), session=session, pk=pk)


@require_POST
@requires("sessions.manage_session", _leave)
def end(request: SignedInRequest, leave: PhaseLeave) -> HttpResponse:
    form = EndLeaveForm(request.POST)
    words = {"principal": leave.principal_words}
    try:
        end_leave(leave, actor=request.user, seen=form.cleaned_data["seen_revision"] if form.is_valid() else 0)
    except InvalidTransition:
        messages.info(request, _("The leave of %(principal)s is over already.") % words)
    except StaleRevision:
        messages.error(request, _("Somebody else changed this leave meanwhile. Look at it again."))
    else:
        messages.success(request, _("The leave of %(principal)s has ended, and it is written to.") % words)
    return redirect("sessions:leaves", slug=leave.session.slug, phase=leave.phase)
