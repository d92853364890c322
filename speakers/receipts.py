"""What a delegation is told of its intent, on every occasion; sent by `services.intents`, registered in `apps.py`.

No receipt says when something was done: times would tell who registered first.
"""

from django.utils.translation import gettext_lazy as _

from mailings.occasions import Occasion

_PLACEHOLDERS = ("session", "delegation", "speaker", "url")

RECEIPTS = {
    "intent-received": Occasion(
        label=_("Intent to speak received"),
        subject=_("Received, no action required: intent to speak of {delegation}"),
        body=_(
            "The intent to speak of {delegation} is registered for the session “{session}”.\n\n"
            "Speaker: {speaker}\n\n"
            "No speakers’ list is kept and this registration gives no rank: the moderator gives the floor freely.\n\n"
            "You can read and change it here:\n{url}"
        ),
        placeholders=_PLACEHOLDERS,
        shows_time=False,
    ),
    "intent-amended": Occasion(
        label=_("Intent to speak changed"),
        subject=_("Changed, no action required: intent to speak of {delegation}"),
        body=_(
            "The intent to speak of {delegation} for the session “{session}” was changed.\n\n"
            "Speaker: {speaker}\n\n"
            "You can read and change it here:\n{url}"
        ),
        placeholders=_PLACEHOLDERS,
        shows_time=False,
    ),
    "intent-withdrawn": Occasion(
        label=_("Intent to speak withdrawn"),
        subject=_("Withdrawn, no action required: intent to speak of {delegation}"),
        body=_(
            "The intent to speak of {delegation} for the session “{session}” was withdrawn.\n\n"
            "Speaker: {speaker}\n\n"
            "If this was a mistake, you can reinstate it here:\n{url}"
        ),
        placeholders=_PLACEHOLDERS,
        shows_time=False,
    ),
}
