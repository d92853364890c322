"""When a phase opens and closes, as the meeting's clock shows it."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue_portal.moments import moment_words
from dialogue_portal.revisions import Conflict
from sessions.local_time import NoSuchTime, to_local, to_utc
from sessions.models import DialogueSession, PhaseWindow

FORMAT = "%Y-%m-%dT%H:%M"


class LocalTimeField(forms.DateTimeField):
    """A naive local time from the browser's own control; whole minutes."""

    widget = forms.DateTimeInput(format=FORMAT, attrs={"type": "datetime-local"})

    def to_python(self, value: Any) -> Any:
        # Django would make it aware in the portal's zone; the meeting's is the form's to know.
        if value in self.empty_values:
            return None
        try:
            return datetime.fromisoformat(value).replace(tzinfo=None)
        except (TypeError, ValueError):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None


class PhaseWindowForm(forms.Form):
    """One window of one session. `cleaned_data` holds `opens_at` and `closes_at` in UTC."""

    seen_revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    opens = LocalTimeField(label=_("Opens"))
    closes = LocalTimeField(label=_("Closes"))

    def __init__(
        self, data: Any = None, *, session: DialogueSession, phase: str, window: PhaseWindow | None = None
    ) -> None:
        self.session, self.phase, self.window = session, phase, window
        self.conflicts: list[Conflict] = []
        zone = session.zone
        initial = {}
        if window:
            initial = {
                "opens": to_local(window.opens_at, zone).replace(microsecond=0),
                "closes": to_local(window.closes_at, zone).replace(microsecond=0),
                "seen_revision": window.revision,
            }
        super().__init__(data, initial=initial, prefix=phase)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in ("opens", "closes"):
            if name in cleaned:
                try:
                    cleaned[f"{name}_at"] = self._moment(name)
                except NoSuchTime:
                    self.add_error(name, _("The clock is changed at this time on that day. Choose another time."))
        if "opens_at" in cleaned and "closes_at" in cleaned and cleaned["closes_at"] <= cleaned["opens_at"]:
            self.add_error("closes", _("This is not after the opening. Choose a later time."))
        return cleaned

    def _moment(self, name: str) -> datetime:
        """The moment typed; one that was not touched keeps its seconds, which the control does not show."""
        stored = getattr(self.window, f"{name}_at", None)
        typed: datetime = self.cleaned_data[name]
        if stored and to_local(stored, self.session.zone).replace(second=0, microsecond=0) == typed:
            return stored.astimezone(UTC)
        return to_utc(typed, self.session.zone)

    def show_conflict(self, current: PhaseWindow) -> None:
        """Both times, and the stored revision, so that the next save is a decision."""
        zone = self.session.time_zone
        for name in ("opens", "closes"):
            theirs = moment_words(getattr(current, f"{name}_at"), zone, zone)
            yours = moment_words(self.cleaned_data[f"{name}_at"], zone, zone)
            if theirs != yours:
                self.conflicts.append(Conflict(str(self.fields[name].label), theirs, yours))
        self.data = {**self.data.dict(), self.add_prefix("seen_revision"): str(current.revision)}  # type: ignore[attr-defined]
        self.add_error(
            None, _("Somebody else changed this phase while you were on the page. Save again to keep yours.")
        )
