"""What the public page of a session says beyond its rows: where it stands in time, and how this reader takes part."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from operator import attrgetter
from typing import Any

from django.db.models import Q
from django.utils import timezone

from accounts.permissions import delegations_of, organizations_of
from dialogue_portal.registries import WayIn, ways_in
from sessions.models import (
    DialogueSession,
    PhaseLeave,
    PhaseState,
    PhaseWindow,
    SessionStatus,
    window_of,
)


class Stage(StrEnum):
    """What the page leads with: how to take part, where to follow, or what came of it."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


def stage_of(session: DialogueSession, now: datetime | None = None) -> Stage:
    """By the clock; a draft without times is before."""
    now = now or timezone.now()
    if session.ends_at and session.ends_at <= now:
        return Stage.AFTER
    is_on = session.starts_at and session.starts_at <= now and session.status == SessionStatus.PUBLISHED
    return Stage.DURING if is_on else Stage.BEFORE


@dataclass(frozen=True)
class OfferedWay:
    """A way in with the window of its phase and how that stands now for this reader."""

    way: WayIn
    window: PhaseWindow
    # Open by leave too: of the reader's own delegations and organisations, what ends first comes first.
    state: PhaseState
    leaves: list[PhaseLeave]
    # The page has one primary button: the way that closes first.
    is_first: bool


def ways_of(session: DialogueSession, user: Any) -> list[OfferedWay]:
    """How this reader takes part, or any visitor; nobody in a cancelled session or one that is over."""
    if session.status == SessionStatus.CANCELLED or stage_of(session) == Stage.AFTER:
        return []
    offered = [(way, window_of(session, way.phase)) for provider in ways_in for way in provider(session, user)]
    found = [(way, window) for way, window in offered if window]
    now = timezone.now()
    states = {window.phase: window.state(now) for _way, window in found}
    leaves = _leaves_after_close(session, user, [key for key, state in states.items() if state == PhaseState.CLOSED])
    states.update(dict.fromkeys(leaves, PhaseState.OPEN))
    closings = {
        window.phase: leaves[window.phase][0].until if window.phase in leaves else window.closes_at
        for _way, window in found
        if states[window.phase] == PhaseState.OPEN
    }
    first = min(closings, key=closings.__getitem__, default=None)
    return [
        OfferedWay(way, window, states[window.phase], leaves.get(window.phase, []), window.phase == first)
        for way, window in found
    ]


def _leaves_after_close(session: DialogueSession, user: Any, closed: list[str]) -> dict[str, list[PhaseLeave]]:
    """By phase: the leave that the reader's delegations and organisations have now. One query, none for others."""
    mine = Q(delegation__in=delegations_of(user)) | Q(organization__in=organizations_of(user))
    given = session.phase_leaves.in_force().filter(mine, phase__in=closed).order_by("until")
    # Of several that one of them has, the one that lasts longest.
    longest = {(row.phase, row.principal): row for row in given.select_related("delegation", "organization")}
    leaves: dict[str, list[PhaseLeave]] = {}
    for leave in sorted(longest.values(), key=attrgetter("until")):
        leaves.setdefault(leave.phase, []).append(leave)
    return leaves
