"""What the secretariat fills in: filters of the list, the finding on one application."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, RegionalGroup, StakeholderKind
from dialogue_portal.revisions import RevisionFormMixin
from stakeholders.models import Application, ApplicationStatus
from stakeholders.models.applications import ApplicationQuerySet

REGIONS = [choice for choice in RegionalGroup.choices if choice[0] != RegionalGroup.NONE]
ALL = [("", _("All"))]


class ApplicationFilter(forms.Form):
    """Filters above the list of applications, kept in the address."""

    status = forms.ChoiceField(label=_("Status"), required=False, choices=[*ALL, *ApplicationStatus.choices])
    region = forms.ChoiceField(label=_("Region"), required=False, choices=[*ALL, *REGIONS])
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[*ALL, *StakeholderKind.choices])
    q = forms.CharField(label=_("Organization or speaker"), required=False, max_length=100)

    def apply(self, applications: ApplicationQuerySet) -> ApplicationQuerySet:
        """The rows that match; a value that is no choice filters nothing."""
        self.is_valid()
        wanted = {name: value for name, value in self.cleaned_data.items() if value}
        if "status" in wanted:
            applications = applications.filter(status=wanted["status"])
        if "region" in wanted:
            applications = applications.filter(organization__regional_group=wanted["region"])
        if "kind" in wanted:
            applications = applications.filter(organization__kind=wanted["kind"])
        if "q" in wanted:
            text = wanted["q"]
            applications = applications.filter(Q(organization__name__icontains=text) | Q(speaker_name__icontains=text))
        return applications


class ScreeningForm(RevisionFormMixin, forms.ModelForm):
    """Eligible or not, with the evidence."""

    outcome = forms.ChoiceField(
        label=_("Finding"),
        choices=[
            (ApplicationStatus.ELIGIBLE.value, ApplicationStatus.ELIGIBLE.label),
            (ApplicationStatus.INELIGIBLE.value, ApplicationStatus.INELIGIBLE.label),
        ],
        widget=forms.RadioSelect,
    )
    has_worked_with_governments = forms.NullBooleanField(
        label=_("Has worked with governments"),
        required=False,
        widget=forms.Select(choices=[("", _("Not established")), ("true", _("Yes")), ("false", _("No"))]),
    )

    class Meta:
        model = Application
        fields = ("outcome", "screening_reason", "has_worked_with_governments", "government_evidence")
        widgets = {
            "screening_reason": forms.Textarea(attrs={"rows": 2}),
            "government_evidence": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "screening_reason": _("Needed if the application is not eligible."),
            "government_evidence": _("What shows it, and where it was found. Reviewers read this."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.status in dict(self.fields["outcome"].choices):  # type: ignore[attr-defined]
            self.fields["outcome"].initial = self.instance.status

    def clean(self) -> None:
        super().clean()
        is_refused = self.cleaned_data.get("outcome") == ApplicationStatus.INELIGIBLE
        if is_refused and not self.cleaned_data.get("screening_reason", "").strip():
            self.add_error("screening_reason", _("Say why the application is not eligible."))

    def _post_clean(self) -> None:
        """The form writes nothing onto its row: the service does, under the row's lock."""


class SettlementForm(forms.Form):
    """How a declared conflict of interest was dealt with."""

    settlement = forms.CharField(label=_("How it was settled"), max_length=500)


class OnBehalfForm(forms.ModelForm):
    """For which organisation the secretariat enters an application; one of this name that is known is taken."""

    class Meta:
        model = Organization
        fields = ["name", "kind", "regional_group"]
