"""Kinds of meetings: their rules as staff adjust them, and drafts that begin with them."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from dialogue_portal.revisions import save_revision
from sessions.models import FORMAT_RULES, CommissionSession, DialogueSession, Kind, KindSegment, ProgrammeItem
from sessions.services.addresses import create_at_free_address, free_slug, stem_of
from sessions.services.phases import propose_windows
from sessions.services.programme import plan_programme
from sessions.services.programme_editing import ProgrammeRow


@dataclass(frozen=True)
class NewMeeting:
    """What staff say of a new meeting; everything else its kind, or an earlier meeting, says. Times are UTC."""

    title: str
    starts_at: datetime | None
    ends_at: datetime | None
    time_zone: str
    venue: str = ""
    commission_session: CommissionSession | None = None


def rules_of(kind: str) -> dict[str, Any]:
    """The format rules that a new session of this kind takes over."""
    return Kind.objects.filter(kind=kind).values(*FORMAT_RULES).first() or {}


@transaction.atomic
def save_kind(kind: Kind, segments: Sequence[ProgrammeRow], *, actor: User, seen: int) -> Kind:
    """Save a kind and its segments as a whole; sessions made from it before keep what they have.

    The meeting's length is what the segments add up to, the opening's minutes are the opening's. Raises StaleRevision.
    """
    kind.minutes = sum(one.minutes for one in segments)
    kind.opening_minutes = sum(one.minutes for one in segments if one.segment == ProgrammeItem.Segment.OPENING)
    save_revision(kind, seen=seen)
    for number, one in enumerate(segments, start=1):
        values = {"segment": one.segment, "minutes": one.minutes, "title": one.title}
        KindSegment.objects.update_or_create(kind=kind, number=number, defaults=values)
    for row in kind.segments.filter(number__gt=len(segments)):
        row.delete()
    return kind


def create_session_from_kind(
    kind: Kind, meeting: NewMeeting, *, actor: User, token: uuid.UUID | None = None
) -> tuple[DialogueSession, bool]:
    """Make a draft with the kind's rules, programme and proposed phases, or return the one that `token` made.

    And whether it was made now. A meeting without times gets its programme and phases once staff have set them.
    """

    def create() -> DialogueSession:
        session = DialogueSession.objects.create(
            client_token=token,
            slug=free_slug(
                DialogueSession.objects.all(), stem_of(meeting.commission_session, meeting.title, kind.kind)
            ),
            kind=kind.kind,
            title=meeting.title,
            starts_at=meeting.starts_at,
            ends_at=meeting.ends_at,
            time_zone=meeting.time_zone,
            venue=meeting.venue,
            commission_session=meeting.commission_session,
            **rules_of(kind.kind),
        )
        plan_programme(session)
        propose_windows(session)
        return session

    return create_at_free_address(create, actor=actor, token=token)
