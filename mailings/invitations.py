"""The mail that brings an invitation, and how far it came. Called through the registries of `accounts.invitations`:
accounts must not import mail.
"""

from collections.abc import Collection
from uuid import UUID

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_lazy as _

from accounts.invitations import Delivery, scope_of
from accounts.models import Invitation
from mailings.models import Message
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
        secret=token,
        values={
            "inviter": invitation.invited_by,
            "role": scope_of(invitation.scope).roles[invitation.role],
            "scope": invitation.scope,
            "until": Moment(invitation.expires_at, settings.PORTAL_TIME_ZONE),
            "link": Link("accounts:invitation", {"token": token}),
        },
    )


def delivered(invitations: Collection[Invitation]) -> dict[UUID, Delivery]:
    """The state of each invitation's latest mail. One query."""
    if not invitations:
        return {}
    about = Message.objects.filter(
        scope_type=ContentType.objects.get_for_model(Invitation), scope_id__in=[one.pk for one in invitations]
    )
    rows = about.for_list().order_by("created_at")
    return {row.scope_id: Delivery(row.state, row.get_absolute_url()) for row in rows if row.scope_id}
