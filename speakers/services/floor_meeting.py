"""The meeting as a whole: opened, suspended, resumed, closed; the question under discussion."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from dialogue_portal.states import InvalidTransition, check_transition
from sessions.models import DialogueSession, LeadingQuestion
from speakers.models import ClockState, Floor, FloorEventKind, FloorState, Intervention
from speakers.models.floor import TRANSITIONS
from speakers.services.floor import FloorRefused, lock_floor, write_event
from speakers.services.floor_segments import begin_segment, end_segment, next_item, pause_segment, resume_segment
from speakers.services.floor_turns import finish, stop_clock


@transaction.atomic
def open_meeting(session: DialogueSession, *, actor: User) -> Floor:
    """Start the meeting, and with it the programme.

    Raises InvalidTransition if it was started before: then it is resumed.
    """
    floor = lock_floor(session)
    if floor.state != FloorState.NOT_STARTED:
        raise InvalidTransition(floor.state, FloorState.RUNNING)
    now = timezone.now()
    _move(floor, FloorState.RUNNING, FloorEventKind.OPENED, actor, now)
    if first := next_item(session, floor):
        begin_segment(floor, first, actor=actor, now=now)
    return floor


@transaction.atomic
def suspend_meeting(session: DialogueSession, *, actor: User) -> Floor:
    """Interrupt the meeting; the clock of whoever speaks stands still until somebody starts it again.

    That of the segment stands still until the meeting goes on.
    """
    floor = lock_floor(session)
    check_transition(TRANSITIONS, floor.state, FloorState.SUSPENDED)
    now = timezone.now()
    running = Intervention.objects.running().filter(session=session).first()
    if running and running.clock == ClockState.RUNNING:
        stop_clock(floor, running, actor=actor, now=now)
    pause_segment(floor, now=now)
    return _move(floor, FloorState.SUSPENDED, FloorEventKind.SUSPENDED, actor, now)


@transaction.atomic
def resume_meeting(session: DialogueSession, *, actor: User) -> Floor:
    """Go on after a suspension, or after a closing by mistake."""
    floor = lock_floor(session)
    if floor.state == FloorState.NOT_STARTED:
        raise InvalidTransition(floor.state, FloorState.RUNNING)
    check_transition(TRANSITIONS, floor.state, FloorState.RUNNING)
    now = timezone.now()
    data = resume_segment(floor, actor=actor, now=now)
    return _move(floor, FloorState.RUNNING, FloorEventKind.RESUMED, actor, now, **data)


@transaction.atomic
def close_meeting(session: DialogueSession, *, actor: User) -> Floor:
    """End the meeting; whoever has the floor is ended first, then the segment."""
    floor = lock_floor(session)
    check_transition(TRANSITIONS, floor.state, FloorState.CLOSED)
    now = timezone.now()
    if running := Intervention.objects.running().filter(session=session).first():
        finish(floor, running, actor=actor, now=now)
    end_segment(floor, actor=actor, now=now)
    return _move(floor, FloorState.CLOSED, FloorEventKind.CLOSED, actor, now)


@transaction.atomic
def set_question(session: DialogueSession, *, actor: User, question: LeadingQuestion | None) -> Floor:
    """Say which leading question is under discussion (None: none).

    Raises FloorRefused for another session's question. Saying what is said already does nothing.
    """
    floor = lock_floor(session)
    if question is not None and question.session_id != session.pk:
        raise FloorRefused(_("This question belongs to another session."))
    if (question and question.pk) == floor.question_id:
        return floor
    floor.question = question
    write_event(floor, FloorEventKind.QUESTION_SET, actor=actor, at=timezone.now(), question=question and question.pk)
    return floor


def _move(floor: Floor, state: FloorState, kind: FloorEventKind, actor: User, now: datetime, **data: float) -> Floor:
    floor.state = state
    write_event(floor, kind, actor=actor, at=now, **data)
    return floor
