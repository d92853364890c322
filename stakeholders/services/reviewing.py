"""Reviewers declare conflicts of interest, then score; who has a conflict with an application does not score it."""

from collections.abc import Collection, Iterable, Mapping

from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone

from accounts.models import User
from dialogue_portal.revisions import StaleRevision, save_revision
from sessions.models import DialogueSession
from stakeholders.models import (
    Application,
    ConflictOfInterest,
    Criterion,
    Panel,
    PanelStatus,
    Review,
    Score,
)

Declaration = ConflictOfInterest.Declaration


class ReviewClosed(Exception):
    """The panel is recommended: scores stand as they were when it was."""


class NotDeclared(Exception):
    """The reviewer has not said that there is no conflict of interest with this application."""


class IncompleteReview(Exception):
    """A submitted review scores every criterion; `missing` are those without a score."""

    def __init__(self, missing: list[Criterion]) -> None:
        self.missing = missing
        super().__init__(", ".join(criterion.label for criterion in missing))


@transaction.atomic
def declare_conflicts(
    applications: Iterable[Application], *, reviewer: User, conflicts: Collection[object]
) -> list[ConflictOfInterest]:
    """Declare, for each of these applications, a conflict (its key is in `conflicts`) or none.

    A conflict that is declared after scoring takes the review out of the count (`ReviewQuerySet.counted`). A settled
    conflict that is declared again is open again.
    """
    there = {row.application_id: row for row in ConflictOfInterest.objects.filter(reviewer=reviewer)}
    declared = []
    for application in applications:
        wanted = Declaration.CONFLICT if application.pk in conflicts else Declaration.NONE
        row = there.get(application.pk) or ConflictOfInterest(application=application, reviewer=reviewer)
        if row.declaration != wanted:
            row.declaration, row.declared_at = wanted, timezone.now()
            row.settled_by, row.settlement = None, ""
            row.save()
        declared.append(row)
    return declared


@transaction.atomic
def save_review(
    application: Application,
    *,
    reviewer: User,
    scores: Mapping[Criterion, int | None],
    comment: str,
    seen: int,
    submit: bool,
) -> Review:
    """Save a review, or submit it. A submitted one may be changed until the panel is recommended.

    `seen` is the revision that the reviewer saw, 1 for a new review. Raises NotDeclared, ReviewClosed,
    IncompleteReview, StaleRevision.
    """
    _check_open(application.session)
    declared = ConflictOfInterest.objects.filter(
        application=application, reviewer=reviewer, declaration=Declaration.NONE
    )
    if not declared.exists():
        raise NotDeclared
    review, _is_new = Review.objects.get_or_create(application=application, reviewer=reviewer)
    submit = submit or review.is_submitted
    missing = [criterion for criterion, value in scores.items() if value is None]
    if submit and missing:
        raise IncompleteReview(missing)
    if review.revision != seen:
        if _says(review, scores, comment, submit):
            return review
        raise StaleRevision(review)
    review.comment = comment
    review.submitted_at = review.submitted_at or (timezone.now() if submit else None)
    save_revision(review, seen=seen, fields=["comment", "submitted_at"])
    _save_scores(review, scores)
    return review


def _check_open(session: DialogueSession) -> None:
    if Panel.objects.filter(session=session).exclude(status=PanelStatus.PROPOSED).exists():
        raise ReviewClosed


def _says(review: Review, scores: Mapping[Criterion, int | None], comment: str, submit: bool) -> bool:
    """The stored review is what is being saved: the second of two clicks."""
    stored = {score.criterion_id: score.value for score in review.scores.all()}
    wanted = {criterion.pk: value for criterion, value in scores.items() if value is not None}
    return stored == wanted and review.comment == comment and review.is_submitted == submit


def _save_scores(review: Review, scores: Mapping[Criterion, int | None]) -> None:
    there = {score.criterion_id: score for score in review.scores.all()}
    for criterion, value in scores.items():
        score = there.get(criterion.pk)
        if value is None:
            if score:
                score.delete()
        elif score is None:
            Score.objects.create(review=review, criterion=criterion, value=value)
        elif score.value != value:
            score.value = value
            score.save(update_fields=["value"])


def weighted_scores(session: DialogueSession) -> dict[object, float]:
    """Per application key, the mean of its counted reviews, each weighted by the criteria: 0 to MAX_SCORE."""
    rows = (
        Score.objects.filter(review__in=Review.objects.counted().filter(application__session=session))
        .values("review__application")
        .annotate(points=Sum(F("value") * F("criterion__weight")), weights=Sum("criterion__weight"))
    )
    return {row["review__application"]: row["points"] / row["weights"] for row in rows}
