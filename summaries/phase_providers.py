"""The consultation as a phase, and whom a new deadline of it concerns. Registered in `apps.py`."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from dialogue_portal.registries import Phase
from sessions.models import DialogueSession, Role, SessionRole
from summaries.services.consultation import PHASE


def bureau_members(session: DialogueSession) -> "QuerySet[User]":
    """Whom a new deadline of the consultation concerns."""
    return SessionRole.objects.holders(session, Role.BUREAU)


PHASES = {
    # Its window is set by opening a round.
    PHASE: Phase(
        _("Consultation"),
        order=80,
        people=bureau_members,
        page="summaries:consultation",
        principal="regional_group",
    ),
}
