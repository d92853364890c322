"""An organisation's application to speak, what was submitted, and what a selected stakeholder needs.

Everything may be empty in a draft; `services.applying.missing_in` says what a submission still lacks.
"""

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, StakeholderKind, User
from dialogue_portal.client_tokens import ClientTokened
from dialogue_portal.revisions import Revisioned
from sessions.models import DialogueSession, Participant, Role, ThemeArea

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class ApplicationStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    ELIGIBLE = "eligible", _("Eligible")
    INELIGIBLE = "ineligible", _("Not eligible")
    SELECTED = "selected", _("Selected")
    NOT_SELECTED = "not_selected", _("Not selected")
    CONFIRMED = "confirmed", _("Participation confirmed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


TRANSITIONS: dict[str, set[str]] = {
    ApplicationStatus.DRAFT: {ApplicationStatus.SUBMITTED, ApplicationStatus.WITHDRAWN},
    # Back to draft is the applicant's correction before the close; what was submitted stays in `Submission`.
    ApplicationStatus.SUBMITTED: {
        ApplicationStatus.DRAFT,
        ApplicationStatus.ELIGIBLE,
        ApplicationStatus.INELIGIBLE,
        ApplicationStatus.WITHDRAWN,
    },
    ApplicationStatus.ELIGIBLE: {
        ApplicationStatus.INELIGIBLE,
        ApplicationStatus.SELECTED,
        ApplicationStatus.NOT_SELECTED,
        ApplicationStatus.WITHDRAWN,
    },
    ApplicationStatus.INELIGIBLE: {ApplicationStatus.ELIGIBLE, ApplicationStatus.WITHDRAWN},
    ApplicationStatus.SELECTED: {ApplicationStatus.CONFIRMED, ApplicationStatus.WITHDRAWN},
    ApplicationStatus.NOT_SELECTED: {ApplicationStatus.WITHDRAWN},
    ApplicationStatus.CONFIRMED: {ApplicationStatus.WITHDRAWN},
    ApplicationStatus.WITHDRAWN: set(),
}

# Screened and found eligible, whatever came after: what reviewers and the Commission's Chair may read.
SCREENED_ELIGIBLE = (
    ApplicationStatus.ELIGIBLE,
    ApplicationStatus.SELECTED,
    ApplicationStatus.NOT_SELECTED,
    ApplicationStatus.CONFIRMED,
)


class Route(models.TextChoices):
    """How an organisation comes to apply: the same form, without the ECOSOC part for a nomination."""

    CONSULTATIVE_STATUS = "consultative_status", _("Application of an organization in consultative status")
    NOMINATION = "nomination", _("Nomination")
    INVITATION = "invitation", _("Invitation by the Chair")

    @classmethod
    def for_kind(cls, kind: str) -> "Route":
        """Accredited organisations apply, the other kinds come by nomination."""
        accredited = {StakeholderKind.NGO, StakeholderKind.WOMENS_ORGANIZATION}
        return cls.CONSULTATIVE_STATUS if kind in accredited else cls.NOMINATION


class Gender(models.TextChoices):
    WOMAN = "woman", _("Woman")
    MAN = "man", _("Man")
    ANOTHER = "another", _("Another")


class SpeakerLanguage(models.TextChoices):
    """The languages that are interpreted; another one needs interpretation of the speaker's own."""

    ARABIC = "ar", _("Arabic")
    CHINESE = "zh", _("Chinese")
    ENGLISH = "en", _("English")
    FRENCH = "fr", _("French")
    RUSSIAN = "ru", _("Russian")
    SPANISH = "es", _("Spanish")
    OTHER = "other", _("Another language")


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, user: "User | AnonymousUser") -> "ApplicationQuerySet":
        """Staff see all; members their organisations'; reviewers and the Chair those screened as eligible.

        A reviewer's own organisation comes through its membership only: `for_reviewer` leaves it out.
        """
        if user.is_superuser or getattr(user, "is_secretariat", False):
            return self
        if not user.is_authenticated:
            return self.none()
        readers = user.session_roles.in_force().filter(role__in=[Role.REVIEWER, Role.COMMISSION_CHAIR])
        return self.filter(
            Q(organization__in=user.organizations.all())
            | Q(session__in=readers.values("session"), status__in=SCREENED_ELIGIBLE)
        )

    def for_reviewer(self, user: "User", *sessions: "DialogueSession | uuid.UUID") -> "ApplicationQuerySet":
        """What a reviewer of these sessions reads: the eligible ones that applied, never the own organisation's."""
        return (
            self.filter(session__in=sessions, status__in=SCREENED_ELIGIBLE)
            .exclude(organization__in=user.organizations.all())
            .exclude(route=Route.INVITATION)
        )

    def eligible(self) -> "ApplicationQuerySet":
        return self.filter(status=ApplicationStatus.ELIGIBLE)

    def live(self) -> "ApplicationQuerySet":
        return self.exclude(status=ApplicationStatus.WITHDRAWN)

    def beyond_draft(self) -> "ApplicationQuerySet":
        """What the session has to deal with: submitted and not withdrawn."""
        return self.live().exclude(status=ApplicationStatus.DRAFT)

    def of_applicant(self, user: "User") -> "ApplicationQuerySet":
        return self.filter(organization__in=user.organizations.all())


