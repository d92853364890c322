"""A new session without a concept note: from a kind of meeting, or from an earlier session."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from dialogue_portal.client_tokens import ClientTokenFormMixin
from sessions.forms.local_times import check_year
from sessions.forms.set_up import zone_choices
from sessions.local_time import NoSuchTime, meeting_times, to_local
from sessions.models import CommissionSession, DialogueSession, Kind
from sessions.services import NewMeeting, create_session_from_earlier, create_session_from_kind


class EarlierSessionField(forms.ModelChoiceField):
    def label_from_instance(self, session: Any) -> str:
        """By its day, because meetings of several years are called alike."""
        day = to_local(session.starts_at, session.zone).date().isoformat() if session.starts_at else "–"
        return f"{day} · {session} ({session.get_kind_display()})"


class _NewSessionForm(ClientTokenFormMixin):
    """Date and times as the meeting's clock shows them; `moments` are what `clean` makes of them (UTC)."""

    title = forms.CharField(label=_("Title"), max_length=400)
    date = forms.DateField(
        label=_("Date"), required=False, validators=[check_year], widget=forms.DateInput(attrs={"type": "date"})
    )
    starts = forms.TimeField(
        label=_("Begins"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    ends = forms.TimeField(
        label=_("Ends"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    venue = forms.CharField(label=_("Venue"), max_length=200, required=False)
    commission_session = forms.ModelChoiceField(
        label=_("Session of the Commission"), queryset=CommissionSession.objects.all(), required=False
    )
    moments: tuple[datetime | None, datetime | None] = (None, None)

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def _set_moments(self, day: Any, starts: Any, ends: Any, *, zone: str, field: str) -> None:
        """One without the other says nothing; the clock may skip what was typed."""
        if self.errors or not (day or starts or ends):
            return
        if not (day and starts):
            self.add_error("starts" if day else "date", _("Fill this in too: date and times are kept together."))
            return
        try:
            self.moments = meeting_times(day, starts, ends, ZoneInfo(zone))
        except NoSuchTime:
            self.add_error(field, _("The clock is changed at this time on that day. Choose another time."))

    def _meeting(self, zone: str, ends_at: datetime | None) -> NewMeeting:
        cleaned = self.cleaned_data
        return NewMeeting(
            title=cleaned["title"],
            starts_at=self.moments[0],
            ends_at=ends_at,
            time_zone=zone,
            venue=cleaned["venue"],
            commission_session=cleaned["commission_session"],
        )


class FromKindForm(_NewSessionForm):
    """Without an end the meeting is as long as meetings of its kind are."""

    kind = forms.ModelChoiceField(label=_("Kind"), queryset=Kind.objects.all(), empty_label=None)
    time_zone = forms.ChoiceField(label=_("Time zone of the meeting"), choices=zone_choices)
    field_order = ("kind", "title", "date", "starts", "ends", "time_zone", "venue", "commission_session")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].initial = settings.PORTAL_TIME_ZONE
        self.fields["ends"].help_text = _("Left empty, the meeting is as long as the programme of its kind.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        day, starts, ends = (cleaned.get(name) for name in ("date", "starts", "ends"))
        self._set_moments(day, starts, ends, zone=cleaned.get("time_zone", ""), field="starts")
        return cleaned

    def save(self, actor: User) -> tuple[DialogueSession, bool]:
        kind: Kind = self.cleaned_data["kind"]
        starts_at, ends_at = self.moments
        ends_at = ends_at or (starts_at + timedelta(minutes=kind.minutes) if starts_at else None)
        meeting = self._meeting(self.cleaned_data["time_zone"], ends_at)
        return create_session_from_kind(kind, meeting, actor=actor, token=self.cleaned_data["client_token"])


class FromEarlierForm(_NewSessionForm):
    """Everything but the day may be left as it was."""

    earlier = EarlierSessionField(label=_("Earlier session"), queryset=DialogueSession.objects.none())
    field_order = ("earlier", "date", "starts", "ends", "title", "venue", "commission_session")

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        earlier: Any = self.fields["earlier"]
        earlier.queryset = DialogueSession.objects.visible_to(actor).filter(is_rehearsal=False)
        self.fields["date"].required = True
        self.fields["title"].required = False
        for name in ("starts", "ends", "title", "venue"):
            self.fields[name].help_text = _("Left empty, it is as it was.")

    @cached_property
    def has_choice(self) -> bool:
        """Whether there is a session to choose. One query."""
        earlier: Any = self.fields["earlier"]
        return bool(earlier.queryset.exists())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        earlier: DialogueSession | None = cleaned.get("earlier")
        if earlier is None:
            return cleaned
        starts = cleaned.get("starts")
        if starts is None and earlier.starts_at:
            starts = to_local(earlier.starts_at, earlier.zone).time()
        self._set_moments(cleaned.get("date"), starts, cleaned.get("ends"), zone=earlier.time_zone, field="date")
        return cleaned

    def save(self, actor: User) -> tuple[DialogueSession, bool]:
        earlier: DialogueSession = self.cleaned_data["earlier"]
        meeting = self._meeting(earlier.time_zone, self.moments[1])
        return create_session_from_earlier(earlier, meeting, actor=actor, token=self.cleaned_data["client_token"])
