"""Moving through the programme on the floor: the segment that runs, and its clock.

The clock is advice. It stands still while the meeting is suspended, and the record keeps when each segment began and
ended. The functions that take a `floor` are called under its lock.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from sessions.models import DialogueSession, ProgrammeItem
from speakers.models import Floor, FloorEventKind, FloorSegment
from speakers.services.floor import FloorRefused, lock_floor, require_running, write_event


@transaction.atomic
def start_segment(session: DialogueSession, item: ProgrammeItem, *, actor: User, seen: UUID | None) -> FloorSegment:
    """Go to an item of the programme; the segment that runs is ended first.

    `seen` is the segment that the actor saw running (None: none): of two who press at once, one moves on. Going to the
    item that runs does nothing; going back to one goes on with its clock. Raises FloorRefused.
    """
    floor = lock_floor(session)
    running = floor.running_segment
    if running and running.item_id == item.pk:
        return running
    require_running(floor)
    if item.session_id != session.pk:
        raise FloorRefused(_("This part of the programme belongs to another session."))
    if seen != floor.running_segment_id:
        raise FloorRefused(_("Somebody else has moved on meanwhile. Look at what runs now, then press again."))
    now = timezone.now()
    end_segment(floor, actor=actor, now=now)
    return begin_segment(floor, item, actor=actor, now=now)


@transaction.atomic
def start_next_segment(session: DialogueSession, *, actor: User, seen: UUID | None) -> FloorSegment:
    """Go to the item that follows in the programme, the first if none runs. Raises FloorRefused at its end."""
    item = next_item(session, lock_floor(session))
    if item is None:
        raise FloorRefused(_("This is the last part of the programme."))
    return start_segment(session, item, actor=actor, seen=seen)


def next_item(session: DialogueSession, floor: Floor) -> ProgrammeItem | None:
    """What the programme says comes next; after an item that was taken out, the first that was not held."""
    items = list(session.programme_items.all())
    running = floor.running_segment
    if running is None:
        return items[0] if items else None
    position = next((number for number, item in enumerate(items) if item.pk == running.item_id), None)
    if position is None:
        held = set(session.floor_segments.values_list("item", flat=True))
        return next((item for item in items if item.pk not in held), None)
    return items[position + 1] if position + 1 < len(items) else None


def begin_segment(floor: Floor, item: ProgrammeItem, *, actor: User, now: datetime) -> FloorSegment:
    earlier = sum(one.used_seconds() - one.earlier_seconds for one in floor.session.floor_segments.filter(item=item))
    begun = FloorSegment.objects.create(
        session=floor.session,
        item=item,
        segment=item.segment,
        title=item.title,
        budget_seconds=item.minutes * 60,
        started_at=now,
        earlier_seconds=earlier,
    )
    floor.running_segment = begun
    names = ("segment", "title", "budget_seconds", "earlier_seconds")
    data: dict[str, Any] = {name: getattr(begun, name) for name in names}
    write_event(
        floor, FloorEventKind.SEGMENT_STARTED, actor=actor, at=now, floor_segment=begun.pk, item=item.pk, **data
    )
    return begun


def end_segment(floor: Floor, *, actor: User, now: datetime) -> FloorSegment | None:
    """End what runs; a suspension that was on counts as one until now."""
    ended = floor.running_segment
    if ended is None:
        return None
    _add_pause(ended, now)
    ended.ended_at = now
    ended.save()
    floor.running_segment = None
    data = {"floor_segment": ended.pk, "paused_seconds": ended.paused_seconds}
    write_event(floor, FloorEventKind.SEGMENT_ENDED, actor=actor, at=now, **data)
    return ended


def pause_segment(floor: Floor, *, now: datetime) -> None:
    """Its clock stands still with the meeting: what the history of the meeting says is enough."""
    if running := floor.running_segment:
        running.paused_at = now
        running.save()


def resume_segment(floor: Floor, *, actor: User, now: datetime) -> dict[str, float]:
    """Its clock goes on with the meeting; after a closing by mistake the last one goes on as a row of its own.

    Gives what the event of the meeting keeps of it.
    """
    running = floor.running_segment
    if running is None:
        last = floor.session.floor_segments.select_related("item").last()
        if last and last.item:
            begin_segment(floor, last.item, actor=actor, now=now)
        return {}
    _add_pause(running, now)
    running.save()
    return {"segment_paused_seconds": running.paused_seconds}


def _add_pause(segment: FloorSegment, now: datetime) -> None:
    if segment.paused_at:
        segment.paused_seconds += (now - segment.paused_at).total_seconds()
        segment.paused_at = None
