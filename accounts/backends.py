"""How people sign in. What they may do is settled by the rules in `permissions.py`, never by rows of permissions."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from dialogue_portal.access import read_once
from dialogue_portal.registries import Registry

# what `access.read_once` keeps of a person, as a list -> the relation of the person's rows that it is read from
belongings: Registry[str] = Registry()


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

    def get_user(self, user_id: Any) -> User | None:
        """The person of a request, in one query with which belongings there are: those that are not are never read."""
        asked = {
            f"has_{name}": Exists(_rows(relation).filter(user=OuterRef("pk"))) for name, relation in belongings.items()
        }
        user = User.objects.annotate(**asked).filter(pk=user_id).first()
        if user is None or not self.user_can_authenticate(user):
            return None
        for name in belongings.names():
            if not getattr(user, f"has_{name}"):
                read_once(user, name, list)
        return user

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return False

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return False

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return set()


def _rows(relation: str) -> QuerySet[Any]:
    rows: QuerySet[Any] = User._meta.get_field(relation).related_model._default_manager.all()  # type: ignore[union-attr]
    return rows
