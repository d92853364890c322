"""The request as a view has it whose permission only a signed-in person can hold."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class SignedInRequest(HttpRequest):
    """For annotations: `requires` has sent visitors to sign in."""

    user: User
    htmx: HtmxDetails
