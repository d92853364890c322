"""Inviting one person; the filter of the list of all invitations."""

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.invitations import scope_of, scopes
from accounts.models import Invitation, InvitationState, RegionalGroup, User
from accounts.models.invitations import InvitationQuerySet
from accounts.services.invitations import AlreadyInvited, invite
from dialogue_portal.client_tokens import ClientTokenFormMixin

TERM = ("is_designate", "starts_on", "ends_on")


class InvitationForm(ClientTokenFormMixin, forms.ModelForm):
    """Invite one person to a role that `scope` offers."""

    role = forms.ChoiceField(label=_("Role"))

    class Meta:
        model = Invitation
        fields = ["name", "email", "role", "regional_group", "is_designate", "starts_on", "ends_on", "language"]
        widgets = {
            "starts_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "ends_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        help_texts = {
            "regional_group": _("Of a Bureau member only."),
            "starts_on": _("Empty: from the day of acceptance on."),
            "ends_on": _("Empty: until ended."),
        }

    def __init__(self, *args: Any, scope: models.Model, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope
        self.offer = scope_of(scope)
        self.fields["role"].choices = list(self.offer.roles_in(scope).items())  # type: ignore[attr-defined]
        if self.offer.group_roles:
            self.fields["regional_group"].choices = [  # type: ignore[attr-defined]
                ("", _("None")),
                *(choice for choice in RegionalGroup.choices if choice[0] != RegionalGroup.NONE),
            ]
        else:
            del self.fields["regional_group"]
        if not self.offer.has_term:
            for name in TERM:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        is_for_group = cleaned.get("role") in self.offer.group_roles
        if is_for_group and not cleaned.get("regional_group"):
            self.add_error("regional_group", _("Choose the regional group for which this person acts."))
        elif not is_for_group and "role" in cleaned:
            cleaned["regional_group"] = ""
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("This is before the first day. Choose a later day."))
        return cleaned

    def invite(self, *, actor: User) -> Invitation | None:
        """Send the invitation; None, with the error beside the field, if it is open already."""
        try:
            return invite(self.scope, actor=actor, **self.cleaned_data)
        except AlreadyInvited:
            self.add_error("email", _("This address has an open invitation to the same role. Send that one again."))
            return None


class InvitationFilter(forms.Form):
    """Which invitations the list shows; an empty field narrows nothing."""

    q = forms.CharField(label=_("Name or address"), required=False)
    state = forms.ChoiceField(label=_("State"), choices=[("", _("All")), *InvitationState.choices], required=False)
    to = forms.ChoiceField(label=_("Invited to"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", _("All")), *((name, offer.label) for name, offer in scopes.items())]  # type: ignore[attr-defined]

    def has_filter(self) -> bool:
        return any(self.data.get(name) for name in self.fields)

    def apply(self, rows: InvitationQuerySet) -> InvitationQuerySet:
        """All that fit but for their state, which the counts beside the filter are of; see `narrow`."""
        wanted = self.cleaned_data if self.is_valid() else {}
        if text := wanted.get("q", "").strip():
            rows = rows.filter(models.Q(name__icontains=text) | models.Q(email__icontains=text))
        if name := wanted.get("to"):
            app_label, model = name.split(".")
            rows = rows.filter(scope_type__app_label=app_label, scope_type__model=model)
        return rows

    def narrow(self, rows: InvitationQuerySet) -> InvitationQuerySet:
        state = self.cleaned_data.get("state") if self.is_valid() else ""
        return rows.in_state(state) if state else rows
