"""Asking for erasure, and refusing it."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ErasureForm(forms.Form):
    """A person asks to be erased."""

    reason = forms.CharField(
        label=_("Remark for the secretariat"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    is_sure = forms.BooleanField(label=_("I understand that I cannot sign in afterwards and that it cannot be undone."))


class RefusalForm(forms.Form):
    """Staff say why not."""

    answer = forms.CharField(label=_("Why it is refused; the person reads this"), max_length=1000)
