"""The filter of the outbox, and the words of an occasion."""

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Delegation, Organization
from dialogue_portal.jobs import MAIL_STATES
from dialogue_portal.revisions import RevisionFormMixin
from mailings.models import MailTemplate, Message
from mailings.occasions import Wording, occasions
from mailings.wordings import flaw_in, missing_from


class OutboxFilter(forms.Form):
    state = forms.ChoiceField(label=_("State"), choices=[("", _("All")), *MAIL_STATES.items()], required=False)
    occasion = forms.ChoiceField(label=_("Occasion"), required=False)
    q = forms.CharField(label=_("Recipient or subject"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(name, occasion.label) for name, occasion in occasions.items()]
        self.fields["occasion"].choices = [("", _("All")), *named]  # type: ignore[attr-defined]

    def apply(self, messages: Any) -> Any:
        if not self.is_valid():
            return messages
        exact = {name: self.cleaned_data[name] for name in ("state", "occasion") if self.cleaned_data[name]}
        messages = messages.filter(**exact)
        if text := self.cleaned_data["q"].strip():
            fields = Q(name__icontains=text) | Q(address__icontains=text) | Q(subject__icontains=text)
            messages = messages.filter(fields)
        return messages


class RecipientFilter(forms.Form):
    """Finds somebody among the recipients of one mailing."""

    state = forms.ChoiceField(label=_("State"), choices=[("", _("All")), *MAIL_STATES.items()], required=False)
    q = forms.CharField(label=_("Name, address, delegation or organization"), required=False)

    def apply(self, messages: Any) -> Any:
        if not self.is_valid():
            return messages
        if state := self.cleaned_data["state"]:
            messages = messages.filter(state=state)
        if text := self.cleaned_data["q"].strip():
            delegations = Delegation.objects.filter(short_name__icontains=text).values("members")
            organizations = Organization.objects.filter(name__icontains=text).values("members")
            concerned = Q(recipient__in=delegations) | Q(recipient__in=organizations)
            messages = messages.filter(Q(name__icontains=text) | Q(address__icontains=text) | concerned)
        return messages


class TemplateForm(RevisionFormMixin, forms.ModelForm):
    """The words of one occasion in one language."""

    class Meta:
        model = MailTemplate
        fields = ["subject", "body"]
        widgets = {"body": forms.Textarea(attrs={"rows": 16}), "subject": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.occasion = occasions[self.instance.occasion]
        self.fields["subject"].help_text = _("Says whether action is required, and by when.")
        for field in self.fields.values():
            field.widget.attrs |= {"lang": self.instance.language, "dir": "auto"}

    @property
    def typed(self) -> Wording:
        """What stands in the form, whether or not it is valid."""
        return Wording(self["subject"].value() or "", self["body"].value() or "")

    def clean_subject(self) -> str:
        return self._checked(" ".join(self.cleaned_data["subject"].split()))

    def clean_body(self) -> str:
        return self._checked(self.cleaned_data["body"].replace("\r\n", "\n"))

    def _checked(self, text: str) -> str:
        if flaw := flaw_in(self.occasion, text):
            raise forms.ValidationError(flaw)
        return text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if {"subject", "body"} <= cleaned.keys():
            lost = missing_from(self.occasion, Wording(cleaned["subject"], cleaned["body"]))
            if lost:
                self.add_error("body", lost)
        return cleaned


class PreviewForm(forms.Form):
    """As whom to read the words."""

    recipient = forms.ChoiceField(label=_("As this recipient would get it"), required=False)

    def __init__(self, data: Any, *, recipients: Any) -> None:
        self.recipients = {str(message.pk): message for message in recipients}
        super().__init__(data)
        names = dict(settings.LANGUAGES)
        self.fields["recipient"].choices = [  # type: ignore[attr-defined]
            (key, f"{message.name or message.address} ({names[message.language]})")
            for key, message in self.recipients.items()
        ]

    @property
    def message(self) -> Message | None:
        """The chosen recipient's mail, the first one by default; None if there is none."""
        chosen = self.data.get("recipient", "")
        return self.recipients.get(chosen) or next(iter(self.recipients.values()), None)
