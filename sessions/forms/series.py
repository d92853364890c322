"""A series and its meetings: what it is called, until when choices are open, seats, who joins and who leaves."""

import uuid
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogue_portal.client_tokens import ClientTokenFormMixin
from dialogue_portal.moments import period_words
from dialogue_portal.revisions import Revisioned, RevisionFormMixin
from sessions.forms.local_times import LocalTimeField, edge_words
from sessions.forms.set_up import zone_choices
from sessions.local_time import NoSuchTime, SkippedTime, to_local, to_utc
from sessions.models import DialogueSession, Series, SessionStatus


class _SeriesForm(forms.ModelForm):
    """What a series says of itself; the moment is typed as its zone's clock shows it."""

    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices, initial="America/New_York")
    until = LocalTimeField(
        label=_("Choices are open until"),
        required=False,
        help_text=_("As the clock in this zone shows it. Leave empty if delegations are not asked to choose."),
    )

    class Meta:
        model = Series
        fields = ("title", "commission_session", "arrangement", "time_zone")
        help_texts = {"title": _("For example: Ministerial round tables.")}
        widgets = {"arrangement": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.choices_until:
            self.initial["until"] = to_local(self.instance.choices_until, self.instance.zone).replace(
                second=0, microsecond=0
            )

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        until: datetime | None = cleaned.get("until")
        if "time_zone" in cleaned and "until" in cleaned:
            try:
                self.instance.choices_until = to_utc(until, ZoneInfo(cleaned["time_zone"])) if until else None
            except SkippedTime as error:
                self.add_error("until", edge_words(error))
            except NoSuchTime:
                self.add_error("until", _("The clock is changed at this time on that day. Choose another time."))
        return cleaned


class NewSeriesForm(ClientTokenFormMixin, _SeriesForm):
    """A series without meetings yet."""


class _MeetingsField(forms.ModelMultipleChoiceField):
    """Meetings as checkboxes, each with its time and place."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: DialogueSession) -> str:
        return f"{obj}: {meeting_time(obj)}" if obj.starts_at else str(obj)


def meeting_time(meeting: DialogueSession) -> str:
    """When a meeting is held, by its own clock; empty while that is open."""
    if not (meeting.starts_at and meeting.ends_at):
        return ""
    return period_words(meeting.starts_at, meeting.ends_at, meeting.time_zone, meeting.time_zone)


def joinable(series: Series) -> Any:
    """Meetings that could join: those of the same Commission session, else all still to come; in no series."""
    free = DialogueSession.objects.filter(series=None, is_rehearsal=False).exclude(status=SessionStatus.CANCELLED)
    if series.commission_session_id:
        free = free.filter(commission_session=series.commission_session_id)
    else:
        free = free.exclude(ends_at__lt=timezone.now())
    return free.order_by("starts_at", "title")


class SeriesForm(RevisionFormMixin, _SeriesForm):
    """A series with its meetings: a seat field and a "leaves" box for each, and those that could join."""

    joining = _MeetingsField(
        label=_("Meetings that could join"),
        required=False,
        queryset=DialogueSession.objects.none(),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        joining: Any = self.fields["joining"]
        joining.queryset = joinable(self.instance)
        self.meetings = list(self.instance.meetings.order_by("starts_at", "title"))
        for meeting in self.meetings:
            self.fields[f"seats-{meeting.pk}"] = forms.IntegerField(
                label=_("Seats of “%(meeting)s”") % {"meeting": meeting},
                required=False,
                min_value=0,
                max_value=9999,
                initial=meeting.seats,
                widget=forms.NumberInput(attrs={"class": "form-control"}),
            )
            self.fields[f"leaves-{meeting.pk}"] = forms.BooleanField(
                label=_("Take “%(meeting)s” out of the series") % {"meeting": meeting},
                required=False,
                widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
            )

    def rows(self) -> list[tuple[DialogueSession, str, forms.BoundField, forms.BoundField]]:
        """Each meeting with its time, its seats and whether it leaves."""
        return [
            (meeting, meeting_time(meeting), self[f"seats-{meeting.pk}"], self[f"leaves-{meeting.pk}"])
            for meeting in self.meetings
        ]

    def seats(self) -> dict[uuid.UUID, int | None]:
        return {meeting.pk: self.cleaned_data[f"seats-{meeting.pk}"] for meeting in self.meetings}

    def leaving(self) -> list[uuid.UUID]:
        return [meeting.pk for meeting in self.meetings if self.cleaned_data[f"leaves-{meeting.pk}"]]

    def show_conflict(self, current: Revisioned) -> None:
        """As the base's; the moment is no column of its own."""
        assert isinstance(current, Series)  # noqa: S101  (what this form edits)
        until = current.choices_until
        current.until = to_local(until, current.zone) if until else None  # type: ignore[attr-defined]
        super().show_conflict(current)
