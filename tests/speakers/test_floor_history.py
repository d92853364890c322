"""The floor's history: numbered without gaps whoever presses at once, and enough to rebuild the record from."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from sessions.models import ProgrammeItem
from speakers.models import Floor, FloorEvent, FloorState, Intervention, InterventionKind
from speakers.services.floor_meeting import close_meeting, open_meeting, resume_meeting, set_question, suspend_meeting
from speakers.services.floor_people import add_person_in_room
from speakers.services.floor_requests import grant_request, request_floor
from speakers.services.floor_segments import start_next_segment
from speakers.services.floor_turns import add_time, give_floor, pause_clock, resume_clock
from tests.factories import SessionFactory, leading_question, minister, role

INITIAL, FOLLOW_UP = InterventionKind.INITIAL, InterventionKind.FOLLOW_UP


def rebuild(session):
    """The record as the public history tells it, from the first event on."""
    floor = {"state": FloorState.NOT_STARTED, "question": None, "segment": None}
    turns, segments = {}, {}
    states = {"opened": "running", "suspended": "suspended", "resumed": "running", "closed": "closed"}
    for event in FloorEvent.objects.filter(session=session, stream="public").order_by("number"):
        data = event.data
        turn = turns.get(data.get("intervention"))
        match event.kind:
            case "question-set":
                floor.update(data)
            case "floor-given":
                turns[data["intervention"]] = {
                    **{key: data[key] for key in ("participant", "kind", "follows", "question", "allotted_seconds")},
                    "started_at": event.at,
                    "ended_at": None,
                    "paused_at": None,
                    "paused_seconds": 0,
                }
            case "clock-paused":
                turn["paused_at"] = event.at
            case "clock-resumed":
                turn.update(paused_at=None, paused_seconds=data["paused_seconds"])
            case "time-added":
                turn["allotted_seconds"] = data["allotted_seconds"]
            case "intervention-ended":
                turn.update(paused_at=None, paused_seconds=data["paused_seconds"], ended_at=event.at)
            case _ if event.kind.startswith("meeting-"):
                floor["state"] = states[event.kind.removeprefix("meeting-")]
        follow_programme(event, floor, segments)
    return floor, turns, segments


def follow_programme(event, floor, segments):
    """What an event tells of the segments: they begin and end, and stand still with the meeting."""
    data, running = event.data, segments.get(floor["segment"])
    match event.kind:
        case "segment-started":
            segments[data["floor_segment"]] = {
                **{key: data[key] for key in ("item", "segment", "title", "budget_seconds", "earlier_seconds")},
                "started_at": event.at,
                "ended_at": None,
                "paused_at": None,
                "paused_seconds": 0,
            }
            floor["segment"] = data["floor_segment"]
        case "segment-ended":
            running.update(paused_at=None, paused_seconds=data["paused_seconds"], ended_at=event.at)
            floor["segment"] = None
        case "meeting-suspended" if running:
            running["paused_at"] = event.at
        case "meeting-resumed" if running and "segment_paused_seconds" in data:
            running.update(paused_at=None, paused_seconds=data["segment_paused_seconds"])


def record(session):
    def text(key):
        return str(key) if key else None

    floor = Floor.objects.get(session=session)
    turns = {
        str(turn.pk): {
            "participant": str(turn.participant_id),
            "kind": turn.kind,
            "follows": text(turn.follows_id),
            "question": text(turn.question_id),
            "allotted_seconds": turn.allotted_seconds,
            "started_at": turn.started_at,
            "ended_at": turn.ended_at,
            "paused_at": turn.paused_at,
            "paused_seconds": turn.paused_seconds,
        }
        for turn in session.interventions.all()
    }
    segments = {
        str(segment.pk): {
            "item": text(segment.item_id),
            "segment": segment.segment,
            "title": segment.title,
            "budget_seconds": segment.budget_seconds,
            "earlier_seconds": segment.earlier_seconds,
            "started_at": segment.started_at,
            "ended_at": segment.ended_at,
            "paused_at": segment.paused_at,
            "paused_seconds": segment.paused_seconds,
        }
        for segment in session.floor_segments.all()
    }
    known = {"state": floor.state, "question": text(floor.question_id), "segment": text(floor.running_segment_id)}
    return known, turns, segments


def move_on(session, actor):
    seen = Floor.objects.get(session=session).running_segment_id
    return start_next_segment(session, actor=actor, seen=seen)


def test_record_can_be_rebuilt_from_the_history(session, moderator):
    for number, segment in enumerate(("opening", "dialogue", "closing"), 1):
        ProgrammeItem.objects.create(session=session, number=number, segment=segment, minutes=10)
    open_meeting(session, actor=moderator)
    meeting = session
    kenya, chile = minister(meeting), minister(meeting, "CL")
    set_question(meeting, actor=moderator, question=leading_question(meeting))
    turn = give_floor(kenya, kind=INITIAL, actor=moderator)
    move_on(meeting, moderator)
    pause_clock(turn, actor=moderator)
    resume_clock(turn, actor=moderator)
    add_time(turn, seconds=30, actor=moderator)
    pause_clock(turn, actor=moderator)
    give_floor(chile, kind=INITIAL, actor=moderator)
    give_floor(kenya, kind=FOLLOW_UP, actor=moderator)
    suspend_meeting(meeting, actor=moderator)
    assert rebuild(meeting) == record(meeting)
    resume_meeting(meeting, actor=moderator)
    set_question(meeting, actor=moderator, question=None)
    grant_request(request_floor(chile, kind="follow_up", actor=moderator), actor=moderator)
    add_person_in_room(meeting, actor=moderator)
    assert rebuild(meeting) == record(meeting)
    move_on(meeting, moderator)
    suspend_meeting(meeting, actor=moderator)
    close_meeting(meeting, actor=moderator)
    assert rebuild(meeting) == record(meeting)
    resume_meeting(meeting, actor=moderator)
    assert rebuild(meeting) == record(meeting)
    assert [str(segment) for segment in meeting.floor_segments.all()][-2:] == ["Closing", "Closing"]
    numbers = list(meeting.floor_events.filter(stream="public").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.django_db(transaction=True)
def test_floor_given_by_two_moderators_at_once_has_one_speaker_and_no_gap():
    session = SessionFactory()
    moderators = [role(session, "moderator"), role(session, "moderator")]
    open_meeting(session, actor=moderators[0])
    speakers = [[minister(session, code) for code in group] for group in (("KE", "CL", "FR"), ("JP", "PL", "NG"))]
    barrier, errors = Barrier(2), []

    def press(who):
        try:
            barrier.wait()
            for speaker in speakers[who]:
                give_floor(speaker, kind=INITIAL, actor=moderators[who])
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [Thread(target=press, args=(who,)) for who in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    assert Intervention.objects.running().count() == 1
    assert Intervention.objects.count() == 6
    numbers = list(session.floor_events.values_list("number", flat=True))
    assert numbers == list(range(1, 13))
    assert rebuild(session) == record(session)
