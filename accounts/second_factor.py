"""Who must show a second factor, and the middleware that asks for it before anything else.

Roles in sessions are told by a registry, because this app must not import sessions. What counts is what was shown
in this very session: a factor set up elsewhere is asked for here too.
"""

from collections.abc import Callable, Iterable
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import ResolverMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from accounts.models import User
from dialogue_portal.registries import Registry

# user -> names of the roles that this person holds anywhere today, as SECOND_FACTOR_ROLES names them
role_sources: Registry[Callable[[User], Iterable[str]]] = Registry()

# What must stay open while there is none: setting it up, proving who one is for that, and leaving.
OPEN_VIEWS = ("mfa_", "account_logout", "account_reauthenticate", "account_email", "health-", "set_language")

View = Callable[..., HttpResponse]


def needs_second_factor(user: User) -> bool:
    """Whether a role of this person asks for one."""
    wanted = set(settings.SECOND_FACTOR_ROLES)
    return bool(wanted) and any(wanted.intersection(source(user)) for source in role_sources)


def was_shown(request: HttpRequest) -> bool:
    """Whether a second factor was shown in this session; asks the session only."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


def factors_of(user: User) -> QuerySet[Authenticator]:
    """Recovery codes alone are none."""
    return Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)


def is_last_one_needed(authenticator: Authenticator) -> bool:
    """Whether its removal would leave somebody without who has to have one."""
    others = factors_of(authenticator.user).exclude(pk=authenticator.pk)
    return needs_second_factor(authenticator.user) and not others.exists()


def note_set_up(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """On allauth's `authenticator_added`: whoever set one up has just shown it."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES and request.user == user:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)


class SecondFactorMiddleware:
    """Sends a signed-in person who has to show a second factor to the page where it is shown, or set up."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> HttpResponse | None:
        if not settings.SECOND_FACTOR_ROLES or _is_open(request.resolver_match) or not request.user.is_authenticated:
            return None
        if was_shown(request) or not needs_second_factor(request.user):
            return None
        page = redirect(_where_to_show(request, request.user))
        return HttpResponseClientRedirect(page.url) if getattr(request, "htmx", False) else page


def _is_open(match: ResolverMatch | None) -> bool:
    return match is None or (match.url_name or "").startswith(OPEN_VIEWS)


def _where_to_show(request: HttpRequest, user: User) -> str:
    kinds = set(factors_of(user).values_list("type", flat=True))
    if not kinds:
        messages.warning(request, _("Your role needs a second factor. Set up an authenticator app or a passkey first."))
        return reverse("mfa_index")
    page = "mfa_reauthenticate" if Authenticator.Type.TOTP in kinds else "mfa_reauthenticate_webauthn"
    came_from = request.get_full_path() if request.method == "GET" else reverse("home")
    return f"{reverse(page)}?{urlencode({'next': came_from})}"
