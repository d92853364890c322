"""States and observers, their regional groups, and who acts for them."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models.users import User


class RegionalGroup(models.TextChoices):
    """The five regional groups of the United Nations, and none."""

    AFRICAN = "african", _("African Group")
    ASIA_PACIFIC = "asia_pacific", _("Asia-Pacific Group")
    EASTERN_EUROPEAN = "eastern_european", _("Eastern European Group")
    GRULAC = "latin_american_caribbean", _("Latin American and Caribbean Group")
    WEOG = "western_european_others", _("Western European and other States Group")
    NONE = "none", _("No regional group")


class DelegationKind(models.TextChoices):
    MEMBER = "member", _("Member State")
    OBSERVER_STATE = "observer_state", _("Observer State")
    OBSERVER_ENTITY = "observer_entity", _("Observer entity")


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def with_focal_point_count(self) -> "DelegationQuerySet":
        # A grouping query drops the model's own order.
        return self.annotate(focal_points=models.Count("memberships")).order_by("short_name")

    def members_by_group(self) -> dict[str, int]:
        """How many Member States each regional group has: what numbers of a session are held against. One query."""
        members = self.filter(kind=DelegationKind.MEMBER).order_by().values_list("regional_group")
        return dict(members.annotate(models.Count("pk")))


class Delegation(models.Model):
    """A State or observer that takes part. Loaded from `data/delegations.csv`; codes are text ('NA', '004')."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    short_name = models.CharField(_("short name"), max_length=100, unique=True)
    official_name = models.CharField(_("official name"), max_length=200)
    iso2 = models.CharField(_("ISO 3166 code, two letters"), max_length=2, unique=True)
    iso3 = models.CharField(_("ISO 3166 code, three letters"), max_length=3, unique=True)
    m49 = models.CharField(_("M49 code"), max_length=3, blank=True)
    regional_group = models.CharField(_("regional group"), max_length=30, choices=RegionalGroup)
    kind = models.CharField(_("kind"), max_length=20, choices=DelegationKind)
    note = models.TextField(_("note"), blank=True)
    members: Any = models.ManyToManyField(User, through="DelegationMember", related_name="delegations")

    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ["short_name"]
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")

    def __str__(self) -> str:
        return self.short_name

    def get_absolute_url(self) -> str:
        """Where its focal points and staff see who acts for it."""
        return reverse("accounts:delegation", kwargs={"pk": self.pk})


class DelegationName(models.Model):
    """A delegation's name in another language; an unchecked one is never shown without the English."""

    delegation = models.ForeignKey(Delegation, on_delete=models.CASCADE, related_name="names")
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    short_name = models.CharField(_("short name"), max_length=100)
    official_name = models.CharField(_("official name"), max_length=200, blank=True)
    is_checked = models.BooleanField(_("checked"), default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["delegation", "language"], name="one_name_per_language")]


class DelegationMember(models.Model):
    """A focal point: a person who acts for a delegation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    delegation = models.ForeignKey(Delegation, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="delegation_memberships")
    is_lead = models.BooleanField(_("lead focal point"), default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["delegation", "user"], name="once_in_a_delegation")]

    def __str__(self) -> str:
        return f"{self.user} ({self.delegation})"
