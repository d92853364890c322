"""The set-up of a session on one page: its columns, its English texts, its questions and theme areas.

Date and times are typed as the meeting's clock shows them and become UTC in `clean`.
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.core.validators import MaxLengthValidator
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from dialogue_portal.moments import city
from dialogue_portal.registries import phases
from dialogue_portal.revisions import Conflict, Revisioned, RevisionFormMixin
from dialogue_portal.texts import FALLBACK_LANGUAGE
from sessions.forms.format_rules import StakeholderNumbersMixin, open_to_field, phases_field
from sessions.forms.local_times import check_year, edge_words
from sessions.local_time import NoSuchTime, SkippedTime, meeting_times, to_local
from sessions.models import DialogueSession, PhaseState, SessionStatus, TextPart
from sessions.rehearsed import marked
from sessions.services.addresses import is_reserved
from sessions.services.set_up import NumberedText, SetUp
from sessions.services.texts import THEME_MAX, TITLE_MAX

SEATS = (
    "America/New_York",
    "Europe/Zurich",
    "Europe/Vienna",
    "Africa/Nairobi",
    "Africa/Addis_Ababa",
    "Asia/Bangkok",
    "Asia/Beirut",
    "America/Santiago",
)
# Field of the form → the text of the session that it holds.
TEXT_FIELDS = {
    "overview": TextPart.OVERVIEW,
    "format": TextPart.FORMAT,
    "questions_text": TextPart.QUESTIONS,
    "outcome": TextPart.OUTCOME,
}
SPARE_ROWS = 2
NEEDED_TO_PUBLISH = ("title", "date", "starts", "ends")


def zone_choices() -> list[tuple[str, Any]]:
    """Zones of the United Nations' seats first, then all."""
    others = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "posix")))
    return [
        (str(_("Seats of the United Nations")), [(zone, f"{city(ZoneInfo(zone))} ({zone})") for zone in SEATS]),
        (str(_("All time zones")), [(zone, zone) for zone in ["UTC", *others]]),
    ]


def stored_values(session: DialogueSession) -> dict[str, Any]:
    """What the form's own fields hold for a stored session."""
    zone = session.zone
    starts, ends = (to_local(moment, zone) if moment else None for moment in (session.starts_at, session.ends_at))
    texts = {text.part: text.text for text in session.texts.all() if text.language == FALLBACK_LANGUAGE}
    commission = session.commission_session
    return {
        "date": starts.date() if starts else None,
        "starts": starts.time() if starts else None,
        "ends": ends.time() if ends else None,
        "body": commission.body if commission else "",
        "session_number": commission.number if commission else None,
        **{name: texts.get(part, "") for name, part in TEXT_FIELDS.items()},
    }


def _text(label: Any, rows: int = 6) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": rows}))


