"""What the streams and pages tell of a floor: the public state, and the readers of the two event streams.

The public state is put together here from named fields, so that nothing else can slip into it: no requests, no pool,
no time of registration.
"""

from typing import Any
from uuid import UUID

from dialogue_portal.live import LiveEvent
from sessions.models import DialogueSession, Participant
from speakers.models import Floor, FloorEvent, FloorState, Intervention

# Streams as `live` knows them; the key of each is the session's id.
PUBLIC_STREAM = "floor"
REQUEST_STREAM = "floor-requests"
# The reader's share of what `live` asks for at a time.
BATCH = 100


def public_state(session_id: UUID) -> dict[str, Any]:
    """The floor as anybody may see it, in two queries. Words are keys: one event serves readers of all languages."""
    floor = Floor.objects.filter(session_id=session_id).first() or Floor(session_id=session_id)
    running = (
        Intervention.objects.running()
        .filter(session_id=session_id)
        .select_related("participant__delegation", "participant__organization")
        .first()
    )
    return {
        "number": floor.last_event,
        "state": floor.state,
        "segment": floor.segment,
        "question": str(floor.question_id) if floor.question_id else None,
        "speaker": _speaker(running) if running else None,
    }


def _speaker(running: Intervention) -> dict[str, Any]:
    person: Participant = running.participant
    return {
        "intervention": str(running.pk),
        "name": person.name,
        "functional_title": person.functional_title,
        "represents": person.represents,
        "capacity": person.capacity,
        "kind": running.kind,
        "allotted_seconds": running.allotted_seconds,
        "started_at": running.started_at.isoformat(),
        "paused_at": running.paused_at.isoformat() if running.paused_at else None,
        "paused_seconds": running.paused_seconds,
    }


def read_public(key: str, after: int) -> list[LiveEvent]:
    """Events of the public stream. The last one carries the state, which is all that a page needs after a gap."""
    events = _events(key, FloorEvent.Stream.PUBLIC, after)
    last = len(events) - 1
    state = public_state(UUID(key)) if events else {}
    return [
        LiveEvent(event.number, event.kind, {"floor": state} if index == last else {})
        for index, event in enumerate(events)
    ]


def read_requests(key: str, after: int) -> list[LiveEvent]:
    """Events of the stream for staff and moderator: only that something changed; the page reads what."""
    return [LiveEvent(event.number, event.kind, {}) for event in _events(key, FloorEvent.Stream.REQUESTS, after)]


def last_request_number(session: DialogueSession) -> int:
    """Where the console starts to listen for requests."""
    return Floor.objects.filter(session=session).values_list("last_request_event", flat=True).first() or 0


def meeting_is_on(state: str) -> bool:
    """Whether there is something live to follow or to ask for."""
    return state in (FloorState.RUNNING, FloorState.SUSPENDED)


def _events(key: str, stream: FloorEvent.Stream, after: int) -> list[FloorEvent]:
    rows = FloorEvent.objects.filter(session_id=UUID(key), stream=stream, number__gt=after)
    return list(rows.only("number", "kind").order_by("number")[:BATCH])
