"""Inviting people to roles: offering, sending again, withdrawing, accepting.

The other apps call `invite` for the roles they register in `accounts.invitations.scopes`.
"""

import secrets
import uuid
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import TypedDict, Unpack

from allauth.account.models import EmailAddress
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from accounts.invitations import carriers, scope_of
from accounts.models import Invitation, InvitationState, User
from accounts.models.invitations import expiry, token_hash
from dialogue_portal.client_tokens import create_once
from dialogue_portal.states import InvalidTransition


class AlreadyInvited(Exception):
    """This address has an invitation to the same role that is still open."""


class Terms(TypedDict, total=False):
    """Of a role in a session: for which regional group, "designate" or not, the first and the last day."""

    regional_group: str
    is_designate: bool
    starts_on: date | None
    ends_on: date | None


class InvitationForSomebodyElse(Exception):
    """The account has not verified the address that was invited."""


def invite(
    scope: models.Model,
    *,
    role: str,
    email: str,
    name: str,
    actor: User,
    language: str = "en",
    client_token: uuid.UUID | None = None,
    **terms: Unpack[Terms],
) -> Invitation:
    """Offer a role to an e-mail address and send the link. Raises AlreadyInvited, ValueError for an unknown role."""
    if role not in scope_of(scope).roles_in(scope):
        raise ValueError(f"{scope._meta.label_lower} offers no role {role!r}")
    token = secrets.token_urlsafe(32)

    def create() -> Invitation:
        return Invitation.objects.create(
            scope=scope,
            role=role,
            email=email,
            name=name,
            language=language,
            token_hash=token_hash(token),
            invited_by=actor,
            client_token=client_token,
            **terms,
        )

    with transaction.atomic():
        try:
            invitation, is_new = create_once(Invitation.objects.filter(invited_by=actor), client_token, create)
        except IntegrityError as error:
            raise AlreadyInvited from error
        if is_new:
            _carry(invitation, token)
    return invitation


@transaction.atomic
def renew_invitation(invitation: Invitation, *, actor: User) -> Invitation:
    """Send a new link, good for the full time again; the old one stops working. Raises InvalidTransition if settled."""
    invitation = _unsettled(invitation, InvitationState.INVITED)
    token = secrets.token_urlsafe(32)
    invitation.token_hash, invitation.expires_at, invitation.invited_by = token_hash(token), expiry(), actor
    invitation.save(update_fields=["token_hash", "expires_at", "invited_by"])
    _carry(invitation, token)
    return invitation


@transaction.atomic
def withdraw_invitation(invitation: Invitation) -> Invitation:
    """Take the offer back: its link explains that. Raises InvalidTransition if it is accepted or withdrawn."""
    invitation = _unsettled(invitation, InvitationState.WITHDRAWN)
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    return invitation


def follow_link(token: str) -> Invitation | None:
    """The invitation of a link, noted as opened the first time; None for a link that is not known."""
    invitation = Invitation.objects.filter(token_hash=token_hash(token)).first()
    if invitation is None or invitation.scope is None:
        return None
    if invitation.opened_at is None and invitation.is_open:
        # No act of a known person, so nothing for the audit log.
        Invitation.objects.filter(pk=invitation.pk, opened_at=None).update(opened_at=timezone.now())
    return invitation


@transaction.atomic
def accept_invitation(invitation: Invitation, *, actor: User) -> Invitation:
    """Give the role to the invited person; a second click changes nothing.

    Raises InvalidTransition for an invitation that is not open, InvitationForSomebodyElse for an account that has not
    verified the invited address.
    """
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if invitation.accepted_by == actor:
        return invitation
    if not invitation.is_open:
        raise InvalidTransition(invitation.state, InvitationState.ACCEPTED)
    if not has_verified(actor, invitation.email):
        raise InvitationForSomebodyElse
    scope_of(invitation.scope).give(invitation, actor)
    invitation.accepted_at, invitation.accepted_by = timezone.now(), actor
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    return invitation


def has_verified(user: User, email: str) -> bool:
    """Whether this account has shown that it reads mail to this address."""
    return EmailAddress.objects.filter(user=user, email__iexact=email, verified=True).exists()


def addresses_of(users: Iterable[uuid.UUID]) -> dict[uuid.UUID, set[str]]:
    """Each person's verified addresses, in lower case. One query."""
    found: dict[uuid.UUID, set[str]] = defaultdict(set)
    verified = EmailAddress.objects.filter(user__in=set(users), verified=True)
    for user, address in verified.values_list("user", "email"):
        found[user].add(address.lower())
    return found


def _unsettled(invitation: Invitation, target: InvitationState) -> Invitation:
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if not invitation.is_open and invitation.state != InvitationState.EXPIRED:
        raise InvalidTransition(invitation.state, target)
    return invitation


def _carry(invitation: Invitation, token: str) -> None:
    for carrier in carriers:
        carrier(invitation, token)
