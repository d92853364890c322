"""The secretariat screens: eligible or not, with evidence of work with governments.

Nothing here tells the applicant anything: all hear at the same time, when decisions are released.
"""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from dialogue_portal.revisions import StaleRevision
from dialogue_portal.states import InvalidTransition
from dialogue_portal.texts import FALLBACK_LANGUAGE
from sessions.models import DialogueSession
from stakeholders.models import Application, ApplicationStatus, ConflictOfInterest, Criterion, PanelSeat
from stakeholders.services.moves import lock, move

# What a session is scored on until staff change it: label, what to look for, weight.
DEFAULT_CRITERIA = (
    (_("Work with governments"), _("Long-standing work with governments, with results that can be shown."), 3),
    (_("Expertise at national level"), _("Knows at first hand how policy is carried out in a country."), 2),
    (_("Contribution to the theme"), _("Speaks to the theme areas and leading questions with something new."), 2),
    (_("Interactive exchange"), _("Can answer questions freely and briefly."), 1),
)


@transaction.atomic
def screen_application(
    application: Application,
    *,
    actor: User,
    seen: int,
    is_eligible: bool,
    reason: str = "",
    has_worked_with_governments: bool | None = None,
    government_evidence: str = "",
) -> Application:
    """Find an application eligible or not, with the evidence. May be changed until the Chair has
    given it a seat or decisions are released.

    Raises StaleRevision if somebody else screened it meanwhile, InvalidTransition if it is not to be screened (any
    more), ValueError if "not eligible" comes without a reason.
    """
    if not is_eligible and not reason.strip():
        raise ValueError("an application is found not eligible with a reason")
    locked = lock(application)
    if locked.revision != seen:
        raise StaleRevision(locked)
    findings = {
        "screening_reason": reason,
        "has_worked_with_governments": has_worked_with_governments,
        "government_evidence": government_evidence,
        "screened_by": actor,
        "screened_at": timezone.now(),
    }
    target = ApplicationStatus.ELIGIBLE if is_eligible else ApplicationStatus.INELIGIBLE
    if locked.decision_released_at or locked.panel_seats.filter(stage=PanelSeat.Stage.DECIDED).exists():
        raise InvalidTransition(locked.status, target)
    if locked.status == target:
        return _amend(application, findings)
    move(application, target, **findings)
    if is_eligible:
        ensure_criteria(application.session)
    return application


def _amend(application: Application, findings: Mapping[str, object]) -> Application:
    """Keep the finding, change what is said about it."""
    for name, value in findings.items():
        setattr(application, name, value)
    application.revision += 1
    application.save(update_fields=["revision", *findings])
    return application


def ensure_criteria(session: DialogueSession) -> None:
    """Give the session the usual criteria if it has none, so that reviewers can start. In English, the fallback."""
    if session.criteria.exists():
        return
    with translation.override(FALLBACK_LANGUAGE):
        for number, (label, description, weight) in enumerate(DEFAULT_CRITERIA, start=1):
            Criterion.objects.create(
                session=session, number=number, label=str(label), description=str(description), weight=weight
            )


@transaction.atomic
def settle_conflict(conflict: ConflictOfInterest, *, actor: User, settlement: str) -> ConflictOfInterest:
    """Record how a declared conflict was dealt with; it is not open any more."""
    conflict.settled_by, conflict.settlement = actor, settlement
    conflict.save(update_fields=["settled_by", "settlement"])
    return conflict
