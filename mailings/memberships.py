"""The mails that tell who acts for a delegation now. `accounts.memberships.messengers` calls `carry`."""

from django.utils.translation import gettext_lazy as _

from accounts.memberships import MembershipChange
from mailings.occasions import Link, Occasion
from mailings.services import send

_PLACEHOLDERS = ("person", "delegation", "actor", "url")

OCCASIONS = {
    "focal-point-added": Occasion(
        label=_("New focal point"),
        subject=_("No action required: {person} acts for {delegation} now"),
        body=_(
            "Dear {recipient},\n\n"
            "{person} is a focal point of {delegation} from now on: all focal points see and edit the same intent to "
            "speak and the same statements.\n\n"
            "Who acts for {delegation}:\n{url}\n"
        ),
        placeholders=_PLACEHOLDERS,
    ),
    "focal-point-removed": Occasion(
        label=_("Focal point removed"),
        subject=_("No action required: {person} no longer acts for {delegation}"),
        body=_(
            "Dear {recipient},\n\n"
            "{actor} has recorded that {person} no longer acts for {delegation}. What was sent on behalf of "
            "{delegation} stays as it is, and its other focal points go on with it.\n\n"
            "If this is a mistake, tell the lead focal point or the secretariat.\n\n"
            "Who acts for {delegation}, for its focal points:\n{url}\n"
        ),
        placeholders=_PLACEHOLDERS,
    ),
    "lead-handed-over": Occasion(
        label=_("New lead focal point"),
        subject=_("No action required: {person} leads the focal points of {delegation} now"),
        body=_(
            "Dear {recipient},\n\n"
            "{actor} has made {person} the lead focal point of {delegation}: the one who invites and removes focal "
            "points. Whoever led before stays a focal point.\n\n"
            "Who acts for {delegation}:\n{url}\n"
        ),
        placeholders=_PLACEHOLDERS,
    ),
}


def carry(change: MembershipChange) -> None:
    for recipient in change.told:
        send(
            occasion=change.occasion,
            recipient=recipient,
            scope=change.delegation,
            values={
                "person": change.person,
                "delegation": change.delegation,
                "actor": change.actor,
                "url": Link("accounts:delegation", {"pk": change.delegation.pk}),
            },
        )
