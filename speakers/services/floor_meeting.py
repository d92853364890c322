"""The meeting as a whole: opened, suspended, resumed, closed; the segment and the question under discussion."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from dialogue_portal.states import InvalidTransition, check_transition
from sessions.models import DialogueSession, LeadingQuestion
from speakers.models import ClockState, Floor, FloorEventKind, FloorState, Intervention
from speakers.models.floor import TRANSITIONS
from speakers.services.floor import FloorRefused, lock_floor, write_event
from speakers.services.floor_turns import finish, stop_clock


@transaction.atomic
def open_meeting(session: DialogueSession, *, actor: User) -> Floor:
    """Start the meeting. Raises InvalidTransition if it was started before: then it is resumed."""
    floor = lock_floor(session)
    if floor.state != FloorState.NOT_STARTED:
        raise InvalidTransition(floor.state, FloorState.RUNNING)
    return _move(floor, FloorState.RUNNING, FloorEventKind.OPENED, actor)


@transaction.atomic
def suspend_meeting(session: DialogueSession, *, actor: User) -> Floor:
    """Interrupt the meeting; the clock of whoever speaks stands still until somebody starts it again."""
    floor = lock_floor(session)
    check_transition(TRANSITIONS, floor.state, FloorState.SUSPENDED)
    running = Intervention.objects.running().filter(session=session).first()
    if running and running.clock == ClockState.RUNNING:
        stop_clock(floor, running, actor=actor, now=timezone.now())
    return _move(floor, FloorState.SUSPENDED, FloorEventKind.SUSPENDED, actor)


@transaction.atomic
def resume_meeting(session: DialogueSession, *, actor: User) -> Floor:
    """Go on after a suspension, or after a closing by mistake."""
    floor = lock_floor(session)
    if floor.state == FloorState.NOT_STARTED:
        raise InvalidTransition(floor.state, FloorState.RUNNING)
    check_transition(TRANSITIONS, floor.state, FloorState.RUNNING)
    return _move(floor, FloorState.RUNNING, FloorEventKind.RESUMED, actor)


@transaction.atomic
def close_meeting(session: DialogueSession, *, actor: User) -> Floor:
    """End the meeting; whoever has the floor is ended first."""
    floor = lock_floor(session)
    check_transition(TRANSITIONS, floor.state, FloorState.CLOSED)
    if running := Intervention.objects.running().filter(session=session).first():
        finish(floor, running, actor=actor, now=timezone.now())
    return _move(floor, FloorState.CLOSED, FloorEventKind.CLOSED, actor)


@transaction.atomic
def set_question(
    session: DialogueSession, *, actor: User, question: LeadingQuestion | None, segment: str | None = None
) -> Floor:
    """Say which leading question is under discussion (None: none), and in which segment; None keeps the segment.

    Raises FloorRefused for another session's question. Saying what is said already does nothing.
    """
    floor = lock_floor(session)
    if question is not None and question.session_id != session.pk:
        raise FloorRefused(_("This question belongs to another session."))
    segment = floor.segment if segment is None else segment
    if (question and question.pk, segment) == (floor.question_id, floor.segment):
        return floor
    floor.question, floor.segment = question, segment
    data = {"question": question and question.pk, "segment": segment}
    write_event(floor, FloorEventKind.QUESTION_SET, actor=actor, at=timezone.now(), **data)
    return floor


def _move(floor: Floor, state: FloorState, kind: FloorEventKind, actor: User) -> Floor:
    floor.state = state
    write_event(floor, kind, actor=actor, at=timezone.now())
    return floor
