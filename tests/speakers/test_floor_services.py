"""The floor's services: who may speak when, the clock, and a history from which the record can be rebuilt."""

from datetime import timedelta

import pytest

from dialogue_portal.states import InvalidTransition
from speakers.models import (
    ClockState,
    Floor,
    FloorEvent,
    FloorRequest,
    FloorState,
    Intervention,
    InterventionKind,
    RequestState,
)
from speakers.models.floor import CLOCK_TRANSITIONS, REQUEST_TRANSITIONS, TRANSITIONS
from speakers.services.floor import FloorRefused
from speakers.services.floor_meeting import close_meeting, open_meeting, resume_meeting, set_question, suspend_meeting
from speakers.services.floor_people import add_person_in_room, give_floor_to_officer, name_participant
from speakers.services.floor_requests import (
    decline_request,
    grant_request,
    pass_request,
    request_floor,
    withdraw_request,
)
from speakers.services.floor_turns import (
    add_time,
    end_intervention,
    give_floor,
    pause_clock,
    resume_clock,
)
from tests.factories import ParticipantFactory, SessionFactory, delegation, leading_question, minister

INITIAL, FOLLOW_UP = InterventionKind.INITIAL, InterventionKind.FOLLOW_UP


def kinds(session, stream="public"):
    return list(FloorEvent.objects.filter(session=session, stream=stream).values_list("kind", flat=True))


# --- The meeting ------------------------------------------------------------------------------------------------

MEETING_ACTS = {
    open_meeting: ({FloorState.NOT_STARTED}, FloorState.RUNNING),
    suspend_meeting: ({FloorState.RUNNING}, FloorState.SUSPENDED),
    resume_meeting: ({FloorState.SUSPENDED, FloorState.CLOSED}, FloorState.RUNNING),
    close_meeting: ({FloorState.RUNNING, FloorState.SUSPENDED}, FloorState.CLOSED),
}


@pytest.mark.parametrize("source", FloorState)
@pytest.mark.parametrize("act", MEETING_ACTS, ids=lambda act: act.__name__)
def test_meeting_moves_only_along_its_table(session, moderator, act, source):
    Floor.objects.create(session=session, state=source)
    sources, target = MEETING_ACTS[act]
    if source in sources:
        assert target in TRANSITIONS[source]
        assert act(session, actor=moderator).state == target
        assert FloorEvent.objects.get().actor == moderator
    else:
        with pytest.raises(InvalidTransition):
            act(session, actor=moderator)
        assert not FloorEvent.objects.exists()
        assert session.floor.state == source


def test_meeting_suspended_stops_the_clock_of_whoever_speaks(meeting, moderator):
    turn = give_floor(minister(meeting), kind=INITIAL, actor=moderator)
    suspend_meeting(meeting, actor=moderator)
    turn.refresh_from_db()
    assert turn.clock == ClockState.PAUSED
    with pytest.raises(FloorRefused):
        resume_clock(turn, actor=moderator)
    resume_meeting(meeting, actor=moderator)
    assert resume_clock(turn, actor=moderator).clock == ClockState.RUNNING


def test_meeting_closed_ends_whoever_speaks_as_an_event_of_its_own(meeting, moderator):
    give_floor(minister(meeting), kind=INITIAL, actor=moderator)
    close_meeting(meeting, actor=moderator)
    assert not Intervention.objects.running().exists()
    assert kinds(meeting)[-2:] == ["intervention-ended", "meeting-closed"]


def test_question_under_discussion_goes_to_the_next_intervention(meeting, moderator):
    question = leading_question(meeting)
    set_question(meeting, actor=moderator, question=question)
    set_question(meeting, actor=moderator, question=question)
    assert kinds(meeting).count("question-set") == 1
    assert give_floor(minister(meeting), kind=INITIAL, actor=moderator).question == question


def test_question_of_another_session_is_refused(meeting, moderator):
    with pytest.raises(FloorRefused):
        set_question(meeting, actor=moderator, question=leading_question(SessionFactory()))


# --- Turns ------------------------------------------------------------------------------------------------------


def test_floor_given_allots_the_seconds_of_the_format(session, moderator):
    session.initial_seconds, session.follow_up_seconds = 200, 50
    session.save()
    open_meeting(session, actor=moderator)
    speaker = minister(session)
    initial = give_floor(speaker, kind=INITIAL, actor=moderator)
    follow_up = give_floor(speaker, kind=FOLLOW_UP, actor=moderator)
    initial.refresh_from_db()
    assert (initial.allotted_seconds, follow_up.allotted_seconds) == (200, 50)
    assert follow_up.follows == initial
    assert initial.ended_at == follow_up.started_at
    assert kinds(session)[1:] == ["floor-given", "intervention-ended", "floor-given"]


