"""The mail that brings an invitation. `accounts.invitations.carriers` calls it: accounts must not import mail."""

from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from accounts.invitations import scope_of
from accounts.models import Invitation
from mailings.occasions import Link, Occasion
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

_day = lazy(lambda moment: date_format(moment, "DATE_FORMAT"), str)


def carry(invitation: Invitation, token: str) -> None:
    send(
        occasion="invitation",
        recipient=Recipient(invitation.email, invitation.name, invitation.language),
        scope=invitation,
        values={
            "inviter": invitation.invited_by,
            "role": scope_of(invitation.scope).roles[invitation.role],
            "scope": invitation.scope,
            "until": _day(invitation.expires_at),
            "link": Link("accounts:invitation", {"token": token}),
        },
    )
