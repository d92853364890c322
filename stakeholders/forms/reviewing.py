"""What reviewers fill in: declarations of conflicts, scores on the session's criteria."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from dialogue_portal.revisions import Conflict
from stakeholders.forms.drafts import NeededFieldsMixin
from stakeholders.models import MAX_SCORE, Application, Criterion, Review

# The ends of the scale are said in words.
SCORES = [
    (str(value), str(value) if 0 < value < MAX_SCORE else label)
    for value, label in zip(
        range(MAX_SCORE + 1),
        [_("0, not at all"), *[""] * (MAX_SCORE - 1), _("5, in full")],
        strict=True,
    )
]


class ConflictsForm(forms.Form):
    """Which of these organisations the reviewer has an interest in; all others are declared free of conflict."""

    # Not `conflicts`: that is what the summary of errors calls the texts of two savers.
    organizations = forms.MultipleChoiceField(
        label=_("I have a conflict of interest with"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, applications: Iterable[Application], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organizations"].choices = [  # type: ignore[attr-defined]
            (str(application.pk), str(application.organization)) for application in applications
        ]

    @property
    def keys(self) -> set[uuid.UUID]:
        return {uuid.UUID(key) for key in self.cleaned_data["organizations"]}


class ReviewForm(NeededFieldsMixin):
    """One radio group per criterion, and a comment. A draft may leave scores out."""

    seen_revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, criteria: Iterable[Criterion], review: Review | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = list(criteria)
        self.conflicts: list[Conflict] = []
        scores = {score.criterion_id: score.value for score in review.scores.all()} if review else {}
        self.fields["seen_revision"].initial = review.revision if review else 1
        for criterion in self.criteria:
            self.fields[self._name(criterion)] = forms.TypedChoiceField(
                label=criterion.label,
                help_text=criterion.description,
                choices=SCORES,
                coerce=int,
                empty_value=None,
                required=False,
                initial=str(scores[criterion.pk]) if criterion.pk in scores else None,
                widget=forms.RadioSelect,
            )
        self.needed = tuple(self._name(criterion) for criterion in self.criteria)
        self.mark_needed(True)
        self.fields["comment"] = forms.CharField(
            label=_("Comment"),
            help_text=_("Read by the other reviewers once they have submitted their own review."),
            max_length=3000,
            required=False,
            initial=review.comment if review else "",
            widget=forms.Textarea(attrs={"rows": 4}),
        )

    @staticmethod
    def _name(criterion: Criterion) -> str:
        return f"score-{criterion.number}"

    def scores(self) -> Mapping[Criterion, int | None]:
        return {criterion: self.cleaned_data.get(self._name(criterion)) for criterion in self.criteria}

    def show_missing(self, missing: Iterable[Criterion]) -> None:
        for criterion in missing:
            self.add_error(self._name(criterion), _("Choose a score before you submit the review."))

    def show_conflict(self, revision: int, pairs: Iterable[tuple[str, object, object]]) -> None:
        """Another window of the same reviewer saved meanwhile: both are shown, saving again keeps what is here."""
        self.conflicts = [
            Conflict(label, *("" if value is None else str(value) for value in values)) for label, *values in pairs
        ]
        data = {name: self.data.getlist(name) for name in self.data}  # type: ignore[attr-defined]
        self.data = MultiValueDict({**data, "seen_revision": [str(revision)]})
        self.add_error(None, _("This review was saved in another window meanwhile. Save again to keep what is here."))
