"""Asking for the floor: a delegation's press on a phone, or a nameplate that staff log; what the moderator decides.

Requests have a stream and numbers of their own, for staff and moderator only, and are never sorted by arrival.
"""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from dialogue_portal.states import check_transition
from sessions.models import Participant
from speakers.floor_state import OPEN_STATES
from speakers.models import (
    Floor,
    FloorEventKind,
    FloorRequest,
    Intervention,
    InterventionKind,
    RequestState,
)
from speakers.models.floor import OPEN_REQUESTS, REQUEST_TRANSITIONS
from speakers.services.floor import FloorRefused, lock_floor, write_request_event
from speakers.services.floor_turns import UNSEEN, first_kind, give_floor


@transaction.atomic
def request_floor(participant: Participant, *, kind: FloorRequest.Kind | str, actor: User) -> FloorRequest:
    """Ask for the floor. One open request per participant: asking again for the same gives the one there is.

    Raises FloorRefused while the meeting is not open or the participant speaks, for a follow-up by somebody who has
    not spoken, and where another kind is asked for already.
    """
    floor = lock_floor(participant.session)
    waiting = participant.floor_requests.filter(state__in=OPEN_REQUESTS).first()
    if waiting and waiting.kind == kind:
        return waiting
    _refuse_asking(floor, participant, kind, waiting)
    asked = FloorRequest.objects.create(session=participant.session, participant=participant, kind=kind)
    write_request_event(
        floor,
        FloorEventKind.FLOOR_REQUESTED,
        actor=actor,
        at=timezone.now(),
        request=asked.pk,
        participant=participant.pk,
        kind=asked.kind,
    )
    return asked


def _refuse_asking(floor: Floor, participant: Participant, kind: str, waiting: FloorRequest | None) -> None:
    if floor.state not in OPEN_STATES:
        raise FloorRefused(_("You can ask for the floor while the meeting is open."))
    if not participant.is_active:
        raise FloorRefused(_("This participant has withdrawn."))
    if participant.interventions.running().exists():
        raise FloorRefused(_("This participant has the floor now."))
    if waiting:
        raise FloorRefused(_("There is an open request already. Withdraw it before asking for something else."))
    if kind == FloorRequest.Kind.FOLLOW_UP and not participant.interventions.exists():
        raise FloorRefused(_("A follow-up is for somebody who has spoken. Ask for an initial comment."))


@transaction.atomic
def withdraw_request(request: FloorRequest, *, actor: User) -> FloorRequest:
    """Take a request back. Raises InvalidTransition once it was granted, declined or withdrawn."""
    return _move(request, RequestState.WITHDRAWN, FloorEventKind.REQUEST_WITHDRAWN, actor)


@transaction.atomic
def pass_request(request: FloorRequest, *, actor: User) -> FloorRequest:
    """Leave a request for later; it stays open."""
    return _move(request, RequestState.PASSED, FloorEventKind.REQUEST_PASSED, actor)


@transaction.atomic
def decline_request(request: FloorRequest, *, actor: User) -> FloorRequest:
    """Close a request without giving the floor."""
    return _move(request, RequestState.DECLINED, FloorEventKind.REQUEST_DECLINED, actor)


@transaction.atomic
def grant_request(request: FloorRequest, *, actor: User, seen: UUID | None = UNSEEN) -> Intervention:
    """Give the floor to whoever asked; `give_floor` marks the request as granted. Twice gives it once."""
    lock_floor(request.session)
    current = FloorRequest.objects.select_related("participant__session", "intervention").get(pk=request.pk)
    if current.state == RequestState.GRANTED and current.intervention and not current.intervention.ended_at:
        return current.intervention
    check_transition(REQUEST_TRANSITIONS, current.state, RequestState.GRANTED)
    participant = current.participant
    is_follow_up = current.kind == FloorRequest.Kind.FOLLOW_UP
    kind = InterventionKind.FOLLOW_UP if is_follow_up else first_kind(participant)
    return give_floor(participant, kind=kind, actor=actor, seen=seen)


def _move(request: FloorRequest, state: RequestState, kind: FloorEventKind, actor: User) -> FloorRequest:
    floor = lock_floor(request.session)
    current = FloorRequest.objects.get(pk=request.pk)
    check_transition(REQUEST_TRANSITIONS, current.state, state)
    current.state = state
    current.save()
    write_request_event(floor, kind, actor=actor, at=timezone.now(), request=current.pk)
    return current
