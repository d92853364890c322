"""Statements sent ahead of the meeting. Only the original language is authentic; a new file replaces the current one
of its language, and what was submitted before is kept.
"""

from collections.abc import Iterable

from django.db import transaction

from accounts.models import User
from accounts.permissions import is_secretariat
from dialogue_portal.states import InvalidTransition
from dialogue_portal.uploads import CheckedUpload
from mailings.occasions import Link
from sessions.models import Act, phase_exists, phase_is_open
from sessions.services.instructions import Source, record_instruction
from sessions.services.leaves import record_use
from speakers.models import IntentStatus, SpeakingIntent, Statement

PHASE = "statements"


class StatementsClosed(Exception):
    """The phase is not open at this moment: statements that come later go to the secretariat."""


def may_submit(intent: SpeakingIntent, actor: User) -> bool:
    """While the phase is open, or by leave; the secretariat adds what reached it in another way at any time."""
    if is_secretariat(actor):
        return phase_exists(intent.session, PHASE)
    return phase_is_open(intent.session, PHASE, principal=intent.delegation)


@transaction.atomic
def submit_statement(
    intent: SpeakingIntent,
    *,
    upload: CheckedUpload,
    language: str,
    delivery: str,
    actor: User,
    source: Source | None = None,
) -> Statement:
    """Store a statement and make it the current one of its language; the same file sent twice is one.

    `source` is on what the secretariat submits it for the delegation, which gets the receipt.

    Raises StatementsClosed unless the phase is open (not for the secretariat), InvalidTransition for an intent that
    does not stand.
    """
    if not may_submit(intent, actor):
        raise StatementsClosed
    # The intent's row is the lock under which its statements change.
    locked = SpeakingIntent.objects.select_for_update(of=("self",)).get(pk=intent.pk)
    if locked.status != IntentStatus.ACTIVE:
        raise InvalidTransition(locked.status, locked.status)
    current = locked.statements.filter(language=language, is_current=True)
    if same := current.filter(sha256=upload.sha256, delivery=delivery).first():
        return same
    _make_former(current)
    statement = Statement.objects.create(
        intent=locked, language=language, delivery=delivery, submitted_by=actor, **upload.columns
    )
    record_use(statement, session=locked.session, phase=PHASE, principal=locked.delegation, actor=actor)
    if source is not None:
        _record_source(locked, source, actor)
    return statement


def _record_source(intent: SpeakingIntent, source: Source, actor: User) -> None:
    record_instruction(
        intent,
        session=intent.session,
        act=Act.STATEMENT,
        principal=intent.delegation,
        source=source,
        actor=actor,
        page=Link("speakers:show-intent", {"slug": intent.session.slug, "pk": intent.pk}),
    )


def _make_former(statements: Iterable[Statement]) -> None:
    """One by one, for the audit log."""
    for statement in statements:
        statement.is_current = False
        statement.save(update_fields=["is_current"])
