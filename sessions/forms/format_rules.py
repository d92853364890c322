"""Who may take part, which phases there are and how many stakeholders: of a kind and of a session alike."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from dialogue_portal.registries import Words, phases
from sessions.models import OpenTo

MOST_STAKEHOLDERS = 50


class StakeholderNumbersMixin(forms.Form):
    """For a model form with both numbers: their limits, and the least is not above the most."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("stakeholders_min", "stakeholders_max"):
            self.fields[name].validators += [MinValueValidator(0), MaxValueValidator(MOST_STAKEHOLDERS)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        least, most = cleaned.get("stakeholders_min"), cleaned.get("stakeholders_max")
        if least is not None and most is not None and least > most:
            self.add_error("stakeholders_max", _("This is fewer than the least. Make it the same or more."))
        return cleaned


def phase_choices() -> Iterator[tuple[str, Words]]:
    """All phases that the apps know, in the order of the phase bar."""
    for key, phase in sorted(phases.items(), key=lambda item: item[1].order):
        yield key, phase.label


def phases_field() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Phases"),
        required=False,
        choices=phase_choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What people can do, and when. A phase that is not chosen has no page and no deadline."),
    )


def open_to_field() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Who may take part"),
        required=False,
        choices=OpenTo.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Stated on the page of the meeting. It opens and closes nothing: the phases do."),
    )
