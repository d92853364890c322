"""The programme of a meeting: its items in their order, each with a time budget, and whether staff have edited it."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dialogue_portal.revisions import Revisioned
from dialogue_portal.texts import FALLBACK_LANGUAGE, ChosenText, LocalizedText, own_words
from sessions.models.meeting import DialogueSession
from sessions.models.titles import Titled, TitledQuerySet


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


class ProgrammeItem(Titled):
    """A part of the meeting with a time budget in minutes; without a title its segment names it, in any language."""

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
    title = models.CharField(_("title"), max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    led_by = models.CharField(_("led by"), max_length=200, blank=True)

    objects = TitledQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["session", "number"], name="one_programme_item_per_number")]

    def __str__(self) -> str:
        return self.title or str(self.get_segment_display())

    @property
    def local_title(self) -> ChosenText:
        return super().local_title if self.title else own_words(self.get_segment_display())


class ProgrammeItemText(LocalizedText):
    """The title of an item in a language other than English."""

    item = models.ForeignKey(ProgrammeItem, on_delete=models.CASCADE, related_name="texts")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "language"], name="one_item_text_per_language"),
            models.CheckConstraint(condition=~Q(language=FALLBACK_LANGUAGE), name="item_text_is_no_english"),
        ]
