"""The programme as a list of rows: reordered, added to and emptied before anything is saved, then saved as a whole."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext as _, gettext_lazy

from dialogue_portal.revisions import Conflict
from sessions.models import ProgrammeItem
from sessions.services.programme_editing import ProgrammeRow

MOST = 60
PREFIX = "items"
FIELDS = ("id", "number", "segment", "title", "minutes", "led_by")


class ProgrammeItemForm(forms.Form):
    """One item. A row without minutes and title does not count; the number orders the list."""

    id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    number = forms.IntegerField(
        label=gettext_lazy("Number"),
        required=False,
        min_value=1,
        max_value=MOST + 1,
        widget=forms.NumberInput(attrs={"class": "form-control"}),
    )
    segment = forms.ChoiceField(
        label=gettext_lazy("Segment"),
        choices=ProgrammeItem.Segment,
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    title = forms.CharField(
        label=gettext_lazy("Title, if not the segment’s name"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes"),
        min_value=1,
        max_value=1440,
        required=False,
        widget=forms.NumberInput(attrs={"class": "form-control"}),
    )
    led_by = forms.CharField(
        label=gettext_lazy("Led by (optional)"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        said = cleaned.get("title") or cleaned.get("led_by")
        if said and not cleaned.get("minutes") and "minutes" not in self.errors:
            self.add_error("minutes", _("Say how many minutes this takes, or empty the row to remove it."))
        if cleaned.get("minutes") and not cleaned.get("segment"):
            self.add_error("segment", _("Say which segment this is."))
        return cleaned


class _ProgrammeItems(BaseFormSet):
    """The rows with one to spare."""

    def wanted(self) -> list[ProgrammeRow]:
        """The rows that count, in the order of their numbers; rows without one come last."""
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data.get("minutes")]
        rows.sort(key=lambda row: row.get("number") or MOST + 1)
        return [ProgrammeRow(row["segment"], row["minutes"], row["title"], row["led_by"], row["id"]) for row in rows]


ProgrammeFormSet = formset_factory(ProgrammeItemForm, formset=_ProgrammeItems, extra=1, max_num=MOST)


class ProgrammeForm(forms.Form):
    """The revision under which the rows are saved, and what differs after a conflict."""

    seen_revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, seen: int) -> None:
        self.conflicts: list[Conflict] = []
        super().__init__(data, initial={"seen_revision": seen})

    def show_conflict(self, current: Iterable[ProgrammeItem], wanted: list[ProgrammeRow], revision: int) -> None:
        """Both programmes, and the stored revision, so that the next save is a decision."""
        labels = dict(ProgrammeItem.Segment.choices)

        def words(rows: Iterable[ProgrammeItem | ProgrammeRow]) -> str:
            return "\n".join(
                f"{number}. {row.title or labels[row.segment]}: {row.minutes}" for number, row in enumerate(rows, 1)
            )

        self.conflicts = [Conflict(_("Programme"), words(current), words(wanted))]
        self.data = {**self.data.dict(), "seen_revision": str(revision)}  # type: ignore[attr-defined]
        self.add_error(
            None, _("Somebody else saved the programme while you were on the page. Save again to keep yours.")
        )


def typed_rows(data: Any) -> list[dict[str, str]]:
    """What was typed, row by row in the order of the numbers, unchecked; "row" is where each stood on the page."""
    total = data.get(f"{PREFIX}-TOTAL_FORMS", "")
    count = min(int(total), MOST + 1) if total.isdecimal() else 0
    rows = [{name: data.get(f"{PREFIX}-{index}-{name}", "").strip() for name in FIELDS} for index in range(count)]
    rows = [{**row, "row": str(position)} for position, row in enumerate(rows, 1)]
    rows = [row for row in rows if row["title"] or row["minutes"] or row["led_by"]]
    return sorted(rows, key=lambda row: int(row["number"]) if row["number"].isdecimal() else MOST + 1)


def moved(rows: list[dict[str, str]], act: str) -> list[dict[str, str]]:
    """The rows after "up-2", "down-2" or "remove-2" (the row's place on the page), numbered anew."""
    verb, _dash, place = act.partition("-")
    index = next((index for index, row in enumerate(rows) if row["row"] == place), None)
    if index is not None:
        row = rows.pop(index)
        if verb != "remove":
            rows.insert(max(0, index + {"up": -1, "down": 1}.get(verb, 0)), row)
    return [{**row, "number": str(number)} for number, row in enumerate(rows, 1)]
