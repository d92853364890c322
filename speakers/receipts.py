"""What a delegation is told of its intent, on every occasion; sent by `services.intents`, registered in `apps.py`.

No receipt says when something was done: times would tell who registered first.
"""

from django.utils.translation import gettext_lazy as _

from mailings.occasions import Occasion

_PLACEHOLDERS = ("session", "delegation", "speaker", "url")
_PROVISIONAL = (*_PLACEHOLDERS, "author", "invited", "decider", "reason")

RECEIPTS = {
    "series-choice-received": Occasion(
        label=_("Choice in a series received"),
        subject=_("Received, no action required: choice of {delegation} in “{series}”"),
        body=_(
            "The choice of {delegation} in the series “{series}” is kept.\n\n"
            "First choice: {first}\n"
            "Second choice: {second}\n\n"
            "It gives no rank: places are given with regard to seats, not to who chose first. You can change it here "
            "while choices are open:\n{url}"
        ),
        placeholders=("series", "delegation", "first", "second", "url"),
        shows_time=False,
    ),
    "series-place": Occasion(
        label=_("Place in a series"),
        subject=_("For your planning: the meeting of {delegation} in “{series}”"),
        body=_(
            "{delegation} is expected in this meeting of the series “{series}”:\n\n"
            "{meeting}\n"
            "{begins}\n"
            "{venue}\n\n"
            "What the meeting is about, and how to take part:\n{url}\n\n"
            "If your delegation cannot come to this meeting, tell the secretariat."
        ),
        placeholders=("series", "delegation", "meeting", "begins", "venue", "url"),
    ),
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
    "provisional-left": Occasion(
        label=_("Provisional intent kept"),
        subject=_("Kept, not standing yet: provisional intent to speak of {delegation}"),
        body=_(
            "What you entered for {delegation} and the session “{session}” is kept, and it was handed in on time.\n\n"
            "Speaker: {speaker}\n\n"
            "It does not stand yet: you followed an invitation to {invited}, so the delegation’s lead focal point or "
            "the secretariat confirms it first. Until then nobody else sees it. You get a mail when they have "
            "decided.\n\n"
            "What you entered and where it stands:\n{url}"
        ),
        placeholders=_PROVISIONAL,
        shows_time=False,
    ),
    "provisional-to-decide": Occasion(
        label=_("Provisional intent to be confirmed"),
        subject=_("Action required before the meeting: confirm or discard an intent to speak of {delegation}"),
        body=_(
            "{author} has left an intent to speak of {delegation} for the session “{session}”, with a link that had "
            "been sent to {invited}.\n\n"
            "Speaker: {speaker}\n\n"
            "It does not stand until the lead focal point or the secretariat confirms it, which is possible after the "
            "closing of intents too.\n\n"
            "Read it, then confirm or discard it:\n{url}"
        ),
        placeholders=_PROVISIONAL,
        shows_time=False,
    ),
    "provisional-forwarded": Occasion(
        label=_("Your invitation was used by somebody else"),
        subject=_("No action required: {author} used the link of your invitation"),
        body=_(
            "The link that was sent to you was followed by {author}, who has left an intent to speak of {delegation} "
            "for the session “{session}”.\n\n"
            "It gave no access: the intent does not stand until the lead focal point or the secretariat confirms it. "
            "Your own invitation stays as it is.\n\n"
            "If you did not forward the link, tell the secretariat.\n"
        ),
        placeholders=_PROVISIONAL,
        shows_time=False,
    ),
    "provisional-confirmed": Occasion(
        label=_("Provisional intent confirmed"),
        subject=_("Confirmed, no action required: intent to speak of {delegation}"),
        body=_(
            "{decider} has confirmed the intent to speak of {delegation} that {author} had left for the session "
            "“{session}”. It stands now; the delegation’s focal points can change it.\n\n{url}"
        ),
        placeholders=_PROVISIONAL,
        shows_time=False,
    ),
    "provisional-discarded": Occasion(
        label=_("Provisional intent discarded"),
        subject=_("Discarded, no action required: provisional intent to speak of {delegation}"),
        body=_(
            "{decider} has discarded the intent to speak of {delegation} that {author} had left for the session "
            "“{session}”. It does not stand.\n\n"
            "Reason: {reason}\n\n"
            "What was entered is kept here:\n{url}"
        ),
        placeholders=_PROVISIONAL,
        shows_time=False,
    ),
}
