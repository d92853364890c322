"""What the streams and pages tell of a floor: the public state, and the readers of the two event streams.

The public state is put together here from named fields, so that nothing else can slip into it: no requests, no pool,
no time of registration.
"""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from dialogue_portal.live import LiveEvent, sign_stream
from sessions.models import Participant
from speakers.models import Floor, FloorEvent, FloorEventKind, FloorSegment, FloorState, Intervention

# Streams as `live` knows them; the key of each is the session's id.
PUBLIC_STREAM = "floor"
REQUEST_STREAM = "floor-requests"
# The meeting is on: there is something to follow and to ask for.
OPEN_STATES = (FloorState.RUNNING, FloorState.SUSPENDED)
# The reader's share of what `live` asks for at a time.
BATCH = 100


def floor_of(session_id: UUID) -> tuple[Floor, Intervention | None]:
    """The floor (a new one, unsaved, before anything happened) and who speaks, in two queries."""
    stored = Floor.objects.filter(session_id=session_id).select_related("running_segment__item").first()
    floor = stored or Floor(session_id=session_id)
    running = (
        Intervention.objects.running()
        .filter(session_id=session_id)
        .select_related("participant__delegation", "participant__organization")
        .first()
    )
    return floor, running


def public_state(floor: Floor, running: Intervention | None) -> dict[str, Any]:
    """The floor as anybody may see it. Words are keys: one event serves readers of all languages."""
    return {
        "number": floor.last_event,
        "state": floor.state,
        "segment": _segment(floor.running_segment) if floor.running_segment else None,
        "question": str(floor.question_id) if floor.question_id else None,
        "speaker": _speaker(running) if running else None,
    }


def _segment(running: FloorSegment) -> dict[str, Any]:
    return {
        "id": str(running.pk),
        "item": str(running.item_id) if running.item_id else None,
        "segment": running.segment,
        "title": running.title,
        "budget_seconds": running.budget_seconds,
        "started_at": running.started_at.isoformat(),
        "paused_at": running.paused_at.isoformat() if running.paused_at else None,
        "paused_seconds": running.paused_seconds,
        "earlier_seconds": running.earlier_seconds,
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
    state = public_state(*floor_of(UUID(key))) if events else {}
    return [
        LiveEvent(event.number, event.kind, {"floor": state} if index == last else {})
        for index, event in enumerate(events)
    ]


def read_requests(key: str, after: int) -> list[LiveEvent]:
    """Events of the stream for staff and moderator: only that something changed; the page reads what."""
    return [LiveEvent(event.number, event.kind, {}) for event in _events(key, FloorEvent.Stream.REQUESTS, after)]


def page_state(floor: Floor, running: Intervention | None, *, with_requests: bool) -> dict[str, Any]:
    """What a page starts from: the public state, the server's time, and the streams that this reader may hear."""
    events = reverse("speakers:floor-events", kwargs={"slug": floor.session.slug})

    def stream(name: str, after: int) -> dict[str, Any]:
        return {"name": name, "url": f"{events}?token={sign_stream(name, str(floor.session_id))}&after={after}"}

    state = {
        **public_state(floor, running),
        "server_now": timezone.now().isoformat(),
        "streams": [stream(PUBLIC_STREAM, floor.last_event)],
        "events": [str(kind) for kind in FloorEventKind],
    }
    if with_requests:
        state["streams"].append(stream(REQUEST_STREAM, floor.last_request_event))
        state["request_number"] = floor.last_request_event
    return state


def _events(key: str, stream: FloorEvent.Stream, after: int) -> list[FloorEvent]:
    rows = FloorEvent.objects.filter(session_id=UUID(key), stream=stream, number__gt=after)
    return list(rows.only("number", "kind").order_by("number")[:BATCH])
