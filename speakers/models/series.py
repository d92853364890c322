"""Which meetings of a series a delegation prefers, and which it is given: no row here is ordered or shown by time."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Delegation, User
from dialogue_portal.client_tokens import ClientTokened
from dialogue_portal.revisions import Revisioned
from mailings.models import Mailing
from sessions.models import DialogueSession, Series


class SeriesChoice(Revisioned, ClientTokened):
    """A delegation's first and second choice among the meetings of a series."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="choices")
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="series_choices")
    first = models.ForeignKey(
        DialogueSession, verbose_name=_("first choice"), on_delete=models.PROTECT, related_name="+"
    )
    second = models.ForeignKey(
        DialogueSession,
        verbose_name=_("second choice"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    stated_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)

    class Meta:
        verbose_name = _("choice in a series")
        verbose_name_plural = _("choices in a series")
        constraints = [
            models.UniqueConstraint(fields=["series", "delegation"], name="one_choice_per_series_and_delegation"),
            models.CheckConstraint(condition=Q(second=None) | ~Q(second=F("first")), name="choices_differ"),
        ]

    def __str__(self) -> str:
        if self.second is None:
            return f"{self.delegation}: {self.first}"
        return _("%(delegation)s: %(first)s, else %(second)s") % {
            "delegation": self.delegation,
            "first": self.first,
            "second": self.second,
        }


class SeriesPlace(models.Model):
    """The meeting that a delegation is given. It learns of it when the mailing that says so is released.

    One that is in no mailing is still to be told; of those told, the one released last holds.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="places")
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="series_places")
    meeting = models.ForeignKey(
        DialogueSession, verbose_name=_("meeting"), on_delete=models.PROTECT, related_name="places"
    )
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    # Empty again if the mailing is thrown away.
    mailing = models.ForeignKey(Mailing, on_delete=models.SET_NULL, null=True, editable=False, related_name="+")

    class Meta:
        verbose_name = _("place in a series")
        verbose_name_plural = _("places in a series")
        constraints = [
            models.UniqueConstraint(
                fields=["series", "delegation"], condition=Q(mailing=None), name="one_place_to_be_told"
            )
        ]

    def __str__(self) -> str:
        return f"{self.delegation}: {self.meeting}"

    @property
    def is_told(self) -> bool:
        return self.mailing is not None and not self.mailing.is_held

    @property
    def waits_in_outbox(self) -> bool:
        return self.mailing is not None and self.mailing.is_held
