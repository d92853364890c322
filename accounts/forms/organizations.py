"""Organisations: naming one, joining one, what staff filter by, change and check."""

import datetime
import uuid
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.matching import Match, clean_name, duplicated
from accounts.models import (
    EcosocStatus,
    FormerName,
    JoinRequest,
    Organization,
    OrganizationMember,
    RegionalGroup,
    StakeholderKind,
)
from accounts.services.organizations import ORGANIZATION_FIELDS
from dialogue_portal.client_tokens import ClientTokenFormMixin
from dialogue_portal.revisions import RevisionFormMixin
from dialogue_portal.uploads import TEXT, checked_upload

ALL = [("", _("All"))]
# What an organisation may state of itself; a suspension is for staff to find.
STATED = [
    (status.value, status.label)
    for status in EcosocStatus.Status
    if status not in (EcosocStatus.Status.SUSPENDED, EcosocStatus.Status.WITHDRAWN)
]


class OrganizationFields(forms.ModelForm):
    """What an organisation says of itself."""

    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https", max_length=200)
    ecosoc_status = forms.ChoiceField(
        label=_("Consultative status with ECOSOC"),
        required=False,
        choices=[("", _("Not stated")), *STATED],
        help_text=_(
            "Non-governmental and women’s organizations apply with consultative status. It is recorded as stated by "
            "you; the secretariat checks it."
        ),
    )

    class Meta:
        model = Organization
        fields = ORGANIZATION_FIELDS
        help_texts = {"regional_group": _("Where your work takes place, not where your office is.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            declared = self.instance.declared_status
            self.fields["ecosoc_status"].initial = declared.status if declared else ""

    def clean_name(self) -> str:
        name = clean_name(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(_("Give the organization’s name."))
        return name


class NewOrganizationForm(ClientTokenFormMixin, OrganizationFields):
    """An organisation that the portal may not know yet; `matches` are those it may be after all."""

    matches: list[Match] = []

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data.get(name, "") for name in (*ORGANIZATION_FIELDS, "ecosoc_status")}

    @property
    def set_aside(self) -> list[uuid.UUID]:
        """The organisations that the person has seen and said to be others: sent by the button below them."""
        try:
            return [uuid.UUID(key) for key in self.data.get("none_of", "").split(",") if key]
        except ValueError:
            return []

    def offer(self, matches: list[Match]) -> None:
        """Ask whether it is one of these; the button that says "none" names them all."""
        self.matches = matches
        self.add_error(None, _("The portal knows organizations like this one. Look at them below: is it one of these?"))

    @property
    def offered(self) -> str:
        return ",".join(str(match.organization.pk) for match in self.matches)


class OrganizationEditForm(RevisionFormMixin, OrganizationFields):
    """What staff correct; consultative status has a form of its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["ecosoc_status"]
        self.fields["name"].help_text = _("The name until now is kept as a former name, and is found by search.")


class JoinForm(ClientTokenFormMixin, forms.ModelForm):
    """Asking to act for an organisation."""

    class Meta:
        model = JoinRequest
        fields = ("message",)
        widgets = {"message": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"message": _("Who you are in the organization, so that its people know you.")}


class DeclineForm(forms.Form):
    """Saying no, with the words that the person gets."""

    answer = forms.CharField(label=_("Reason, sent to the person"), max_length=1000)


class EcosocCheckForm(forms.Form):
    """Consultative status as the secretariat has checked it."""

    status = forms.ChoiceField(label=_("Checked status"), choices=EcosocStatus.Status.choices)
    as_of = forms.DateField(label=_("As of"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["as_of"].initial = lambda: timezone.now().date()

    def clean_as_of(self) -> datetime.date:
        as_of: datetime.date = self.cleaned_data["as_of"]
        if as_of > timezone.now().date():
            raise forms.ValidationError(_("This day has not come yet. Give the day on which the status was checked."))
        return as_of


class EcosocFileForm(forms.Form):
    """A table of statuses."""

    file = forms.FileField(label=_("Table (CSV)"), max_length=200)

    def clean_file(self) -> UploadedFile:
        return checked_upload(self.cleaned_data["file"], accept={TEXT}, text_is=".csv").file


class OrganizationFilter(forms.Form):
    """Which organisations the staff list shows."""

    SHOWN = [
        ("", _("All")),
        ("waiting", _("With somebody who asks to act for it")),
        ("unchecked", _("Consultative status stated, not checked")),
        ("duplicates", _("Likely duplicates")),
        ("nobody", _("Nobody acts for it")),
    ]
    q = forms.CharField(label=_("Name, former name or website"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[*ALL, *StakeholderKind.choices])
    region = forms.ChoiceField(
        label=_("Works in"), required=False, choices=[*ALL, *[c for c in RegionalGroup.choices if c[0] != "none"]]
    )
    show = forms.ChoiceField(label=_("Show"), required=False, choices=SHOWN)

    def apply(self, rows: "models.QuerySet[Organization]") -> "models.QuerySet[Organization]":
        """The rows that match; a value that is no choice filters nothing."""
        self.is_valid()
        wanted = {name: value for name, value in self.cleaned_data.items() if value}
        if text := wanted.get("q"):
            former = FormerName.objects.filter(name__icontains=text).values("organization")
            rows = rows.filter(
                models.Q(name__icontains=text) | models.Q(website__icontains=text) | models.Q(pk__in=former)
            )
        if "kind" in wanted:
            rows = rows.filter(kind=wanted["kind"])
        if "region" in wanted:
            rows = rows.filter(regional_group=wanted["region"])
        return self._shown(rows, wanted.get("show", ""))

    def _shown(self, rows: "models.QuerySet[Organization]", show: str) -> "models.QuerySet[Organization]":
        statuses = EcosocStatus.objects.order_by()
        if show == "waiting":
            return rows.filter(pk__in=JoinRequest.objects.waiting().order_by().values("organization"))
        if show == "unchecked":
            checked = statuses.filter(checked_by__isnull=False).values("organization")
            return rows.filter(pk__in=statuses.filter(checked_by=None).values("organization")).exclude(pk__in=checked)
        if show == "duplicates":
            return rows.filter(pk__in=duplicated())
        if show == "nobody":
            return rows.exclude(pk__in=OrganizationMember.objects.values("organization"))
        return rows
