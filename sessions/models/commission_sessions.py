"""A numbered session of a Commission, the parent of its meetings."""

import uuid

from django.db import models
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from dialogue_portal.addresses import remembered_address
from dialogue_portal.client_tokens import ClientTokened
from dialogue_portal.revisions import Revisioned


class CommissionSessionQuerySet(models.QuerySet["CommissionSession"]):
    def with_meetings(self) -> "CommissionSessionQuerySet":
        """As staff list them, the latest first, each with the number of its `meetings`; a rehearsal is none."""
        real = Q(dialoguesession__is_rehearsal=False)
        return self.annotate(meetings=Count("dialoguesession", filter=real)).order_by("-number", "body")


class CommissionSession(Revisioned, ClientTokened):
    """A numbered session of a Commission, such as the sixty-third of the Commission on the Status of Women."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    body = models.CharField(_("body"), max_length=200)
    number = models.PositiveSmallIntegerField(_("number of the session"))
    # As the masthead prints it: "Sixty-third session".
    ordinal = models.CharField(_("session, in words"), max_length=60)
    city = models.CharField(_("city"), max_length=100, blank=True)
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)

    objects = CommissionSessionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = _("Commission session")
        verbose_name_plural = _("Commission sessions")
        constraints = [
            models.UniqueConstraint(fields=["body", "number"], name="one_session_per_number"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="commission_session_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body}, {self.ordinal.lower()}"

    def get_absolute_url(self) -> str:
        return remembered_address("commission_sessions:detail", self.slug)
