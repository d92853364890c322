"""Leave to come late: to whom, until when, why."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Delegation, Organization, RegionalGroup
from dialogue_portal.client_tokens import ClientTokenFormMixin
from sessions.forms.local_times import LocalTimeField, LocalTimesMixin
from sessions.models import PhaseWindow
from sessions.services.late_closes import late_leave

# Of the kinds of principal that a phase may have.
PRINCIPALS: dict[str, Any] = {
    "delegation": lambda: forms.ModelChoiceField(Delegation.objects.all(), label=_("Delegation")),
    "organization": lambda: forms.ModelChoiceField(Organization.objects.order_by("name"), label=_("Organization")),
    "regional_group": lambda: forms.ChoiceField(
        choices=[("", _("Choose")), *(one for one in RegionalGroup.choices if one[0] != RegionalGroup.NONE)],
        label=_("Regional group"),
    ),
}


class LeaveForm(ClientTokenFormMixin, LocalTimesMixin, forms.Form):
    """Leave for one principal in the phase of a window. `cleaned_data` holds `until_at` in UTC."""

    until = LocalTimeField(label=_("Until"), help_text=_("As the clock shows at the meeting."))
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It is kept, and told to those who get the leave."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    moments = ("until",)

    def __init__(self, data: Any = None, *, window: PhaseWindow) -> None:
        self.window, self.zone, self.stored = window, window.session.zone, {}
        super().__init__(data)
        self.fields["principal"] = PRINCIPALS[window.definition.principal]()
        self.order_fields(["principal"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "until_at" in cleaned and cleaned["until_at"] <= timezone.now():
            self.add_error("until", _("This is past. Choose a later time."))
        elif "until_at" in cleaned and cleaned["until_at"] <= self.window.closes_at:
            self.add_error("until", _("The phase is open for everybody until then. Choose a later time."))
        elif "until_at" in cleaned:
            session = self.window.session
            self._check_lateness("until", session, late_leave(session, self.window.phase, cleaned["until_at"]))
        return cleaned


class EndLeaveForm(forms.Form):
    """The leave as it was seen."""

    seen_revision = forms.IntegerField(widget=forms.HiddenInput)
