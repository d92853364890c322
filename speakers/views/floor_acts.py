"""What is pressed on the console, one address per act. htmx gets the part with the clock, a plain browser the page.

The other parts of the page, here and elsewhere, are refreshed by the event that the act writes.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.requests import SignedInRequest
from dialogue_portal.access import requires
from dialogue_portal.states import InvalidTransition
from sessions.models import DialogueSession, Participant
from speakers.forms.floor import (
    ClockForm,
    DecisionForm,
    DiscussionForm,
    MeetingForm,
    PressForm,
    SegmentForm,
    SpeakerForm,
)
from speakers.models import FloorRequest, InterventionKind
from speakers.services.floor import FloorRefused
from speakers.services.floor_meeting import close_meeting, open_meeting, resume_meeting, set_question, suspend_meeting
from speakers.services.floor_people import add_person_in_room, give_floor_to_officer, name_participant
from speakers.services.floor_requests import decline_request, grant_request, pass_request, request_floor
from speakers.services.floor_segments import start_next_segment, start_segment
from speakers.services.floor_turns import (
    add_time,
    end_intervention,
    first_kind,
    give_floor,
    pause_clock,
    resume_clock,
)
from speakers.views.floor import floor_session, render_part

Act = Callable[[SignedInRequest, DialogueSession, User], object]

# What one press of "Add 30 seconds" adds.
ADDED_SECONDS = 30
MEETING_ACTS = {"open": open_meeting, "suspend": suspend_meeting, "resume": resume_meeting, "close": close_meeting}
CLOCK_ACTS = {"pause": pause_clock, "resume": resume_clock, "end": end_intervention}


def pressed(permission: str) -> Callable[[Act], Callable[..., HttpResponseBase]]:
    """A POST on the floor: do the act, tell the person if it was refused, show the floor as it is now."""

    def decorate(act: Act) -> Callable[..., HttpResponseBase]:
        @requires(permission, floor_session)
        @wraps(act)
        def view(request: SignedInRequest, session: DialogueSession) -> HttpResponse:
            error = ""
            try:
                act(request, session, request.user)
            except FloorRefused as refused:
                error = str(refused)
            except InvalidTransition:
                error = _("The floor has changed meanwhile, and this cannot be done any more. Look at it as it is now.")
            if request.htmx:
                return render_part(request, session, "now", error)
            if error:
                messages.error(request, error)
            return redirect("speakers:floor", slug=session.slug)

        return require_POST(view)

    return decorate


def _required(form: PressForm, field: str) -> Any:
    value = form.checked()[field]
    if not value:
        raise FloorRefused(_("Say to whom the floor is given."))
    return value


def _participant(form: PressForm) -> Participant:
    return _required(form, "participant")


@pressed("speakers.run_floor")
def give(request: SignedInRequest, session: DialogueSession, actor: User) -> object:
    form = PressForm(session, request.POST)
    participant = _participant(form)
    return give_floor(participant, kind=first_kind(participant), actor=actor, seen=form.seen)


@pressed("speakers.run_floor")
def give_follow_up(request: SignedInRequest, session: DialogueSession, actor: User) -> object:
    form = PressForm(session, request.POST)
    return give_floor(_participant(form), kind=InterventionKind.FOLLOW_UP, actor=actor, seen=form.seen)


@pressed("speakers.run_floor")
def give_officer(request: SignedInRequest, session: DialogueSession, actor: User) -> object:
    form = PressForm(session, request.POST)
    capacity = _required(form, "officer")
    return give_floor_to_officer(session, capacity=capacity, actor=actor, seen=form.seen)


@pressed("speakers.run_floor")
def give_person_in_room(request: SignedInRequest, session: DialogueSession, actor: User) -> object:
    form = PressForm(session, request.POST)
    form.checked()
    return add_person_in_room(session, actor=actor, seen=form.seen)


@pressed("speakers.run_floor")
def log_nameplate(request: SignedInRequest, session: DialogueSession, actor: User) -> object:
    """A raised nameplate: an initial comment for whoever has not spoken, else a follow-up."""
    participant = _participant(PressForm(session, request.POST))
    kind = FloorRequest.Kind.FOLLOW_UP if participant.interventions.exists() else FloorRequest.Kind.INITIAL
    return request_floor(participant, kind=kind, actor=actor)


@pressed("speakers.run_floor")
def decide_request(request: SignedInRequest, session: DialogueSession, actor: User) -> object:
    data = DecisionForm(session, request.POST).checked()
    asked: FloorRequest = data["request"]
    seen: UUID | None = data["running"]
    if data["act"] == "grant":
        return grant_request(asked, actor=actor, seen=seen)
    return pass_request(asked, actor=actor) if data["act"] == "pass" else decline_request(asked, actor=actor)


@pressed("speakers.run_floor")
def set_clock(request: SignedInRequest, session: DialogueSession, actor: User) -> object:
    data = ClockForm(session, request.POST).checked()
    if data["act"] == "add-time":
        return add_time(data["intervention"], seconds=ADDED_SECONDS, actor=actor)
    return CLOCK_ACTS[data["act"]](data["intervention"], actor=actor)


@pressed("speakers.run_floor")
def set_discussion(request: SignedInRequest, session: DialogueSession, actor: User) -> object:
    data = DiscussionForm(session, request.POST).checked()
    return set_question(session, actor=actor, question=data["question"])


@pressed("speakers.run_floor")
def move_on(request: SignedInRequest, session: DialogueSession, actor: User) -> object:
    data = SegmentForm(session, request.POST).checked()
    if data["item"] is None:
        return start_next_segment(session, actor=actor, seen=data["seen"])
    return start_segment(session, data["item"], actor=actor, seen=data["seen"])


@pressed("speakers.run_floor")
def name_speaker(request: SignedInRequest, session: DialogueSession, actor: User) -> object:
    data = SpeakerForm(session, request.POST).checked()
    return name_participant(data.pop("participant"), actor=actor, **data)


@pressed("speakers.run_meeting")
def move_meeting(request: SignedInRequest, session: DialogueSession, actor: User) -> object:
    return MEETING_ACTS[MeetingForm(session, request.POST).checked()["act"]](session, actor=actor)
