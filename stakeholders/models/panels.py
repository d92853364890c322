"""The panel of a session: the set that is recommended, and the set that the Commission's Chair decides on."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from dialogue_portal.revisions import Revisioned
from sessions.models import DialogueSession
from stakeholders.models.applications import Application


class PanelStatus(models.TextChoices):
    PROPOSED = "proposed", _("Being prepared")
    RECOMMENDED = "recommended", _("Recommended")
    DECIDED = "decided", _("Decided")
    RELEASED = "released", _("Made known")


PANEL_TRANSITIONS: dict[str, set[str]] = {
    PanelStatus.PROPOSED: {PanelStatus.RECOMMENDED},
    PanelStatus.RECOMMENDED: {PanelStatus.DECIDED},
    PanelStatus.DECIDED: {PanelStatus.RELEASED},
    PanelStatus.RELEASED: set(),
}


class Panel(Revisioned):
    """One session's panel: its constraints, who recommended it and why, what was decided and why."""

    class Decision(models.TextChoices):
        APPROVED = "approved", _("Approved as recommended")
        CHANGED = "changed", _("Approved with changes")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.OneToOneField(DialogueSession, on_delete=models.PROTECT, related_name="panel")
    status = models.CharField(
        _("status"), max_length=12, choices=PanelStatus, default=PanelStatus.PROPOSED, editable=False
    )
    # Fields of `balance.Constraints`.
    constraints = models.JSONField(default=dict, blank=True)
    reasons = models.TextField(_("reasons for this set"), max_length=5000, blank=True)
    # What the set covered and which reviewers stood aside when it was recommended: kept as it was then.
    record = models.JSONField(default=dict, blank=True)
    recommended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recommended_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(_("decision"), max_length=10, choices=Decision, blank=True)
    decision_reasons = models.TextField(_("reasons for the decision"), max_length=5000, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("panel")
        verbose_name_plural = _("panels")
        constraints = [
            models.CheckConstraint(
                condition=Q(status=PanelStatus.PROPOSED)
                | (Q(recommended_by__isnull=False, recommended_at__isnull=False) & ~Q(reasons="")),
                name="recommended_panel_has_author_and_reasons",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[PanelStatus.PROPOSED, PanelStatus.RECOMMENDED])
                | (Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(decision="")),
                name="decided_panel_has_decision",
            ),
            models.CheckConstraint(
                condition=~Q(decision="changed") | ~Q(decision_reasons=""), name="changed_decision_has_reasons"
            ),
            models.CheckConstraint(
                condition=~Q(status=PanelStatus.RELEASED) | Q(released_by__isnull=False, released_at__isnull=False),
                name="released_panel_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session}: {self.get_status_display()}"


class PanelSeat(models.Model):
    """A seat of the panel, or a ranked alternate for a seat; kept apart as recommended and as decided."""

    class Stage(models.TextChoices):
        RECOMMENDED = "recommended", _("As recommended")
        DECIDED = "decided", _("As decided")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="seats")
    stage = models.CharField(_("stage"), max_length=12, choices=Stage)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="panel_seats")
    # Empty for a seat itself.
    alternate_for = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="alternates"
    )
    rank = models.PositiveSmallIntegerField(_("rank of the alternate"), null=True, blank=True)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    invited_by_chair = models.BooleanField(_("invited by the Chair"), default=False)

    class Meta:
        ordering = ["application__organization__name", "rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["panel", "stage", "application"],
                condition=Q(alternate_for=None),
                name="one_seat_per_application",
            ),
            models.UniqueConstraint(fields=["alternate_for", "application"], name="once_an_alternate_for_a_seat"),
            models.UniqueConstraint(fields=["alternate_for", "rank"], name="one_alternate_per_rank"),
            models.CheckConstraint(
                condition=Q(alternate_for=None, rank=None) | Q(alternate_for__isnull=False, rank__gte=1),
                name="alternate_has_rank",
            ),
        ]
