"""The operators' log names who signed in, how and from where, and nothing that opens a door."""

import json
import logging

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value, yield_hotp_counters_from_time
from django.test import RequestFactory
from django.urls import reverse

from accounts.security_log import digest
from dialogue_portal.logs import JsonFormatter, LineFormatter, RefusalsInOneLine
from tests.factories import UserFactory

PASSWORD = "a long and quiet sentence"


@pytest.fixture
def user(db):
    user = UserFactory()
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def lines(caplog):
    """What was logged so far, without the address that all have in common."""
    caplog.set_level(logging.INFO, logger="accounts.security_log")
    return lambda: [
        record.getMessage().replace(", from 127.0.0.1", "")
        for record in caplog.records
        if record.name == "accounts.security_log"
    ]


def sign_in(client, user, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": user.email, "password": password})


def test_sign_in_is_logged_with_its_way(client, user, lines):
    sign_in(client, user)
    client.post(reverse("account_logout"))

    assert lines() == [f"signed in: user {user.pk}, password", f"signed out: user {user.pk}"]


def test_sign_in_is_logged_with_its_second_factor(client, user, lines):
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    asked = sign_in(client, user)

    client.post(asked["Location"], {"code": f"{hotp_value(secret, next(yield_hotp_counters_from_time())):06}"})

    assert lines() == [f"signed in: user {user.pk}, password+totp"]


def test_refused_sign_in_is_logged_without_what_was_typed(client, user, lines):
    sign_in(client, user, "not the right sentence")

    assert lines() == [f"sign-in failed: user -, address {digest(user.email)}"]
    assert digest(user.email) == digest(f" {user.email.upper()}")


def test_changed_password_is_logged(client, user, lines):
    sign_in(client, user)
    form = {"oldpassword": PASSWORD, "password1": "another quiet one, long", "password2": "another quiet one, long"}

    client.post(reverse("account_change_password"), form)

    assert f"password changed: user {user.pk}" in lines()
    assert "quiet" not in "".join(lines())


@pytest.fixture
def refusal(user):
    """The record of a refused request, with a line break in what was asked for."""
    request = RequestFactory().post("/people/")
    request._cached_user = user
    return logging.makeLogRecord(
        {"name": "django.request", "msg": "Forbidden: %s", "args": ("/a\nb",), "request": request}
    )


def test_lines_name_who_was_refused_and_stay_one_line(user, refusal):
    line = LineFormatter("%(name)s: %(message)s").format(refusal)

    assert line == f"django.request: Forbidden: /a\\nb (POST by user {user.pk}, from 127.0.0.1)"


def test_json_lines_name_who_was_refused(user, refusal):
    line = json.loads(JsonFormatter().format(refusal))

    assert {key: line[key] for key in ("message", "method", "user", "address")} == {
        "message": "Forbidden: /a\nb",
        "method": "POST",
        "user": str(user.pk),
        "address": "127.0.0.1",
    }


def test_refusal_is_a_warning_in_one_line_and_a_failure_keeps_its_traceback():
    def logged(status):
        try:
            raise ValueError
        except ValueError as error:
            about = {"name": "django.security", "levelno": logging.ERROR, "levelname": "ERROR", "status_code": status}
            record = logging.makeLogRecord(about | {"msg": "No", "exc_info": (ValueError, error, error.__traceback__)})
        RefusalsInOneLine().filter(record)
        return json.loads(JsonFormatter().format(record))

    refused, failed = logged(400), logged(500)
    assert (refused["level"], "traceback" in refused) == ("WARNING", False)
    assert (failed["level"], "traceback" in failed) == ("ERROR", True)


@pytest.mark.django_db
def test_visitor_who_is_sent_to_sign_in_is_logged(client, caplog):
    caplog.set_level(logging.INFO, logger="dialogue_portal.access")

    client.get(reverse("accounts:audit-log"))

    assert [record.getMessage() for record in caplog.records] == ["Sent to sign in: /people/audit/"]
