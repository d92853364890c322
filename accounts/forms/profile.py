"""Sign-up and one's own profile."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.http import HttpRequest
from django.utils.translation import get_language, gettext_lazy as _

from accounts.models import User
from accounts.services.profile import update_profile
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
    return [("", _("The browser’s own; in mail the portal’s")), *((zone, zone.replace("_", " ")) for zone in places)]


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
