"""The phases of speaking: their names, when they are proposed, and whom a new deadline of theirs concerns.

Registered in `apps.py`, read by the pages that set phases.
"""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import DelegationMember, User
from dialogue_portal.registries import Phase
from sessions.models import DialogueSession
from speakers import calls
from speakers.models import SpeakingIntent
from speakers.services.intents import PHASE as INTENTS
from speakers.services.statements import PHASE as STATEMENTS


def focal_points(session: DialogueSession) -> "QuerySet[User]":
    """All of them: a delegation that has no intent yet could have one."""
    members = DelegationMember.objects.all()
    return User.objects.filter(pk__in=members.values("user"), is_active=True).order_by("full_name", "pk")


def focal_points_with_intents(session: DialogueSession) -> "QuerySet[User]":
    """Of the delegations whose minister is to speak: a statement is added to an intent."""
    standing = SpeakingIntent.objects.active().filter(session=session)
    members = DelegationMember.objects.filter(delegation__in=standing.values("delegation"))
    return focal_points(session).filter(pk__in=members.values("user"))


PHASES = {
    INTENTS: Phase(
        _("Intents to speak"),
        order=10,
        days_before=(42, 1),
        people=focal_points,
        page="speakers:intent",
        principal="delegation",
        call=calls.TO_DELEGATIONS,
        serves_until="begins",
    ),
    STATEMENTS: Phase(
        _("Statements"),
        order=30,
        days_before=(28, 1),
        people=focal_points_with_intents,
        page="speakers:intent",
        principal="delegation",
        call=calls.FOR_STATEMENTS,
        # The text of what was said comes in while the meeting runs, too.
        serves_until="ends",
    ),
}
