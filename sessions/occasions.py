"""The mail of this app."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dialogue_portal.registries import Words
from mailings.occasions import Occasion
from sessions.services.calls import with_people

_DEADLINE = ("session", "phase", "before", "after", "reason", "url")
_LEAVE = ("session", "phase", "principal", "until", "reason", "url")
# What the call of every phase names, and its reminder (`registries.PhaseCall`).
CALL = ("session", "begins", "phase", "principal", "opens", "until", "limits", "url")
_DEPUTY = ("deputy", "principal", "role", "session", "url")


def still_called(called: Callable[[Any], QuerySet[Any]]) -> Callable[[Any], set[Any]]:
    """For `Occasion.still_for`: keys of those whom a call or its reminder reaches now, who have not answered."""
    return lambda session: {person.pk for one in with_people(called(session)) for person in one.people}


def reminder(label: Words, called: Callable[[Any], QuerySet[Any]]) -> Occasion:
    """Of a call, to those who have not answered: the same words for every phase."""
    return Occasion(
        label=label,
        subject=_("Reminder, action possible until {until}: “{phase}” of “{session}” ({principal})"),
        body=_(
            "Dear {recipient},\n\n"
            "For “{phase}” of “{session}”, which begins {begins}, nothing has reached us yet from {principal}. If you "
            "have answered meanwhile, nothing more is asked of you.\n\n"
            "Open from: {opens}\n"
            "Open until: {until}\n\n"
            "{limits}\n\n"
            "This is the form:\n{url}\n\n{portal}\n"
        ),
        placeholders=CALL,
        still_for=still_called(called),
    )


OCCASIONS = {
    "deputy-began": Occasion(
        label=_("Deputy named"),
        subject=_("No action required: {deputy} is deputy of {principal} ({session})"),
        body=_(
            "Dear {recipient},\n\n"
            "{deputy} deputizes for {principal} ({role}) in “{session}” and may do what {principal} may. Whatever a "
            "deputy does is recorded as done by the deputy.\n\n{url}\n"
        ),
        placeholders=_DEPUTY,
    ),
    "deputy-ended": Occasion(
        label=_("Deputy ended"),
        subject=_("No action required: {deputy} is no longer deputy of {principal} ({session})"),
        body=_(
            "Dear {recipient},\n\n"
            "{deputy} no longer deputizes for {principal} ({role}) in “{session}”. What was done stays.\n\n{url}\n"
        ),
        placeholders=_DEPUTY,
    ),
    "phase-extended": Occasion(
        label=_("Deadline extended"),
        subject=_("No action required: more time for “{phase}”, until {after} ({session})"),
        body=_(
            "Dear {recipient},\n\n"
            "The deadline for “{phase}” in “{session}” is later than announced.\n\n"
            "Before: {before}\nNow: {after}\n\n"
            "Reason: {reason}\n\n"
            "Whatever you have submitted or saved is kept, and you can change it until then:\n{url}\n"
        ),
        placeholders=_DEADLINE,
    ),
    "phase-shortened": Occasion(
        label=_("Deadline moved forward"),
        subject=_("Action may be required by {after}: earlier deadline for “{phase}” ({session})"),
        body=_(
            "Dear {recipient},\n\n"
            "The deadline for “{phase}” in “{session}” is earlier than announced.\n\n"
            "Before: {before}\nNow: {after}\n\n"
            "Reason: {reason}\n\n"
            "Whatever you have submitted stays. If this leaves you too little time, write to the secretariat, which "
            "can give you leave to come late.\n{url}\n"
        ),
        placeholders=_DEADLINE,
    ),
    "leave-given": Occasion(
        label=_("Leave to come late"),
        subject=_("Action possible until {until}: leave to come late with “{phase}” ({session})"),
        body=_(
            "Dear {recipient},\n\n"
            "“{phase}” of “{session}” are closed, but {principal} may still act until {until}.\n\n"
            "Reason: {reason}\n\n"
            "This leave is for {principal} alone, and takes the place of any given before. "
            "Here you can use it:\n{url}\n"
        ),
        placeholders=_LEAVE,
    ),
    "leave-ended": Occasion(
        label=_("Leave to come late ended"),
        subject=_("No action required: leave to come late with “{phase}” has ended ({session})"),
        body=_(
            "Dear {recipient},\n\n"
            "The leave of {principal} to come late with “{phase}” of “{session}”, given until {until}, has ended. "
            "Whatever was received until now stays:\n{url}\n"
        ),
        placeholders=_LEAVE,
    ),
    # Says no time: of an intent to speak it would tell who registered first. The page does, to its principal.
    "done-on-behalf": Occasion(
        label=_("Recorded on somebody’s behalf"),
        subject=_("Recorded on behalf of {principal}, no action required: {act} ({session})"),
        body=_(
            "Dear {recipient},\n\n"
            "{actor} has recorded this on behalf of {principal}, for “{session}”:\n\n"
            "{what}\n{act}\n\n"
            "How it was received: {channel}, from {given_by}\n\n"
            "You can read it here, with its source:\n{url}\n\n"
            "If this is not what you wanted, tell the secretariat.\n"
        ),
        placeholders=("session", "what", "act", "principal", "actor", "channel", "given_by", "url"),
        shows_time=False,
    ),
}
