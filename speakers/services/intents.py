"""Registering, amending, withdrawing and reinstating an intent to speak; each keeps its participant in step.

Views call these after checking who may act. A delegation acts while the phase "intents" is open or by leave; the
secretariat acts on its behalf at any time and says on what: its `source` is kept, and the receipt names it. Nothing
here is ordered: the pool has no rank and no time.
"""

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Delegation, User
from accounts.permissions import is_secretariat
from dialogue_portal.client_tokens import create_once
from dialogue_portal.revisions import save_revision
from dialogue_portal.states import InvalidTransition, check_transition
from mailings.occasions import Link
from mailings.services import send
from sessions.models import Act, DialogueSession, LeadingQuestion, ParticipantCapacity, phase_exists, phase_is_open
from sessions.services.instructions import Source, record_instruction
from sessions.services.leaves import record_use
from sessions.services.participants import (
    Announced,
    register_participant,
    reinstate_participant,
    retire_participant,
    update_participant,
)
from speakers.models import IntentStatus, SpeakingIntent
from speakers.models.intents import TRANSITIONS

PHASE = "intents"


class IntentsClosed(Exception):
    """The phase is not open at this moment, the delegation has no leave, and the actor is not the secretariat."""


class IntentExists(Exception):
    """The delegation has an intent for this group already: `existing`."""

    def __init__(self, existing: SpeakingIntent) -> None:
        self.existing = existing
        super().__init__(f"intent {existing.pk} stands already")


def register_intent(
    intent: SpeakingIntent,
    *,
    questions: Iterable[LeadingQuestion],
    actor: User,
    token: uuid.UUID | None = None,
    source: Source | None = None,
) -> tuple[SpeakingIntent, bool]:
    """Store a new intent and the participant it makes; the same form sent twice makes one.

    Gives the intent and whether it was made now. Raises IntentsClosed and IntentExists.
    """
    check_open(intent, actor)
    own = SpeakingIntent.objects.filter(session=intent.session, delegation=intent.delegation)

    def create() -> SpeakingIntent:
        intent.registered_by, intent.client_token = actor, token
        intent.participant = register_participant(
            intent.session, capacity=ParticipantCapacity.MINISTER, actor=actor, **announced(intent)
        )
        intent.save(force_insert=True)
        intent.questions.set(questions)
        _tell("intent-received", intent, Act.REGISTERED, actor, source)
        return intent

    with _naming_what_exists(intent):
        return create_once(own, token, create)


@transaction.atomic
def amend_intent(
    intent: SpeakingIntent,
    *,
    questions: Iterable[LeadingQuestion],
    actor: User,
    seen: int,
    source: Source | None = None,
) -> SpeakingIntent:
    """Save what was changed in an intent that stands.

    Raises IntentsClosed, InvalidTransition for one that does not stand, StaleRevision, and IntentExists if it would now
    speak for the same group as another.
    """
    check_open(intent, actor)
    if intent.status != IntentStatus.ACTIVE:
        raise InvalidTransition(intent.status, intent.status)
    with _naming_what_exists(intent):
        save_revision(intent, seen=seen)
    intent.questions.set(questions)
    update_participant(intent.participant, actor=actor, **announced(intent))
    _tell("intent-amended", intent, Act.CHANGED, actor, source)
    return intent


@transaction.atomic
def withdraw_intent(intent: SpeakingIntent, *, actor: User, source: Source | None = None) -> SpeakingIntent:
    """Take the intent back; its participant can no longer be given the floor.

    Raises IntentsClosed, InvalidTransition for one that does not stand.
    """
    check_open(intent, actor)
    moved = change_status(intent, IntentStatus.WITHDRAWN, among={IntentStatus.ACTIVE}, actor=actor)
    _tell("intent-withdrawn", moved, Act.WITHDRAWN, actor, source)
    return moved


@transaction.atomic
def reinstate_intent(intent: SpeakingIntent, *, actor: User, source: Source | None = None) -> SpeakingIntent:
    """Let a withdrawn intent stand again, as it was. Raises IntentsClosed, InvalidTransition and IntentExists."""
    check_open(intent, actor)
    moved = change_status(intent, IntentStatus.ACTIVE, among={IntentStatus.WITHDRAWN}, actor=actor)
    _tell("intent-received", moved, Act.REINSTATED, actor, source)
    return moved


@transaction.atomic
def change_status(
    intent: SpeakingIntent, target: IntentStatus, *, among: set[IntentStatus], actor: User
) -> SpeakingIntent:
    """The one writer of the status, which keeps the participant in step; `among` are the states that the act is for.

    Raises InvalidTransition, and IntentExists if another intent stands for the same group.
    """
    locked = SpeakingIntent.objects.select_for_update(of=("self",)).get(pk=intent.pk)
    if locked.status not in among:
        raise InvalidTransition(locked.status, target)
    check_transition(TRANSITIONS, locked.status, target)
    locked.status = target
    with _naming_what_exists(locked):
        save_revision(locked, seen=locked.revision, fields=["status"])
    if target == IntentStatus.ACTIVE:
        reinstate_participant(locked.participant, actor=actor)
    else:
        retire_participant(locked.participant, actor=actor)
    return locked


def may_write(session: DialogueSession, delegation: Delegation, actor: User) -> bool:
    """While the phase is open, or by leave; the secretariat enters what reached it in another way at any time."""
    if is_secretariat(actor):
        return phase_exists(session, PHASE)
    return phase_is_open(session, PHASE, principal=delegation)


def check_open(intent: SpeakingIntent, actor: User) -> None:
    """Raise IntentsClosed unless the actor may write this intent at this moment."""
    if not may_write(intent.session, intent.delegation, actor):
        raise IntentsClosed


def announced(intent: SpeakingIntent) -> Announced:
    """What the floor knows of an intent: who is announced, and for whom they speak."""
    return {
        "name": intent.name,
        "functional_title": intent.functional_title,
        "level": intent.level,
        "delegation": intent.delegation,
        "on_behalf_of": intent.on_behalf_of,
    }


@contextmanager
def _naming_what_exists(intent: SpeakingIntent) -> Iterator[None]:
    """Turn the constraint's refusal into IntentExists, which names the intent that stands in the way."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        same = SpeakingIntent.objects.active().filter(
            session=intent.session, delegation=intent.delegation, on_behalf_of__iexact=intent.on_behalf_of
        )
        if existing := same.exclude(pk=intent.pk).first():
            raise IntentExists(existing) from None
        raise


def _tell(occasion: str, intent: SpeakingIntent, act: Act, actor: User, source: Source | None) -> None:
    """Tell every focal point of the delegation, whoever acted: they edit the same intent. Keep source and leave."""
    record_use(intent, session=intent.session, phase=PHASE, principal=intent.delegation, actor=actor)
    if source is None:
        send_receipts(occasion, intent)
        return
    record_instruction(
        intent,
        session=intent.session,
        act=act,
        principal=intent.delegation,
        source=source,
        actor=actor,
        page=_page_of(intent),
    )


def send_receipts(occasion: str, intent: SpeakingIntent) -> None:
    """Tell every focal point of the delegation: they edit the same intent."""
    values = {
        "session": intent.session.title_as_read,
        "delegation": intent.represents,
        "speaker": intent.name or _("name to be confirmed"),
        "url": _page_of(intent),
    }
    for membership in intent.delegation.memberships.select_related("user").filter(user__is_active=True):
        send(occasion=occasion, recipient=membership.user, values=values, scope=intent.session)


def _page_of(intent: SpeakingIntent) -> Link:
    return Link("speakers:show-intent", {"slug": intent.session.slug, "pk": intent.pk})
