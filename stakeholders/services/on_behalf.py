"""The secretariat enters or amends an application for an organisation: on whose word, with a receipt to its members.

Once its source is kept the secretariat works on the draft through the applicant's own pages, also after the close:
what arrived in time by letter is not lost because the call has closed meanwhile.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.matching import known_as
from accounts.models import Organization, User
from dialogue_portal.states import InvalidTransition
from mailings.occasions import Link
from sessions.models import Act, DialogueSession
from sessions.services.instructions import Source, record_instruction
from stakeholders.models import Application, ApplicationStatus
from stakeholders.services.applying import start_application
from stakeholders.services.moves import lock, move


class ApplicationExists(Exception):
    """The organisation has an application in this session already: `existing`."""

    def __init__(self, existing: Application) -> None:
        self.existing = existing
        super().__init__(f"application {existing.pk} is there already")


@transaction.atomic
def enter_application(
    session: DialogueSession, *, organization: Mapping[str, Any], source: Source, actor: User
) -> Application:
    """Begin a draft for an organisation that applied in another way. Raises ApplicationExists.

    An organisation of this name that the portal knows is taken, else one is made from the values; nobody of the
    secretariat becomes its member.
    """
    known = known_as(organization["name"])
    if known and (there := Application.objects.live().filter(session=session, organization=known).first()):
        raise ApplicationExists(there)
    known = known or Organization.objects.create(**organization)
    application = start_application(session, actor=actor, organization=known)
    record_for_organization(application, act=Act.APPLICATION, source=source, actor=actor)
    return application


@transaction.atomic
def take_up_application(application: Application, *, source: Source, actor: User) -> Application:
    """Amend on the organisation's word: a submitted one is a draft again until the secretariat submits it anew.

    Raises InvalidTransition for one that is screened or withdrawn. What was submitted stays kept.
    """
    status = lock(application).status
    if status not in {ApplicationStatus.DRAFT, ApplicationStatus.SUBMITTED}:
        raise InvalidTransition(status, ApplicationStatus.DRAFT)
    if status == ApplicationStatus.SUBMITTED:
        move(application, ApplicationStatus.DRAFT, submitted_at=None)
    record_for_organization(application, act=Act.CHANGED, source=source, actor=actor)
    return application


def record_for_organization(application: Application, *, act: Act, source: Source, actor: User) -> None:
    """Keep on what the secretariat acted; all members get the receipt."""
    record_instruction(
        application,
        session=application.session,
        act=act,
        principal=application.organization,
        source=source,
        actor=actor,
        page=Link("stakeholders:apply-overview", {"slug": application.session.slug, "pk": application.pk}),
    )
