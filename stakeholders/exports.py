"""The staff tables of this app as CSV and Excel: applications, how far their review is, the queue.

What the panel's page shows, `stakeholders.panel_exports` has.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q
from django.utils.translation import gettext, gettext_lazy as _

from accounts.models import EcosocStatus, RegionalGroup, StakeholderKind, User
from dialogue_portal.exports import Asked, Column, StaffTable, staff_tables
from sessions.models import Role, SessionRole
from stakeholders import panel_exports
from stakeholders.forms.screening import ApplicationFilter
from stakeholders.models import (
    Application,
    ApplicationStatus,
    ConflictOfInterest,
    Initiative,
    Review,
    Route,
)
from stakeholders.models.applications import Gender
from stakeholders.review_queue import QueueEntry, queue_of


def register() -> None:
    staff_tables.register("stakeholders.applications", APPLICATIONS)
    staff_tables.register("stakeholders.review-progress", REVIEW_PROGRESS)
    staff_tables.register("stakeholders.review-queue", REVIEW_QUEUE)
    panel_exports.register()


ORGANIZATION = [
    Column(_("Organization"), "organization.name"),
    Column(_("Kind"), "organization.kind", StakeholderKind.choices),
    Column(_("Works in"), "organization.regional_group", RegionalGroup.choices),
]


def _filtered(asked: Asked) -> Any:
    rows = ApplicationFilter(asked.filter).apply(asked.scope.applications.all())
    return rows.select_related("organization__headquarters", "screened_by").order_by("organization__name", "pk")


def _applications(asked: Asked) -> Any:
    submitted = Count("reviews", filter=Q(reviews__submitted_at__isnull=False), distinct=True)
    # Of initiatives the titles alone: their texts are long.
    titles = Initiative.objects.only("application", "title")
    related = ("theme_areas", "organization__ecosoc_statuses", Prefetch("initiatives", titles))
    return _filtered(asked).annotate(reviews_submitted=submitted).prefetch_related(*related)


def _status(application: Application) -> EcosocStatus | None:
    return application.organization.known_status


APPLICATIONS = StaffTable(
    title=_("Applications"),
    permission="stakeholders.screen_applications",
    rows=_applications,
    columns=[
        *ORGANIZATION,
        Column(_("Headquarters"), "organization.headquarters"),
        Column(_("Website"), "organization.website"),
        Column(_("Route"), "route", Route.choices),
        Column(_("Nominated by"), "nominated_by"),
        Column(_("Status"), "status", ApplicationStatus.choices),
        Column(_("Speaker"), "speaker_name"),
        Column(_("Functional title"), "speaker_title"),
        Column(_("Gender"), "speaker_gender", Gender.choices),
        Column(_("Languages"), "language_names"),
        Column(_("Work with governments"), "government_experience"),
        Column(_("Expertise at national level"), "has_national_expertise"),
        Column(_("What this expertise is"), "national_expertise"),
        Column(_("Theme areas"), lambda row: [area.number for area in row.theme_areas.all()]),
        Column(_("What the organization would bring"), "motivation"),
        Column(_("Consultative status"), lambda row: getattr(_status(row), "status", ""), EcosocStatus.Status.choices),
        Column(_("As of"), lambda row: getattr(_status(row), "as_of", None)),
        Column(_("Status checked"), lambda row: bool(row.organization.checked_status) if _status(row) else ""),
        Column(_("Initiatives"), lambda row: [str(initiative) for initiative in row.initiatives.all()]),
        Column(_("Submitted on"), "submitted_at", is_moment=True),
        Column(_("Found to have worked with governments"), "has_worked_with_governments"),
        Column(_("Evidence"), "government_evidence"),
        Column(_("Reason"), "screening_reason"),
        Column(_("Screened by"), "screened_by"),
        Column(_("Screened on"), "screened_at", is_moment=True),
        Column(_("Reviews submitted"), "reviews_submitted"),
        Column(_("Decision made known on"), "decision_released_at", is_moment=True),
    ],
)


@dataclass(frozen=True)
class _Asked:
    """One application and one reviewer who is to review it."""

    application: Application
    reviewer: User
    declaration: str
    review: Review | None

    @property
    def standing(self) -> str:
        if self.declaration == ConflictOfInterest.Declaration.CONFLICT:
            return gettext("Stands aside")
        if self.review is None:
            return gettext("Not begun")
        return gettext("Submitted") if self.review.is_submitted else gettext("Draft")


def _under_review(asked: Asked) -> Any:
    reviewed = _filtered(asked).filter(status=ApplicationStatus.ELIGIBLE).exclude(route=Route.INVITATION)
    return reviewed.prefetch_related("reviews", "conflicts", "organization__members")


def _by_reviewer(applications: list[Any]) -> Iterator[_Asked]:
    """Each application with every reviewer of its session but those of its own organisation; never a score."""
    if not applications:
        return
    reviewers = list(SessionRole.objects.holders(applications[0].session, Role.REVIEWER))
    for row in applications:
        declared = {conflict.reviewer_id: conflict.declaration for conflict in row.conflicts.all()}
        reviews = {review.reviewer_id: review for review in row.reviews.all()}
        own = {person.pk for person in row.organization.members.all()}
        for person in reviewers:
            if person.pk not in own:
                yield _Asked(row, person, declared.get(person.pk, ""), reviews.get(person.pk))


REVIEW_PROGRESS = StaffTable(
    title=_("Progress of the review"),
    permission="stakeholders.screen_applications",
    rows=_under_review,
    expand=_by_reviewer,
    columns=[
        Column(_("Organization"), "application.organization.name"),
        Column(_("Works in"), "application.organization.regional_group", RegionalGroup.choices),
        Column(_("Reviewer"), "reviewer"),
        Column(_("Conflict of interest"), "declaration", ConflictOfInterest.Declaration.choices),
        Column(_("Review"), "standing"),
    ],
)


def _in_queue(entry: QueueEntry) -> str:
    return str(entry.standing[0])


REVIEW_QUEUE = StaffTable(
    title=_("Applications to review"),
    permission="stakeholders.review_applications",
    rows=lambda asked: queue_of(asked.user, asked.scope),
    columns=[
        Column(_("Organization"), "organization"),
        Column(_("Kind"), "kind", StakeholderKind.choices),
        Column(_("Works in"), "regional_group", RegionalGroup.choices),
        Column(_("Your review"), _in_queue),
    ],
)
