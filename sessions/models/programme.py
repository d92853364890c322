"""The programme of a meeting: its segments, each with a time budget."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from sessions.models.meeting import DialogueSession


class ProgrammeItem(models.Model):
    """A part of the meeting with a time budget in minutes."""

    class Segment(models.TextChoices):
        OPENING = "opening", _("Opening with stakeholders")
        DIALOGUE = "dialogue", _("Dialogue among ministers")
        CLOSING = "closing", _("Closing")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(DialogueSession, on_delete=models.CASCADE, related_name="programme_items")
    number = models.PositiveSmallIntegerField(_("number"))
    segment = models.CharField(_("segment"), max_length=10, choices=Segment)
    title = models.CharField(_("title"), max_length=200)
    minutes = models.PositiveSmallIntegerField(_("minutes"))

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["session", "number"], name="one_programme_item_per_number")]

    def __str__(self) -> str:
        return self.title