class Application(Revisioned, ClientTokened):
    """An organisation asks that one person of its own speaks in a session."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(DialogueSession, on_delete=models.PROTECT, related_name="applications")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="applications")
    route = models.CharField(_("route"), max_length=20, choices=Route)
    status = models.CharField(
        _("status"), max_length=12, choices=ApplicationStatus, default=ApplicationStatus.DRAFT, editable=False
    )
    nominated_by = models.CharField(_("nominated by"), max_length=250, blank=True)

    speaker_name = models.CharField(_("name of the speaker"), max_length=200, blank=True)
    speaker_title = models.CharField(_("functional title of the speaker"), max_length=250, blank=True)
    speaker_gender = models.CharField(_("gender of the speaker"), max_length=10, choices=Gender, blank=True)
    # Codes of SpeakerLanguage.
    speaker_languages = models.JSONField(_("languages in which the speaker can take part"), default=list, blank=True)

    government_experience = models.TextField(_("work with governments"), max_length=3000, blank=True)
    has_national_expertise = models.BooleanField(_("expertise at national level"), default=False)
    national_expertise = models.TextField(_("what this expertise is, and where"), max_length=1500, blank=True)
    theme_areas = models.ManyToManyField(
        ThemeArea, verbose_name=_("theme areas"), blank=True, related_name="applications"
    )
    motivation = models.TextField(_("what the organization would bring to the dialogue"), max_length=2000, blank=True)

    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True, editable=False)
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)

    # What screening found. Empty means not looked at yet.
    has_worked_with_governments = models.BooleanField(_("has worked with governments"), null=True, blank=True)
    government_evidence = models.TextField(_("evidence of work with governments"), max_length=2000, blank=True)
    screening_reason = models.TextField(_("reason"), max_length=2000, blank=True)
    screened_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    screened_at = models.DateTimeField(null=True, blank=True, editable=False)
    # When the applicant was told: until then no page and no mail of theirs shows a decision.
    decision_released_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["organization__name"]
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "organization"],
                condition=~Q(status=ApplicationStatus.WITHDRAWN),
                name="one_application_per_organization",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[ApplicationStatus.DRAFT, ApplicationStatus.WITHDRAWN])
                | Q(submitted_at__isnull=False),
                name="application_beyond_draft_was_submitted",
            ),
            models.CheckConstraint(
                condition=~Q(status=ApplicationStatus.INELIGIBLE) | ~Q(screening_reason=""),
                name="ineligible_application_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(
                    status__in=[
                        ApplicationStatus.SELECTED,
                        ApplicationStatus.NOT_SELECTED,
                        ApplicationStatus.CONFIRMED,
                    ]
                )
                | Q(decision_released_at__isnull=False),
                name="decided_application_was_released",
            ),
        ]
        indexes = [models.Index(fields=["session", "status"], name="application_session_status")]

    def __str__(self) -> str:
        return f"{self.organization}: {self.speaker_name or _('speaker to be named')}"

    def get_absolute_url(self) -> str:
        return reverse("stakeholders:apply-overview", kwargs={"slug": self.session.slug, "pk": self.pk})

    def get_manage_url(self) -> str:
        """The secretariat's page of it; `get_absolute_url` is the applicant's."""
        return reverse("stakeholders:application", kwargs={"slug": self.session.slug, "pk": self.pk})

    @property
    def is_draft(self) -> bool:
        return self.status == ApplicationStatus.DRAFT

    @property
    def words_for_applicant(self) -> str | Promise:
        """The status as its applicant may know it: screening and selection stay hidden until released."""
        status = ApplicationStatus(self.status)
        if self.decision_released_at:
            return ApplicationStatus.NOT_SELECTED.label if status == ApplicationStatus.INELIGIBLE else status.label
        if status in (ApplicationStatus.ELIGIBLE, ApplicationStatus.INELIGIBLE, ApplicationStatus.SUBMITTED):
            return _("Submitted, under review")
        return status.label

    @property
    def language_names(self) -> list[str]:
        return [str(SpeakerLanguage(code).label) for code in self.speaker_languages]


class Submission(models.Model):
    """What was submitted, when and by whom; a later submission adds a row and changes none."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="submissions")
    # As written by `services.applying.snapshot_of`.
    snapshot = models.JSONField()
    submitted_at = models.DateTimeField(default=timezone.now)
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-submitted_at"]


class Participation(models.Model):
    """A selected stakeholder's confirmation and needs: asked after selection, never shown to reviewers."""

    class Presence(models.TextChoices):
        IN_PERSON = "in_person", _("In person")
        ONLINE = "online", _("Online")

    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, primary_key=True, related_name="participation"
    )
    participant = models.OneToOneField(Participant, on_delete=models.PROTECT, related_name="stakeholder_participation")
    presence = models.CharField(_("how the speaker takes part"), max_length=10, choices=Presence)
    needs_invitation_letter = models.BooleanField(_("needs a letter of invitation for a visa"), default=False)
    needs_funding = models.BooleanField(_("needs funding for travel"), default=False)
    needs_interpretation = models.BooleanField(_("needs interpretation"), default=False)
    # For the staff who act on them and nobody else.
    accessibility_needs = models.TextField(_("accessibility needs"), max_length=1000, blank=True)
    confirmed_at = models.DateTimeField(default=timezone.now, editable=False)
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
