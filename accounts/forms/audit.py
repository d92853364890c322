"""The filter of the audit log."""

from typing import Any

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import AuditEntry


class AuditFilter(forms.Form):
    """Which entries of the audit log are shown: by what was changed, how, by whom and when."""

    kind = forms.ModelChoiceField(
        label=_("Kind of record"), queryset=ContentType.objects.none(), required=False, empty_label=_("All")
    )
    object = forms.CharField(label=_("Record"), required=False, help_text=_("Its name or its identifier."))
    actor = forms.CharField(label=_("By whom"), required=False, help_text=_("Name or e-mail address."))

    action = forms.TypedChoiceField(
        label=_("What was done"), choices=[("", _("All")), *AuditEntry.Action.choices], coerce=int, required=False
    )
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        logged = AuditEntry.objects.order_by().values("content_type").distinct()
        kinds = ContentType.objects.filter(pk__in=logged).order_by("app_label", "model")
        self.fields["kind"].queryset = kinds  # type: ignore[attr-defined]

    def apply(self, rows: Any) -> Any:
        if not self.is_valid():
            return rows
        if kind := self.cleaned_data["kind"]:
            rows = rows.filter(content_type=kind)
        if text := self.cleaned_data["object"].strip():
            rows = rows.filter(models.Q(object_pk=text) | models.Q(object_repr__icontains=text))
        if actor := self.cleaned_data["actor"].strip():
            rows = rows.filter(models.Q(actor__full_name__icontains=actor) | models.Q(actor_email__icontains=actor))
        if (action := self.cleaned_data["action"]) != "":
            rows = rows.filter(action=action)
        # Whole days (UTC), the last one included.
        if since := self.cleaned_data["since"]:
            rows = rows.filter(timestamp__date__gte=since)
        if until := self.cleaned_data["until"]:
            rows = rows.filter(timestamp__date__lte=until)
        return rows
