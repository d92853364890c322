"""What shapes the panel: the rules switched on, reasons, the Chair's choice per seat."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.organizations import OrganizationFields
from dialogue_portal.revisions import RevisionFormMixin
from stakeholders.balance import RULES
from stakeholders.models import Application, Panel, PanelSeat

# The choice of leaving a seat empty.
NOBODY = "nobody"
RULE_LABELS = {
    "one_per_region": _("At most one per regional group"),
    "min_kinds": _("Different kinds of organization, at least"),
    "every_theme_area": _("Every theme area covered"),
    "min_national": _("With expertise at national level, at least"),
    "min_genders": _("Different genders, at least"),
    "min_languages": _("Different languages, at least"),
    "without_conflict": _("Nobody with an open conflict of interest"),
}


class _SeenRevision(RevisionFormMixin):
    """A form on the panel that writes through a service, not onto its row."""

    def __init__(self, *args: Any, panel: Panel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen_revision"].initial = panel.revision


class RulesForm(_SeenRevision):
    """The rules of the balance; 0 and unticked mean off."""

    one_per_region = forms.BooleanField(label=RULE_LABELS["one_per_region"], required=False)
    min_kinds = forms.IntegerField(label=RULE_LABELS["min_kinds"], min_value=0, max_value=9)
    every_theme_area = forms.BooleanField(label=RULE_LABELS["every_theme_area"], required=False)
    min_national = forms.IntegerField(label=RULE_LABELS["min_national"], min_value=0, max_value=9)
    min_genders = forms.IntegerField(label=RULE_LABELS["min_genders"], min_value=0, max_value=3)
    min_languages = forms.IntegerField(label=RULE_LABELS["min_languages"], min_value=0, max_value=7)
    without_conflict = forms.BooleanField(label=RULE_LABELS["without_conflict"], required=False)

    def rules(self) -> Mapping[str, Any]:
        return {rule: self.cleaned_data[rule] for rule in RULES}


class RecommendationForm(_SeenRevision):
    """A reason per seat and for the set as a whole."""

    def __init__(self, *args: Any, seats: Iterable[PanelSeat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = list(seats)
        for seat in self.seats:
            self.fields[f"reason-{seat.application_id}"] = forms.CharField(
                label=_("Reason for %(organization)s") % {"organization": seat.application.organization},
                max_length=1000,
                required=not seat.invited_by_chair,
                initial=seat.reason,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        self.fields["reasons"] = forms.CharField(
            label=_("Reasons for this set"),
            help_text=_("How it reflects regional balance, diversity of voices and expertise at national level."),
            max_length=5000,
            widget=forms.Textarea(attrs={"rows": 4}),
        )

    def seat_reasons(self) -> dict[str, str]:
        return {str(seat.application_id): self.cleaned_data[f"reason-{seat.application_id}"] for seat in self.seats}


class DecisionForm(_SeenRevision):
    """The Chair keeps or replaces each seat; a change has a reason."""

    def __init__(self, *args: Any, seats: Iterable[PanelSeat], eligible: Iterable[Application], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = list(seats)
        names = {str(application.pk): str(application.organization) for application in eligible}
        for seat in self.seats:
            self.fields[f"seat-{seat.pk}"] = forms.ChoiceField(
                label=_("Seat recommended for %(organization)s") % {"organization": seat.application.organization},
                choices=_choices(seat, names),
                initial=str(seat.application_id),
            )
        self.fields["reasons"] = forms.CharField(
            label=_("Reasons for a change"),
            help_text=_("Needed if a seat goes to somebody else than recommended, or to nobody."),
            max_length=5000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
        )

    def choices(self) -> dict[str, str]:
        """Per seat the key of the application that gets it, "" for nobody."""
        chosen = {str(seat.pk): self.cleaned_data[f"seat-{seat.pk}"] for seat in self.seats}
        return {seat: "" if key == NOBODY else key for seat, key in chosen.items()}

    def clean(self) -> None:
        super().clean()
        changed = [
            seat
            for seat in self.seats
            if self.cleaned_data.get(f"seat-{seat.pk}", str(seat.application_id)) != str(seat.application_id)
        ]
        if changed and not self.cleaned_data.get("reasons", "").strip():
            self.add_error("reasons", _("Say why you change what was recommended."))


def _choices(seat: PanelSeat, names: Mapping[str, str]) -> list[Any]:
    """As recommended, the ranked alternates, nobody, and everybody else who is eligible."""
    ranked = sorted(seat.alternates.all(), key=lambda alternate: alternate.rank or 0)
    alternates = [
        (str(alternate.application_id), f"{alternate.rank}. {alternate.application.organization}")
        for alternate in ranked
    ]
    near = {str(seat.application_id), *dict(alternates)}
    others = [(key, name) for key, name in names.items() if key not in near]
    choices: list[Any] = [(str(seat.application_id), _("As recommended: %s") % seat.application.organization)]
    if alternates:
        choices.append((_("Ranked alternates"), alternates))
    return [*choices, (NOBODY, _("Nobody")), (_("Other eligible applicants"), others)]


class InvitationForm(OrganizationFields):
    """A stakeholder whom the Chair invited."""

    speaker_name = forms.CharField(label=_("Name of the speaker"), max_length=200)
    speaker_title = forms.CharField(label=_("Functional title of the speaker"), max_length=250)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["ecosoc_status"]

    def organization(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
