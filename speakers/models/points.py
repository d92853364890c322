"""Points that the rapporteur notes while people speak; the summary's paragraphs grow from them."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from dialogue_portal.client_tokens import ClientTokened
from dialogue_portal.revisions import Revisioned
from sessions.models import DialogueSession, LeadingQuestion, ThemeArea
from speakers.models.floor import Intervention


class PointKind(models.TextChoices):
    """What a point is; the outcome must highlight ways of building alliances (CSW63 concept note, "Outcome")."""

    OPPORTUNITY = "opportunity", _("Opportunity")
    GOOD_PRACTICE = "good_practice", _("Good practice")
    RESULT = "result", _("Result")
    CHALLENGE = "challenge", _("Challenge")
    LESSON_LEARNED = "lesson_learned", _("Lesson learned")
    ALLIANCE = "alliance", _("Way of building alliances")


class Point(Revisioned, ClientTokened):
    """One sentence noted. Only the text is needed at first, the rest follows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(DialogueSession, on_delete=models.PROTECT, related_name="points")
    intervention = models.ForeignKey(
        Intervention, on_delete=models.PROTECT, null=True, blank=True, related_name="points"
    )
    text = models.TextField(_("point"), max_length=2000)
    kind = models.CharField(_("kind"), max_length=15, choices=PointKind, blank=True)
    question = models.ForeignKey(
        LeadingQuestion,
        verbose_name=_("leading question"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="points",
    )
    theme_area = models.ForeignKey(
        ThemeArea, verbose_name=_("theme area"), on_delete=models.PROTECT, null=True, blank=True, related_name="points"
    )
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    noted_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["noted_at"]
        verbose_name = _("point")
        verbose_name_plural = _("points")

    def __str__(self) -> str:
        return self.text[:80]
