"""Sign-in through an organisation's own OpenID Connect provider, where OIDC_ISSUER switches it on.

A provider is believed about an address only if it says that it has verified it, and an account is found by an address
only if the portal has verified it too: nobody gets into somebody's account by claiming an address on either side.
"""

import logging
from typing import Any

import requests
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext as _

from accounts.models import User

logger = logging.getLogger(__name__)
TIMEOUT_SECONDS = 10


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[User, str] | None:
        """The account that has verified one of the addresses which the provider has verified."""
        for email in _verified(sociallogin):
            if address := EmailAddress.objects.filter(email__iexact=email, verified=True).first():
                return address.user, address.email
        return None

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Refuse an identity that is not known yet and comes without a verified address, or with two subjects."""
        if _has_two_subjects(sociallogin):
            logger.warning("single sign-on: ID token and user info name different subjects")
            raise _refusal(request, _("The single sign-on contradicts itself about who you are. Tell its operator."))
        if not sociallogin.account.pk and not _verified(sociallogin):
            logger.warning("single sign-on: refused an address that the provider has not verified")
            raise _refusal(
                request,
                _("The single sign-on does not say that your e-mail address is verified. Sign in in another way."),
            )

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        user = super().populate_user(request, sociallogin, data)
        name = data.get("name") or f"{data.get('first_name') or ''} {data.get('last_name') or ''}".strip()
        user.full_name = name[:200]
        user.language = get_language() or user.language
        return user

    def on_authentication_error(self, request: HttpRequest, provider: Any, **about: Any) -> None:
        logger.warning("single sign-on failed: %s %s", about.get("error"), about.get("exception") or "")

    def get_requests_session(self) -> requests.Session:
        return _ProviderSession()


def _verified(sociallogin: SocialLogin) -> list[str]:
    """Only a true `true` counts: there are providers that write the word "false"."""
    return [address.email for address in sociallogin.email_addresses if address.verified is True]


def _has_two_subjects(sociallogin: SocialLogin) -> bool:
    """OpenID Connect Core 5.3.2: what the user info says counts only for the ID token's own subject."""
    said = sociallogin.account.extra_data
    subjects = {part["sub"] for name in ("userinfo", "id_token") if (part := said.get(name))}
    return len(subjects) > 1


def _refusal(request: HttpRequest, reason: str) -> ImmediateHttpResponse:
    messages.error(request, reason)
    return ImmediateHttpResponse(redirect("account_login"))


class _ProviderSession(requests.Session):
    """Asks the provider; one that does not answer gives a page that says so."""

    def request(self, *args: Any, **kwargs: Any) -> requests.Response:
        try:
            response = super().request(*args, **{"timeout": TIMEOUT_SECONDS, **kwargs})
        except requests.RequestException as error:
            raise _unreachable(error) from error
        if response.status_code >= 500:
            raise _unreachable(response.status_code)
        return response


def _unreachable(why: object) -> ImmediateHttpResponse:
    logger.error("single sign-on: the provider does not answer: %s", why)
    page = render(context.request, "socialaccount/authentication_error.html", {"is_unreachable": True}, status=502)
    return ImmediateHttpResponse(page)
