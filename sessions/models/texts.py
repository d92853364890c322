"""What a session says of itself: its texts, leading questions and theme areas, each in several languages."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from dialogue_portal.texts import ChosenText, LocalizedText, choose_text
from sessions.models.meeting import DialogueSession


class TextPart(models.TextChoices):
    """The parts of a session that are texts. The English of some is a column: sessions.models.meeting."""

    TITLE = "title", _("Title")
    THEME = "theme", _("Priority theme")
    MANDATE = "mandate", _("Mandate")
    AGENDA_ITEM = "agenda_item", _("Agenda item")
    OVERVIEW = "overview", _("Overview")
    FORMAT = "format", _("Format and participation")
    QUESTIONS = "questions", _("Leading questions")
    OUTCOME = "outcome", _("Outcome")


class SessionText(LocalizedText):
    """A text of a session in one language, in simple formatting (Markdown)."""

    session = models.ForeignKey(DialogueSession, on_delete=models.CASCADE, related_name="texts")
    part = models.CharField(_("part"), max_length=12, choices=TextPart)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "part", "language"], name="one_session_text_per_language")
        ]


class _Numbered(models.Model):
    """A row of a short list that belongs to a session, numbered from 1, with its text in several languages."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveSmallIntegerField(_("number"))

    class Meta:
        abstract = True
        ordering: ClassVar = ["number"]

    texts: "models.Manager[LocalizedText]"

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"

    @property
    def text(self) -> ChosenText:
        return choose_text(self.texts.all())


class LeadingQuestion(_Numbered):
    """One of the questions that ministers are invited to address."""

    session = models.ForeignKey(DialogueSession, on_delete=models.CASCADE, related_name="leading_questions")

    class Meta(_Numbered.Meta):
        constraints = [models.UniqueConstraint(fields=["session", "number"], name="one_question_per_number")]


class LeadingQuestionText(LocalizedText):
    question = models.ForeignKey(LeadingQuestion, on_delete=models.CASCADE, related_name="texts")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "language"], name="one_question_text_per_language")]


class ThemeArea(_Numbered):
    """One of the areas of the priority theme, such as social protection systems."""

    session = models.ForeignKey(DialogueSession, on_delete=models.CASCADE, related_name="theme_areas")

    class Meta(_Numbered.Meta):
        constraints = [models.UniqueConstraint(fields=["session", "number"], name="one_theme_area_per_number")]


class ThemeAreaText(LocalizedText):
    theme_area = models.ForeignKey(ThemeArea, on_delete=models.CASCADE, related_name="texts")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["theme_area", "language"], name="one_area_text_per_language")]
