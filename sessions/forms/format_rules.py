"""Fields for who may take part and which phases there are: of a kind and of a session alike."""

from collections.abc import Iterator

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue_portal.registries import Words, phases
from sessions.models import OpenTo


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
