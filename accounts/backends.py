"""How people sign in. What they may do is settled by the rules in `permissions.py`, never by rows of permissions."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.models import EmailAddress

from accounts.models import User


class SignInBackend(AuthenticationBackend):
    """Knows people, not permissions: Django's tables of permissions are unused, and asking them costs two queries."""

    def _authenticate_by_email(self, email: str, password: str) -> User | None:
        """By any verified address; by the account's own before it is verified, which is then asked for.

        `by_verified_address` on the person saves asking the database again, twice.
        """
        addresses = EmailAddress.objects.filter(email=email.lower(), verified=True).select_related("user")
        people = [address.user for address in addresses]
        for user in people or User.objects.filter(email__iexact=email):
            if self._check_password(user, password):
                user.by_verified_address = bool(people)
                return user
        return None

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return False

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return False

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return set()
