"""The steps of an application. A draft may be incomplete: only what cannot be stored is refused."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext, gettext_lazy as _

from accounts.forms.organizations import OrganizationFields
from dialogue_portal.revisions import RevisionFormMixin
from stakeholders.forms.drafts import NeededFieldsMixin
from stakeholders.models import Application, Indicator, Initiative, Participation, Route, SpeakerLanguage
from stakeholders.services.applying import INITIATIVE_FIELDS

FIGURE_ROWS = 6


class DraftForm(NeededFieldsMixin, RevisionFormMixin):
    """A step of a draft."""

    def values(self) -> dict[str, Any]:
        """What passed, ready for a service; after an error, the fields that passed nevertheless."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen_revision"}


class OrganizationForm(DraftForm, OrganizationFields):
    """The first step, from within a draft."""


class RepresentativeForm(DraftForm, forms.ModelForm):
    """Who would speak."""

    needed = ("nominated_by", "speaker_name", "speaker_title", "speaker_languages")
    speaker_languages = forms.MultipleChoiceField(
        label=_("Languages in which the speaker can take part"),
        choices=SpeakerLanguage.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Application
        fields = ("nominated_by", "speaker_name", "speaker_title", "speaker_gender", "speaker_languages")
        help_texts = {
            "nominated_by": _("The body that nominates your organization, and the person who may be asked about it."),
            "speaker_name": _("As it will be announced."),
            "speaker_gender": _("Helps to balance the panel. You need not say."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.route != Route.NOMINATION:
            del self.fields["nominated_by"]


class ExperienceForm(DraftForm, forms.ModelForm):
    """Work with governments, theme areas, expertise at national level."""

    needed = ("government_experience", "theme_areas", "motivation")

    class Meta:
        model = Application
        fields = (
            "government_experience",
            "theme_areas",
            "has_national_expertise",
            "national_expertise",
            "motivation",
        )
        widgets = {
            "government_experience": forms.Textarea(attrs={"rows": 6}),
            "theme_areas": forms.CheckboxSelectMultiple,
            "national_expertise": forms.Textarea(attrs={"rows": 3}),
            "motivation": forms.Textarea(attrs={"rows": 5}),
        }
        labels = {"has_national_expertise": _("The speaker brings expertise at national level")}
        help_texts = {
            "government_experience": _("With which governments, on what, since when, and with what result."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        prefetch_related_objects([kwargs["instance"]], "theme_areas", "session__theme_areas__texts")
        super().__init__(*args, **kwargs)
        if areas := self.instance.session.theme_areas.all():
            field: Any = self.fields["theme_areas"]
            field.queryset = areas
            # Left to itself, the field would read them again.
            field.choices = [(area.pk, str(area)) for area in areas]
        else:
            del self.fields["theme_areas"]


class InitiativeForm(DraftForm, forms.ModelForm):
    """One initiative as evidence."""

    needed = ("kind", "title", "place", "what_was_done", "what_changed")

    class Meta:
        model = Initiative
        fields = INITIATIVE_FIELDS
        widgets = {
            **{name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d") for name in ("starts_on", "ends_on")},
            **{name: forms.Textarea(attrs={"rows": 4}) for name in ("what_was_done", "what_changed")},
            **{name: forms.Textarea(attrs={"rows": 2}) for name in ("partners", "methods", "participation")},
        }
        help_texts = {"channel": _("If the funds came through another body, such as a government’s agency.")}

    def clean(self) -> None:
        super().clean()
        start, end = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", _("The initiative ends before it starts. Correct one of the two dates."))


class FigureForm(forms.Form):
    """One row of figures; an empty row is no figure."""

    use_required_attribute = False
    label = forms.CharField(label=_("What was counted"), max_length=200, required=False)
    value = forms.DecimalField(label=_("Figure"), min_value=0, max_digits=14, decimal_places=2, required=False)
    unit = forms.CharField(label=_("Unit"), max_length=60, required=False)
    part_of = forms.TypedChoiceField(
        label=_("Part of"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "–"), *[(n, _("Figure %(number)d") % {"number": n}) for n in range(1, FIGURE_ROWS + 1)]],
    )
    overlaps = forms.BooleanField(label=_("May overlap with other parts"), required=False)

    def clean(self) -> None:
        super().clean()
        label, value = self.cleaned_data.get("label"), self.cleaned_data.get("value")
        if value is not None and not label:
            self.add_error("label", _("Say what was counted."))
        if label and value is None and "value" not in self.errors:
            self.add_error("value", _("Give the figure."))

    def values(self) -> Mapping[str, Any]:
        is_complete = self.is_valid() and self.cleaned_data.get("label")
        return self.cleaned_data if is_complete else {}


class Figures:
    """The rows of figures below an initiative, numbered from 1."""

    def __init__(self, initiative: Initiative, data: Mapping[str, Any] | None = None) -> None:
        there = {figure.number: figure for figure in initiative.indicators.select_related("part_of")}
        self.rows = [
            FigureForm(data, prefix=f"figure-{number}", initial=_initial(there.get(number)))
            for number in range(1, FIGURE_ROWS + 1)
        ]

    def is_valid(self) -> bool:
        # Every row is checked, so that all errors show at once.
        checked = [row.is_valid() for row in self.rows]
        return all(checked)

    def words_for_errors(self) -> str:
        """Which rows are to be mended, for the summary on top of the page."""
        wrong = [str(number) for number, row in enumerate(self.rows, start=1) if row.errors]
        return gettext("Figures, row %(rows)s: what is missing stands beside the field.") % {"rows": ", ".join(wrong)}

    def values(self) -> list[Mapping[str, Any]]:
        return [row.values() for row in self.rows]


def _initial(figure: Indicator | None) -> dict[str, Any]:
    if figure is None:
        return {}
    return {
        "label": figure.label,
        "value": f"{figure.value.normalize():f}",
        "unit": figure.unit,
        "part_of": figure.part_of.number if figure.part_of else "",
        "overlaps": figure.overlaps,
    }


class ConfirmationForm(forms.ModelForm):
    """What a selected stakeholder is asked; reviewers never see it."""

    class Meta:
        model = Participation
        fields = (
            "presence",
            "needs_invitation_letter",
            "needs_funding",
            "needs_interpretation",
            "accessibility_needs",
        )
        widgets = {"presence": forms.RadioSelect, "accessibility_needs": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"accessibility_needs": _("Seen only by the staff who act on them.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["presence"].choices = Participation.Presence.choices  # type: ignore[attr-defined]
