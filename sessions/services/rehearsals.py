"""Rehearsing a meeting: a copy of its structure that is never public, filled with invented people, wiped in one act.

Called by the page "Rehearsal". What is below a session is found in `wiping`.
"""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from dialogue_portal import audit
from sessions.models import REHEARSAL_MARK, DialogueSession, SessionRole, TextPart
from sessions.rehearsed import fillers, marked
from sessions.services.addresses import create_at_free_address, free_slug
from sessions.services.copying import COPIED_COLUMNS, copy_programme, copy_texts
from sessions.services.phases import settable_phases
from sessions.services.wiping import delete_below, rows_below

# Where a meeting has no times yet.
USUAL_LENGTH = timedelta(hours=3)
# Beside what every copy takes over: a rehearsal is of this very meeting.
OF_THE_SAME_PLACE = ("venue", "time_zone", "commission_session")
TITLE_LENGTH = 400


class NotARehearsal(Exception):
    """Only a rehearsal is filled with invented people, and only a rehearsal is wiped."""


def rehearse(session: DialogueSession, *, actor: User, with_people: bool, token: UUID | None) -> DialogueSession:
    """Make a rehearsal of a session: its rules, texts, questions and programme, beginning within the hour.

    All its phases are open until its end. `with_people` gives those who hold a role in the session the same in the
    rehearsal; nobody is told. Twice the same token is one rehearsal.
    """
    return create_at_free_address(lambda: _copied(session, with_people, token), actor=actor, token=token)[0]


def _copied(session: DialogueSession, with_people: bool, token: UUID | None) -> DialogueSession:
    begins = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    length = session.ends_at - session.starts_at if session.starts_at and session.ends_at else USUAL_LENGTH
    copy = DialogueSession.objects.create(
        client_token=token,
        is_rehearsal=True,
        slug=free_slug(DialogueSession.objects.all(), f"rehearsal-{session.slug}"[:70]),
        title=f"{REHEARSAL_MARK}{session.title}"[:TITLE_LENGTH],
        starts_at=begins,
        ends_at=begins + length,
        **{name: getattr(session, name) for name in (*COPIED_COLUMNS, *OF_THE_SAME_PLACE)},
    )
    copy_texts(session, copy)
    for title in session.texts.filter(part=TextPart.TITLE):
        copy.texts.create(part=title.part, language=title.language, text=marked(copy, title.text))
    copy_programme(session, copy)
    for phase in settable_phases(copy):
        copy.phase_windows.create(phase=phase, opens_at=timezone.now(), closes_at=begins + length)
    if with_people:
        for held in SessionRole.objects.in_force().own().filter(session=session):
            copy.roles.create(
                user=held.user, role=held.role, regional_group=held.regional_group, is_designate=held.is_designate
            )
    return copy


@transaction.atomic
def fill_with_invented(rehearsal: DialogueSession, *, actor: User) -> int:
    """Have every app add its invented people; returns how many. Raises NotARehearsal."""
    locked = _locked(rehearsal)
    return sum(fill(locked, actor) for fill in fillers)


@transaction.atomic
def wipe_rehearsal(rehearsal: DialogueSession, *, actor: User) -> None:
    """Delete a rehearsal with everything below it, files included, in one transaction; the audit log keeps one line.

    Raises NotARehearsal for a real session, StillAtWork while a file of it is being made.
    """
    locked = _locked(rehearsal)
    below = rows_below(locked)
    audit.record(locked, actor=actor, changes={"status": ["rehearsal", "wiped"]})
    delete_below(below)


def _locked(rehearsal: DialogueSession) -> DialogueSession:
    locked = DialogueSession.objects.select_for_update().get(pk=rehearsal.pk)
    if not locked.is_rehearsal:
        raise NotARehearsal(str(locked))
    return locked
