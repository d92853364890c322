"""What allauth asks the portal: where a person goes after signing in, and how secrets of second factors are kept."""

import logging

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from accounts.sealing import CannotUnseal, seal, unseal
from accounts.second_factor import is_last_one_needed

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Everybody lands on the front page in their own language, unless they were on the way to another page."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        user = request.user
        language = user.language if isinstance(user, User) else translation.get_language()
        with translation.override(language):
            return reverse("home")


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets are sealed in the database; whose role needs a second factor keeps the last one."""

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret. One that no key opens becomes a random one, which fits no code: refused, not a broken page."""
        try:
            return unseal(encrypted_text)
        except CannotUnseal:
            logger.error("a second factor was sealed with a key that is gone; restore it in MFA_KEY")
            return generate_totp_secret()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not is_last_one_needed(authenticator)

    def _get_site_name(self) -> str:
        return settings.PORTAL_NAME
