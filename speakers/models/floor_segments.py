"""The segments of a meeting as they were held: when each began and ended, and how long, against what was planned."""

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogue_portal.texts import ChosenText, english_text, own_words
from sessions.models import DialogueSession, ProgrammeItem


class FloorSegment(models.Model):
    """One item of the programme on the floor. Times UTC; the budget is advice, and the chair moves on.

    What the programme said is copied, so that the record stays when the programme is edited.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(DialogueSession, on_delete=models.PROTECT, related_name="floor_segments")
    item = models.ForeignKey(ProgrammeItem, on_delete=models.SET_NULL, null=True, related_name="+")
    segment = models.CharField(_("segment"), max_length=10, choices=ProgrammeItem.Segment)
    title = models.CharField(_("title"), max_length=200, blank=True)
    budget_seconds = models.PositiveIntegerField(_("budget, seconds"))
    started_at = models.DateTimeField(_("started"))
    ended_at = models.DateTimeField(_("ended"), null=True)
    # Set while the meeting is suspended; what it stood still before is added up in `paused_seconds`.
    paused_at = models.DateTimeField(null=True)
    paused_seconds = models.FloatField(default=0)
    # What the item had used when it was left before: going back to it goes on with its clock.
    earlier_seconds = models.FloatField(default=0)

    class Meta:
        ordering = ["started_at"]
        verbose_name = _("segment on the floor")
        verbose_name_plural = _("segments on the floor")
        constraints = [models.UniqueConstraint(fields=["session"], condition=Q(ended_at=None), name="one_segment_runs")]

    def __str__(self) -> str:
        return self.title or str(self.get_segment_display())

    @property
    def local_title(self) -> ChosenText:
        """As the reader sees it: in their language while the programme still says what the record does."""
        if not self.title:
            return own_words(self.get_segment_display())
        is_kept = self.item is not None and self.item.title == self.title
        return self.item.local_title if self.item and is_kept else english_text(self.title)

    def used_seconds(self, now: datetime | None = None) -> float:
        """Seconds used of the budget, suspensions taken out, until the end or until `now`."""
        until = self.ended_at or self.paused_at or now or timezone.now()
        here = (until - self.started_at - timedelta(seconds=self.paused_seconds)).total_seconds()
        return self.earlier_seconds + max(0.0, here)
