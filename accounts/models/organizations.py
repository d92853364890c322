"""Organisations that apply, what they were called before, who acts for them, and their status with ECOSOC."""

import uuid
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.delegations import Delegation, RegionalGroup
from accounts.models.users import User
from dialogue_portal.client_tokens import ClientTokened
from dialogue_portal.revisions import Revisioned


class StakeholderKind(models.TextChoices):
    """Who a stakeholder is, in the words of the call."""

    NGO = "ngo", _("Non-governmental organization")
    WOMENS_ORGANIZATION = "womens_organization", _("Women’s organization")
    TRADE_UNION = "trade_union", _("Trade union")
    PRIVATE_SECTOR = "private_sector", _("Private sector")
    FINANCE_INSTITUTION = "finance_institution", _("International or regional finance institution")
    HUMAN_RIGHTS_INSTITUTION = "human_rights_institution", _("National human rights institution")
    ACADEMIA = "academia", _("Academia")


class Organization(Revisioned, ClientTokened):
    """An organisation that applies. Its region is where it works; headquarters are kept beside it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name of the organization"), max_length=250)
    kind = models.CharField(_("kind of organization"), max_length=30, choices=StakeholderKind)
    website = models.URLField(_("website"), blank=True)
    regional_group = models.CharField(
        _("region where it works"), max_length=30, choices=[c for c in RegionalGroup.choices if c[0] != "none"]
    )
    headquarters = models.ForeignKey(
        Delegation, verbose_name=_("country of the headquarters"), on_delete=models.PROTECT, null=True, blank=True
    )
    members: Any = models.ManyToManyField(User, through="OrganizationMember", related_name="organizations")

    class Meta:
        ordering = ["name"]
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Where its members and staff see who acts for it."""
        return reverse("accounts:organization", kwargs={"pk": self.pk})

    @property
    def declared_status(self) -> "EcosocStatus | None":
        """The consultative status that it states itself."""
        return next((row for row in self.ecosoc_statuses.all() if not row.is_checked), None)

    @property
    def checked_status(self) -> "EcosocStatus | None":
        """The latest consultative status that a member of the secretariat has checked."""
        return next((row for row in self.ecosoc_statuses.all() if row.is_checked), None)

    @property
    def known_status(self) -> "EcosocStatus | None":
        """What counts: as checked, else as stated, which every page then says."""
        return self.checked_status or self.declared_status


class FormerName(models.Model):
    """What an organisation was called before it was renamed or merged: search finds it, its old address leads on."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="former_names")
    name = models.CharField(_("former name"), max_length=250)
    # The key that a merged organisation had; empty after a renaming.
    former_id = models.UUIDField(null=True, editable=False, unique=True)
    until = models.DateTimeField(_("until"), default=timezone.now, editable=False)

    class Meta:
        ordering = ["-until"]
        verbose_name = _("former name")
        verbose_name_plural = _("former names")

    def __str__(self) -> str:
        return self.name


class OrganizationMember(models.Model):
    """A person who acts for an organisation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="organization_memberships")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "user"], name="once_in_an_organization")]

    def __str__(self) -> str:
        return f"{self.user} ({self.organization})"


class EcosocStatus(models.Model):
    """Consultative status with ECOSOC as of a date. Self-declared until a member of the secretariat has checked it."""

    class Status(models.TextChoices):
        GENERAL = "general", _("General consultative status")
        SPECIAL = "special", _("Special consultative status")
        ROSTER = "roster", _("Roster")
        NONE = "none", _("No consultative status")
        SUSPENDED = "suspended", _("Suspended")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="ecosoc_statuses")
    status = models.CharField(_("status"), max_length=10, choices=Status)
    as_of = models.DateField(_("as of"))
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    source = models.CharField(_("where it was checked"), max_length=200, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-as_of", "-recorded_at"]
        get_latest_by = ["as_of", "recorded_at"]
        verbose_name = _("consultative status")
        verbose_name_plural = _("consultative statuses")

    @property
    def is_checked(self) -> bool:
        return self.checked_by_id is not None

    @property
    def is_lost(self) -> bool:
        """Once held, not in good standing now."""
        return self.status in {self.Status.SUSPENDED, self.Status.WITHDRAWN}
