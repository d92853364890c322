"""Frozen versions of the text, and the files made of them.

A version is never changed: a trigger refuses it (`summaries/frozen.py`). A rendering is a job row.
"""

import uuid
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from dialogue_portal.jobs import Job, JobState
from dialogue_portal.uploads import DOCX, PDF, random_path
from sessions.models import DialogueSession, Instruction, Role, SessionRole
from summaries.models.text import Summary, SummaryStatus
from summaries.outline import NumberedParagraph, NumberedSection, load, paragraphs_by_id

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class Purpose(models.TextChoices):
    """Why a version was frozen; the document says it."""

    DRAFT = "draft", _("Draft")
    CONSULTATION = "consultation", _("Draft for consultation")
    FINAL = "final", _("Final")


class SummaryVersionQuerySet(models.QuerySet["SummaryVersion"]):
    def visible_to(self, user: "User | AnonymousUser") -> "SummaryVersionQuerySet":
        """The Chair's team sees all, the Bureau what it is or was consulted on, everybody what is published."""
        published = Q(summary__status=SummaryStatus.PUBLISHED, summary__final_version=models.F("pk"))
        if user.is_superuser or getattr(user, "is_secretariat", False):
            return self
        if not user.is_authenticated:
            return self.filter(published)
        held = SessionRole.objects.in_force().filter(user=user, session=OuterRef("summary__session"))
        team = Exists(held.filter(role__in=[Role.COMMISSION_CHAIR, Role.RAPPORTEUR]))
        consulted = Exists(held.filter(role=Role.BUREAU)) & Q(round__opens_at__lte=timezone.now())
        return self.filter(published | team | consulted)


class SummaryVersion(models.Model):
    """The text and masthead as they stood: what is consulted on, rendered and published."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    summary = models.ForeignKey(Summary, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose)
    # On whose word the final one was approved, where staff recorded that.
    instructions = GenericRelation(Instruction, content_type_field="scope_type", object_id_field="scope_id")
    # As `summaries.outline.dump` writes it.
    content = models.JSONField()
    # As `summaries.services.versions.masthead` writes it: strings ready to print, dates in ISO 8601.
    masthead = models.JSONField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    objects = SummaryVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["summary", "number"], name="one_version_per_number")]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}, {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("summaries:version", kwargs={"slug": self.session.slug, "version_id": self.pk})

    @property
    def session(self) -> DialogueSession:
        return self.summary.session

    @cached_property
    def sections(self) -> tuple[NumberedSection, ...]:
        return load(self.content)

    @cached_property
    def paragraphs(self) -> dict[uuid.UUID, NumberedParagraph]:
        return paragraphs_by_id(self.sections)

    @property
    def has_been_opened(self) -> bool:
        """Whether the Bureau was or is consulted on it."""
        consultation = getattr(self, "round", None)
        return consultation is not None and consultation.opens_at <= timezone.now()


class FileFormat(models.TextChoices):
    PDF = "pdf", "PDF"
    DOCX = "docx", "Word"


CONTENT_TYPES: dict[str, str] = {FileFormat.PDF: PDF, FileFormat.DOCX: DOCX}


class Rendering(Job):
    """A version as a file in one language and format, and the work of making it. Size in bytes, sha256 in hex."""

    version = models.ForeignKey(SummaryVersion, on_delete=models.PROTECT, related_name="renderings")
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    file_format = models.CharField(_("format"), max_length=4, choices=FileFormat)
    file: Any = models.FileField(upload_to=random_path, max_length=200, blank=True, editable=False)
    size = models.PositiveBigIntegerField(null=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)

    class Meta(Job.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["version", "language", "file_format"], name="one_rendering_per_version_language_format"
            ),
            models.CheckConstraint(
                condition=~Q(state=JobState.DONE) | (~Q(file="") & ~Q(sha256="") & Q(size__gt=0)),
                name="finished_rendering_has_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} ({self.get_file_format_display()})"

    @property
    def session(self) -> DialogueSession:
        return self.version.session

    @property
    def content_type(self) -> str:
        return CONTENT_TYPES[self.file_format]
