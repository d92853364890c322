"""The working text: masthead, sections, paragraphs, and the points that each paragraph reflects.

A paragraph has no stored number: `summaries.outline` numbers the whole text at once. What is removed stays as a row
that no outline shows, so that comments on it keep their subject and it can be put back.
"""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dialogue_portal.client_tokens import ClientTokened
from dialogue_portal.revisions import Revisioned
from sessions.models import DialogueSession, LeadingQuestion
from speakers.models import Point
from summaries.outline import NumberedSection, number_sections


class SummaryStatus(models.TextChoices):
    DRAFTING = "drafting", _("Being drafted")
    IN_CONSULTATION = "in_consultation", _("In consultation")
    REVISING = "revising", _("Being revised")
    FINALIZED = "finalized", _("Finalized")
    PUBLISHED = "published", _("Published")


TRANSITIONS: dict[str, set[str]] = {
    # Straight to the end only where the session has no consultation (`services.publication`).
    SummaryStatus.DRAFTING: {SummaryStatus.IN_CONSULTATION, SummaryStatus.FINALIZED},
    SummaryStatus.IN_CONSULTATION: {SummaryStatus.REVISING},
    # Another round, or the end.
    SummaryStatus.REVISING: {SummaryStatus.IN_CONSULTATION, SummaryStatus.FINALIZED},
    # Taken back for a last correction, such as the symbol.
    SummaryStatus.FINALIZED: {SummaryStatus.REVISING, SummaryStatus.PUBLISHED},
    SummaryStatus.PUBLISHED: set(),
}

# While the text may be written; what is in consultation is a frozen version, the working text goes on.
EDITABLE = {SummaryStatus.DRAFTING, SummaryStatus.IN_CONSULTATION, SummaryStatus.REVISING}


class Distribution(models.TextChoices):
    GENERAL = "general", _("General")
    LIMITED = "limited", _("Limited")
    RESTRICTED = "restricted", _("Restricted")


class Summary(Revisioned):
    """The Chair's summary of one session, with the masthead of the document. The symbol is given, never invented."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.OneToOneField(DialogueSession, on_delete=models.PROTECT, related_name="summary")
    status = models.CharField(
        _("status"), max_length=16, choices=SummaryStatus, default=SummaryStatus.DRAFTING, editable=False
    )
    title = models.CharField(_("title of the document"), max_length=400)
    organ = models.CharField(_("organ"), max_length=200)
    symbol = models.CharField(
        _("document symbol"),
        max_length=60,
        blank=True,
        help_text=_("As assigned by documents management. Leave it empty until it is."),
    )
    distribution = models.CharField(
        _("distribution"), max_length=12, choices=Distribution, default=Distribution.GENERAL
    )
    document_date = models.DateField(_("date of submission"), null=True, blank=True)
    original_language = models.CharField(
        _("original language"), max_length=10, choices=settings.LANGUAGES, default="en"
    )
    agenda_item = models.CharField(_("agenda item"), max_length=300, blank=True)
    final_version = models.ForeignKey(
        "SummaryVersion", on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    published_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("Chair’s summary")
        verbose_name_plural = _("Chair’s summaries")
        constraints = [
            models.CheckConstraint(
                condition=Q(final_version__isnull=False)
                | ~Q(status__in=[SummaryStatus.FINALIZED, SummaryStatus.PUBLISHED]),
                name="finalized_summary_has_version",
            ),
            models.CheckConstraint(
                condition=Q(status=SummaryStatus.PUBLISHED, published_at__isnull=False)
                | (~Q(status=SummaryStatus.PUBLISHED) & Q(published_at=None)),
                name="published_summary_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def tone(self) -> str:
        """Of the status pill: see the tag `status`."""
        tones = {
            SummaryStatus.IN_CONSULTATION: "open",
            SummaryStatus.FINALIZED: "done",
            SummaryStatus.PUBLISHED: "done",
        }
        return tones.get(SummaryStatus(self.status), "neutral")

    @property
    def is_editable(self) -> bool:
        return self.status in EDITABLE

    @property
    def is_published(self) -> bool:
        return self.status == SummaryStatus.PUBLISHED

    def outline(self) -> tuple[NumberedSection, ...]:
        """The working text, numbered: two queries however long it is."""
        by_section: dict[uuid.UUID, list[Paragraph]] = {}
        for paragraph in Paragraph.objects.current().filter(section__summary=self):
            by_section.setdefault(paragraph.section_id, []).append(paragraph)
        sections = self.sections.filter(removed_at=None)
        return number_sections((row.pk, row.heading, by_section.get(row.pk, [])) for row in sections)


class Section(Revisioned):
    """A part of the text under a bold, unnumbered subheading, usually for one leading question."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    summary = models.ForeignKey(Summary, on_delete=models.PROTECT, related_name="sections")
    heading = models.CharField(_("subheading"), max_length=400)
    question = models.ForeignKey(
        LeadingQuestion,
        verbose_name=_("leading question"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    position = models.PositiveSmallIntegerField(editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["summary", "position"], condition=Q(removed_at=None), name="one_section_per_position"
            )
        ]

    def __str__(self) -> str:
        return self.heading

    @property
    def session(self) -> DialogueSession:
        return self.summary.session


class ParagraphQuerySet(models.QuerySet["Paragraph"]):
    def current(self) -> "ParagraphQuerySet":
        """Those that the text consists of now, in its order."""
        return self.filter(removed_at=None, section__removed_at=None).order_by(
            "section__position", "section", "position", "id"
        )


class Paragraph(Revisioned, ClientTokened):
    """One paragraph. Its id stays through all versions; its number is derived. Moving it is not a new revision."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    section = models.ForeignKey(Section, verbose_name=_("section"), on_delete=models.PROTECT, related_name="paragraphs")
    position = models.PositiveIntegerField(editable=False)
    text = models.TextField(_("text"), max_length=6000)
    points: Any = models.ManyToManyField(Point, through="PointReference", related_name="paragraphs")
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = ParagraphQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="paragraph_has_text")]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def session(self) -> DialogueSession:
        return self.section.summary.session


class PointReference(models.Model):
    """A point behind a paragraph: traceable inside, never shown in what is published."""

    paragraph = models.ForeignKey(Paragraph, on_delete=models.CASCADE, related_name="references")
    point = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="references")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["paragraph", "point"], name="point_once_in_a_paragraph")]
