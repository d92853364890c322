"""What is measured against: the demo, and a thousand applications with three reviews each in its main session."""

from dataclasses import dataclass
from datetime import timedelta

from django.test import Client as DjangoClient
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organization, User
from dialogue_portal.demo.people import address
from sessions.models import DialogueSession
from stakeholders.models import Application, ApplicationStatus, ConflictOfInterest, Initiative, Review, Score
from stakeholders.services.applying import start_application

COUNT = 1000
REGIONS = ("african", "asia_pacific", "eastern_european", "latin_american_caribbean", "western_european_others")


@dataclass(frozen=True)
class Filled:
    """Addresses to ask for, and the sessions of those who ask."""

    session_path: str
    list_path: str
    detail_path: str
    call_path: str
    queue_path: str
    apply_paths: list[str]
    staff_key: str
    applicant_key: str
    reviewer_key: str


def fill() -> Filled:
    session = DialogueSession.objects.filter(applications__isnull=False, is_rehearsal=False).distinct().get()
    staff, applicant, reviewer = (
        User.objects.get(email=address(name)) for name in ("secretariat", "applicant", "reviewer")
    )
    applications = _many(session, staff)
    draft = _draft(session, applicant)
    slug = {"slug": session.slug}
    steps = ("representative", "experience")
    return Filled(
        session_path=session.get_absolute_url(),
        list_path=reverse("stakeholders:applications", kwargs=slug),
        detail_path=reverse("stakeholders:application", kwargs={**slug, "pk": applications[0].pk}),
        call_path=reverse("stakeholders:apply", kwargs=slug),
        queue_path=reverse("stakeholders:review", kwargs=slug),
        apply_paths=[
            reverse("stakeholders:apply-step", kwargs={**slug, "pk": draft.pk, "step": step}) for step in steps
        ],
        staff_key=_session_key(staff),
        applicant_key=_session_key(applicant),
        reviewer_key=_session_key(reviewer),
    )


def _many(session: DialogueSession, staff: User) -> list[Application]:
    # The last one is the draft that an applicant comes back to.
    missing = COUNT - 1 - session.applications.count()
    organizations = Organization.objects.bulk_create(
        Organization(name=f"Measured organization {number:04d}", kind="ngo", regional_group=REGIONS[number % 5])
        for number in range(missing)
    )
    now = timezone.now()
    applications = Application.objects.bulk_create(
        Application(
            session=session,
            organization=organization,
            route="consultative_status",
            status=ApplicationStatus.ELIGIBLE,
            speaker_name=f"Speaker of {organization.name}",
            speaker_title="Director",
            speaker_languages=["en"],
            government_experience="Ten years of work with ministries. " * 10,
            motivation="What we would bring. " * 20,
            started_by=staff,
            submitted_at=now - timedelta(hours=30),
            screened_by=staff,
            screened_at=now,
            has_worked_with_governments=True,
        )
        for organization in organizations
    )
    Initiative.objects.bulk_create(Initiative(application=row, title="Safe routes to market") for row in applications)
    _reviews(session, applications)
    return applications


def _reviews(session: DialogueSession, applications: list[Application]) -> None:
    criteria = list(session.criteria.all())
    reviewers = list(User.objects.filter(session_roles__session=session, session_roles__role="reviewer"))[:3]
    now = timezone.now()
    ConflictOfInterest.objects.bulk_create(
        ConflictOfInterest(application=row, reviewer=reviewer, declaration="none")
        for row in applications
        for reviewer in reviewers
    )
    reviews = Review.objects.bulk_create(
        Review(application=row, reviewer=reviewer, comment="Convincing.", submitted_at=now)
        for row in applications
        for reviewer in reviewers
    )
    Score.objects.bulk_create(
        Score(review=review, criterion=criterion, value=3) for review in reviews for criterion in criteria
    )


def _draft(session: DialogueSession, applicant: User) -> Application:
    """The demo applicant's application, as somebody finds it who comes back to it."""
    organization = applicant.organizations.get()
    application = start_application(session, organization=organization, actor=applicant)
    Application.objects.filter(pk=application.pk).update(
        speaker_name="Neema Odhiambo",
        speaker_title="Director",
        speaker_gender="woman",
        speaker_languages=["en"],
        government_experience="Ten years of work with ministries. " * 10,
    )
    return application


def _session_key(user: User) -> str:
    client = DjangoClient()
    client.force_login(user)
    return client.cookies["sessionid"].value
