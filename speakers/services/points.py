"""Noting and amending the points made in the dialogue; the floor's console and the points page call these.

Only the text is needed at first. Nothing noted is deleted.
"""

import uuid

from accounts.models import User
from dialogue_portal.client_tokens import create_once
from dialogue_portal.revisions import save_revision
from speakers.models import Point


def note_point(point: Point, *, actor: User, token: uuid.UUID | None = None) -> tuple[Point, bool]:
    """Store a new point of its session; the same form sent twice makes one. Gives it and whether it was made now."""

    def create() -> Point:
        point.noted_by, point.client_token = actor, token
        point.save(force_insert=True)
        return point

    return create_once(point.session.points.all(), token, create)


def amend_point(point: Point, *, seen: int) -> Point:
    """Save what was changed. Raises StaleRevision if somebody else saved the point since it was read."""
    return save_revision(point, seen=seen)
