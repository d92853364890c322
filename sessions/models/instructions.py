"""On whose behalf an act was done: for whom, by whom, and how the one who acted was told to.

One row for each act of somebody else's; the scope is what was changed (an intent, an application, a decision).
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Delegation, Organization, User
from dialogue_portal.scopes import Scoped, ScopedQuerySet
from dialogue_portal.uploads import PrivateFile
from sessions.models.meeting import DialogueSession


class Channel(models.TextChoices):
    """How an instruction was received."""

    LETTER = "letter", _("Letter or note verbale")
    EMAIL = "email", _("E-mail")
    TELEPHONE = "telephone", _("Telephone call")
    IN_PERSON = "in_person", _("In person")
    OTHER_PORTAL = "other_portal", _("Another portal")
    CORRECTION = "correction", _("Correction by the secretariat")
    # Not received for one act: the deputy's own word, within the days for which the principal named them.
    DEPUTY = "deputy", _("As deputy")


class Act(models.TextChoices):
    """What was done on somebody's behalf."""

    REGISTERED = "registered", _("Registered")
    CHANGED = "changed", _("Changed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    REINSTATED = "reinstated", _("Reinstated")
    STATEMENT = "statement", _("Statement submitted")
    APPLICATION = "application", _("Application entered")
    CONFIRMED = "confirmed", _("Participation confirmed")
    DECIDED = "decided", _("Decided")
    FINALIZED = "finalized", _("Final text approved")
    POSITION = "position", _("Position of the group stated")


class InstructionQuerySet(ScopedQuerySet["Instruction"]):
    def shown(self) -> "InstructionQuerySet":
        """With all that a page says of one, in one query."""
        return self.select_related("delegation", "organization", "person", "recorded_by")


class Instruction(Scoped, PrivateFile):
    """The letter, call or word on which somebody acted for a principal; with a file, a reference in words, or both."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(DialogueSession, on_delete=models.PROTECT, related_name="instructions")
    act = models.CharField(_("what was done"), max_length=15, choices=Act)
    # For whom: exactly one of three.
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, null=True, related_name="+")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    channel = models.CharField(_("how it was received"), max_length=15, choices=Channel)
    given_by = models.CharField(_("from whom"), max_length=200)
    received_at = models.DateTimeField(_("when it was received"))
    reference = models.TextField(_("reference, or what was said"), max_length=2000, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    # PrivateFile's, of an instruction that has none.
    file_name = models.CharField(_("file name"), max_length=120, blank=True)
    size = models.PositiveBigIntegerField(default=0, editable=False)

    objects = InstructionQuerySet.as_manager()

    class Meta(Scoped.Meta):
        abstract = False
        # The latest first: of one thing, never of many.
        ordering = ["-recorded_at"]
        verbose_name = _("instruction")
        verbose_name_plural = _("instructions")
        constraints = [
            models.CheckConstraint(
                condition=Q(delegation__isnull=False, organization=None, person=None)
                | Q(delegation=None, organization__isnull=False, person=None)
                | Q(delegation=None, organization=None, person__isnull=False),
                name="instruction_of_one_principal",
            ),
            models.CheckConstraint(condition=~Q(reference="") | ~Q(file_name=""), name="instruction_has_source"),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()}: {self.principal}"

    @property
    def principal(self) -> Delegation | Organization | User:
        """On whose behalf it was done."""
        principal = self.delegation or self.organization or self.person
        assert principal is not None  # noqa: S101  (the constraint)
        return principal
