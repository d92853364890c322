"""Invitations: a role in a delegation or a session, offered to one e-mail address.

The link in the mail is no key: the role goes only to an account that has verified the invited address, so a forwarded
invitation gives nobody access. Only the hash of the link's token is stored.
"""

import hashlib
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, F, Q, Value, When
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.delegations import RegionalGroup
from accounts.models.users import User
from dialogue_portal.client_tokens import ClientTokened
from dialogue_portal.scopes import Scoped, ScopedQuerySet

# How long the link of an invitation is good for.
VALID_FOR = timedelta(days=14)


def expiry() -> datetime:
    return timezone.now() + VALID_FOR


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class InvitationState(models.TextChoices):
    """Derived from the row's times, not stored."""

    INVITED = "invited", _("Invited")
    OPENED = "opened", _("Opened")
    EXPIRED = "expired", _("Expired")
    ACCEPTED = "accepted", _("Accepted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class InvitationQuerySet(ScopedQuerySet["Invitation"]):
    def unsettled(self) -> "InvitationQuerySet":
        """Neither accepted nor withdrawn, though perhaps expired."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def in_state(self, state: InvitationState | str) -> "InvitationQuerySet":
        """Those whose property `state` says so."""
        return self.annotate(state_now=self._state()).filter(state_now=state)

    def count_by_state(self) -> dict[str, int]:
        """How many there are in each state, one query."""
        states = self.order_by().annotate(state_now=self._state()).values_list("state_now")
        return dict(states.annotate(Count("pk")))

    @staticmethod
    def _state() -> Case:
        return Case(
            When(accepted_at__isnull=False, then=Value(InvitationState.ACCEPTED.value)),
            When(withdrawn_at__isnull=False, then=Value(InvitationState.WITHDRAWN.value)),
            When(expires_at__lte=timezone.now(), then=Value(InvitationState.EXPIRED.value)),
            When(opened_at__isnull=False, then=Value(InvitationState.OPENED.value)),
            default=Value(InvitationState.INVITED.value),
            output_field=models.CharField(),
        )


class Invitation(Scoped, ClientTokened):
    """The scope says where (a delegation, a session), the role as what; `scopes` registers both."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    role = models.CharField(_("role"), max_length=20)
    # Of a Bureau member only.
    regional_group = models.CharField(_("regional group"), max_length=30, choices=RegionalGroup, blank=True)
    # Of a role in a session only, which takes them over when it is given.
    is_designate = models.BooleanField(_("designate, not yet elected"), default=False)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(_("language of the mail"), max_length=10, choices=settings.LANGUAGES, default="en")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(_("invited"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("good until"), default=expiry, editable=False)
    # When the link was followed for the first time; some mail programs do so before the person does.
    opened_at = models.DateTimeField(_("opened"), null=True, editable=False)
    accepted_at = models.DateTimeField(_("accepted"), null=True, editable=False)
    accepted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta(Scoped.Meta):
        abstract = False
        ordering = ["name", "email", "pk"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(
                "scope_type",
                "scope_id",
                "role",
                "regional_group",
                Lower("email"),
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="one_open_invitation",
            ),
            models.CheckConstraint(condition=Q(scope_type__isnull=False, scope_id__isnull=False), name="invited_to"),
            models.CheckConstraint(condition=Q(accepted_at=None) | Q(withdrawn_at=None), name="accepted_or_withdrawn"),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="invited_from_before_to",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>"

    @property
    def state(self) -> InvitationState:
        """As of now; an invitation is good until the second it expires."""
        if self.accepted_at:
            return InvitationState.ACCEPTED
        if self.withdrawn_at:
            return InvitationState.WITHDRAWN
        if timezone.now() >= self.expires_at:
            return InvitationState.EXPIRED
        return InvitationState.OPENED if self.opened_at else InvitationState.INVITED

    @property
    def is_open(self) -> bool:
        """Whether its link can be accepted now."""
        return self.state in {InvitationState.INVITED, InvitationState.OPENED}
