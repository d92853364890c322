"""Invented applications for a rehearsal, to screen, review and choose from. Called through its registry."""

from django.utils import timezone

from accounts.models import Organization, RegionalGroup, StakeholderKind, User
from sessions.models import DialogueSession, phases_of
from sessions.rehearsed import invented_key
from stakeholders.models import Application, ApplicationStatus, Route, Submission
from stakeholders.services.applying import snapshot_of
from stakeholders.services.screening import ensure_criteria

COUNT = 12
KINDS = (StakeholderKind.NGO, StakeholderKind.WOMENS_ORGANIZATION, StakeholderKind.ACADEMIA)
WORDS = "Invented for a rehearsal: nobody has written this."


def invent_applications(rehearsal: DialogueSession, actor: User) -> int:
    """Twelve submitted applications over all regions; none where the session takes none."""
    if "applications" not in phases_of(rehearsal):
        return 0
    ensure_criteria(rehearsal)
    areas, groups = list(rehearsal.theme_areas.all()), list(RegionalGroup)
    made = 0
    for number in range(COUNT):
        organization, is_new = Organization.objects.get_or_create(
            pk=invented_key(rehearsal, number),
            defaults={
                "name": f"Invented organization {number + 1} (rehearsal {rehearsal.slug})",
                "kind": KINDS[number % len(KINDS)],
                "regional_group": groups[number % len(groups)],
            },
        )
        if is_new:
            _apply(rehearsal, actor, organization, number).theme_areas.set(areas[number % 3 : number % 3 + 1])
            made += 1
    return made


def _apply(rehearsal: DialogueSession, actor: User, organization: Organization, number: int) -> Application:
    application = Application.objects.create(
        session=rehearsal,
        organization=organization,
        route=Route.for_kind(organization.kind),
        status=ApplicationStatus.SUBMITTED,
        speaker_name=f"Invented Applicant {number + 1}",
        speaker_title="Director of Rehearsals",
        speaker_languages=["en"],
        government_experience=WORDS,
        has_national_expertise=number % 2 == 0,
        national_expertise=WORDS if number % 2 == 0 else "",
        motivation=WORDS,
        submitted_at=(now := timezone.now()),
        started_by=actor,
    )
    Submission.objects.create(
        application=application,
        snapshot=snapshot_of(application),
        submitted_at=now,
        submitted_by=actor,
    )
    return application
