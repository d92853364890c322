"""Signing in with a password."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.app_settings import EmailVerificationMethod
from allauth.account.forms import LoginForm
from allauth.account.models import Login


class SignInForm(LoginForm):
    def _clean_with_password(self, credentials: dict[str, Any]) -> dict[str, Any]:
        """allauth's, without asking twice more whether the address is verified by which the person was just found."""
        adapter = get_adapter(self.request)
        if not (user := adapter.authenticate(self.request, **credentials)):
            raise adapter.validation_error("email_password_mismatch")
        self.user = user
        self._login = Login(
            user=user,
            email=credentials.get("email"),
            email_verification=EmailVerificationMethod.NONE if user.by_verified_address else None,
        )
        return self.cleaned_data
