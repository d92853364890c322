"""A delegation's first and second choice among the meetings of a series; for which delegation staff enter one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Delegation
from dialogue_portal.client_tokens import ClientTokenFormMixin
from dialogue_portal.moments import period_words
from dialogue_portal.revisions import RevisionFormMixin
from sessions.models import DialogueSession, Series, TextPart
from speakers.models import SeriesChoice


class MeetingField(forms.ModelChoiceField):
    """Meetings as radio buttons, each with its time, in the reader's language."""

    widget = forms.RadioSelect

    def label_from_instance(self, obj: DialogueSession) -> str:
        title = obj.text(TextPart.TITLE) or obj
        zone = obj.time_zone
        return f"{title}: {period_words(obj.starts_at, obj.ends_at, zone, zone)}"  # type: ignore[arg-type]  # published


class SeriesChoiceForm(ClientTokenFormMixin, RevisionFormMixin, forms.ModelForm):
    """First and second; the second may stay open. They are two meetings."""

    class Meta:
        model = SeriesChoice
        fields = ("first", "second")
        field_classes = {"first": MeetingField, "second": MeetingField}

    def __init__(self, *args: Any, series: Series, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.fields["seen_revision"].initial = 0
        for name in ("first", "second"):
            field: Any = self.fields[name]
            field.queryset = series.held_meetings()
        first: Any = self.fields["first"]
        second: Any = self.fields["second"]
        first.empty_label, second.empty_label = None, _("No second choice")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("first") and cleaned.get("first") == cleaned.get("second"):
            self.add_error("second", _("This is your first choice already. Choose another meeting, or none."))
        return cleaned


class ForDelegationForm(forms.Form):
    """For whom the secretariat enters a choice."""

    delegation = forms.ModelChoiceField(
        label=_("Delegation"), queryset=Delegation.objects.all(), empty_label=_("Choose a delegation")
    )
