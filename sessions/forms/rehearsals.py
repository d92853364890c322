"""Making a rehearsal of a session, and wiping one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue_portal.client_tokens import ClientTokenFormMixin


class RehearseForm(ClientTokenFormMixin):
    with_people = forms.BooleanField(
        label=_("Give those who hold a role in the session the same role in the rehearsal"),
        required=False,
        initial=True,
    )


class WipeForm(forms.Form):
    is_sure = forms.BooleanField(
        label=_("Wipe the rehearsal, with all that was entered in it"),
        error_messages={"required": _("Tick this first: what is wiped cannot be brought back.")},
    )
