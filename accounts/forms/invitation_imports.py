"""Handing in a table of people to be invited, and correcting its rows."""

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.invitation_rows import CheckedRow, cells_of, columns_of, offered_by
from accounts.models import InvitationImport, User
from accounts.services.invitation_imports import Correction, keep_import
from dialogue_portal.client_tokens import ClientTokenFormMixin
from dialogue_portal.tables import read_table
from dialogue_portal.uploads import TEXT, XLSX, checked_upload


class ImportForm(ClientTokenFormMixin, forms.Form):
    """A CSV or Excel file with the columns of its scope; None stands for delegations."""

    file = forms.FileField(
        label=_("Table"),
        help_text=_("Excel (.xlsx) or CSV, with the headings of the template in the first row. Nothing is sent yet."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,text/csv"}),
    )

    def __init__(self, *args: Any, scope: models.Model | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope

    def clean_file(self) -> list[tuple[int, dict[str, str]]]:
        upload = checked_upload(self.cleaned_data["file"], accept={TEXT, XLSX}, text_is=".csv")
        # A CSV file is text by its content, and is shown under the name that it has.
        self.file_name = upload.name.removesuffix(".txt") + (".csv" if upload.content_type == TEXT else "")
        return cells_of(read_table(upload), self.scope)

    def keep(self, *, actor: User) -> InvitationImport:
        values = self.cleaned_data
        return keep_import(
            values["file"],
            file_name=self.file_name,
            actor=actor,
            scope=self.scope,
            client_token=values["client_token"],
        )


class RowForm(forms.Form):
    """One row of a table with its cells as they were written, each problem beside its cell."""

    is_left_out = forms.BooleanField(
        label=_("Leave out"), required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"})
    )

    def __init__(self, data: Any = None, *, checked: CheckedRow) -> None:
        self.checked = checked
        row = checked.row
        initial = {**row.cells, "is_left_out": row.is_left_out}
        super().__init__(data, prefix=str(row.pk), initial=initial)
        for column in columns_of(offered_by(row.source.scope)):
            attrs = {"class": "form-control form-control-sm", "dir": "auto"}
            if column.key in checked.problems:
                attrs |= {"aria-invalid": "true", "aria-describedby": f"problem-{row.pk}-{column.key}"}
                attrs["class"] += " is-invalid"
            self.fields[column.key] = forms.CharField(
                label=str(column.label), required=False, max_length=2000, widget=forms.TextInput(attrs=attrs)
            )

    @property
    def cells(self) -> list[tuple[forms.BoundField, str, str]]:
        """Each cell's field, its problem in words and that problem's id in the page."""
        problems = self.checked.problems
        return [
            (self[name], problems.get(name, ""), f"problem-{self.checked.row.pk}-{name}")
            for name in self.fields
            if name != "is_left_out"
        ]

    def correction(self) -> Correction:
        cells = {name: value for name, value in self.cleaned_data.items() if name != "is_left_out"}
        return Correction(cells, is_left_out=self.cleaned_data["is_left_out"])
