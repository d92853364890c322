"""The call for applications as a phase, and whom a new deadline of it concerns. Registered in `apps.py`."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import OrganizationMember, User
from dialogue_portal.registries import Phase
from sessions.models import DialogueSession
from stakeholders import calls
from stakeholders.models import ApplicationStatus
from stakeholders.services.applying import PHASE


def applicants(session: DialogueSession) -> "QuerySet[User]":
    """Who acts for the organisations with a draft or a submitted application: whom a new deadline concerns."""
    concerned = session.applications.filter(status__in=[ApplicationStatus.DRAFT, ApplicationStatus.SUBMITTED])
    members = OrganizationMember.objects.filter(organization__in=concerned.values("organization"))
    return User.objects.filter(pk__in=members.values("user"), is_active=True).order_by("full_name", "pk")


PHASES = {
    PHASE: Phase(
        _("Applications"),
        order=20,
        days_before=(70, 28),
        people=applicants,
        page="stakeholders:apply",
        principal="organization",
        call=calls.TO_ORGANIZATIONS,
        serves_until="begins",
    ),
}
