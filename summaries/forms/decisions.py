"""The Chair's decision on a comment or an amendment."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from summaries.models import Disposition, Outcome


class CommentDecisionForm(forms.ModelForm):
    """Outcome and reason."""

    class Meta:
        model = Disposition
        fields = ["outcome", "reason"]
        widgets = {"outcome": forms.RadioSelect, "reason": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"reason": _("Goes into the table of dispositions.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = Outcome.choices  # type: ignore[attr-defined]


class AmendmentDecisionForm(CommentDecisionForm):
    wording = forms.CharField(
        label=_("Wording, if accepted with modification"),
        required=False,
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    # The paragraph's revision that the decider saw.
    seen = forms.IntegerField(widget=forms.HiddenInput)

    field_order = ["outcome", "wording", "reason"]

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.cleaned_data.get("outcome") == Outcome.MODIFIED and not self.cleaned_data.get("wording", "").strip():
            raise ValidationError({"wording": _("Write the wording that the paragraph takes.")})
        return self.cleaned_data
