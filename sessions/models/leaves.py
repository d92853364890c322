"""Leave to come late: one delegation, organisation or regional group let into a phase after its close, until a time."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Delegation, Organization, RegionalGroup, User
from dialogue_portal.client_tokens import ClientTokened
from dialogue_portal.registries import Words
from dialogue_portal.revisions import Revisioned
from dialogue_portal.scopes import Scoped, ScopedQuerySet
from sessions.models.meeting import DialogueSession


class PhaseLeaveQuerySet(models.QuerySet["PhaseLeave"]):
    def in_force(self, now: datetime | None = None) -> "PhaseLeaveQuerySet":
        """From the moment they were given until just before they end."""
        now = now or timezone.now()
        return self.filter(Q(ended_at=None) | Q(ended_at__gt=now), given_at__lte=now, until__gt=now)

    def of(self, principal: Delegation | Organization | str) -> "PhaseLeaveQuerySet":
        return self.filter(**{principal_field(principal): principal})


class PhaseLeave(Revisioned, ClientTokened):
    """Lets exactly one principal act in one phase of one session after its close. Times UTC."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(DialogueSession, on_delete=models.CASCADE, related_name="phase_leaves")
    phase = models.CharField(_("phase"), max_length=30)
    # To whom: exactly one of three.
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, null=True, related_name="+")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, related_name="+")
    regional_group = models.CharField(_("regional group"), max_length=30, choices=RegionalGroup, blank=True)
    until = models.DateTimeField(_("until"))
    reason = models.TextField(_("reason"), max_length=1000)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(_("given"), default=timezone.now)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(_("ended early"), null=True)

    objects = PhaseLeaveQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at"]
        verbose_name = _("leave to come late")
        verbose_name_plural = _("leaves to come late")
        constraints = [
            models.CheckConstraint(
                condition=Q(delegation__isnull=False, organization=None, regional_group="")
                | Q(delegation=None, organization__isnull=False, regional_group="")
                | (Q(delegation=None, organization=None) & ~Q(regional_group="")),
                name="leave_for_one_principal",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="end_of_leave_has_time_and_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session}: {self.phase}, {self.principal_words}"

    @property
    def principal(self) -> Delegation | Organization | str:
        """Who is let in."""
        return self.delegation or self.organization or self.regional_group

    @property
    def principal_words(self) -> Delegation | Organization | Words:
        """In whatever language it is read: that of a mail is its recipient's."""
        return self.delegation or self.organization or RegionalGroup(self.regional_group).label

    def is_in_force(self, now: datetime | None = None) -> bool:
        now = now or timezone.now()
        return self.given_at <= now < (self.ended_at or self.until)


class LeaveUse(Scoped):
    """What was received by leave: the intent, statement, application or position. Without a time, as those are."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    leave = models.ForeignKey(PhaseLeave, on_delete=models.PROTECT, related_name="uses")

    objects = ScopedQuerySet.as_manager()

    class Meta(Scoped.Meta):
        abstract = False

    def __str__(self) -> str:
        return str(self.leave)


def principal_field(principal: Delegation | Organization | str) -> str:
    """The column that names such a principal."""
    if isinstance(principal, Delegation):
        return "delegation"
    return "organization" if isinstance(principal, Organization) else "regional_group"


def leave_of(
    session: DialogueSession, phase: str, principal: Delegation | Organization | str, now: datetime | None = None
) -> PhaseLeave | None:
    """The leave that this principal has for the phase now. One query."""
    return session.phase_leaves.filter(phase=phase).of(principal).in_force(now).first()