def test_floor_given_twice_is_given_once(meeting, moderator):
    speaker = minister(meeting)
    assert give_floor(speaker, kind=INITIAL, actor=moderator) == give_floor(speaker, kind=INITIAL, actor=moderator)
    assert Intervention.objects.count() == 1
    assert kinds(meeting) == ["meeting-opened", "floor-given"]


@pytest.mark.parametrize("state", sorted(set(FloorState) - {FloorState.RUNNING}))
def test_floor_is_given_only_while_the_meeting_runs(session, moderator, state):
    Floor.objects.create(session=session, state=state)
    with pytest.raises(FloorRefused):
        give_floor(minister(session), kind=INITIAL, actor=moderator)


def test_floor_is_not_given_to_a_participant_who_withdrew(meeting, moderator):
    with pytest.raises(FloorRefused):
        give_floor(minister(meeting, is_active=False), kind=INITIAL, actor=moderator)


def test_follow_up_needs_an_intervention_of_the_same_participant(meeting, moderator):
    kenya, chile = minister(meeting), minister(meeting, "CL")
    other = give_floor(chile, kind=INITIAL, actor=moderator)
    with pytest.raises(FloorRefused):
        give_floor(kenya, kind=FOLLOW_UP, actor=moderator)
    with pytest.raises(FloorRefused):
        give_floor(kenya, kind=FOLLOW_UP, actor=moderator, follows=other)


def test_floor_is_refused_when_somebody_else_was_given_it_meanwhile(meeting, moderator):
    chile = give_floor(minister(meeting, "CL"), kind=INITIAL, actor=moderator)
    kenya = minister(meeting)
    with pytest.raises(FloorRefused, match="Chile"):
        give_floor(kenya, kind=INITIAL, actor=moderator, seen=None)
    assert give_floor(kenya, kind=INITIAL, actor=moderator, seen=chile.pk).participant == kenya


def turn_in(state, session, moderator):
    turn = give_floor(minister(session), kind=INITIAL, actor=moderator)
    if state == ClockState.PAUSED:
        pause_clock(turn, actor=moderator)
    if state == ClockState.ENDED:
        end_intervention(turn, actor=moderator)
    return turn


@pytest.mark.parametrize("source", ClockState)
@pytest.mark.parametrize(
    ("act", "target"),
    [(pause_clock, ClockState.PAUSED), (resume_clock, ClockState.RUNNING), (end_intervention, ClockState.ENDED)],
    ids=["pause", "resume", "end"],
)
def test_clock_moves_only_along_its_table(meeting, moderator, act, source, target):
    turn = turn_in(source, meeting, moderator)
    before = kinds(meeting)
    if target in CLOCK_TRANSITIONS[source]:
        assert act(turn, actor=moderator).clock == target
    else:
        with pytest.raises(InvalidTransition):
            act(turn, actor=moderator)
        assert kinds(meeting) == before


def test_pauses_do_not_count_as_spoken(meeting, moderator):
    turn = turn_in(ClockState.PAUSED, meeting, moderator)
    turn.refresh_from_db()
    Intervention.objects.filter(pk=turn.pk).update(
        started_at=turn.started_at - timedelta(seconds=50), paused_at=turn.paused_at - timedelta(seconds=20)
    )
    ended = end_intervention(turn, actor=moderator)
    assert ended.spoken_seconds() == pytest.approx(30, abs=1)


def test_time_is_added_to_whoever_speaks_up_to_an_hour(meeting, moderator):
    turn = turn_in(ClockState.RUNNING, meeting, moderator)
    assert add_time(turn, seconds=60, actor=moderator).allotted_seconds == 240
    for seconds in (0, -60, 3600):
        with pytest.raises(FloorRefused):
            add_time(turn, seconds=seconds, actor=moderator)
    end_intervention(turn, actor=moderator)
    with pytest.raises(FloorRefused):
        add_time(turn, seconds=60, actor=moderator)


def test_person_in_room_speaks_at_once_and_is_named_afterwards(meeting, moderator):
    turn = add_person_in_room(meeting, actor=moderator)
    assert add_person_in_room(meeting, actor=moderator) == turn
    named = name_participant(turn.participant, actor=moderator, name="Ada Obi", delegation=delegation("NG"))
    assert (named.capacity, str(named), named.regional_group) == ("other", "Ada Obi (Nigeria)", "african")
    assert kinds(meeting)[-1] == "speaker-named"


