"""What the operators' log says about signing in, what one signs in with, and sending too often: what, who, from where.

Signal receivers, connected in `apps.py`; `rate_limits` calls. People appear by identifier. What somebody typed who
could not sign in appears as a keyed digest: the same text can be followed through the log, and a password typed into
the wrong field cannot be read there. Nothing here holds a password, a code or a token.
"""

import logging
from typing import Any

from allauth.account import signals as account
from allauth.account.authentication import get_authentication_records
from allauth.mfa import signals as factors
from django.contrib.auth import signals as auth
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from accounts.models import User

logger = logging.getLogger(__name__)

# Each signal of allauth that is about a person's own sign-in, and the words for it.
CHANGES = (
    (account.user_signed_up, "signed up"),
    (account.password_set, "password set"),
    (account.password_changed, "password changed"),
    (account.password_reset, "password reset"),
    (account.email_confirmed, "e-mail address verified"),
    (account.email_added, "e-mail address added"),
    (account.email_changed, "e-mail address changed"),
    (account.email_removed, "e-mail address removed"),
    (factors.authenticator_added, "second factor added"),
    (factors.authenticator_removed, "second factor removed"),
    (factors.authenticator_reset, "recovery codes made anew"),
)


def connect() -> None:
    """Start listening; twice is once."""
    auth.user_logged_in.connect(_signed_in, dispatch_uid="security-log")
    auth.user_logged_out.connect(_signed_out, dispatch_uid="security-log")
    auth.user_login_failed.connect(_failed, dispatch_uid="security-log")
    for signal, words in CHANGES:
        signal.connect(_Change(words), weak=False, dispatch_uid="security-log")


def digest(text: str) -> str:
    """Twelve hexadecimal digits that stand for what was typed; without SECRET_KEY nobody can guess it back."""
    return salted_hmac(__name__, text.strip().lower()).hexdigest()[:12]


class _Change:
    """A receiver that says its words about the person whom a signal names."""

    def __init__(self, words: str) -> None:
        self.words = words

    def __call__(self, request: HttpRequest | None = None, **about: Any) -> None:
        user = about.get("user") or getattr(about.get("email_address"), "user", None)
        _log(logging.INFO, self.words, user, request, kind=getattr(about.get("authenticator"), "type", ""))


def _signed_in(user: User, request: HttpRequest | None = None, **about: Any) -> None:
    used = get_authentication_records(request, user) if request else []
    methods = "+".join(str(step.get("type") or step["method"]) for step in used)
    _log(logging.INFO, "signed in", user, request, kind=methods)


def _signed_out(user: User | None, request: HttpRequest | None = None, **about: Any) -> None:
    if user:
        _log(logging.INFO, "signed out", user, request)


def _failed(credentials: dict[str, Any], request: HttpRequest | None = None, **about: Any) -> None:
    typed = credentials.get("email") or credentials.get("username") or ""
    _log(logging.WARNING, "sign-in failed", None, request, kind=f"address {digest(str(typed))}")


def note_too_often(request: HttpRequest, limit: str) -> None:
    """Somebody signed in sends more than a limit allows; called by `rate_limits`."""
    _log(logging.WARNING, "sent too often", request.user, request, kind=limit)


def _log(level: int, what: str, user: Any, request: HttpRequest | None, *, kind: str = "") -> None:
    address = request.META.get("REMOTE_ADDR", "") if request else ""
    logger.log(level, "%s: user %s, from %s%s", what, user.pk if user else "-", address or "-", kind and f", {kind}")
