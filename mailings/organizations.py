"""What people are written when somebody asks to act for an organisation, is admitted, declined or removed.

`accounts.joining.carriers` calls `carry`: accounts must not import mail.
"""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.joining import Event
from accounts.models import Organization, User
from mailings.occasions import Link, Occasion
from mailings.services import send

OCCASIONS = {
    "organization-asked": Occasion(
        label=_("Somebody asks to act for an organization"),
        subject=_("Action required: {person} asks to act for {organization}"),
        body=_(
            "Dear {recipient},\n\n{person} ({address}) asks to act for {organization} and writes:\n\n{words}\n\n"
            "If you know this person, admit them; they then see and edit what you do. If not, decline:\n{link}\n\n"
            "{portal}"
        ),
        placeholders=("person", "address", "organization", "words", "link"),
    ),
    "organization-asked-receipt": Occasion(
        label=_("Receipt of a request to act for an organization"),
        subject=_("Received: your request to act for {organization}"),
        body=_(
            "Dear {recipient},\n\nYour request to act for {organization} was sent to its people, or to the "
            "secretariat. You hear by e-mail; until then you can take it back:\n{link}\n\n{portal}"
        ),
        placeholders=("organization", "link"),
    ),
    "organization-admitted": Occasion(
        label=_("Admitted to an organization"),
        subject=_("You act for {organization}"),
        body=_(
            "Dear {recipient},\n\nYour request was accepted: you act for {organization} from now on, and see and edit "
            "what its other people do.\n\n{link}\n\n{portal}"
        ),
        placeholders=("organization", "link"),
    ),
    "organization-new-member": Occasion(
        label=_("Somebody was admitted to an organization"),
        subject=_("{person} acts for {organization}"),
        body=_(
            "Dear {recipient},\n\n{person} ({address}) acts for {organization} from now on. If that is a mistake, "
            "write to the secretariat.\n\n{link}\n\n{portal}"
        ),
        placeholders=("person", "address", "organization", "link"),
    ),
    "organization-declined": Occasion(
        label=_("Request to act for an organization declined"),
        subject=_("Your request to act for {organization} was declined"),
        body=_(
            "Dear {recipient},\n\nYour request to act for {organization} was declined, for this reason:\n\n{words}\n\n"
            "{portal}"
        ),
        placeholders=("organization", "words"),
    ),
    "organization-removed": Occasion(
        label=_("No longer acting for an organization"),
        subject=_("You no longer act for {organization}"),
        body=_(
            "Dear {recipient},\n\nThe secretariat has recorded that you no longer act for {organization}. What you "
            "did stays on record. If that is a mistake, write to the secretariat.\n\n{portal}"
        ),
        placeholders=("organization",),
    ),
}


def carry(event: Event, organization: Organization, person: User, words: str) -> None:
    """Write to the person concerned and to those who act for the organisation."""
    values = {
        "person": person,
        "address": person.email,
        "organization": organization,
        "words": words,
        "link": Link("accounts:organization", {"pk": organization.pk}),
    }
    if event == Event.ASKED:
        _write(
            "organization-asked",
            _people_of(organization, but=person) or User.objects.secretariat(),
            values,
            organization,
        )
        own = values | {"link": Link("accounts:organization-join", {"pk": organization.pk})}
        _write("organization-asked-receipt", [person], own, organization)
    elif event == Event.ADMITTED:
        _write("organization-admitted", [person], values, organization)
        _write("organization-new-member", _people_of(organization, but=person), values, organization)
    else:
        _write(f"organization-{event}", [person], values, organization)


def _people_of(organization: Organization, *, but: User) -> list[User]:
    return list(organization.members.exclude(pk=but.pk).filter(is_active=True))


def _write(name: str, recipients: Iterable[User], values: dict[str, Any], organization: Organization) -> None:
    wanted = {key: values[key] for key in OCCASIONS[name].placeholders}
    for recipient in recipients:
        send(occasion=name, recipient=recipient, values=wanted, scope=organization)
