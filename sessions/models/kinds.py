"""Kinds of meetings as templates: what a new session of a kind begins with. Staff adjust them as data."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dialogue_portal.registries import phases
from dialogue_portal.revisions import Revisioned
from sessions.models.format_rules import FormatRules
from sessions.models.meeting import SessionKind
from sessions.models.phases import phases_of
from sessions.models.programme import ProgrammeItem


class Kind(FormatRules, Revisioned):
    """The rules that a new session of this kind takes over as its own; later changes here leave it alone."""

    kind = models.CharField(_("kind"), max_length=30, choices=SessionKind, primary_key=True, editable=False)
    # The meeting's length, and what its segments add up to.
    minutes = models.PositiveSmallIntegerField(_("minutes of the meeting"), default=180)

    class Meta:
        ordering = ["kind"]
        verbose_name = _("kind of meeting")
        verbose_name_plural = _("kinds of meetings")
        constraints = [
            models.CheckConstraint(
                condition=Q(stakeholders_min__lte=F("stakeholders_max")), name="kind_stakeholders_min_to_max"
            ),
            models.CheckConstraint(
                condition=Q(initial_seconds__gt=0, follow_up_seconds__gt=0), name="kind_speaking_times_positive"
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def phase_words(self) -> list[str]:
        """What its phases are called, in the order of the phase bar."""
        return [str(phases[key].label) for key in phases_of(self)]

    def get_absolute_url(self) -> str:
        return reverse("sessions:kind", kwargs={"kind": self.kind})


class KindSegment(models.Model):
    """A part of the programme that a session of this kind begins with, with its budget in minutes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.ForeignKey(Kind, on_delete=models.CASCADE, related_name="segments")
    number = models.PositiveSmallIntegerField(_("number"))
    segment = models.CharField(_("segment"), max_length=10, choices=ProgrammeItem.Segment)
    # English. Empty: the segment says it, in the reader's language.
    title = models.CharField(_("title"), max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"))

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["kind", "number"], name="one_kind_segment_per_number")]

    def __str__(self) -> str:
        return self.title or str(self.get_segment_display())
