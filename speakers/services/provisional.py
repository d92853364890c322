"""Provisional intents: what somebody leaves to whom an invitation was forwarded, until it is confirmed or discarded.

A forwarded link gives no access, yet loses nobody's evening (domain, "No speakers' list"): what is left while intents
are open counts as on time, whenever it is confirmed. It does not stand, is in no pool and is seen by nobody but the
person who left it, the delegation's lead focal point and the secretariat. Several may wait for one delegation.
"""

import uuid
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Invitation, InvitationState, User
from dialogue_portal.client_tokens import create_once
from dialogue_portal.states import InvalidTransition
from mailings.occasions import Link
from mailings.services import Recipient, send
from sessions.models import LeadingQuestion, ParticipantCapacity
from sessions.services.leaves import record_use
from sessions.services.participants import register_participant, retire_participant
from speakers.models import IntentStatus, ProvisionalAct, SpeakingIntent
from speakers.services.intents import PHASE, IntentExists, announced, change_status, check_open, send_receipts

# Of an accepted invitation too: the invited person may forward it to whoever types at night.
LEADS_NOWHERE = {InvitationState.EXPIRED, InvitationState.WITHDRAWN}


def leave_provisional_intent(
    intent: SpeakingIntent,
    *,
    questions: Iterable[LeadingQuestion],
    invitation: Invitation,
    actor: User,
    token: uuid.UUID | None = None,
) -> SpeakingIntent:
    """Keep an intent for the delegation of `invitation`; the same form sent twice makes one.

    Raises IntentsClosed, InvalidTransition if the invitation is expired or withdrawn, ValueError if it is to another
    delegation, IntentExists if this person has left one for the same group already.
    """
    check_open(intent, actor)
    if invitation.state in LEADS_NOWHERE:
        raise InvalidTransition(invitation.state, IntentStatus.PROVISIONAL)
    if invitation.scope != intent.delegation:
        raise ValueError("an invitation lets nobody act for another delegation")
    own = SpeakingIntent.objects.filter(session=intent.session, delegation=intent.delegation, registered_by=actor)

    def create() -> SpeakingIntent:
        intent.registered_by, intent.client_token, intent.status = actor, token, IntentStatus.PROVISIONAL
        participant = register_participant(
            intent.session, capacity=ParticipantCapacity.MINISTER, actor=actor, **announced(intent)
        )
        intent.participant = retire_participant(participant, actor=actor)
        intent.save(force_insert=True)
        intent.questions.set(questions)
        act = ProvisionalAct.objects.create(intent=intent, invitation=invitation)
        record_use(intent, session=intent.session, phase=PHASE, principal=intent.delegation, actor=actor)
        _tell_what_was_left(act)
        return intent

    try:
        return create_once(own, token, create)[0]
    except IntegrityError:
        waiting = own.filter(status=IntentStatus.PROVISIONAL, on_behalf_of__iexact=intent.on_behalf_of).first()
        if waiting is None:
            raise
        raise IntentExists(waiting) from None


@transaction.atomic
def confirm_provisional_intent(intent: SpeakingIntent, *, actor: User) -> SpeakingIntent:
    """Let it stand as the delegation's own, also after intents have closed, also one that was discarded.

    Raises InvalidTransition, and IntentExists, which names it, if another one stands for the same group.
    """
    among = {IntentStatus.PROVISIONAL, IntentStatus.DISCARDED}
    moved = change_status(intent, IntentStatus.ACTIVE, among=among, actor=actor)
    act = _decided(moved, actor, reason="")
    send_receipts("intent-received", moved)
    _tell("provisional-confirmed", act, [*User.objects.secretariat(), moved.registered_by])
    return moved


@transaction.atomic
def discard_provisional_intent(intent: SpeakingIntent, *, actor: User, reason: str = "") -> SpeakingIntent:
    """Put it aside; what was typed is kept and can still be confirmed. Raises InvalidTransition."""
    moved = change_status(intent, IntentStatus.DISCARDED, among={IntentStatus.PROVISIONAL}, actor=actor)
    act = _decided(moved, actor, reason=reason)
    _tell("provisional-discarded", act, [*_leads(moved), *User.objects.secretariat(), moved.registered_by])
    return moved


def _decided(intent: SpeakingIntent, actor: User, *, reason: str) -> ProvisionalAct:
    act = ProvisionalAct.objects.select_related("invitation").get(pk=intent.pk)
    act.intent, act.decided_by, act.reason = intent, actor, reason
    act.save(update_fields=["decided_by", "reason"])
    return act


def _tell_what_was_left(act: ProvisionalAct) -> None:
    intent, invited = act.intent, act.invitation
    deciders = [*_leads(intent), *User.objects.secretariat()]
    _tell("provisional-left", act, [intent.registered_by])
    _tell("provisional-to-decide", act, deciders)
    if invited.email.lower() not in {user.email.lower() for user in deciders}:
        _tell("provisional-forwarded", act, [Recipient(invited.email, invited.name, invited.language)])


def _leads(intent: SpeakingIntent) -> list[User]:
    members = intent.delegation.memberships.filter(is_lead=True, user__is_active=True).select_related("user")
    return [member.user for member in members]


def _tell(occasion: str, act: ProvisionalAct, recipients: Iterable[User | Recipient]) -> None:
    """One mail to each, whatever sides a person is on."""
    intent = act.intent
    values = {
        "session": intent.session.title_as_read,
        "delegation": intent.represents,
        "speaker": intent.name or _("name to be confirmed"),
        "author": f"{intent.registered_by} ({intent.registered_by.email})",
        "invited": act.invitation.name,
        "decider": act.decided_by or "–",
        "reason": act.reason or "–",
        "url": Link("speakers:provisional-intent", {"slug": intent.session.slug, "pk": intent.pk}),
    }
    for recipient in dict.fromkeys(recipients):
        send(occasion=occasion, recipient=recipient, values=values, scope=intent.session)
