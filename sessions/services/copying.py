"""A new draft from an earlier session: its structure, never its people and nothing that was sent in.

What is copied is listed here; a test goes over all columns and relations of a session and asks for a decision on each.
"""

import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import models

from accounts.models import User
from sessions.local_time import NoSuchTime, to_local, to_utc
from sessions.models import FORMAT_RULES, DialogueSession, PhaseWindow, Programme, TextPart
from sessions.services.addresses import create_at_free_address, free_slug, stem_of
from sessions.services.kinds import NewMeeting
from sessions.services.phases import propose_windows, settable_phases

COPIED_COLUMNS = (
    *FORMAT_RULES,
    "kind",
    "theme",
    "agenda_item",
    "mandate",
    # Place and access, but neither the link to join nor whom to ask: that is a person.
    "mode",
    "seats",
    "captioning",
    "sign_languages",
    "interpretation_languages",
    "accessible_formats",
)
COPIED_RELATIONS = (
    "texts",
    "leading_questions",
    "theme_areas",
    "programme_items",
    "edited_programme",
    "phase_windows",
)


def create_session_from_earlier(
    earlier: DialogueSession, meeting: NewMeeting, *, actor: User, token: uuid.UUID | None = None
) -> tuple[DialogueSession, bool]:
    """Make a draft with the earlier session's structure, or return the one that `token` made; whether it was made now.

    Texts in all languages, questions, areas, rules and programme are copied; phases are as many days before the new
    meeting, at the same hours. An empty title is the earlier one with its translations; without an end the meeting
    is as long as the earlier one.
    """
    length = earlier.ends_at - earlier.starts_at if earlier.starts_at and earlier.ends_at else None
    ends_at = meeting.ends_at or (meeting.starts_at + length if meeting.starts_at and length else None)
    new = replace(meeting, title=meeting.title or earlier.title, venue=meeting.venue or earlier.venue, ends_at=ends_at)

    def create() -> DialogueSession:
        session = DialogueSession.objects.create(
            client_token=token,
            slug=free_slug(DialogueSession.objects.all(), stem_of(new.commission_session, new.title, earlier.kind)),
            title=new.title,
            starts_at=new.starts_at,
            ends_at=new.ends_at,
            time_zone=new.time_zone,
            venue=new.venue,
            commission_session=new.commission_session,
            **{name: getattr(earlier, name) for name in COPIED_COLUMNS},
        )
        copy_texts(earlier, session)
        copy_programme(earlier, session)
        _shift_windows(earlier, session)
        return session

    return create_at_free_address(create, actor=actor, token=token)


def copy_texts(earlier: DialogueSession, session: DialogueSession) -> None:
    """Texts, leading questions and theme areas, each in all its languages."""
    # A translation of another title would be wrong.
    kept = earlier.texts.all() if session.title == earlier.title else earlier.texts.exclude(part=TextPart.TITLE)
    for row in kept:
        _copy(row, session=session)
    for numbered, parent in ((earlier.leading_questions, "question"), (earlier.theme_areas, "theme_area")):
        for one in numbered.prefetch_related("texts"):
            copied = _copy(one, session=session)
            for text in one.texts.all():
                _copy(text, **{parent: copied})


def copy_programme(earlier: DialogueSession, session: DialogueSession) -> None:
    """Its items, each with its title in all its languages."""
    for item in earlier.programme_items.prefetch_related("texts"):
        copied = _copy(item, session=session)
        for text in item.texts.all():
            _copy(text, item=copied)
    if Programme.objects.filter(session=earlier).exists():
        Programme.objects.create(session=session)


def _copy(row: models.Model, **changed: Any) -> Any:
    """The same row once more, with a key and a first revision of its own."""
    own = {"revision", "client_token"}
    fields = [field for field in row._meta.concrete_fields if not field.primary_key and field.name not in own]
    values = {field.name: getattr(row, field.attname) for field in fields if not field.is_relation}
    return type(row)._default_manager.create(**{**values, **changed})


def _shift_windows(earlier: DialogueSession, session: DialogueSession) -> None:
    """The windows that staff set, moved with the meeting; what has none gets a proposal."""
    if session.starts_at and earlier.starts_at:
        moved = to_local(session.starts_at, session.zone).date() - to_local(earlier.starts_at, earlier.zone).date()
        for window in earlier.phase_windows.filter(phase__in=settable_phases(session)):
            opens_at = _moved(window.opens_at, moved, earlier, session)
            closes_at = _moved(window.closes_at, moved, earlier, session)
            if closes_at > opens_at:
                PhaseWindow.objects.create(session=session, phase=window.phase, opens_at=opens_at, closes_at=closes_at)
    propose_windows(session)


def _moved(moment: datetime, by: timedelta, earlier: DialogueSession, session: DialogueSession) -> datetime:
    """The same hour on the meeting's clock so many days later; on the edge of a clock change, an hour beside it."""
    local = to_local(moment, earlier.zone) + by
    try:
        return to_utc(local, session.zone)
    except NoSuchTime:
        return to_utc(local + timedelta(hours=1), session.zone)
