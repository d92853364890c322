"""A session of a Commission: body, number, city and days."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue_portal.client_tokens import ClientTokenFormMixin
from dialogue_portal.revisions import RevisionFormMixin
from sessions.forms.local_times import check_year
from sessions.models import CommissionSession
from sessions.services.commission_sessions import ordinal_of


class _CommissionSessionForm(forms.ModelForm):
    ordinal = forms.CharField(
        label=_("Session, in words"),
        required=False,
        max_length=60,
        help_text=_("As the masthead prints it. Left empty, it is made of the number: “Sixty-third session”."),
    )

    class Meta:
        model = CommissionSession
        fields = ("body", "number", "ordinal", "city", "starts_on", "ends_on")
        widgets = {
            "starts_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "ends_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].label = _("Commission")
        self.fields["number"].help_text = _("63 for the sixty-third.")
        for name in ("starts_on", "ends_on"):
            self.fields[name].validators.append(check_year)

    def clean_body(self) -> str:
        return " ".join(self.cleaned_data["body"].split())

    def clean_number(self) -> int:
        number: int = self.cleaned_data["number"]
        if not 1 <= number <= 999:
            raise forms.ValidationError(_("Give a number from 1 to 999."))
        return number

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        body, number = cleaned.get("body"), cleaned.get("number")
        others = CommissionSession.objects.exclude(pk=self.instance.pk)
        if body and number and others.filter(body=body, number=number).exists():
            self.add_error("number", _("This session of the Commission exists already. Change that one instead."))
        if number and not cleaned.get("ordinal"):
            cleaned["ordinal"] = ordinal_of(number)
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("This is before the first day. Choose a later day."))
        return cleaned


class NewCommissionSessionForm(ClientTokenFormMixin, _CommissionSessionForm):
    """One that the portal does not know yet."""


class CommissionSessionForm(RevisionFormMixin, _CommissionSessionForm):
    """The address stays: it has been sent to people."""
