"""Masthead, sections, paragraphs, and the filter of the points."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dialogue_portal.client_tokens import ClientTokenFormMixin
from dialogue_portal.revisions import RevisionFormMixin
from sessions.models import DialogueSession
from speakers.models import Point, PointKind
from summaries.models import Paragraph, Section, Summary
from summaries.services.facts import Basis

HINT = _(
    "Past tense and reported speech: “Ministers stressed …”, “Several speakers noted …”. No view is attributed to a "
    "country. A line that begins with (a) is a sub-paragraph, with (i) one below it."
)


class MastheadForm(RevisionFormMixin, forms.ModelForm):
    class Meta:
        model = Summary
        fields = [
            "title",
            "organ",
            "symbol",
            "distribution",
            "document_date",
            "original_language",
            "agenda_item",
        ]
        widgets = {"document_date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}


class NewSectionForm(forms.ModelForm):
    class Meta:
        model = Section
        fields = ["heading"]
        labels = {"heading": _("New subheading")}


class SectionForm(RevisionFormMixin, forms.ModelForm):
    class Meta:
        model = Section
        fields = ["heading"]


class PointsField(forms.ModelMultipleChoiceField):
    """Points by their whole text."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.text)


class _ParagraphForm(forms.ModelForm):
    points = PointsField(
        queryset=Point.objects.none(),
        label=_("Points that this paragraph reflects"),
        help_text=_("Seen by the Chair’s team only; what is published says nothing of them."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = Paragraph
        fields = ["text"]
        help_texts = {"text": HINT}
        widgets = {"text": forms.Textarea(attrs={"rows": 9})}

    def offer_points(self, points: "QuerySet[Point]") -> None:
        """Let the paragraph reflect these; without any, the field is left out."""
        self.fields["points"].queryset = points  # type: ignore[attr-defined]
        if not points:
            del self.fields["points"]


class NewParagraphForm(ClientTokenFormMixin, _ParagraphForm):
    class Meta(_ParagraphForm.Meta):
        fields = ["section", "text"]

    field_order = ["section", "text", "points"]

    def __init__(self, *args: Any, sections: "QuerySet[Section]", points: "QuerySet[Point]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].queryset = sections  # type: ignore[attr-defined]
        self.fields["section"].empty_label = None  # type: ignore[attr-defined]
        self.offer_points(points)


class ParagraphForm(RevisionFormMixin, _ParagraphForm):
    def __init__(self, *args: Any, points: "QuerySet[Point]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_points(points)


class FactsForm(forms.Form):
    basis = forms.ChoiceField(label=_("Count"), choices=Basis.choices)


class PointFilterForm(forms.Form):
    """Which of the points noted are listed. Not bound to anything: a filter that makes no sense lists all."""

    question = forms.ChoiceField(label=_("Leading question"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *PointKind.choices])
    unreflected = forms.BooleanField(label=_("Only those in no paragraph yet"), required=False)

    def __init__(self, *args: Any, session: DialogueSession, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        numbers = [
            (str(question.number), _("Question %(number)d") % {"number": question.number})
            for question in session.leading_questions.all()
        ]
        self.fields["question"].choices = [("", _("All")), *numbers, ("none", _("No question"))]  # type: ignore[attr-defined]

    def chosen(self, points: Iterable[Point], reflected: set[Any]) -> list[Point]:
        """Those of `points` that pass; `reflected` holds the ids of points that some paragraph reflects."""
        wanted = self.cleaned_data if self.is_valid() else {}
        question, kind = wanted.get("question"), wanted.get("kind")
        return [
            point
            for point in points
            if (not question or (str(point.question.number) if point.question else "none") == question)
            and (not kind or point.kind == kind)
            and not (wanted.get("unreflected") and point.pk in reflected)
        ]
