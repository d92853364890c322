"""The rows that the base itself keeps: what visitors read and by which words it is found, who took a table away."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogue_portal.exports.tables import staff_tables
from dialogue_portal.jobs import Job
from dialogue_portal.registries import Words
from dialogue_portal.scopes import Scoped, ScopedQuerySet
from dialogue_portal.uploads import PrivateFile


class PublicContent(models.Model):
    """Changes its version with every change of what visitors read; see `visitor_pages`. There is one row."""

    version = models.UUIDField(default=uuid.uuid4)


class SearchEntry(models.Model):
    """A thing as it is found in one language; written by `search`, never by hand.

    The columns of words hold the same texts folded (`search_words`); the database's own index stands on them
    (`search_engines`).
    """

    source = models.CharField(max_length=30)
    key = models.UUIDField()
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    title = models.TextField()
    text = models.TextField(blank=True)
    title_words = models.TextField()
    text_words = models.TextField(blank=True)
    # When everybody could first find the thing, in whatever language: what the feed says of it.
    since = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "key", "language"], name="one_search_entry_per_language")
        ]


class ExportQuerySet(ScopedQuerySet["Export"]):
    def last_taken(self, table: str, scope: models.Model) -> models.Subquery:
        """When this table of this session was taken away last, by whomever, as a part of a query; NULL if never."""
        return models.Subquery(self.about(scope).filter(table=table).order_by("-taken_at").values("taken_at")[:1])


class Export(Scoped, PrivateFile, Job):
    """A staff table that somebody took away, under which filter. A long one is made by the worker and has a file.

    The file goes after some days (`RETAIN_EXPORTS_DAYS`); that it was taken stays.
    """

    # A name of `exports.staff_tables`.
    table = models.CharField(_("table"), max_length=60, editable=False)
    file_format = models.CharField(_("format"), max_length=4, editable=False)
    # The filter, as the page's address has it.
    query = models.TextField(_("filter"), blank=True, editable=False)
    language = models.CharField(max_length=10, default="en", editable=False)
    rows = models.PositiveIntegerField(_("rows"), default=0, editable=False)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("taken by"),
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    taken_at = models.DateTimeField(_("taken"), default=timezone.now, editable=False)
    # Empty for a table that was sent with the answer.
    file_name = models.CharField(_("file name"), max_length=120, blank=True, editable=False)
    content_type = models.CharField(max_length=100, blank=True, editable=False)
    size = models.PositiveBigIntegerField(default=0, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)

    objects = ExportQuerySet.as_manager()

    class Meta(Job.Meta):
        abstract = False
        ordering = ["-taken_at"]
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        indexes = [*Job.Meta.indexes, *Scoped.Meta.indexes]

    def __str__(self) -> str:
        return f"{self.title} ({self.file_format.upper()})"

    def get_absolute_url(self) -> str:
        return reverse("export", kwargs={"pk": self.pk})

    @property
    def title(self) -> Words:
        return staff_tables[self.table].title if self.table in staff_tables else self.table
