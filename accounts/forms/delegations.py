"""The filter of the list of delegations."""

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import RegionalGroup


class DelegationFilter(forms.Form):
    """Which delegations a staff list shows."""

    q = forms.CharField(label=_("Name"), required=False)
    group = forms.ChoiceField(
        label=_("Regional group"), choices=[("", _("All")), *RegionalGroup.choices], required=False
    )
    without = forms.BooleanField(label=_("Without a focal point"), required=False)

    def apply(self, rows: Any) -> Any:
        if not self.is_valid():
            return rows
        if text := self.cleaned_data["q"]:
            rows = rows.filter(models.Q(short_name__icontains=text) | models.Q(official_name__icontains=text))
        if group := self.cleaned_data["group"]:
            rows = rows.filter(regional_group=group)
        return rows.filter(focal_points=0) if self.cleaned_data["without"] else rows
