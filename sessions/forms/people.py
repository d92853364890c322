"""Giving a role in a session to somebody who has an account."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import RegionalGroup, User
from sessions.models import DialogueSession, Role


class RoleForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address of the account"))
    role = forms.ChoiceField(label=_("Role"))
    regional_group = forms.ChoiceField(
        label=_("Regional group"),
        required=False,
        choices=[("", _("None")), *(choice for choice in RegionalGroup.choices if choice[0] != RegionalGroup.NONE)],
        help_text=_("Of a Bureau member only."),
    )
    is_designate = forms.BooleanField(label=_("Designate, not yet elected"), required=False)
    starts_on = forms.DateField(
        label=_("From"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty: from now on."),
    )
    ends_on = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty: until ended."),
    )

    user: User

    def __init__(self, *args: Any, session: DialogueSession, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", _("Choose")), *Role.offered_in(session).items()]  # type: ignore[attr-defined]

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        try:
            self.user = User.objects.get(email__iexact=email, is_active=True)
        except User.DoesNotExist:
            raise forms.ValidationError(
                _("Nobody has an account with this address. Check it, or invite the person with the form below.")
            ) from None
        return email

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        is_bureau = cleaned.get("role") == Role.BUREAU
        if is_bureau and not cleaned.get("regional_group"):
            self.add_error("regional_group", _("Choose the regional group for which this Bureau member acts."))
        elif not is_bureau and "role" in cleaned:
            cleaned["regional_group"] = ""
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("This is before the first day. Choose a later day."))
        return cleaned
