"""Recording on whose instruction an act was done, with its source, and the receipt to the principal.

Called by the services of other apps, in the transaction of the act itself.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils import timezone

from accounts.models import Delegation, Organization, User
from dialogue_portal.uploads import CheckedUpload
from mailings.occasions import Link
from mailings.services import Recipient, send
from sessions.models import Act, Channel, DialogueSession, Instruction, Role, SessionRole


@dataclass(frozen=True)
class Source:
    """What somebody acts on for a principal. A file, a reference or both; `received_at` in UTC.

    `receipt_to` gets the receipt beside the people of the principal who have an account. `decider` is the person whose
    decision it is, where a person is the principal.
    """

    channel: str
    given_by: str
    received_at: datetime
    reference: str = ""
    upload: CheckedUpload | None = None
    receipt_to: str = ""
    decider: User | None = None


class InstructionMissing(Exception):
    """Who records a decision for somebody else must say when and how they gave it."""


def record_instruction(
    row: models.Model,
    *,
    session: DialogueSession,
    act: Act,
    principal: Delegation | Organization | User,
    source: Source,
    actor: User,
    page: Link,
) -> Instruction:
    """Keep on what the actor did `act` to `row` for the principal; every person of the principal gets the receipt."""
    instruction = Instruction(
        scope=row,
        session=session,
        act=act,
        channel=source.channel,
        given_by=source.given_by,
        received_at=source.received_at,
        reference=source.reference,
        recorded_by=actor,
        **{_field_of(principal): principal},
        **(source.upload.columns if source.upload else {}),
    )
    instruction.save(force_insert=True)
    values = {
        "session": session.title_as_read,
        "what": row,
        "act": Act(act).label,
        "principal": principal,
        "actor": actor,
        "channel": Channel(source.channel).label,
        "given_by": source.given_by,
        "url": page,
    }
    for recipient in _people_of(principal, source.receipt_to):
        send(occasion="done-on-behalf", recipient=recipient, values=values, scope=session)
    return instruction


def record_decision(
    row: models.Model,
    *,
    session: DialogueSession,
    act: Act,
    role: Role,
    source: Source | None,
    actor: User,
    page: Link,
    group: str = "",
) -> None:
    """Keep on whose word staff recorded a person's decision, or that a deputy made it; the principal gets the receipt.

    `role` (and a Bureau member's `group`) is the one by which it is decided. Own decisions need none.
    """
    source = source or _as_deputy(session, role, group, actor)
    if source is not None and source.decider is not None:
        record_instruction(
            row, session=session, act=act, principal=source.decider, source=source, actor=actor, page=page
        )


def _as_deputy(session: DialogueSession, role: Role, group: str, actor: User) -> Source | None:
    """For a decision by somebody who holds the role as a deputy only."""
    held = SessionRole.objects.in_force().filter(session=session, role=role, regional_group=group, user=actor)
    one = held.exclude(deputy_for=None).select_related("deputy_for__user").first()
    if one is None or one.deputy_for is None:
        return None
    principal = one.deputy_for.user
    return Source(Channel.DEPUTY, str(principal), timezone.now(), one.deputy_for.words, decider=principal)


def decider_of(source: Source | None, *, actor: User) -> User:
    """Whose decision it is: the actor's own, or of the person on whose word they record it."""
    return source.decider if source is not None and source.decider is not None else actor


def instructions_on(row: models.Model) -> list[Instruction]:
    """How this row came to be as it is, where others acted; the latest first. One query."""
    return list(Instruction.objects.shown().about(row))


def _field_of(principal: models.Model) -> str:
    return {Delegation: "delegation", Organization: "organization", User: "person"}[type(principal)]


def _people_of(principal: Delegation | Organization | User, receipt_to: str) -> Iterator[User | Recipient]:
    people: Iterable[User] = [principal] if isinstance(principal, User) else principal.members.filter(is_active=True)
    addresses = set()
    for person in people:
        addresses.add(person.email.lower())
        yield person
    if receipt_to and receipt_to.lower() not in addresses:
        yield Recipient(receipt_to)
