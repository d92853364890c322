"""Place, access and languages of a meeting: how it is held, who can follow it and whom to ask."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue_portal.revisions import RevisionFormMixin
from sessions.models import DialogueSession, InterpretationLanguage, MeetingMode
from sessions.services.access_facts import FIELDS

SECTIONS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (_("How and where"), ("mode", "venue", "seats", "join_url", "join_details")),
    (_("Languages"), ("interpretation_languages", "sign_languages", "captioning")),
    (_("Accessibility"), ("accessible_formats", "access_contact_name", "access_contact_email")),
)


class AccessFactsForm(RevisionFormMixin, forms.ModelForm):
    """What stays empty is not stated on the session's page; whom to ask is always stated."""

    join_url = forms.URLField(
        label=_("Join link"),
        required=False,
        assume_scheme="https",
        max_length=500,
        help_text=_(
            "Shown, when signed in, to those who hold a role in the session, to delegations with an intent that stands"
            " or told of their place in the series, to confirmed panel members and to the secretariat."
            " To nobody else, and on no public page."
        ),
    )
    interpretation_languages = forms.MultipleChoiceField(
        label=_("Interpretation from and into"),
        required=False,
        choices=InterpretationLanguage.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = DialogueSession
        fields = FIELDS
        help_texts = {
            "seats": _("For delegations. Leave empty if it is not limited or not known."),
            "join_details": _("Passcode, telephone numbers, when to connect for the sound check. Shown with the link."),
            "sign_languages": _("For example: International Sign, American Sign Language."),
            "accessible_formats": _(
                "For example: documents as tagged PDF and in Braille on request, induction loop, seats without steps."
            ),
            "access_contact_email": _("Public. If both stay empty, the page names the secretariat."),
        }
        widgets = {
            "mode": forms.RadioSelect,
            "join_details": forms.Textarea(attrs={"rows": 3}),
            "accessible_formats": forms.Textarea(attrs={"rows": 3}),
        }

    def sections(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields under the headings that the page shows."""
        return [(title, [self[name] for name in names]) for title, names in SECTIONS]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("mode") == MeetingMode.IN_PERSON and (cleaned.get("join_url") or cleaned.get("join_details")):
            self.add_error(
                "mode", _("There is a link to join below. Choose a way that has an online part, or empty the link.")
            )
        return cleaned
