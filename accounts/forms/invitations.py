"""Inviting one person."""

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.invitations import scope_of
from accounts.models import Invitation, RegionalGroup, User
from accounts.services.invitations import AlreadyInvited, invite
from dialogue_portal.client_tokens import ClientTokenFormMixin


class InvitationForm(ClientTokenFormMixin, forms.ModelForm):
    """Invite one person to a role that `scope` offers."""

    role = forms.ChoiceField(label=_("Role"))

    class Meta:
        model = Invitation
        fields = ["name", "email", "role", "regional_group", "language"]

    def __init__(self, *args: Any, scope: models.Model, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope
        self.offer = scope_of(scope)
        self.fields["role"].choices = list(self.offer.roles.items())  # type: ignore[attr-defined]
        if self.offer.group_roles:
            self.fields["regional_group"].choices = [  # type: ignore[attr-defined]
                ("", _("None")),
                *(choice for choice in RegionalGroup.choices if choice[0] != RegionalGroup.NONE),
            ]
        else:
            del self.fields["regional_group"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        is_for_group = cleaned.get("role") in self.offer.group_roles
        if is_for_group and not cleaned.get("regional_group"):
            self.add_error("regional_group", _("Choose the regional group for which this person acts."))
        elif not is_for_group and "role" in cleaned:
            cleaned["regional_group"] = ""
        return cleaned

    def invite(self, *, actor: User) -> Invitation | None:
        """Send the invitation; None, with the error beside the field, if it is open already."""
        values = {key: self.cleaned_data[key] for key in ("name", "email", "role", "language", "client_token")}
        try:
            return invite(self.scope, actor=actor, regional_group=self.cleaned_data["regional_group"], **values)
        except AlreadyInvited:
            self.add_error("email", _("This address has an open invitation to the same role. Send that one again."))
            return None
