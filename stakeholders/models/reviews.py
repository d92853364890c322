"""How reviewers judge applications: criteria with weights, scores, comments, and conflicts of interest."""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from dialogue_portal.revisions import Revisioned
from sessions.models import DialogueSession
from stakeholders.models.applications import Application

# A score is a whole number from 0 to this.
MAX_SCORE = 5


class Criterion(models.Model):
    """What an application is scored on in a session; a score counts as often as its weight says."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(DialogueSession, on_delete=models.CASCADE, related_name="criteria")
    number = models.PositiveSmallIntegerField(_("number"))
    label = models.CharField(_("criterion"), max_length=150)
    description = models.CharField(_("what to look for"), max_length=400, blank=True)
    weight = models.PositiveSmallIntegerField(
        _("weight"), default=1, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )

    class Meta:
        ordering = ["number"]
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="one_criterion_per_number"),
            models.CheckConstraint(condition=Q(weight__gte=1, weight__lte=10), name="criterion_weight_1_to_10"),
        ]

    def __str__(self) -> str:
        return self.label


class ConflictOfInterest(models.Model):
    """A reviewer's declaration about one application, made before it can be scored."""

    class Declaration(models.TextChoices):
        NONE = "none", _("No conflict of interest")
        CONFLICT = "conflict", _("Conflict of interest")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="conflicts")
    reviewer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="conflicts_of_interest")
    declaration = models.CharField(_("declaration"), max_length=10, choices=Declaration)
    declared_at = models.DateTimeField(default=timezone.now, editable=False)
    # A conflict is open until the secretariat has settled it, for instance because the reviewer stood aside.
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    settlement = models.CharField(_("how it was settled"), max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "reviewer"], name="one_declaration_per_reviewer"),
            models.CheckConstraint(
                condition=Q(settled_by=None, settlement="") | (Q(settled_by__isnull=False) & ~Q(settlement="")),
                name="settled_conflict_says_how",
            ),
        ]


class ReviewQuerySet(models.QuerySet["Review"]):
    def submitted(self) -> "ReviewQuerySet":
        return self.filter(submitted_at__isnull=False)

    def counted(self) -> "ReviewQuerySet":
        """Submitted reviews, without those of reviewers who have declared a conflict since."""
        conflict = ConflictOfInterest.objects.filter(
            application=OuterRef("application"),
            reviewer=OuterRef("reviewer"),
            declaration=ConflictOfInterest.Declaration.CONFLICT,
        )
        return self.submitted().filter(~Exists(conflict))


class Review(Revisioned):
    """One reviewer's judgement of one application; a draft until it is submitted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="reviews")
    comment = models.TextField(_("comment"), max_length=3000, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        constraints = [models.UniqueConstraint(fields=["application", "reviewer"], name="one_review_per_reviewer")]

    @property
    def is_submitted(self) -> bool:
        return self.submitted_at is not None


class Score(models.Model):
    """A review's score on one criterion."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="scores")
    value = models.PositiveSmallIntegerField(_("score"), validators=[MaxValueValidator(MAX_SCORE)])

    class Meta:
        ordering = ["criterion__number"]
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="one_score_per_criterion"),
            models.CheckConstraint(condition=Q(value__lte=MAX_SCORE), name="score_0_to_5"),
        ]
