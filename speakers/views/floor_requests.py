"""A delegation asks for the floor, from a phone in one press, and sees in words what became of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Delegation
from accounts.principals import acting_for
from accounts.requests import SignedInRequest
from dialogue_portal.access import requires
from dialogue_portal.states import InvalidTransition
from sessions.models import DialogueSession, Participant
from speakers.floor_clock import clock_of, floor_words
from speakers.floor_state import OPEN_STATES, floor_of, page_state
from speakers.forms.floor import RequestForm
from speakers.models import FloorRequest
from speakers.models.floor import OPEN_REQUESTS
from speakers.services.floor import FloorRefused
from speakers.services.floor_requests import request_floor, withdraw_request
from speakers.views.floor import Context, floor_session


@require_safe
@requires("speakers.open_request_page", floor_session)
def request_page(request: SignedInRequest, session: DialogueSession) -> HttpResponse:
    context = _context(request, session)
    if request.htmx:
        return render(request, "speakers/_floor_request.html", context)
    context["state"] = page_state(context["floor"], context["running"], with_requests=False)
    context["words"] = floor_words(session)
    return render(request, "speakers/floor_request.html", context)


def _context(request: SignedInRequest, session: DialogueSession, error: str = "") -> Context:
    floor, running = floor_of(session.pk)
    floor.session = session
    acting = acting_for(request, Delegation)
    own = (
        session.participants.filter(is_active=True, delegation=acting.chosen)
        .select_related("delegation")
        .prefetch_related("interventions", "floor_requests")
    )
    return {
        "session": session,
        "acting": acting,
        "floor": floor,
        "running": running,
        "is_open": floor.state in OPEN_STATES,
        "clock": clock_of(running, shows_overtime=session.shows_overtime) if running else None,
        "own": [_own(participant) for participant in own],
        "error": error,
    }


def _own(participant: Participant) -> Context:
    """One of the delegation's participants: what is open, or what last became of a request."""
    requests = list(participant.floor_requests.all())
    interventions = list(participant.interventions.all())
    return {
        "participant": participant,
        "open": next((one for one in requests if one.state in OPEN_REQUESTS), None),
        "speaks": any(one.ended_at is None for one in interventions),
        "has_spoken": bool(interventions),
        "was_declined": any(one.state == "declined" for one in requests),
    }


@require_POST
@requires("speakers.open_request_page", floor_session)
def ask(request: SignedInRequest, session: DialogueSession) -> HttpResponse:
    """Ask for a participant of one's own delegation; somebody else's is not found."""
    error = ""
    try:
        data = RequestForm(session, request.POST).checked()
        if not request.user.has_perm("speakers.request_floor", data["participant"]):
            raise FloorRefused(_("You can ask for your own delegation."))
        request_floor(data["participant"], kind=data["kind"], actor=request.user)
    except FloorRefused as refused:
        error = str(refused)
    return _answer(request, session, error)


def _request(request: HttpRequest, slug: str, pk: object) -> FloorRequest:
    rows = FloorRequest.objects.select_related("session", "participant__delegation")
    return get_object_or_404(rows, pk=pk, session__slug=slug)


@require_POST
@requires("speakers.withdraw_request", _request)
def withdraw(request: SignedInRequest, asked: FloorRequest) -> HttpResponse:
    error = ""
    try:
        withdraw_request(asked, actor=request.user)
    except InvalidTransition:
        error = _("The request has been decided meanwhile.")
    return _answer(request, asked.session, error)


def _answer(request: SignedInRequest, session: DialogueSession, error: str) -> HttpResponse:
    if request.htmx:
        return render(request, "speakers/_floor_request.html", _context(request, session, error))
    if error:
        messages.error(request, error)
    return redirect("speakers:floor-request", slug=session.slug)