def test_officers_speak_under_the_name_of_their_role(meeting, moderator):
    turn = give_floor_to_officer(meeting, capacity="moderator", actor=moderator)
    chair = give_floor_to_officer(meeting, capacity="chair", actor=moderator)
    assert (turn.kind, turn.participant.name) == (InterventionKind.QUESTION, moderator.full_name)
    assert (chair.kind, chair.participant.name) == (InterventionKind.CHAIR, "")
    assert give_floor_to_officer(meeting, capacity="moderator", actor=moderator).participant == turn.participant


# --- Requests ---------------------------------------------------------------------------------------------------


def request_in(state, session, moderator):
    asked = request_floor(minister(session), kind="initial", actor=moderator)
    FloorRequest.objects.filter(pk=asked.pk).update(state=state)
    return asked


@pytest.mark.parametrize("source", RequestState)
@pytest.mark.parametrize(
    ("act", "target"),
    [
        (grant_request, RequestState.GRANTED),
        (pass_request, RequestState.PASSED),
        (decline_request, RequestState.DECLINED),
        (withdraw_request, RequestState.WITHDRAWN),
    ],
    ids=["grant", "pass", "decline", "withdraw"],
)
def test_request_moves_only_along_its_table(meeting, moderator, act, source, target):
    asked = request_in(source, meeting, moderator)
    if target in REQUEST_TRANSITIONS[source]:
        act(asked, actor=moderator)
        asked.refresh_from_db()
        assert asked.state == target
        assert len(kinds(meeting, "requests")) == 2
    else:
        with pytest.raises(InvalidTransition):
            act(asked, actor=moderator)
        assert len(kinds(meeting, "requests")) == 1


def test_request_leaves_no_trace_in_the_public_history(meeting, moderator):
    pass_request(request_in(RequestState.WAITING, meeting, moderator), actor=moderator)
    assert kinds(meeting) == ["meeting-opened"]
    assert list(meeting.floor_events.filter(stream="requests").values_list("number", flat=True)) == [1, 2]


def test_request_asked_twice_is_one(meeting, moderator):
    speaker = minister(meeting)
    first = request_floor(speaker, kind="initial", actor=moderator)
    assert request_floor(speaker, kind="initial", actor=moderator) == first


@pytest.mark.parametrize("state", [FloorState.NOT_STARTED, FloorState.CLOSED])
def test_request_is_refused_while_the_meeting_is_not_open(session, moderator, state):
    Floor.objects.create(session=session, state=state)
    with pytest.raises(FloorRefused):
        request_floor(minister(session), kind="initial", actor=moderator)


def test_request_is_refused_where_it_makes_no_sense(meeting, moderator):
    speaker = minister(meeting)
    with pytest.raises(FloorRefused, match="has spoken"):
        request_floor(speaker, kind="follow_up", actor=moderator)
    turn = give_floor(speaker, kind=INITIAL, actor=moderator)
    with pytest.raises(FloorRefused, match="has the floor"):
        request_floor(speaker, kind="follow_up", actor=moderator)
    end_intervention(turn, actor=moderator)
    request_floor(speaker, kind="follow_up", actor=moderator)
    with pytest.raises(FloorRefused, match="Withdraw"):
        request_floor(speaker, kind="initial", actor=moderator)
    with pytest.raises(FloorRefused, match="withdrawn"):
        request_floor(minister(meeting, "CL", is_active=False), kind="initial", actor=moderator)


def test_request_granted_gives_the_floor_once(meeting, moderator):
    stakeholder = ParticipantFactory(session=meeting, capacity="stakeholder")
    asked = request_floor(stakeholder, kind="initial", actor=moderator)
    turn = grant_request(asked, actor=moderator)
    assert grant_request(asked, actor=moderator) == turn
    assert (turn.kind, turn.request) == (InterventionKind.ANSWER, asked)


def test_floor_given_from_the_pool_grants_an_open_request_for_it(meeting, moderator):
    speaker = minister(meeting)
    asked = request_floor(speaker, kind="initial", actor=moderator)
    turn = give_floor(speaker, kind=INITIAL, actor=moderator)
    asked.refresh_from_db()
    assert (asked.state, asked.intervention) == (RequestState.GRANTED, turn)
