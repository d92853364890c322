"""The documents of a session: a work, its files by language and version, and who may have them when."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from dialogue_portal.client_tokens import ClientTokened
from dialogue_portal.jobs import JobState
from dialogue_portal.revisions import Revisioned
from dialogue_portal.texts import FALLBACK_LANGUAGE
from dialogue_portal.uploads import PrivateFile
from sessions.models.file_texts import FileText
from sessions.models.meeting import DialogueSession, SessionStatus

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class Availability(models.TextChoices):
    """Whether the public has a document; follows from its row and the clock."""

    WITHHELD = "withheld", _("Not public")
    EMBARGOED = "embargoed", _("Under embargo")
    PUBLIC = "public", _("Public")


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, user: "User | AnonymousUser") -> "DocumentQuerySet":
        """What anybody may have; the rest for the secretariat and those who hold a role in the session today."""
        if user.is_superuser or getattr(user, "is_secretariat", False):
            return self
        if not user.is_authenticated:
            return self.shown()
        return self.filter(_shown(timezone.now()) | Q(session__in=DialogueSession.objects.held_by(user).values("pk")))

    def shown(self, now: datetime | None = None) -> "DocumentQuerySet":
        """What anybody may have at this moment (UTC)."""
        return self.filter(_shown(now or timezone.now()))


def _shown(now: datetime) -> Q:
    """Made public, in a session that is no draft, past any embargo."""
    lifted = Q(embargo_until=None) | Q(embargo_until__lte=now)
    return lifted & Q(is_public=True) & ~Q(session__status=SessionStatus.DRAFT)


class Document(Revisioned, ClientTokened):
    """A work: what its files in several languages and versions have in common.

    The public has it once staff have made it public, the session is no draft and the embargo (UTC) is over.
    """

    class Kind(models.TextChoices):
        """In the order of the public list."""

        CONCEPT_NOTE = "concept_note", _("Concept note")
        PROGRAMME = "programme", _("Programme")
        REPORT = "report", _("Report of the Secretary-General")
        STATEMENT = "statement", _("Statement")
        SUMMARY = "summary", _("Summary")
        RESOURCE = "resource", _("Training or toolkit")
        OTHER = "other", _("Other document")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(DialogueSession, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    title = models.CharField(_("title"), max_length=300)
    # As printed: "E/CN.6/2019/3".
    symbol = models.CharField(_("symbol"), max_length=60, blank=True)
    author = models.CharField(_("author"), max_length=200, blank=True)
    file_date = models.DateField(_("date of the document"), null=True, blank=True)
    # Only the original language is authentic.
    original_language = models.CharField(
        _("original language"), max_length=10, choices=settings.LANGUAGES, default=FALLBACK_LANGUAGE
    )
    # Of a statement at a side event: who made it.
    speaker = models.ForeignKey(
        "EventSpeaker",
        verbose_name=_("speaker"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="statements",
    )
    is_public = models.BooleanField(_("public"), default=False)
    embargo_until = models.DateTimeField(_("embargo until"), null=True, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "title"]
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """A statement says who made it and when; rows from before this was asked are completed when next edited."""
        if self.kind != self.Kind.STATEMENT:
            return
        lacks = {}
        if not self.author.strip():
            lacks["author"] = _("A statement has an author: write who made it, and for whom.")
        if self.file_date is None:
            lacks["file_date"] = _("A statement has a date: write the day on which it was made.")
        if lacks:
            raise ValidationError(lacks)

    def get_absolute_url(self) -> str:
        """Its file in the original language, whatever the version."""
        return reverse("sessions:document", kwargs={"slug": self.session.slug, "document_id": self.pk})

    def availability(self, now: datetime | None = None) -> Availability:
        """Whether the public has it; that of a session that is a draft nobody has."""
        if not self.is_public:
            return Availability.WITHHELD
        if self.embargo_until and (now or timezone.now()) < self.embargo_until:
            return Availability.EMBARGOED
        return Availability.PUBLIC


class DocumentFileQuerySet(models.QuerySet["DocumentFile"]):
    def current(self) -> "DocumentFileQuerySet":
        return self.filter(is_current=True)

    def with_reading(self) -> "DocumentFileQuerySet":
        """Each with `is_read`, whether the reading of its words is over, and `has_words`, whether it found any."""
        texts = FileText.objects.filter(file=OuterRef("pk"))
        return self.annotate(
            is_read=Exists(texts.filter(state__in=[JobState.DONE, JobState.FAILED])),
            has_words=Exists(texts.exclude(text="")),
        )

    def visible_to(self, user: "User | AnonymousUser") -> "DocumentFileQuerySet":
        """The current files of the documents that a person may have; earlier ones are not the public's."""
        if user.is_superuser or getattr(user, "is_secretariat", False):
            return self
        visible = self.filter(document__in=Document.objects.visible_to(user).values("pk"))
        if not user.is_authenticated:
            return visible.current()
        held = DialogueSession.objects.held_by(user).values("pk")
        return visible.filter(Q(is_current=True) | Q(document__session__in=held))


class DocumentFile(PrivateFile):
    """One version of a document in one language; the current one is the latest, those before are kept for staff."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="files")
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default=FALLBACK_LANGUAGE)
    number = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    is_current = models.BooleanField(_("current"), default=True, editable=False)
    change = models.CharField(_("what changed"), max_length=300, blank=True)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    # Not known of files from before versions were kept.
    uploaded_at = models.DateTimeField(null=True, default=timezone.now, editable=False)

    objects = DocumentFileQuerySet.as_manager()

    class Meta:
        ordering = ["language", "-number"]
        verbose_name = _("file of a document")
        verbose_name_plural = _("files of documents")
        constraints = [
            models.UniqueConstraint(fields=["document", "language", "number"], name="one_file_per_version"),
            models.UniqueConstraint(
                fields=["document", "language"], condition=Q(is_current=True), name="one_current_file_per_language"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document} ({self.get_language_display()}, {self.number})"

    def get_absolute_url(self) -> str:
        """Of a current file the address that later versions will have too."""
        here = {"slug": self.document.session.slug, "document_id": self.document_id, "language": self.language}
        if self.is_current:
            return reverse("sessions:document-file", kwargs=here)
        return reverse("sessions:document-version", kwargs={**here, "number": self.number})


def embargoes_ahead(now: datetime) -> set[datetime]:
    """When embargoes of documents to be public end, from now on."""
    rows = Document.objects.filter(is_public=True, embargo_until__gt=now)
    return {moment for moment in rows.values_list("embargo_until", flat=True) if moment}
