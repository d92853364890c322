"""A consultation round on a frozen version: what each regional group says, and what the Chair decides on it.

Confidential: the Chair's team sees all of it, a Bureau member only what is of the member's own group.
"""

import uuid
from typing import TYPE_CHECKING, TypeVar

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import RegionalGroup, User
from dialogue_portal.client_tokens import ClientTokened
from dialogue_portal.revisions import Revisioned
from sessions.models import DialogueSession, Instruction, Role, SessionRole
from summaries.models.text import Paragraph
from summaries.models.versions import SummaryVersion
from summaries.outline import NumberedParagraph

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class ConsultationRound(models.Model):
    """One round. `opens_at` and `closes_at` (UTC) are the window as it was announced.

    Whether views are taken at this moment is the session's phase window, as for every deadline; it starts with
    these times and may be moved in the cockpit. `closed_at` is when the round really ended.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.OneToOneField(SummaryVersion, on_delete=models.PROTECT, related_name="round")
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    silence_procedure = models.BooleanField(
        _("silence procedure"),
        default=False,
        help_text=_("A group that has not answered at the close is recorded as having no objection, by silence."),
    )
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-opens_at"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="round_closes_after_opening")
        ]

    def __str__(self) -> str:
        return f"{self.version}"

    @property
    def session(self) -> DialogueSession:
        return self.version.session


class Position(models.TextChoices):
    NO_OBJECTION = "no_objection", _("No objection")
    COMMENTS = "comments", _("Comments")
    OBJECTION = "objection", _("Objection")
    NO_COMMON_POSITION = "no_common_position", _("No common position")


Rows = TypeVar("Rows", bound="OfGroupQuerySet")


class OfGroupQuerySet(models.QuerySet):
    """Rows that belong to a regional group in a round."""

    def visible_to(self: Rows, user: "User | AnonymousUser") -> Rows:
        """The Chair's team sees every group's, a Bureau member the own group's, nobody else any."""
        if user.is_superuser or getattr(user, "is_secretariat", False):
            return self
        if not user.is_authenticated:
            return self.none()
        held = SessionRole.objects.in_force().filter(user=user, session=OuterRef("round__version__summary__session"))
        team = Exists(held.filter(role__in=[Role.COMMISSION_CHAIR, Role.RAPPORTEUR]))
        own = Exists(held.filter(role=Role.BUREAU, regional_group=OuterRef("regional_group")))
        return self.filter(team | own)


class GroupPosition(Revisioned):
    """The one attributable position of a regional group in a round, stated by its Bureau member or by silence."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(ConsultationRound, on_delete=models.PROTECT, related_name="positions")
    regional_group = models.CharField(_("regional group"), max_length=30, choices=RegionalGroup, editable=False)
    position = models.CharField(_("position of the group"), max_length=20, choices=Position)
    text = models.TextField(_("explanation"), max_length=4000, blank=True)
    stated_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    stated_at = models.DateTimeField(default=timezone.now, editable=False)
    is_by_silence = models.BooleanField(default=False, editable=False)
    instructions = GenericRelation(Instruction, content_type_field="scope_type", object_id_field="scope_id")

    objects = OfGroupQuerySet.as_manager()

    class Meta:
        ordering = ["regional_group"]
        constraints = [
            models.UniqueConstraint(fields=["round", "regional_group"], name="one_position_per_group"),
            models.CheckConstraint(
                condition=Q(is_by_silence=False, stated_by__isnull=False)
                | Q(is_by_silence=True, stated_by=None, position=Position.NO_OBJECTION),
                name="position_stated_or_by_silence",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_regional_group_display()}: {self.get_position_display()}"

    @property
    def session(self) -> DialogueSession:
        return self.round.version.session


class ContributionState(models.TextChoices):
    PROPOSED = "proposed", _("Awaiting the Chair’s decision")
    DECIDED = "decided", _("Decided")
    WITHDRAWN = "withdrawn", _("Withdrawn")


TRANSITIONS: dict[str, set[str]] = {
    ContributionState.PROPOSED: {ContributionState.DECIDED, ContributionState.WITHDRAWN},
    ContributionState.DECIDED: set(),
    ContributionState.WITHDRAWN: set(),
}


class Contribution(ClientTokened):
    """What a Bureau member says about one paragraph of the version in consultation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(ConsultationRound, on_delete=models.PROTECT, related_name="%(class)ss")
    paragraph = models.ForeignKey(Paragraph, on_delete=models.PROTECT, related_name="%(class)ss")
    regional_group = models.CharField(_("regional group"), max_length=30, choices=RegionalGroup)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(
        _("status"), max_length=10, choices=ContributionState, default=ContributionState.PROPOSED, editable=False
    )

    objects = OfGroupQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["made_at"]

    @property
    def session(self) -> DialogueSession:
        return self.round.version.session

    @property
    def frozen_paragraph(self) -> NumberedParagraph:
        """The paragraph as it stood, with its number, in the version that this is about."""
        return self.round.version.paragraphs[self.paragraph_id]


class Comment(Contribution):
    """A remark on a paragraph."""

    text = models.TextField(_("comment"), max_length=4000)

    class Meta(Contribution.Meta):
        abstract = False

    def __str__(self) -> str:
        return self.text[:80]


class Amendment(Contribution):
    """Another wording for a paragraph, with the reason for it."""

    proposed_text = models.TextField(_("proposed wording"), max_length=6000)
    explanation = models.TextField(_("why"), max_length=4000, blank=True)

    class Meta(Contribution.Meta):
        abstract = False
        constraints = [models.CheckConstraint(condition=~Q(proposed_text=""), name="amendment_has_wording")]

    def __str__(self) -> str:
        return self.proposed_text[:80]


class Outcome(models.TextChoices):
    ACCEPTED = "accepted", _("Accepted")
    MODIFIED = "modified", _("Accepted with modification")
    NOT_ACCEPTED = "not_accepted", _("Not accepted")


class Disposition(models.Model):
    """The Chair's decision on one comment or amendment, with its reason. No vote: the Chair decides and says why.

    Staff may record it on the Chair's word; `instructions` then says when and how that was received.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    comment = models.OneToOneField(Comment, on_delete=models.PROTECT, null=True, related_name="disposition")
    amendment = models.OneToOneField(Amendment, on_delete=models.PROTECT, null=True, related_name="disposition")
    outcome = models.CharField(_("decision"), max_length=15, choices=Outcome)
    reason = models.TextField(_("reason"), max_length=4000)
    # The wording that the paragraph took, where it took one.
    adopted_text = models.TextField(blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)
    instructions = GenericRelation(Instruction, content_type_field="scope_type", object_id_field="scope_id")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(comment__isnull=False, amendment=None) | Q(comment=None, amendment__isnull=False),
                name="disposition_of_one_thing",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="disposition_has_reason"),
        ]

    def __str__(self) -> str:
        return self.get_outcome_display()
