"""Leave to come late: given to one principal, ended early, and kept with what was received by it.

Whether it lets somebody in is asked by `phase_is_open`, and nowhere else.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db import models, transaction
from django.utils import timezone

from accounts.models import Delegation, Organization, User
from accounts.permissions import is_secretariat
from dialogue_portal.client_tokens import create_once
from dialogue_portal.registries import phases
from dialogue_portal.revisions import save_revision
from dialogue_portal.states import InvalidTransition
from mailings.occasions import Link, Moment
from mailings.services import send
from sessions.models import (
    DialogueSession,
    LeaveUse,
    PhaseLeave,
    PhaseState,
    Role,
    SessionRole,
    SessionStatus,
    leave_of,
    window_of,
)
from sessions.models.leaves import principal_field

Principal = Delegation | Organization | str


class LeaveIsPast(ValueError):
    """Leave lasts longer than the phase itself, and longer than now."""


def give_leave(
    session: DialogueSession,
    phase: str,
    *,
    principal: Principal,
    until: datetime,
    reason: str,
    actor: User,
    token: uuid.UUID | None = None,
) -> PhaseLeave:
    """Let one principal into a phase after its close, until just before `until` (UTC), and write to its people at once.

    What leave it has in the phase ends at that moment: the latest given is the one that holds. Raises LeaveIsPast
    unless `until` is later than now and than the close.
    """
    window = window_of(session, phase)
    if until <= max(timezone.now(), window.closes_at if window else until):
        raise LeaveIsPast

    def create() -> PhaseLeave:
        # Of two who give leave at once the second ends that of the first.
        DialogueSession.objects.select_for_update().get(pk=session.pk)
        leave = PhaseLeave(session=session, phase=phase, until=until, reason=reason, given_by=actor, client_token=token)
        setattr(leave, principal_field(principal), principal)
        given = session.phase_leaves.select_for_update(of=("self",)).filter(phase=phase).of(principal)
        for earlier in given.in_force(leave.given_at):
            earlier.ended_by, earlier.ended_at = actor, leave.given_at
            save_revision(earlier, seen=earlier.revision, fields=["ended_by", "ended_at"])
        leave.save(force_insert=True)
        _tell("leave-given", leave)
        return leave

    return create_once(session.phase_leaves.all(), token, create)[0]


@transaction.atomic
def end_leave(leave: PhaseLeave, *, actor: User, seen: int) -> PhaseLeave:
    """End it from now on. Raises StaleRevision, InvalidTransition if it is over already."""
    leave = PhaseLeave.objects.select_for_update(of=("self",)).get(pk=leave.pk)
    if not leave.is_in_force():
        raise InvalidTransition("ended", "ended")
    leave.ended_by, leave.ended_at = actor, timezone.now()
    save_revision(leave, seen=seen, fields=["ended_by", "ended_at"])
    _tell("leave-ended", leave)
    return leave


def record_use(
    row: models.Model, *, session: DialogueSession, phase: str, principal: Principal, actor: User
) -> LeaveUse | None:
    """Keep that a row was received by leave, if it was: called with every act of a principal, in its transaction."""
    window = window_of(session, phase)
    if is_secretariat(actor) or window is None or window.state() != PhaseState.CLOSED:
        return None
    leave = leave_of(session, phase, principal)
    return LeaveUse.objects.about(row).get_or_create(leave=leave, defaults={"scope": row})[0] if leave else None


def leaves_used(row: models.Model) -> list[PhaseLeave]:
    """By which leave this row was received or changed; none for what came in time. One query."""
    uses = LeaveUse.objects.about(row).select_related("leave__delegation", "leave__organization")
    return [use.leave for use in uses]


def _people_of(leave: PhaseLeave) -> Iterable[User]:
    if leave.regional_group:
        return SessionRole.objects.holders(leave.session, Role.BUREAU, leave.regional_group)
    principal = leave.delegation or leave.organization
    return principal.members.filter(is_active=True) if principal else []


def _tell(occasion: str, leave: PhaseLeave) -> None:
    """Nobody has to know of a session that is not public."""
    session, phase = leave.session, phases[leave.phase]
    if session.status != SessionStatus.PUBLISHED:
        return
    values = {
        "session": session.title_as_read,
        "phase": phase.label,
        "principal": leave.principal_words,
        "until": Moment(leave.until, session.time_zone),
        "reason": leave.reason,
        "url": Link(phase.page, {"slug": session.slug}),
    }
    for person in _people_of(leave):
        send(occasion=occasion, recipient=person, values=values, scope=session)
