"""Opening a round, and what a Bureau member says in it."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import RegionalGroup
from dialogue_portal.client_tokens import ClientTokenFormMixin
from dialogue_portal.registries import Words
from dialogue_portal.revisions import RevisionFormMixin
from sessions.forms.local_times import check_year
from sessions.models import DialogueSession
from summaries.models import Amendment, Comment, GroupPosition
from summaries.services.consultation import window_warnings

LOCAL_TIME = "%Y-%m-%dT%H:%M"


class OpenConsultationForm(forms.Form):
    """The window in the meeting's own time. What is unwise about it is said once and may be confirmed."""

    opens_at = forms.DateTimeField(
        label=_("Opens"),
        required=False,
        validators=[check_year],
        help_text=_("In the meeting’s time zone. Leave it empty to open at once."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL_TIME),
    )
    closes_at = forms.DateTimeField(
        label=_("Closes"),
        validators=[check_year],
        help_text=_("In the meeting’s time zone."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL_TIME),
    )
    silence_procedure = forms.BooleanField(
        label=_("Silence procedure"),
        required=False,
        help_text=_("A group that has not answered at the close is recorded as having no objection, by silence."),
    )
    confirmed = forms.BooleanField(label=_("Open it all the same"), required=False)

    def __init__(self, *args: Any, session: DialogueSession, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.session = session
        self.warnings: list[Words] = []
        if not self.is_bound:
            del self.fields["confirmed"]
            proposed = timezone.now().astimezone(session.zone) + timedelta(days=5)
            self.fields["closes_at"].initial = proposed.replace(hour=18, minute=0, second=0, microsecond=0, tzinfo=None)

    def full_clean(self) -> None:
        # What is typed means the meeting's zone, not the reader's.
        with timezone.override(self.session.zone):
            super().full_clean()

    def clean_opens_at(self) -> datetime:
        opens_at: datetime | None = self.cleaned_data["opens_at"]
        return opens_at or timezone.now()

    def clean(self) -> dict[str, Any]:
        opens_at, closes_at = self.cleaned_data.get("opens_at"), self.cleaned_data.get("closes_at")
        if opens_at and closes_at:
            if closes_at <= max(opens_at, timezone.now()):
                raise ValidationError({"closes_at": _("This is past, or not after the opening. Choose a later time.")})
            self.warnings = window_warnings(opens_at, closes_at, self.session.zone)
        if self.warnings and not self.cleaned_data.get("confirmed"):
            raise ValidationError(_("Read the warnings below. Change the window, or confirm it and open it as it is."))
        return self.cleaned_data


class _GroupForm(forms.Form):
    """For whom it is said: asked only of somebody who sits on the Bureau for more than one group."""

    regional_group = forms.ChoiceField(label=_("For"))

    def __init__(self, *args: Any, groups: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["regional_group"]
        field.choices = [(group, RegionalGroup(group).label) for group in groups]  # type: ignore[attr-defined]
        # A superuser gets here and is in no group.
        field.initial = next(iter(groups), None)
        if len(groups) == 1:
            field.widget = forms.HiddenInput()


class CommentForm(ClientTokenFormMixin, _GroupForm, forms.ModelForm):
    class Meta:
        model = Comment
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}


class AmendmentForm(ClientTokenFormMixin, _GroupForm, forms.ModelForm):
    class Meta:
        model = Amendment
        fields = ["proposed_text", "explanation"]
        widgets = {
            "proposed_text": forms.Textarea(attrs={"rows": 8}),
            "explanation": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {"proposed_text": _("Change the words below; what differs is marked for everybody who reads it.")}

    def __init__(self, *args: Any, frozen_text: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.frozen_text = frozen_text
        self.fields["proposed_text"].initial = frozen_text

    def clean_proposed_text(self) -> str:
        text: str = self.cleaned_data["proposed_text"]
        if text.split() == self.frozen_text.split():
            raise ValidationError(_("This is the wording as it stands. Change it, or comment on the paragraph."))
        return text


class PositionForm(RevisionFormMixin, forms.ModelForm):
    class Meta:
        model = GroupPosition
        fields = ["position", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"text": _("With no common position, give the members’ views here.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            # No answer has been seen: one that a colleague gives meanwhile is then a conflict.
            self.fields["seen_revision"].initial = 0
