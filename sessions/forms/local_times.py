"""Local times typed into forms: as the meeting's clock shows them, with what to do where the clock is changed."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from sessions.local_time import (
    FIRST_YEAR,
    LAST_YEAR,
    AmbiguousTime,
    NoSuchTime,
    SkippedTime,
    is_likely,
    is_second_time,
    to_local,
    to_utc,
)
from sessions.models import DialogueSession
from sessions.services.late_closes import is_far

FORMAT = "%Y-%m-%dT%H:%M"


def check_year(day: date) -> None:
    """For fields that take the day of something, alone or with a time: a slip of the keyboard is told there."""
    if not is_likely(day):
        raise forms.ValidationError(
            _("Check the year, %(year)s: it is not between %(first)s and %(last)s.")
            % {"year": day.year, "first": FIRST_YEAR, "last": LAST_YEAR},
            code="unlikely_year",
        )


class LocalTimeField(forms.DateTimeField):
    """A naive local time from the browser's own control; whole minutes."""

    default_validators = [check_year]
    widget = forms.DateTimeInput(format=FORMAT, attrs={"type": "datetime-local"})

    def to_python(self, value: Any) -> Any:
        # Django would make it aware in the portal's zone; the meeting's is the form's to know.
        if value in self.empty_values:
            return None
        try:
            return datetime.fromisoformat(value).replace(tzinfo=None)
        except (TypeError, ValueError):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None


class LocalTimesMixin(forms.Form):
    """Gives each of `moments` a companion that asks which of two equal clock times is meant, only where it matters.

    After `clean`, `cleaned_data["<name>_at"]` is the moment in UTC. `zone` and `stored` are set before the form is.
    """

    moments: tuple[str, ...] = ()
    zone: ZoneInfo
    stored: dict[str, datetime]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.moments:
            label = _("%(field)s (which of the two)") % {"field": self.fields[name].label}
            which = forms.ChoiceField(
                label=label, required=False, widget=forms.HiddenInput, choices=[("", ""), ("1", ""), ("2", "")]
            )
            if name in self.stored:
                second = is_second_time(self.stored[name], self.zone)
                which.initial = "" if second is None else "2" if second else "1"
            self.fields[f"{name}_which"] = which
        self.order_fields([one for name in self.fields for one in (name, f"{name}_which") if one in self.fields])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in self.moments:
            if cleaned.get(name) is not None:
                try:
                    cleaned[f"{name}_at"] = self._moment(name)
                except AmbiguousTime as error:
                    self._ask_which(name, error)
                except NoSuchTime as error:
                    self.add_error(name, edge_words(error))
        return cleaned

    def _moment(self, name: str) -> datetime:
        """The moment typed; one that was not touched keeps its seconds, which the control does not show."""
        typed, which = self.cleaned_data[name], self.cleaned_data.get(f"{name}_which") or None
        moment = to_utc(typed, self.zone, second=None if which is None else which == "2")
        stored = self.stored.get(name)
        is_untouched = stored is not None and stored.replace(second=0, microsecond=0) == moment
        return stored if stored is not None and is_untouched else moment

    def _ask_which(self, name: str, error: AmbiguousTime) -> None:
        field: Any = self.fields[f"{name}_which"]
        first, second = (f"{one:%H:%M} ({one:%Z}, UTC{one:%z})" for one in (error.first, error.second))
        field.choices = [
            ("", _("Choose")),
            ("1", _("The first, %(time)s") % {"time": first}),
            ("2", _("The second, an hour later, %(time)s") % {"time": second}),
        ]
        field.widget = forms.Select(choices=field.choices)
        self.add_error(f"{name}_which", edge_words(error))

    def _check_lateness(self, name: str, session: DialogueSession, doubt: str) -> None:
        """Refuse a far year; say once what is doubtful about a late time, with a box to keep it all the same."""
        if is_far(session, self.cleaned_data[f"{name}_at"]):
            self.add_error(name, _("This is years after the meeting. Check the year."))
        elif doubt:
            self.fields["confirmed"] = forms.BooleanField(label=_("Keep this time all the same"), required=False)
            if not self.data.get(self.add_prefix("confirmed")):
                self.add_error(name, f"{doubt} {_('Choose an earlier time, or confirm this one below.')}")


def edge_words(error: NoSuchTime) -> str:
    """What is wrong with a time on the edge of a clock change, and how to mend it."""
    time = f"{error.local:%H:%M}"
    if isinstance(error, SkippedTime):
        return _("On this day the clock is put forward and never shows %(time)s. Write %(instead)s instead.") % {
            "time": time,
            "instead": f"{error.instead:%H:%M}",
        }
    return _("On this day the clock is put back and shows %(time)s twice. Say which is meant.") % {"time": time}


def initial_of(stored: dict[str, datetime], zone: ZoneInfo) -> dict[str, datetime]:
    """What the controls show of stored moments."""
    return {name: to_local(moment, zone).replace(microsecond=0) for name, moment in stored.items()}


REASON_HELP = gettext_lazy("It is kept with the change, and told to those whom a new deadline concerns.")
