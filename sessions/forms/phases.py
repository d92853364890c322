"""When a phase opens and closes, as the meeting's clock shows it, and why it is changed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue_portal.moments import moment_words
from dialogue_portal.revisions import Conflict
from sessions.forms.local_times import REASON_HELP, LocalTimeField, LocalTimesMixin, initial_of
from sessions.models import DialogueSession, PhaseWindow
from sessions.services.late_closes import late_close
from sessions.services.phases import needs_reason


def _reason(**fields: Any) -> forms.CharField:
    return forms.CharField(
        label=_("Reason"), help_text=REASON_HELP, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}), **fields
    )


class PhaseWindowForm(LocalTimesMixin, forms.Form):
    """One window of one session. `cleaned_data` holds `opens_at` and `closes_at` in UTC."""

    seen_revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    opens = LocalTimeField(label=_("Opens"))
    closes = LocalTimeField(label=_("Closes"))
    reason = _reason(required=False)
    moments = ("opens", "closes")

    def __init__(
        self, data: Any = None, *, session: DialogueSession, phase: str, window: PhaseWindow | None = None
    ) -> None:
        self.session, self.phase, self.window = session, phase, window
        self.conflicts: list[Conflict] = []
        self.zone = session.zone
        self.stored = {"opens": window.opens_at, "closes": window.closes_at} if window else {}
        initial: dict[str, Any] = {**initial_of(self.stored, self.zone)}
        if window:
            initial["seen_revision"] = window.revision
        super().__init__(data, initial=initial, prefix=phase)
        if window is None:
            del self.fields["reason"]
        else:
            self.fields["reason"].required = needs_reason(session)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "opens_at" in cleaned and "closes_at" in cleaned and cleaned["closes_at"] <= cleaned["opens_at"]:
            self.add_error("closes", _("This is not after the opening. Choose a later time."))
        elif "closes_at" in cleaned and cleaned["closes_at"] != self.stored.get("closes"):
            self._check_lateness("closes", self.session, late_close(self.session, self.phase, cleaned["closes_at"]))
        return cleaned

    def show_conflict(self, current: PhaseWindow) -> None:
        """Both times, and the stored revision, so that the next save is a decision."""
        zone = self.session.time_zone
        for name in self.moments:
            theirs = moment_words(getattr(current, f"{name}_at"), zone, zone)
            yours = moment_words(self.cleaned_data[f"{name}_at"], zone, zone)
            if theirs != yours:
                self.conflicts.append(Conflict(str(self.fields[name].label), theirs, yours))
        self.data = {**self.data.dict(), self.add_prefix("seen_revision"): str(current.revision)}  # type: ignore[attr-defined]
        self.add_error(
            None, _("Somebody else changed this phase while you were on the page. Save again to keep yours.")
        )


class PhaseReasonForm(forms.Form):
    """Why a phase is opened or closed by hand."""

    reason = _reason()
