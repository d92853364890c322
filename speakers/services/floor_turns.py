"""Who speaks, and the clock: giving the floor, pausing, adding time, ending.

There is no speakers' list: the moderator chooses freely, and the history records whom and when. The clock is advice.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from dialogue_portal.states import check_transition
from sessions.models import LeadingQuestion, Participant, ParticipantCapacity
from speakers.models import (
    ClockState,
    Floor,
    FloorEventKind,
    FloorRequest,
    Intervention,
    InterventionKind,
    RequestState,
)
from speakers.models.floor import CLOCK_TRANSITIONS, OPEN_REQUESTS
from speakers.services.floor import FloorRefused, lock_floor, require_running, write_event, write_request_event

# Whoever gives the floor says who they saw speaking; this says nothing about it.
UNSEEN: Any = object()
# What a person speaks as, unless it is an initial comment or a follow-up.
OTHER_KINDS: dict[str, InterventionKind] = {
    ParticipantCapacity.STAKEHOLDER: InterventionKind.ANSWER,
    ParticipantCapacity.MODERATOR: InterventionKind.QUESTION,
    ParticipantCapacity.CHAIR: InterventionKind.CHAIR,
}


def first_kind(participant: Participant) -> InterventionKind:
    """What this person speaks as, unless it is a follow-up."""
    return OTHER_KINDS.get(participant.capacity, InterventionKind.INITIAL)


@transaction.atomic
def give_floor(
    participant: Participant,
    *,
    kind: InterventionKind | str,
    actor: User,
    question: LeadingQuestion | None = None,
    follows: Intervention | None = None,
    seen: UUID | None = UNSEEN,
) -> Intervention:
    """Give the floor; whoever has it is ended first, as an event of its own.

    Allotted seconds are the session's: follow-up or initial. A follow-up follows an intervention of the same person,
    the last one by default. `seen` is the intervention that the actor saw running (None: nobody): if another has
    started meanwhile, FloorRefused names it. Giving it twice to the same person for the same kind gives it once.
    """
    floor = lock_floor(participant.session)
    running = Intervention.objects.running().filter(session=participant.session).first()
    if running and (running.participant_id, running.kind) == (participant.pk, kind):
        return running
    _refuse_giving(floor, participant, running, seen)
    if kind == InterventionKind.FOLLOW_UP:
        follows = _followed(participant, follows)
    now = timezone.now()
    if running:
        finish(floor, running, actor=actor, now=now)
    given = _start(floor, participant, kind=kind, actor=actor, question=question, follows=follows, now=now)
    _grant_open_request(floor, given, actor=actor, now=now)
    return given


def _refuse_giving(floor: Floor, participant: Participant, running: Intervention | None, seen: UUID | None) -> None:
    require_running(floor)
    if not participant.is_active:
        raise FloorRefused(_("This participant has withdrawn."))
    if running and seen is not UNSEEN and seen != running.pk:
        who = str(running.participant)
        raise FloorRefused(_("%(who)s was given the floor meanwhile. Press again to end that.") % {"who": who})


def _followed(participant: Participant, follows: Intervention | None) -> Intervention:
    followed = follows or participant.interventions.order_by("started_at").last()
    if followed is None or followed.participant_id != participant.pk:
        raise FloorRefused(_("A follow-up is for somebody who has spoken. Give an initial comment first."))
    return followed


def _start(
    floor: Floor,
    participant: Participant,
    *,
    kind: InterventionKind | str,
    actor: User,
    question: LeadingQuestion | None,
    follows: Intervention | None,
    now: datetime,
) -> Intervention:
    session = participant.session
    is_follow_up = kind == InterventionKind.FOLLOW_UP
    given = Intervention.objects.create(
        session=session,
        participant=participant,
        kind=kind,
        follows=follows,
        question_id=question.pk if question else floor.question_id,
        allotted_seconds=session.follow_up_seconds if is_follow_up else session.initial_seconds,
        started_at=now,
    )
    write_event(
        floor,
        FloorEventKind.FLOOR_GIVEN,
        actor=actor,
        at=now,
        intervention=given.pk,
        participant=participant.pk,
        kind=given.kind,
        follows=given.follows_id,
        question=given.question_id,
        allotted_seconds=given.allotted_seconds,
    )
    return given


def _grant_open_request(floor: Floor, given: Intervention, *, actor: User, now: datetime) -> None:
    """Who asked for what they now got has been granted it, however it came about."""
    asked = FloorRequest.Kind.FOLLOW_UP if given.kind == InterventionKind.FOLLOW_UP else FloorRequest.Kind.INITIAL
    request = given.participant.floor_requests.filter(state__in=OPEN_REQUESTS, kind=asked).first()
    if request is None:
        return
    request.state, request.intervention = RequestState.GRANTED, given
    request.save()
    write_request_event(floor, FloorEventKind.REQUEST_GRANTED, actor=actor, at=now, request=request.pk)


@transaction.atomic
def pause_clock(intervention: Intervention, *, actor: User) -> Intervention:
    """Let the clock stand still, for a point of order or a lost connection."""
    floor, current = _lock_intervention(intervention)
    check_transition(CLOCK_TRANSITIONS, current.clock, ClockState.PAUSED)
    return stop_clock(floor, current, actor=actor, now=timezone.now())


@transaction.atomic
def resume_clock(intervention: Intervention, *, actor: User) -> Intervention:
    """Let the clock go on; the seconds it stood still do not count. Only while the meeting runs."""
    floor, current = _lock_intervention(intervention)
    check_transition(CLOCK_TRANSITIONS, current.clock, ClockState.RUNNING)
    require_running(floor)
    now = timezone.now()
    _add_pause(current, now)
    current.save()
    data = {"intervention": current.pk, "paused_seconds": current.paused_seconds}
    write_event(floor, FloorEventKind.CLOCK_RESUMED, actor=actor, at=now, **data)
    return current


@transaction.atomic
def add_time(intervention: Intervention, *, seconds: int, actor: User) -> Intervention:
    """Allot more seconds (at most an hour in all). Raises FloorRefused once the intervention has ended."""
    floor, current = _lock_intervention(intervention)
    if current.clock == ClockState.ENDED:
        raise FloorRefused(_("This intervention has ended; no time can be added to it."))
    if not 0 < seconds <= 3600 - current.allotted_seconds:
        raise FloorRefused(_("An intervention may have up to an hour."))
    current.allotted_seconds += seconds
    current.save()
    data = {"intervention": current.pk, "allotted_seconds": current.allotted_seconds}
    write_event(floor, FloorEventKind.TIME_ADDED, actor=actor, at=timezone.now(), **data)
    return current


@transaction.atomic
def end_intervention(intervention: Intervention, *, actor: User) -> Intervention:
    """Take the floor back. Raises InvalidTransition if the intervention has ended."""
    floor, current = _lock_intervention(intervention)
    check_transition(CLOCK_TRANSITIONS, current.clock, ClockState.ENDED)
    return finish(floor, current, actor=actor, now=timezone.now())


def stop_clock(floor: Floor, intervention: Intervention, *, actor: User, now: datetime) -> Intervention:
    """Pause under a lock that the caller holds."""
    intervention.paused_at = now
    intervention.save()
    write_event(floor, FloorEventKind.CLOCK_PAUSED, actor=actor, at=now, intervention=intervention.pk)
    return intervention


def finish(floor: Floor, intervention: Intervention, *, actor: User, now: datetime) -> Intervention:
    """End under a lock that the caller holds; a pause that was on counts as one until now."""
    _add_pause(intervention, now)
    intervention.ended_at = now
    intervention.save()
    data = {"intervention": intervention.pk, "paused_seconds": intervention.paused_seconds}
    write_event(floor, FloorEventKind.INTERVENTION_ENDED, actor=actor, at=now, **data)
    return intervention


def _lock_intervention(intervention: Intervention) -> tuple[Floor, Intervention]:
    """The floor locked, and the row as it is under that lock."""
    floor = lock_floor(intervention.session)
    return floor, Intervention.objects.get(pk=intervention.pk)


def _add_pause(intervention: Intervention, now: datetime) -> None:
    if intervention.paused_at:
        intervention.paused_seconds += (now - intervention.paused_at).total_seconds()
        intervention.paused_at = None
