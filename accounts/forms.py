"""Forms about people: sign-up, one's own profile, invitations, and the filters of staff lists."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language, gettext_lazy as _

from accounts.invitations import scope_of
from accounts.models import AuditEntry, Invitation, RegionalGroup, User
from accounts.services import AlreadyInvited, invite, update_profile
from dialogue_portal.client_tokens import ClientTokenFormMixin
from dialogue_portal.revisions import RevisionFormMixin


class SignupForm(forms.Form):
    """What sign-up asks beside e-mail and password; allauth mixes it into its own form."""

    full_name = forms.CharField(
        label=_("Full name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    field_order = ["full_name", "email", "password1"]

    def signup(self, request: HttpRequest, user: User) -> None:
        user.full_name = self.cleaned_data["full_name"]
        user.language = get_language() or user.language
        user.save(update_fields=["full_name", "language"])


def time_zone_choices() -> list[tuple[str, Any]]:
    """Places, not offsets: a place knows when its clocks change."""
    places = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
    return [("", _("The portal’s own")), *((zone, zone.replace("_", " ")) for zone in places)]


class ProfileForm(RevisionFormMixin, forms.ModelForm):
    """A person's own name, language and time zone; address and password are changed on allauth's pages."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=time_zone_choices,
        required=False,
        help_text=_("Deadlines are shown in the meeting’s time zone and in this one."),
    )

    class Meta:
        model = User
        fields = ["full_name", "language", "time_zone"]

    def save(self, commit: bool = True) -> User:
        return update_profile(self.instance, seen=self.cleaned_data["seen_revision"])


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


class AuditFilter(forms.Form):
    """Which entries of the audit log are shown: by what was changed and by whom."""

    kind = forms.ModelChoiceField(
        label=_("Kind of record"), queryset=ContentType.objects.none(), required=False, empty_label=_("All")
    )
    object = forms.CharField(label=_("Record"), required=False, help_text=_("Its name or its identifier."))
    actor = forms.CharField(label=_("By whom"), required=False, help_text=_("Name or e-mail address."))

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
        return rows
