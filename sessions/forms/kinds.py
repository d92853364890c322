"""A kind of meeting: its rules, and the segments that a programme of it begins with."""

from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext as _, gettext_lazy

from dialogue_portal.revisions import Conflict, RevisionFormMixin
from sessions.forms.format_rules import StakeholderNumbersMixin, open_to_field, phases_field
from sessions.models import Kind, ProgrammeItem
from sessions.models.format_rules import MOST_OPENING_MINUTES
from sessions.services.programme_editing import ProgrammeRow


class KindForm(RevisionFormMixin, StakeholderNumbersMixin, forms.ModelForm):
    """The meeting's length and the opening's minutes are what the segments say."""

    open_to = open_to_field()
    phase_keys = phases_field()

    class Meta:
        model = Kind
        fields = (
            "open_to",
            "phase_keys",
            "initial_seconds",
            "follow_up_seconds",
            "stakeholders_min",
            "stakeholders_max",
            "keeps_speakers_list",
            "shows_overtime",
        )


class SegmentForm(forms.Form):
    """One segment: without minutes it is removed; the number orders the list."""

    number = forms.IntegerField(label=gettext_lazy("Number"), required=False, min_value=1, max_value=99)
    segment = forms.ChoiceField(label=gettext_lazy("Segment"), choices=ProgrammeItem.Segment.choices, required=False)
    title = forms.CharField(label=gettext_lazy("Own title"), required=False, max_length=200)
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes"), required=False, min_value=0, max_value=MOST_OPENING_MINUTES
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # A row is given or left out as a whole.
            field.hides_optional = True  # type: ignore[attr-defined]


class _Segments(BaseFormSet):
    def clean(self) -> None:
        if not any(self.errors) and not self.budgets():
            raise forms.ValidationError(_("Give at least one segment its minutes."))

    def budgets(self) -> list[ProgrammeRow]:
        """The rows that have minutes, in the order of their numbers; rows without one come last."""
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data.get("minutes")]
        rows.sort(key=lambda row: row.get("number") or 1000)
        return [ProgrammeRow(row["segment"], row["minutes"], row["title"].strip()) for row in rows]

    def conflict(self, current: Kind) -> Conflict | None:
        """What differs between the stored segments and those that a person typed."""
        theirs = in_words([ProgrammeRow(row.segment, row.minutes, row.title) for row in current.segments.all()])
        yours = in_words(self.budgets())
        return Conflict(_("Segments"), theirs, yours) if theirs != yours else None


def in_words(budgets: list[ProgrammeRow]) -> str:
    labels = dict(ProgrammeItem.Segment.choices)
    return "\n".join(f"{one.title or labels[one.segment]}: {one.minutes}" for one in budgets)


SegmentFormSet: Any = formset_factory(SegmentForm, formset=_Segments, extra=2, max_num=30)


def rows_of(kind: Kind) -> list[dict[str, Any]]:
    """A kind's segments as the formset's initial values."""
    return [*map(dict, kind.segments.values("number", "segment", "title", "minutes"))]
