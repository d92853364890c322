"""Organisations that apply, who acts for them, and their status with ECOSOC."""

import uuid
from typing import Any

from django.db import models
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

    class Meta:
        ordering = ["-as_of"]
        get_latest_by = "as_of"

    @property
    def is_checked(self) -> bool:
        return self.checked_by_id is not None
