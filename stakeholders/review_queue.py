"""What a reviewer is asked to review: the entries of the queue, and how each stands. For the page and its export."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from accounts.models import User
from dialogue_portal.registries import Words
from sessions.models import DialogueSession
from stakeholders.models import Application, ConflictOfInterest, Review

CONFLICT = ConflictOfInterest.Declaration.CONFLICT


@dataclass(frozen=True)
class QueueEntry:
    """One application of a reviewer's queue, and what is still to do with it."""

    application: Application
    declaration: str
    review: Review | None

    @property
    def standing(self) -> tuple[Words, str]:
        """In words, and the tone of the pill."""
        if not self.declaration:
            return gettext_lazy("Conflict of interest to be declared"), "soon"
        if self.declaration == CONFLICT:
            return gettext_lazy("Conflict of interest: not for you"), "neutral"
        if self.review is None:
            return gettext_lazy("To be scored"), "open"
        return (
            (gettext_lazy("Submitted"), "done")
            if self.review.is_submitted
            else (gettext_lazy("Draft of a review"), "soon")
        )

    @property
    def is_to_score(self) -> bool:
        return self.declaration not in ("", CONFLICT) and not (self.review and self.review.is_submitted)


def queue_of(user: User, session: DialogueSession) -> list[QueueEntry]:
    """What this reviewer is asked to review, by name of the organisation: three queries."""
    rows = Application.objects.for_reviewer(user, session).select_related("organization")
    # Without the texts, which are long.
    organization = [f"organization__{name}" for name in ("name", "kind", "regional_group")]
    applications = rows.only("session", "route", "status", *organization).order_by("organization__name", "pk")
    declared = dict(
        ConflictOfInterest.objects.filter(reviewer=user, application__session=session).values_list(
            "application", "declaration"
        )
    )
    reviews = {
        review.application_id: review for review in Review.objects.filter(reviewer=user, application__session=session)
    }
    return [QueueEntry(row, declared.get(row.pk, ""), reviews.get(row.pk)) for row in applications]
