"""What allauth asks the portal: where a person goes after signing in, how mail goes out, how secrets are kept."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.conf import settings
from django.contrib.sites.shortcuts import get_current_site
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import get_random_string

from accounts.mail import send_from_worker
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

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        request = current.request
        about = {"request": request, "email": email, "current_site": get_current_site(request), **context}
        send_from_worker(self.render_mail(template_prefix, email, about))

    def send_account_already_exists_mail(self, email: str) -> None:
        """On a sign-up; takes as long as one for a new address, which hashes a password."""
        User().set_password(get_random_string(20))
        super().send_account_already_exists_mail(email)


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
