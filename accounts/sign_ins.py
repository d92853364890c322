"""How long a sign-in lasts and from which devices a person is signed in.

A sign-in ends after a time without use, and after a longer time in any case; staff's ends sooner. Each has one row of
allauth's `UserSession`: address, device, last seen. Called by signals (see `apps.py`), by the middleware here and by
the page that lists sign-ins.
"""

import math
import re
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts.models import User

# Keys in the session's data: UTC seconds at which the sign-in ends, seconds without use after which it does.
ENDS, IDLE = "sign_in_ends", "sign_in_idle"
# How often, in seconds, use is written down: a request more or less costs nothing.
SEEN_EVERY = 300


def idle_until(data: dict[str, Any]) -> datetime | None:
    """When a session with this data ends if it is not used any more (UTC); None for visitors' sessions."""
    return timezone.now() + timedelta(seconds=data[IDLE]) if IDLE in data else None


# --- Signals --------------------------------------------------------------------------------------------------------


def note_sign_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """On Django's `user_logged_in`: set when this sign-in ends, and list its device."""
    is_staff = user.is_secretariat or user.is_staff
    lasts = settings.STAFF_SIGN_IN_SECONDS if is_staff else settings.SIGN_IN_SECONDS
    request.session[ENDS] = int(time.time()) + lasts
    request.session[IDLE] = settings.STAFF_SIGN_IN_IDLE_SECONDS if is_staff else settings.SIGN_IN_IDLE_SECONDS
    request.session.set_expiry(lasts)
    # In place of Django's own receiver, whose save would make the audit log read the person again.
    User.objects.filter(pk=user.pk).update(last_login=timezone.now())
    _list_device(request, user)


def note_sign_out(request: HttpRequest, **kwargs: Any) -> None:
    """On Django's `user_logged_out`, which comes before the session is emptied."""
    if request.session.session_key:
        UserSession.objects.filter(session_key=request.session.session_key).delete()


def note_new_password(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """On allauth's signals: a new password ends every other sign-in of this person."""
    end_sign_ins(user, keep=request.session.session_key if request.user == user else None)
    if request.user == user:
        # The session has a new key since.
        _list_device(request, user)


def _list_device(request: HttpRequest, user: User) -> None:
    key, address = request.session.session_key, request.META.get("REMOTE_ADDR")
    cache.set(_seen_key(key), True, SEEN_EVERY)
    if address:
        UserSession.objects.create(user=user, session_key=key, ip=address, user_agent=_user_agent(request))


# --- Middleware -----------------------------------------------------------------------------------------------------


class SignInMiddleware:
    """Ends a sign-in whose time is over, and notes now and then that one is in use."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.session.session_key and request.session.get(ENDS, math.inf) < time.time():
            logout(request)
            messages.info(request, _("You were signed out because your sign-in had lasted its time. Sign in again."))
        response = self.get_response(request)
        key = request.session.session_key
        if key and IDLE in request.session and cache.add(_seen_key(key), True, SEEN_EVERY):
            _note_use(request, key)
        return response


def _note_use(request: HttpRequest, key: str) -> None:
    """After the answer, by two updates, so that the session's data is not written over by a slower request."""
    Session.objects.filter(session_key=key).update(expire_date=idle_until(dict(request.session.items())))
    UserSession.objects.filter(session_key=key).update(
        last_seen_at=timezone.now(), ip=request.META["REMOTE_ADDR"], user_agent=_user_agent(request)
    )


def _seen_key(key: str | None) -> str:
    return f"sign-in-seen:{salted_hmac('accounts.sign_ins.seen', key or '').hexdigest()}"


def _user_agent(request: HttpRequest) -> str:
    return request.META.get("HTTP_USER_AGENT", "")[: UserSession._meta.get_field("user_agent").max_length]


# --- The list -------------------------------------------------------------------------------------------------------


def sign_ins_of(user: User) -> list[UserSession]:
    """Those that still hold, the last used first; each with a `reference` that is safe to show and a `device`.

    The key of a session opens it, so it stands in no page.
    """
    rows = list(UserSession.objects.filter(user=user).order_by("-last_seen_at"))
    keys = [row.session_key for row in rows]
    alive = set(
        Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now()).values_list(
            "session_key", flat=True
        )
    )
    if len(alive) < len(rows):
        UserSession.objects.filter(session_key__in=set(keys) - alive).delete()
    for row in rows:
        row.reference = salted_hmac("accounts.sign_ins", row.session_key).hexdigest()[:32]
        row.device = device(row.user_agent)
    return [row for row in rows if row.session_key in alive]


def end_sign_ins(user: User, *, keep: str | None = None, only: str | None = None) -> int:
    """End this person's sign-ins: all but the one with session key `keep`, or the one with reference `only`."""
    keys = [
        row.session_key
        for row in sign_ins_of(user)
        if row.session_key != keep and (only is None or row.reference == only)
    ]
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()
    return len(keys)


BROWSERS = [("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari")]
SYSTEMS = [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "macOS")]
SYSTEMS += [("CrOS", "ChromeOS"), ("Linux", "Linux")]


def device(user_agent: str) -> str:
    """A browser and a system as people name them; the order of the tables tells impostors from their models."""
    browser = next((name for word, name in BROWSERS if re.search(rf"\b{word}(iOS|A)?/", user_agent)), "")
    system = next((name for word, name in SYSTEMS if word in user_agent), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("An unknown device")
