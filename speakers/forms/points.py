"""The quick form in which a point is noted, the form that amends it, and the filter of the points page."""

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from dialogue_portal.client_tokens import ClientTokenFormMixin
from dialogue_portal.revisions import RevisionFormMixin
from sessions.models import DialogueSession, LeadingQuestion
from speakers.models import Intervention, Point, PointKind

LATER = _("Decide later")


class PointForm(forms.ModelForm):
    """One point; only the text is needed."""

    class Meta:
        model = Point
        fields = ["text", "kind", "question", "theme_area", "intervention"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, session: DialogueSession, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.session = session
        fields: dict[str, Any] = self.fields
        fields["kind"].choices = [("", LATER), *PointKind.choices]
        fields["question"].queryset = session.leading_questions.prefetch_related("texts")
        fields["theme_area"].queryset = session.theme_areas.prefetch_related("texts")
        fields["intervention"].queryset = session.interventions.select_related("participant__delegation")
        fields["intervention"].label = _("Said in")
        fields["question"].empty_label = fields["theme_area"].empty_label = LATER
        fields["intervention"].empty_label = _("No intervention named")


class NotePointForm(ClientTokenFormMixin, PointForm):
    """A new point. `saying` is the intervention that has the floor, chosen beforehand."""

    def __init__(self, *args: Any, saying: Intervention | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if saying is not None:
            self.initial = {**self.initial, "intervention": saying.pk, "question": saying.question_id}


class AmendPointForm(RevisionFormMixin, PointForm):
    """A point as it was noted, to be completed or corrected."""


class PointFilterForm(forms.Form):
    """What the points are narrowed to; an empty field narrows nothing."""

    NONE = "none"

    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("Any")), *PointKind.choices, (NONE, _("Not yet decided"))]
    )
    question = forms.ModelChoiceField(
        label=_("Leading question"), required=False, queryset=LeadingQuestion.objects.none(), empty_label=_("Any")
    )

    def __init__(self, *args: Any, session: DialogueSession, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        question: Any = self.fields["question"]
        question.queryset = session.leading_questions.prefetch_related("texts")

    def narrow(self, points: "models.QuerySet[Point]") -> "models.QuerySet[Point]":
        wanted = self.cleaned_data if self.is_valid() else {}
        if kind := wanted.get("kind"):
            points = points.filter(kind="" if kind == self.NONE else kind)
        if question := wanted.get("question"):
            points = points.filter(question=question)
        return points
