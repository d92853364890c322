"""The evidence of an application: an initiative and its figures. Published ones form the register of good practices."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dialogue_portal.revisions import Revisioned
from stakeholders.models.applications import Application


class Initiative(Revisioned):
    """Something done, or planned, with its place, time, partners and what changed. All may be empty in a draft."""

    class Kind(models.TextChoices):
        ESTABLISHED = "established", _("Established")
        PLANNED = "planned", _("Planned")
        OTHER = "other", _("Another effort")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="initiatives")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, blank=True)
    title = models.CharField(_("title of the initiative"), max_length=250, blank=True)
    place = models.CharField(_("place"), max_length=250, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("to"), null=True, blank=True)
    partners = models.TextField(_("partners"), max_length=1000, blank=True)
    # A government may fund through its agency: funder and channel are two fields.
    funder = models.CharField(_("funder"), max_length=250, blank=True)
    channel = models.CharField(_("channel of the funding"), max_length=250, blank=True)
    facilitated_by = models.CharField(_("facilitated by"), max_length=250, blank=True)
    what_was_done = models.TextField(_("what was done"), max_length=3000, blank=True)
    methods = models.TextField(_("methods and materials"), max_length=2000, blank=True)
    participation = models.TextField(_("how the people concerned took part"), max_length=2000, blank=True)
    what_changed = models.TextField(_("what changed"), max_length=3000, blank=True)
    consent_to_publish = models.BooleanField(
        _("the organization agrees that this initiative is published"), default=False
    )

    class Meta:
        ordering = ["title"]
        verbose_name = _("initiative")
        verbose_name_plural = _("initiatives")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="initiative_ends_after_start")
        ]

    def __str__(self) -> str:
        return self.title or str(_("Initiative without a title"))


class Indicator(models.Model):
    """One figure of an initiative: "13 trainings of judges", part of "25 trainings"; parts may overlap."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="indicators")
    number = models.PositiveSmallIntegerField(_("number"))
    label = models.CharField(_("what was counted"), max_length=200)
    value = models.DecimalField(_("figure"), max_digits=14, decimal_places=2)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    part_of = models.ForeignKey(
        "self", verbose_name=_("part of"), on_delete=models.SET_NULL, null=True, blank=True, related_name="parts"
    )
    overlaps = models.BooleanField(_("may overlap with other parts"), default=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "number"], name="one_indicator_per_number"),
            models.CheckConstraint(condition=Q(value__gte=0), name="indicator_not_negative"),
            models.CheckConstraint(condition=~Q(part_of=F("id")), name="indicator_not_part_of_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.value.normalize():f} {self.unit}: {self.label}"
