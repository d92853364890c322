"""Requests to act for an organisation that is known already: asked with a message, answered by a member or by staff."""

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.organizations import Organization
from accounts.models.users import User
from dialogue_portal.client_tokens import ClientTokened


class JoinState(models.TextChoices):
    OPEN = "open", _("Waiting for an answer")
    ADMITTED = "admitted", _("Admitted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


JOIN_TRANSITIONS: dict[str, set[str]] = {
    JoinState.OPEN: {JoinState.ADMITTED, JoinState.DECLINED, JoinState.WITHDRAWN},
    JoinState.ADMITTED: set(),
    JoinState.DECLINED: set(),
    JoinState.WITHDRAWN: set(),
}


class JoinRequestQuerySet(models.QuerySet["JoinRequest"]):
    def waiting(self) -> "JoinRequestQuerySet":
        return self.filter(state=JoinState.OPEN)


class JoinRequest(ClientTokened):
    """A person asks to act for an organisation; until admitted, nothing of the organisation's is shown to them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="join_requests")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="join_requests")
    message = models.TextField(_("message"), max_length=1000)
    state = models.CharField(_("state"), max_length=10, choices=JoinState, default=JoinState.OPEN, editable=False)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now, editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    answer = models.TextField(_("answer"), max_length=1000, blank=True)

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at"]
        verbose_name = _("request to act for an organization")
        verbose_name_plural = _("requests to act for organizations")
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "user"], condition=Q(state=JoinState.OPEN), name="one_open_join_request"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[JoinState.OPEN, JoinState.WITHDRAWN])
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="answered_join_request_says_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state=JoinState.DECLINED) | ~Q(answer=""), name="declined_join_request_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} → {self.organization}"

    def get_absolute_url(self) -> str:
        """Where the person who asked sees how it stands."""
        return reverse("accounts:organization-join", kwargs={"pk": self.organization_id})
