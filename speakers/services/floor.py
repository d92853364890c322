"""What every change of the live floor goes through: the lock, the numbered history, the wake-up of the streams.

The journeys are beside it: `floor_meeting` (open, suspend, close), `floor_turns` (who speaks, and the clock),
`floor_people` (who is on no list), `floor_requests` (who asks).
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import User
from dialogue_portal import live
from sessions.models import DialogueSession
from speakers.floor_state import PUBLIC_STREAM, REQUEST_STREAM
from speakers.models import Floor, FloorEvent, FloorEventKind, FloorState


class FloorRefused(Exception):
    """What was asked cannot be done on this floor now; the message tells the person why and what to do."""


def lock_floor(session: DialogueSession) -> Floor:
    """The session's floor, locked until the transaction ends. Take times after this: they then follow the numbers."""
    Floor.objects.get_or_create(session=session)
    floor = Floor.objects.select_for_update().get(session=session)
    floor.session = session
    return floor


def require_running(floor: Floor) -> None:
    """Raise FloorRefused unless the meeting runs."""
    if floor.state != FloorState.RUNNING:
        raise FloorRefused(_("The meeting is not running. Open or resume it first."))


def write_event(floor: Floor, kind: FloorEventKind, /, *, actor: User | None, at: datetime, **data: Any) -> FloorEvent:
    """Append to the public history, under the lock, and wake its listeners once it is committed."""
    floor.last_event += 1
    floor.save()
    live.wake(PUBLIC_STREAM, str(floor.session_id))
    return _append(floor, FloorEvent.Stream.PUBLIC, floor.last_event, kind, actor, at, data)


def write_request_event(
    floor: Floor, kind: FloorEventKind, /, *, actor: User | None, at: datetime, **data: Any
) -> FloorEvent:
    """Append to the history of requests, which has numbers of its own so that the public ones give nothing away."""
    floor.last_request_event += 1
    floor.save()
    live.wake(REQUEST_STREAM, str(floor.session_id))
    return _append(floor, FloorEvent.Stream.REQUESTS, floor.last_request_event, kind, actor, at, data)


def _append(
    floor: Floor,
    stream: FloorEvent.Stream,
    number: int,
    kind: FloorEventKind,
    actor: User | None,
    at: datetime,
    data: dict[str, Any],
) -> FloorEvent:
    # Ids only: names are read when they are shown, so a correction or an erasure holds for the history too.
    stored = {key: str(value) if isinstance(value, UUID) else value for key, value in data.items()}
    return FloorEvent.objects.create(
        session_id=floor.session_id, stream=stream, number=number, kind=kind, actor=actor, at=at, data=stored
    )
