"""The call to organisations: which of them are called to apply, and in which words.

Registered in `apps.py`, the call with its phase; written by `sessions.services.calls`.
"""

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import IsNull
from django.utils.translation import gettext as _now, gettext_lazy as _

from accounts.models import EcosocStatus, Organization, StakeholderKind
from dialogue_portal.registries import PhaseCall
from mailings.occasions import Occasion
from sessions.models import DialogueSession, OpenTo
from sessions.occasions import CALL, reminder, still_called
from sessions.rehearsed import invented_keys
from stakeholders.models import ApplicationStatus, Route

IN_STATUS = {EcosocStatus.Status.GENERAL, EcosocStatus.Status.SPECIAL, EcosocStatus.Status.ROSTER}


def without_application(session: DialogueSession) -> QuerySet[Organization]:
    """Those that may apply and have not: a draft is no answer, an application taken back is one."""
    answered = session.applications.exclude(status=ApplicationStatus.DRAFT)
    # As `Organization.known_status`: what was checked counts, else what is stated.
    known = EcosocStatus.objects.filter(organization=OuterRef("pk")).order_by(
        IsNull(F("checked_by"), True), "-as_of", "-recorded_at"
    )
    return (
        Organization.objects.exclude(pk__in=answered.values("organization"))
        .exclude(pk__in=invented_keys())
        .alias(status=Subquery(known.values("status")[:1]))
        .filter(_may_apply(session))
    )


def _may_apply(session: DialogueSession) -> Q:
    """Whom who may take part in the session takes in; those the Chair invites are not called."""
    accredited = Q(kind__in=[kind for kind in StakeholderKind if Route.for_kind(kind) != Route.NOMINATION])
    may = Q(pk__in=[])
    if OpenTo.NOMINATED in session.open_to:
        may |= ~accredited
    if OpenTo.ACCREDITED in session.open_to:
        may |= accredited & Q(status__in=IN_STATUS)
    return may


def seats(session: DialogueSession) -> str:
    words = _now(
        "Between %(least)s and %(most)s stakeholders take part. The secretariat checks every application, reviewers "
        "who declare their conflicts of interest score it and recommend a set, and the Chair of the Commission decides."
    )
    return words % {"least": session.stakeholders_min, "most": session.stakeholders_max}


TO_ORGANIZATIONS = PhaseCall(
    button=_("Write the call to organizations"),
    rule=_(
        "It goes to all who act for an organization that has not applied and may take part by the rules of this "
        "meeting: non-governmental and women’s organizations in consultative status, checked or as they state it, "
        "stakeholders of other kinds by nomination."
    ),
    occasion="call-applications",
    reminder="call-applications-again",
    open_to=frozenset({OpenTo.ACCREDITED, OpenTo.NOMINATED}),
    called=without_application,
    limits=seats,
)

OCCASIONS = {
    "call-applications": Occasion(
        label=_("Call to organizations"),
        subject=_("Action possible until {until}: apply for {principal} to take part in “{session}”"),
        body=_(
            "Dear {recipient},\n\n"
            "“{session}” begins {begins}. Organizations are invited to apply to take part in it as stakeholders.\n\n"
            "You may apply for {principal}. The form has one page for each step and saves what you type.\n\n"
            "Open from: {opens}\n"
            "Open until: {until}\n\n"
            "{limits}\n\n"
            "This is the form:\n{url}\n\n{portal}\n"
        ),
        placeholders=CALL,
        still_for=still_called(without_application),
    ),
    "call-applications-again": reminder(_("Reminder of the call to organizations"), without_application),
}
