"""The console: pool left, floor right, in four parts that the page refreshes one by one when something happens."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from dialogue_portal.access import requires
from dialogue_portal.exports.answering import offers
from sessions.lookup import session_in_full
from sessions.models import DialogueSession, Participant, ParticipantCapacity
from speakers.exports import RECORD_TABLE, SEGMENTS_TABLE
from speakers.floor_clock import clock_of, floor_words, minutes, segment_words
from speakers.floor_pool import open_requests, pool_of
from speakers.floor_state import floor_of, page_state
from speakers.forms.floor import DiscussionForm, SegmentForm, SpeakerForm
from speakers.models import Floor, Intervention, SpeakingIntent
from speakers.services.floor_segments import next_item
from speakers.views.points import noting_points

Context = dict[str, Any]
# Interventions shown below the clock; the whole record is on the session's page once the meeting is over.
RECENT = 8


def floor_session(request: HttpRequest, slug: str, **kwargs: object) -> DialogueSession:
    """The session of this address with its questions alone: what the small answers of the floor need."""
    visible = DialogueSession.objects.visible_to(request.user).prefetch_related("leading_questions__texts")
    return get_object_or_404(visible, slug=slug)


@require_safe
@requires("speakers.view_console", session_in_full)
@offers(RECORD_TABLE, SEGMENTS_TABLE)
def floor_console(request: HttpRequest, session: DialogueSession) -> HttpResponse:
    context = floor_context(request, session)
    for build in PARTS.values():
        context |= build(session, context)
    context["state"] = page_state(context["floor"], context["running"], with_requests=True)
    context["words"] = floor_words(session)
    if context["may_note"]:
        context |= noting_points(request, session)
    return render(request, "speakers/floor.html", context)


@require_safe
@requires("speakers.view_console", floor_session)
def floor_part(request: HttpRequest, session: DialogueSession) -> HttpResponse:
    """One part of the console alone."""
    part = request.resolver_match.kwargs["part"] if request.resolver_match else ""
    if part not in PARTS:
        raise Http404
    return render_part(request, session, part)


def render_part(request: HttpRequest, session: DialogueSession, part: str, error: str = "") -> HttpResponse:
    context = floor_context(request, session)
    context |= PARTS[part](session, context) | {"error": error}
    return render(request, f"speakers/_floor_{part}.html", context)


def floor_context(request: HttpRequest, session: DialogueSession) -> Context:
    """What every part needs: the floor, who speaks, and what the reader may do."""
    floor, running = floor_of(session.pk)
    floor.session = session
    return {
        "session": session,
        "floor": floor,
        "running": running,
        "follow_up_time": minutes(session.follow_up_seconds),
        "query": request.GET.get("q", "").strip(),
        "may_run": request.user.has_perm("speakers.run_floor", session),
        "may_run_meeting": request.user.has_perm("speakers.run_meeting", session),
        "may_note": request.user.has_perm("speakers.note_point", session),
    }


def _now(session: DialogueSession, context: Context) -> Context:
    floor: Floor = context["floor"]
    running: Intervention | None = context["running"]
    questions = list(session.leading_questions.all())
    in_the_room = running and running.participant.capacity == ParticipantCapacity.OTHER
    return {
        "speaker_form": _speaker_form(session, running.participant) if running and in_the_room else None,
        "clock": clock_of(running, shows_overtime=True) if running else None,
        "intent": running and SpeakingIntent.objects.active().filter(participant=running.participant).first(),
        "question": next((one for one in questions if one.pk == floor.question_id), None),
        "discussion_form": DiscussionForm(session, initial={"question": floor.question_id}),
        "segment": floor.running_segment,
        "segment_words": segment_words(floor.running_segment, shows_overtime=True) if floor.running_segment else "",
        "next_item": next_item(session, floor) if context["may_run"] else None,
        "segment_form": SegmentForm(session),
    }


def _pool(session: DialogueSession, context: Context) -> Context:
    return {"pool": pool_of(session, context["query"])}


def _requests(session: DialogueSession, context: Context) -> Context:
    return {"requests": open_requests(session)}


def _record(session: DialogueSession, context: Context) -> Context:
    ended = session.interventions.exclude(ended_at=None).order_by("-started_at")
    recent = ended.select_related("participant__delegation", "participant__organization")[:RECENT]
    return {"recent": [_turn(session, intervention) for intervention in recent], "held": _held(session)}


def _held(session: DialogueSession) -> list[Context]:
    """The segments as they were held, actual against planned."""
    return [
        {"segment": segment, "used": minutes(segment.used_seconds()), "planned": minutes(segment.budget_seconds)}
        for segment in session.floor_segments.select_related("item").prefetch_related("item__texts")
    ]


def _turn(session: DialogueSession, intervention: Intervention) -> Context:
    spoken = intervention.spoken_seconds()
    over = spoken - intervention.allotted_seconds
    participant = intervention.participant
    unnamed = participant.capacity == ParticipantCapacity.OTHER and not participant.name
    return {
        "intervention": intervention,
        "spoken": minutes(spoken),
        "allotted": minutes(intervention.allotted_seconds),
        "over": minutes(over) if over >= 1 else "",
        "form": _speaker_form(session, participant) if unnamed else None,
    }


def _speaker_form(session: DialogueSession, participant: Participant) -> SpeakerForm:
    initial = {
        "participant": participant.pk,
        "name": participant.name,
        "functional_title": participant.functional_title,
        "delegation": participant.delegation_id,
    }
    return SpeakerForm(session, initial=initial, auto_id=f"{participant.pk}-%s")


PARTS: dict[str, Callable[[DialogueSession, Context], Context]] = {
    "now": _now,
    "pool": _pool,
    "requests": _requests,
    "record": _record,
}
