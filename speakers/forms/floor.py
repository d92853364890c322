"""What a press on the console sends: ids, checked to belong to this session. The services decide the rest."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Delegation
from sessions.models import DialogueSession, LeadingQuestion, Participant, ParticipantCapacity, ProgrammeItem
from speakers.models import FloorRequest, Intervention
from speakers.services.floor import FloorRefused


class _FloorForm(forms.Form):
    """A form about one session's floor. Hand-made ids are refused as something gone, not shown field by field."""

    def __init__(self, session: DialogueSession, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.session = session
        for field in self.fields.values():
            rows = getattr(field, "queryset", None)
            if rows is not None and hasattr(rows.model, "session"):
                field.queryset = rows.filter(session=session)  # type: ignore[attr-defined]

    def checked(self) -> dict[str, Any]:
        """The cleaned data; raises FloorRefused with the first error."""
        if self.is_valid():
            return self.cleaned_data
        field, errors = next(iter(self.errors.items()))
        label = self.fields[field].label if field in self.fields else ""
        raise FloorRefused(f"{label}: {errors[0]}" if label else str(errors[0]))


class PressForm(_FloorForm):
    """Give the floor: to whom, and who was seen speaking when it was pressed (empty: nobody)."""

    participant = forms.ModelChoiceField(
        Participant.objects.select_related("session"), label=_("Participant"), required=False
    )
    officer = forms.ChoiceField(
        choices=[(one, one.label) for one in (ParticipantCapacity.CHAIR, ParticipantCapacity.MODERATOR)], required=False
    )
    running = forms.UUIDField(required=False)

    @property
    def seen(self) -> UUID | None:
        return self.cleaned_data["running"]


class ClockForm(_FloorForm):
    """An act on the clock of one intervention."""

    act = forms.ChoiceField(choices=[(act, act) for act in ("pause", "resume", "end", "add-time")], label=_("Act"))
    intervention = forms.ModelChoiceField(Intervention.objects.select_related("session"), label=_("Intervention"))


class MeetingForm(_FloorForm):
    act = forms.ChoiceField(choices=[(act, act) for act in ("open", "suspend", "resume", "close")], label=_("Act"))


class DecisionForm(_FloorForm):
    """What is decided on a request for the floor."""

    act = forms.ChoiceField(choices=[(act, act) for act in ("grant", "pass", "decline")], label=_("Act"))
    request = forms.ModelChoiceField(FloorRequest.objects.select_related("session"), label=_("Request"))
    running = forms.UUIDField(required=False)


class RequestForm(_FloorForm):
    """A delegation asks for the floor."""

    participant = forms.ModelChoiceField(
        Participant.objects.select_related("session", "delegation"), label=_("Participant")
    )
    kind = forms.ChoiceField(choices=FloorRequest.Kind.choices, label=_("Kind"))


class DiscussionForm(_FloorForm):
    """What is under discussion; the screen shows it."""

    question = forms.ModelChoiceField(
        LeadingQuestion.objects.prefetch_related("texts"),
        label=_("Question under discussion"),
        required=False,
        empty_label=_("No question"),
    )


class _ItemField(forms.ModelChoiceField):
    def label_from_instance(self, obj: ProgrammeItem) -> str:
        return str(obj.local_title)


class SegmentForm(_FloorForm):
    """Move on in the programme: to an item, or (empty) to the next; and what was seen running."""

    item = _ItemField(
        ProgrammeItem.objects.prefetch_related("texts"),
        label=_("Part of the programme"),
        required=False,
        empty_label=_("The next one"),
    )
    seen = forms.UUIDField(required=False)


class SpeakerForm(_FloorForm):
    """Who a person added in the room is."""

    participant = forms.ModelChoiceField(
        Participant.objects.filter(capacity=ParticipantCapacity.OTHER).select_related("session"),
        widget=forms.HiddenInput,
    )
    name = forms.CharField(label=_("Name, as announced"), max_length=200)
    functional_title = forms.CharField(label=_("Functional title"), max_length=250, required=False)
    delegation = forms.ModelChoiceField(
        Delegation.objects.all(), label=_("Delegation"), required=False, empty_label=_("None")
    )
