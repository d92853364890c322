"""A side event as its organizers write it: who organizes it and who speaks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Delegation, Organization, User
from dialogue_portal.client_tokens import ClientTokenFormMixin
from dialogue_portal.revisions import RevisionFormMixin
from sessions.models import DialogueSession, EventSpeaker, Organizer
from sessions.services.side_events import OrganizesAlready, add_organizer


class OrganizerForm(ClientTokenFormMixin):
    """One organizer: a delegation, an organization that the portal knows, or a name."""

    is_lead = forms.ChoiceField(
        label=_("Part in the side event"), choices=[("lead", _("Organizer")), ("co", _("Co-organizer"))]
    )
    delegation = forms.ModelChoiceField(Delegation.objects.all(), label=_("Delegation"), required=False)
    organization = forms.CharField(
        label=_("Organization"), max_length=300, required=False, help_text=_("Its name as the portal has it.")
    )
    name = forms.CharField(
        label=_("UN entity or other partner"),
        max_length=Organizer._meta.get_field("name").max_length,
        required=False,
        help_text=_("For those who have no entry in the portal."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # One of three is needed, so none is called optional.
            field.hides_optional = True  # type: ignore[attr-defined]

    def clean_is_lead(self) -> bool:
        return bool(self.cleaned_data["is_lead"] == "lead")

    def clean_organization(self) -> Organization | None:
        name = self.cleaned_data["organization"].strip()
        if not name:
            return None
        found = Organization.objects.filter(name__iexact=name).first()
        if found is None:
            raise forms.ValidationError(
                _("The portal has no organization of this name. Check it, or write it as a partner below.")
            )
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        given = [cleaned.get(name) for name in ("delegation", "organization", "name")]
        if not self.errors and sum(map(bool, given)) != 1:
            raise forms.ValidationError(_("Name one: a delegation, an organization or a partner."))
        return cleaned

    def name_organizer(self, session: DialogueSession, *, actor: User) -> Organizer | None:
        """Name the organizer; None, with the error beside the field, if it is named already."""
        values = dict(self.cleaned_data)
        try:
            return add_organizer(session, actor=actor, token=values.pop("client_token"), **values)
        except OrganizesAlready as error:
            field = next(name for name in ("delegation", "organization", "name") if values[name])
            words = _("It is named already, as: %(part)s. For another part, remove it from the list and name it again.")
            self.add_error(field, words % {"part": error.organizer.part_words})
            return None


class EventSpeakerForm(forms.ModelForm):
    class Meta:
        model = EventSpeaker
        fields = ["part", "name", "functional_title", "represents", "is_confirmed"]
        help_texts = {
            "name": _("Empty while it is to be confirmed."),
            "represents": _("As it will be announced, such as “Ministry of Transport, Uruguay”."),
        }
        labels = {"is_confirmed": _("Has confirmed to speak")}


class NewEventSpeakerForm(ClientTokenFormMixin, EventSpeakerForm):
    pass


class EventSpeakerEditForm(RevisionFormMixin, EventSpeakerForm):
    pass
