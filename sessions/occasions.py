"""The mail of this app."""

from django.utils.translation import gettext_lazy as _

from mailings.occasions import Occasion

_DEPUTY = ("deputy", "principal", "role", "session", "url")

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