class SetUpForm(RevisionFormMixin, StakeholderNumbersMixin, forms.ModelForm):
    """Nothing but the address is required in a draft; what a published session needs is asked when publishing."""

    date = forms.DateField(
        label=_("Date"), required=False, validators=[check_year], widget=forms.DateInput(attrs={"type": "date"})
    )
    starts = forms.TimeField(
        label=_("Begins"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    ends = forms.TimeField(
        label=_("Ends"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone of the meeting"), choices=zone_choices, help_text=_("Date and times above are in this zone.")
    )
    body = forms.CharField(label=_("Commission"), required=False, max_length=200)
    session_number = forms.IntegerField(
        label=_("Number of its session"),
        required=False,
        min_value=1,
        max_value=999,
        help_text=_("63 for the sixty-third."),
    )
    open_to = open_to_field()
    phase_keys = phases_field()
    overview = _text(_("Overview"), 10)
    format = _text(_("Format and participation"), 10)
    questions_text = _text(_("Introduction to the leading questions"))
    outcome = _text(_("Outcome"))

    class Meta:
        model = DialogueSession
        fields = [
            "title",
            "theme",
            "kind",
            "slug",
            "agenda_item",
            "mandate",
            "venue",
            "time_zone",
            "open_to",
            "phase_keys",
            "initial_seconds",
            "follow_up_seconds",
            "opening_minutes",
            "stakeholders_min",
            "stakeholders_max",
            "keeps_speakers_list",
            "shows_overtime",
        ]
        widgets = {
            "title": forms.Textarea(attrs={"rows": 2}),
            "theme": forms.Textarea(attrs={"rows": 3, "maxlength": THEME_MAX}),
            "mandate": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, noted: dict[str, Any] | None = None, **kwargs: Any) -> None:
        """`noted` holds what the concept note states, for what could not be stored (a date without a time)."""
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False
        for name in NEEDED_TO_PUBLISH:
            self.fields[name].help_text = self.fields[name].help_text or _("Needed to publish.")
            self.fields[name].hides_optional = True  # type: ignore[attr-defined]
        stored = stored_values(self.instance)
        if stored["date"] is None:
            stored.update({name: (noted or {}).get(name) for name in ("date", "starts", "ends")})
        if self.instance.commission_session is None and self.instance.revision == 1:
            # Once saved, what stands in the fields is what staff left in them.
            stored.update({name: (noted or {}).get(name) for name in ("body", "session_number")})
        self.initial = {**stored, **self.initial}
        self.fields["theme"].validators.append(MaxLengthValidator(THEME_MAX))
        if self.instance.status != SessionStatus.DRAFT:
            self.fields["slug"].disabled = True

    def clean_title(self) -> str:
        return marked(self.instance, " ".join(self.cleaned_data["title"].split()))[:TITLE_MAX]

    def clean_theme(self) -> str:
        """A line, as the texts page keeps it: translations are compared with it."""
        return " ".join(self.cleaned_data["theme"].split())

    def clean_phase_keys(self) -> list[str]:
        """A phase that has begun for everybody to see cannot be made not to have been."""
        wanted: list[str] = self.cleaned_data["phase_keys"]
        begun = [
            phases[window.phase].label
            for window in self.instance.phase_windows.all()
            if window.phase in phases and window.phase not in wanted and window.state() != PhaseState.UPCOMING
        ]
        if begun and self.instance.status != SessionStatus.DRAFT:
            words = _("It has begun already: %(phases)s. Keep it, and close it in the cockpit if it should be over.")
            raise forms.ValidationError(words % {"phases": ", ".join(map(str, begun))})
        return wanted

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if is_reserved(slug):
            raise forms.ValidationError(_("This address is taken by a page of the portal. Choose another."))
        return slug

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("body")) != bool(cleaned.get("session_number")) and not self.errors:
            missing = "session_number" if cleaned.get("body") else "body"
            self.add_error(missing, _("Give both the Commission and the number of its session, or neither."))
        self._clean_times(cleaned)
        return cleaned

    def _clean_times(self, cleaned: dict[str, Any]) -> None:
        """Set the moments on the instance; a draft may have none, or a beginning without an end."""
        if {"date", "starts", "ends", "time_zone"} & self.errors.keys():
            return
        day, starts, ends = cleaned.get("date"), cleaned.get("starts"), cleaned.get("ends")
        is_published = self.instance.status != SessionStatus.DRAFT
        needed = {"date": day, "starts": starts} if day or starts or ends or is_published else {}
        for name in (
            name for name, value in {**needed, **({"ends": ends} if is_published else {})}.items() if value is None
        ):
            self.add_error(name, _("Fill this in too: date and times are kept together."))
        if day is None or starts is None:
            self.instance.starts_at = self.instance.ends_at = None
            return
        try:
            moments = meeting_times(day, starts, ends, ZoneInfo(cleaned["time_zone"]))
        except SkippedTime as error:
            self.add_error("starts", edge_words(error))
        except NoSuchTime:
            self.add_error("starts", _("The clock shows one of these times twice on that day. Choose another time."))
        else:
            self.instance.starts_at, self.instance.ends_at = moments

    def set_up(self, questions: list[NumberedText], theme_areas: list[NumberedText]) -> SetUp:
        """What the service saves beside the session's own columns."""
        return SetUp(
            texts={part: self.cleaned_data[name].replace("\r\n", "\n").strip() for name, part in TEXT_FIELDS.items()},
            questions=questions,
            theme_areas=theme_areas,
            body=" ".join(self.cleaned_data["body"].split()),
            session_number=self.cleaned_data["session_number"],
        )

    def show_conflict(self, current: Revisioned) -> None:
        """As the base's, and for the fields that are no columns as well."""
        assert isinstance(current, DialogueSession)  # noqa: S101  (what this form edits)
        current.__dict__.update(stored_values(current))
        super().show_conflict(current)


class NumberedTextForm(forms.Form):
    """One leading question: emptied, it is removed; the number orders the list."""

    id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    number = forms.IntegerField(
        label=_("Number"),
        required=False,
        min_value=1,
        max_value=99,
        widget=forms.NumberInput(attrs={"class": "form-control"}),
    )
    text = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
    )


class ThemeAreaForm(NumberedTextForm):
    """One theme area: a few words."""

    text = forms.CharField(
        label=_("Text"), required=False, max_length=200, widget=forms.TextInput(attrs={"class": "form-control"})
    )


class _NumberedTexts(BaseFormSet):
    """A short list with two rows to spare."""

    def wanted(self) -> list[NumberedText]:
        """The rows that hold a text, in the order of their numbers; rows without one come last."""
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data.get("text", "").strip()]
        rows.sort(key=lambda row: row.get("number") or 1000)
        return [NumberedText(row["text"].replace("\r\n", "\n").strip(), row.get("id")) for row in rows]

    def conflict(self, label: Any, current: list[Any]) -> Conflict | None:
        """What differs between the stored rows and those that a person typed."""
        theirs = "\n".join(f"{row.number}. {row.text}" for row in current)
        yours = "\n".join(f"{number}. {row.text}" for number, row in enumerate(self.wanted(), 1))
        return Conflict(str(label), theirs, yours) if theirs != yours else None


QuestionFormSet = formset_factory(NumberedTextForm, formset=_NumberedTexts, extra=SPARE_ROWS, max_num=40)
ThemeAreaFormSet = formset_factory(ThemeAreaForm, formset=_NumberedTexts, extra=SPARE_ROWS, max_num=40)


def rows_of(numbered: Any) -> list[dict[str, Any]]:
    """A session's questions or areas as the formset's initial values, in English."""
    return [
        {
            "id": row.pk,
            "number": row.number,
            "text": next((text.text for text in row.texts.all() if text.language == FALLBACK_LANGUAGE), ""),
        }
        for row in numbered
    ]


def noted_values(recognised: dict[str, Any]) -> dict[str, Any]:
    """What the note states and a draft may not have stored: a date without times, a session without its Commission."""
    values = {name: recognised[name]["value"] for name in ("body", "session_number") if name in recognised}
    for name in ("date", "starts", "ends"):
        if name in recognised:
            written = recognised[name]["value"]
            values[name] = (
                datetime.fromisoformat(written).date()
                if name == "date"
                else datetime.fromisoformat(f"2000-01-01T{written}").time()
            )
    return values
