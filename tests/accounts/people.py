"""People who can sign in, and their second factors; for the tests of signing in."""

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value, yield_hotp_counters_from_time

from tests.factories import UserFactory

PASSWORD = "a long and quiet sentence"
SIGN_IN = "/accounts/login/"


def able_to_sign_in(user):
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def person(**fields):
    return able_to_sign_in(UserFactory(**fields))


def sign_in(client, user, password=PASSWORD, **more):
    return client.post(SIGN_IN, {"login": user.email, "password": password, **more})


def is_signed_in(client):
    return "_auth_user_id" in client.session


def authenticator_app(user):
    """Set one up; returns its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def code_of(secret):
    """What the authenticator app shows now."""
    *_, counter, _ = yield_hotp_counters_from_time()
    return f"{hotp_value(secret, counter):06}"
