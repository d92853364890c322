"""The programme of a meeting: its items in their order, each with a time budget, and whether staff have edited it."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from dialogue_portal.revisions import Revisioned
from sessions.models.meeting import DialogueSession


class Programme(Revisioned):
    """A programme that staff have edited: from then on it is theirs, and the format rules leave it alone.

    The row is the revision under which the items are saved as a whole.
    """

    session = models.OneToOneField(
        DialogueSession, on_delete=models.CASCADE, primary_key=True, related_name="edited_programme"
    )

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")

    def __str__(self) -> str:
        return str(self.session)


class ProgrammeItem(models.Model):
    """A part of the meeting with a time budget in minutes."""

    class Segment(models.TextChoices):
        OPENING = "opening", _("Opening with stakeholders")
        REMARKS = "remarks", _("Opening remarks")
        PRESENTATIONS = "panel", _("Presentations by the panel")
        DIALOGUE = "dialogue", _("Dialogue among ministers")
        DISCUSSION = "discussion", _("Discussion")
        CLOSING = "closing", _("Closing")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(DialogueSession, on_delete=models.CASCADE, related_name="programme_items")
    number = models.PositiveSmallIntegerField(_("number"))
    segment = models.CharField(_("segment"), max_length=10, choices=Segment)
    # English. Empty: the segment says it, in the reader's language.
    title = models.CharField(_("title"), max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    led_by = models.CharField(_("led by"), max_length=200, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["session", "number"], name="one_programme_item_per_number")]

    def __str__(self) -> str:
        return self.title or str(self.get_segment_display())
