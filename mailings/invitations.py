"""The mail that brings an invitation. `accounts.invitations.carriers` calls it: accounts must not import mail."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.invitations import scope_of
from accounts.models import Invitation
from mailings.occasions import Link, Moment, Occasion
from mailings.services import Recipient, send

OCCASION = Occasion(
    label=_("Invitation"),
    subject=_("Action required by {until}: your invitation to {scope}"),
    body=_(
        "Dear {recipient},\n\n"
        "{inviter} invites you to the {portal} as: {role}, {scope}.\n\n"
        "Open this page by {until}, and sign in or sign up with the address to which this mail was sent:\n"
        "{link}\n\n"
        "The link is for you alone: an account with another address gets no access from it.\n"
    ),
    placeholders=("inviter", "role", "scope", "until", "link"),
)


def carry(invitation: Invitation, token: str) -> None:
    send(
        occasion="invitation",
        recipient=Recipient(invitation.email, invitation.name, invitation.language),
        scope=invitation,
        values={
            "inviter": invitation.invited_by,
            "role": scope_of(invitation.scope).roles[invitation.role],
            "scope": invitation.scope,
            "until": Moment(invitation.expires_at, settings.PORTAL_TIME_ZONE),
            "link": Link("accounts:invitation", {"token": token}),
        },
    )
