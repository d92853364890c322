"""What allauth asks the portal: where a person goes after signing in."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Everybody lands on the front page in their own language, unless they were on the way to another page."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        user = request.user
        language = user.language if isinstance(user, User) else translation.get_language()
        with translation.override(language):
            return reverse("home")
