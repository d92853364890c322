"""The calls to delegations: who is called to declare an intent or to submit a statement, and in which words.

Registered in `apps.py`, the calls with their phases; written by `sessions.services.calls`.
"""

from django.conf import settings
from django.db.models import QuerySet
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _now, gettext_lazy as _

from accounts.models import Delegation
from dialogue_portal.registries import PhaseCall
from mailings.occasions import Occasion
from sessions.models import DialogueSession, OpenTo
from sessions.occasions import CALL, reminder, still_called
from sessions.templatetags.meeting import seconds
from speakers.models import SpeakingIntent


def without_intent(session: DialogueSession) -> QuerySet[Delegation]:
    """All delegations and observers that have not answered; one that took its intent back has."""
    answered = SpeakingIntent.objects.settled().filter(session=session)
    return Delegation.objects.exclude(pk__in=answered.values("delegation"))


def without_statement(session: DialogueSession) -> QuerySet[Delegation]:
    """Those with an intent that stands and has no statement."""
    waiting = SpeakingIntent.objects.active().filter(session=session).exclude(statements__is_current=True)
    return Delegation.objects.filter(pk__in=waiting.values("delegation"))


def speaking_limits(session: DialogueSession) -> str:
    times = {"initial": seconds(session.initial_seconds), "follow_up": seconds(session.follow_up_seconds)}
    said = _now(
        "An initial comment takes up to %(initial)s, a follow-up up to %(follow_up)s. "
        "The clock on the screen warns; the chair decides."
    )
    if session.keeps_speakers_list:
        return said % times
    no_list = _now("No speakers’ list is kept: when you register gives no rank. The moderator gives the floor freely.")
    return f"{said % times}\n{no_list}"


def file_limit(session: DialogueSession) -> str:
    return _now("A file may be up to %(upload_limit)s.") % {"upload_limit": filesizeformat(settings.UPLOAD_MAX_BYTES)}


TO_DELEGATIONS = PhaseCall(
    button=_("Write the call to delegations"),
    rule=_("It goes to all who may act for a delegation or observer that has not declared an intent to speak."),
    occasion="call-intents",
    reminder="call-intents-again",
    open_to=frozenset({OpenTo.DELEGATIONS}),
    called=without_intent,
    limits=speaking_limits,
)
FOR_STATEMENTS = PhaseCall(
    button=_("Write the call for statements"),
    rule=_("It goes to all who may act for a delegation whose minister is to speak and whose statement is not here."),
    occasion="call-statements",
    reminder="call-statements-again",
    open_to=frozenset({OpenTo.DELEGATIONS}),
    called=without_statement,
    limits=file_limit,
)

OCCASIONS = {
    "call-intents": Occasion(
        label=_("Call to delegations"),
        subject=_("Action required by {until}: intent to speak of {principal} in “{session}”"),
        body=_(
            "Dear {recipient},\n\n"
            "“{session}” begins {begins}.\n\n"
            "Ministers who wish to take part communicate their intention in advance. You may do so for {principal}. "
            "Only the delegation is needed at first; name, title and level can follow.\n\n"
            "Open from: {opens}\n"
            "Open until: {until}\n\n"
            "{limits}\n\n"
            "This is the form:\n{url}\n\n{portal}\n"
        ),
        placeholders=CALL,
        still_for=still_called(without_intent),
    ),
    "call-intents-again": reminder(_("Reminder of the call to delegations"), without_intent),
    "call-statements": Occasion(
        label=_("Call for statements"),
        subject=_("Action possible until {until}: statement of {principal} for “{session}”"),
        body=_(
            "Dear {recipient},\n\n"
            "The minister of {principal} is to speak in “{session}”, which begins {begins}. A statement may be "
            "submitted ahead, marked “check against delivery” or “read out verbatim”.\n\n"
            "Open from: {opens}\n"
            "Open until: {until}\n\n"
            "{limits}\n\n"
            "This is the form:\n{url}\n\n{portal}\n"
        ),
        placeholders=CALL,
        still_for=still_called(without_statement),
    ),
    "call-statements-again": reminder(_("Reminder of the call for statements"), without_statement),
}
