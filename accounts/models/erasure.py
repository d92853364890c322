"""Requests to be erased: asked by the person, settled by the secretariat."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.users import User


class ErasureState(models.TextChoices):
    OPEN = "open", _("Waiting for the secretariat")
    DONE = "done", _("Erased")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


ERASURE_TRANSITIONS: dict[str, set[str]] = {
    ErasureState.OPEN: {ErasureState.DONE, ErasureState.REFUSED, ErasureState.WITHDRAWN},
    ErasureState.DONE: set(),
    ErasureState.REFUSED: set(),
    ErasureState.WITHDRAWN: set(),
}


class ErasureRequest(models.Model):
    """A person asks that what the portal holds on them is erased."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="erasure_requests")
    reason = models.TextField(_("remark"), max_length=1000, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ErasureState, default=ErasureState.OPEN, editable=False)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now, editable=False)
    settled_at = models.DateTimeField(null=True, editable=False)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    answer = models.TextField(_("answer"), max_length=1000, blank=True)

    class Meta:
        ordering = ["asked_at"]
        verbose_name = _("request for erasure")
        verbose_name_plural = _("requests for erasure")
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state=ErasureState.OPEN), name="one_open_erasure_request"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[ErasureState.OPEN, ErasureState.WITHDRAWN])
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="settled_erasure_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)
