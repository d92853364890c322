"""The filter of the outbox."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dialogue_portal.jobs import JobState
from mailings.occasions import occasions


class OutboxFilter(forms.Form):
    state = forms.ChoiceField(label=_("State"), choices=[("", _("All")), *JobState.choices], required=False)
    occasion = forms.ChoiceField(label=_("Occasion"), required=False)
    q = forms.CharField(label=_("Recipient or subject"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(name, occasion.label) for name, occasion in occasions.items()]
        self.fields["occasion"].choices = [("", _("All")), *named]  # type: ignore[attr-defined]

    def apply(self, messages: Any) -> Any:
        if not self.is_valid():
            return messages
        exact = {name: self.cleaned_data[name] for name in ("state", "occasion") if self.cleaned_data[name]}
        messages = messages.filter(**exact)
        if text := self.cleaned_data["q"].strip():
            fields = Q(name__icontains=text) | Q(address__icontains=text) | Q(subject__icontains=text)
            messages = messages.filter(fields)
        return messages
