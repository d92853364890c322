"""Who must have a second factor, and the middleware that sends them to set one up before anything else.

Roles in sessions are told by a registry, because this app must not import sessions.
"""

from collections.abc import Callable, Iterable
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import ResolverMatch
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from accounts.models import User
from dialogue_portal.registries import Registry

# user -> names of the roles that this person holds anywhere today, as SECOND_FACTOR_ROLES names them
role_sources: Registry[Callable[[User], Iterable[str]]] = Registry()

# What must stay open while there is none: setting it up, proving who one is for that, and leaving.
OPEN_VIEWS = ("mfa_", "account_logout", "account_reauthenticate", "account_email", "health-", "set_language")

View = Callable[..., HttpResponse]


def lacks_second_factor(user: User) -> bool:
    """Whether a role of this person asks for a second factor and there is none; recovery codes alone are none."""
    wanted = set(settings.SECOND_FACTOR_ROLES)
    if not wanted or not any(wanted.intersection(source(user)) for source in role_sources):
        return False
    factors = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return not factors.exists()


class SecondFactorMiddleware:
    """Sends a signed-in person who lacks a second factor to the page where it is set up."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> HttpResponse | None:
        if not settings.SECOND_FACTOR_ROLES or _is_open(request.resolver_match) or not request.user.is_authenticated:
            return None
        if not lacks_second_factor(request.user):
            return None
        messages.warning(request, _("Your role needs a second factor. Set up an authenticator app or a passkey first."))
        page = redirect("mfa_index")
        return HttpResponseClientRedirect(page.url) if getattr(request, "htmx", False) else page


def _is_open(match: ResolverMatch | None) -> bool:
    return match is None or (match.url_name or "").startswith(OPEN_VIEWS)
