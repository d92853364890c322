"""The person who signs in, and the audit log of what persons did."""

import uuid
from typing import Any, ClassVar

from auditlog.models import AbstractLogEntry
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

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

    @transaction.atomic
    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Whoever may run the command vouches for the address: it counts as verified."""
        from allauth.account.models import EmailAddress

        user = self.create_user(email, password, is_staff=True, is_superuser=True, **fields)
        EmailAddress.objects.create(user=user, email=user.email.lower(), verified=True, primary=True)
        return user

    def secretariat(self) -> "models.QuerySet[User]":
        """The staff of all sessions who can sign in, to be written to."""
        return self.filter(is_secretariat=True, is_active=True)

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)


class User(Revisioned, AbstractBaseUser, PermissionsMixin):
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
    # Of the person who signs in in this very request: set by `accounts.backends`.
    by_verified_address = False

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

    @property
    def has_desk(self) -> bool:
        """Whether the pages of the secretariat open for them."""
        return self.is_secretariat or self.is_superuser

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name


def display_name(user: User) -> str:
    """How allauth's messages call a person."""
    return str(user)


class AuditEntry(AbstractLogEntry):
    """Who changed what, when and from where. Append-only by triggers; erasure may blank values, nothing else."""

    class Meta(AbstractLogEntry.Meta):
        abstract = False
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
