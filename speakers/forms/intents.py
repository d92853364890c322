"""The form of an intent to speak, for a delegation and for the secretariat; the pool's filter; the statement's upload.

Views pass what is clean to `services.intents` and `services.statements`.
"""

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Delegation, RegionalGroup
from dialogue_portal.client_tokens import ClientTokenFormMixin
from dialogue_portal.revisions import RevisionFormMixin
from dialogue_portal.uploads import DOCX, ODT, PDF, CheckedUpload, checked_upload
from sessions.models import DialogueSession, LeadingQuestion, Level
from speakers.models import IntentStatus, SpeakingIntent, Statement
from speakers.models.intents import SpeakingIntentQuerySet

SECTIONS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (
        _("Who will speak"),
        (
            "delegation",
            "name",
            "functional_title",
            "level",
            "form_of_address",
            "pronunciation",
            "on_behalf_of",
        ),
    ),
    (_("What about"), ("questions", "language", "outline")),
    (_("Practical matters"), ("arrives_late", "leaves_early", "availability", "accessibility_needs")),
)


class QuestionsField(forms.ModelMultipleChoiceField):
    """Leading questions as checkboxes, in the reader's language."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: LeadingQuestion) -> str:
        return f"{obj.number}. {obj.text}"


class IntentForm(forms.ModelForm):
    """What a delegation says of its minister's intention. Everything but the delegation may follow later."""

    class Meta:
        model = SpeakingIntent
        fields = [
            "name",
            "functional_title",
            "level",
            "form_of_address",
            "pronunciation",
            "on_behalf_of",
            "questions",
            "language",
            "outline",
            "arrives_late",
            "leaves_early",
            "availability",
            "accessibility_needs",
        ]
        field_classes = {"questions": QuestionsField}
        help_texts = {
            "name": _("Leave empty while it is to be confirmed; you can add it later."),
            "form_of_address": _("For example: Her Excellency, Mr., Dr."),
            "pronunciation": _("As the moderator should say it."),
            "on_behalf_of": _("Only if your State speaks for a group of States. Leave empty otherwise."),
            "outline": _("A few lines help the moderator to lead the dialogue from one speaker to the next."),
            "availability": _("For example: must leave at 4.30 p.m. for a bilateral meeting."),
            "accessibility_needs": _(
                "Seen by your delegation’s focal points and by the secretariat’s staff who act on them, by nobody else."
                " Not kept on this device before the form is sent."
            ),
        }
        widgets = {
            "outline": forms.Textarea(attrs={"rows": 4}),
            "accessibility_needs": forms.Textarea(attrs={"rows": 2, "data-keep-never": ""}),
        }

    def __init__(self, *args: Any, session: DialogueSession, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.session = session
        questions: Any = self.fields["questions"]
        questions.queryset = session.leading_questions.prefetch_related("texts")

    def sections(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields under the headings that the page shows."""
        return [
            (title, [self[name] for name in names if name in self.fields and not self[name].is_hidden])
            for title, names in SECTIONS
        ]

    def clean_on_behalf_of(self) -> str:
        return " ".join(self.cleaned_data["on_behalf_of"].split())


class RegisterIntentForm(ClientTokenFormMixin, IntentForm):
    """A new intent, for the delegation for which the person acts (the secretariat: for any)."""

    class Meta(IntentForm.Meta):
        fields = ["delegation", *IntentForm.Meta.fields]

    def __init__(self, *args: Any, delegations: "models.QuerySet[Delegation]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        delegation: Any = self.fields["delegation"]
        delegation.queryset, delegation.empty_label = delegations, _("Choose a delegation")
        if len(delegations) == 1:
            delegation.widget, delegation.initial = forms.HiddenInput(), delegations[0]


class ProvisionalIntentForm(ClientTokenFormMixin, IntentForm):
    """An intent from somebody to whom a delegation's invitation was forwarded."""


class DiscardForm(forms.Form):
    """Why a provisional intent is discarded; whoever takes their own back owes nobody a reason."""

    reason = forms.CharField(
        label=_("Why it is discarded"),
        help_text=_("Sent to the person who left it."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, is_own: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_own:
            del self.fields["reason"]


class AmendIntentForm(RevisionFormMixin, IntentForm):
    """Changes of an intent that stands; its delegation stays."""


class PoolFilterForm(forms.Form):
    """What the pool is narrowed to; an empty field narrows nothing."""

    class Shown(models.TextChoices):
        CURRENT = "", _("All that stand")
        INCOMPLETE = "incomplete", _("Name or level to be confirmed")
        PROVISIONAL = "provisional", _("Provisional, to be confirmed")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        DISCARDED = "discarded", _("Discarded")

    group = forms.ChoiceField(label=_("Regional group"), required=False)
    level = forms.ChoiceField(label=_("Level"), required=False)
    question = forms.ModelChoiceField(
        label=_("Leading question"), required=False, queryset=LeadingQuestion.objects.none(), empty_label=_("Any")
    )
    shown = forms.ChoiceField(label=_("Status"), required=False, choices=Shown.choices)

    def __init__(self, *args: Any, session: DialogueSession, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups: Any = self.fields["group"]
        groups.choices = [("", _("Any")), *RegionalGroup.choices]
        levels: Any = self.fields["level"]
        levels.choices = [("", _("Any")), *Level.choices]
        questions: Any = self.fields["question"]
        questions.queryset = session.leading_questions.prefetch_related("texts")

    def has_filter(self) -> bool:
        return any(self.data.get(name) for name in self.fields)

    def narrow(self, intents: SpeakingIntentQuerySet) -> SpeakingIntentQuerySet:
        """The intents that the filter leaves; nothing chosen, or nothing sensible, leaves all that stand."""
        wanted = self.cleaned_data if self.is_valid() else {}
        shown = wanted.get("shown", "")
        intents = intents.filter(status=shown) if shown in IntentStatus else intents.active()
        if shown == self.Shown.INCOMPLETE:
            intents = intents.incomplete()
        if wanted.get("group"):
            intents = intents.filter(delegation__regional_group=wanted["group"])
        if wanted.get("level"):
            intents = intents.filter(level=wanted["level"])
        if wanted.get("question"):
            intents = intents.filter(questions=wanted["question"])
        return intents


class StatementForm(forms.Form):
    """A statement sent ahead, as PDF, Word or OpenDocument."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, Word (.docx) or OpenDocument (.odt), in the language in which it is delivered."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=SpeakingIntent.SpokenLanguage.choices)
    delivery = forms.ChoiceField(
        label=_("Delivery"),
        choices=Statement.Delivery.choices,
        widget=forms.RadioSelect,
        help_text=_("Interpreters follow the speaker in the first case, the text in the second."),
    )

    def clean_file(self) -> CheckedUpload:
        return checked_upload(self.cleaned_data["file"], accept={PDF, DOCX, ODT})
