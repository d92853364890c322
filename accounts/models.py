"""Users, delegations and organisations, who belongs to them, and the audit log.

Roles in one session (moderator, reviewer, Bureau member …) are `sessions.SessionRole`; the secretariat is a flag of
the user because it serves all sessions.
"""

import uuid
from typing import Any, ClassVar

from auditlog.models import AbstractLogEntry
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogue_portal.client_tokens import ClientTokened
from dialogue_portal.revisions import Revisioned


class UserManager(BaseUserManager["User"]):
    """E-mail is the login, compared without regard to case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        if not email:
            raise ValueError("a user needs an e-mail address")
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in. Anonymised when erased, never deleted: the record keeps pointing here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    full_name = models.CharField(_("full name"), max_length=200)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="en")
    # IANA name; empty means the portal's own zone.
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    is_secretariat = models.BooleanField(_("secretariat"), default=False, help_text=_("Sets up and runs all sessions."))
    is_staff = models.BooleanField(_("may open the administration"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]
    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_user_per_email",
                violation_error_message=_("There is an account with this e-mail address."),
            )
        ]

    def __str__(self) -> str:
        return self.full_name or self.email

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name


def display_name(user: User) -> str:
    """How allauth's messages call a person."""
    return str(user)


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

    class Meta:
        ordering = ["short_name"]
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")

    def __str__(self) -> str:
        return self.short_name


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


class AuditEntry(AbstractLogEntry):
    """Who changed what, when and from where. Append-only by triggers; erasure may blank values, nothing else."""

    class Meta(AbstractLogEntry.Meta):
        abstract = False
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
