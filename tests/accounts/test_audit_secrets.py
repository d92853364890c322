"""Whatever opens a door leaves nothing of itself in the audit log or in the operators' log."""

import logging
import re

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry, Invitation, User
from accounts.services.invitations import invite
from dialogue_portal.logs import JsonFormatter
from mailings.models import Message
from tests.accounts.people import PASSWORD, code_of, is_signed_in, sign_in
from tests.factories import UserFactory, delegation

ADDRESS, NEW_PASSWORD, WRONG_PASSWORD = "w@ngo.example", "another long sentence", "not the right sentence"
# Histories of what people did, beside the audit log itself.
LOGS = ["accounts.AuditEntry", "admin.LogEntry"]


@pytest.fixture
def written(caplog):
    """All columns of every entry, and all lines as the portal writes them."""
    caplog.set_level(logging.INFO)

    def text():
        rows = [str(list(apps.get_model(log).objects.values())) for log in LOGS]
        return "\n".join(rows + [JsonFormatter().format(record) for record in caplog.records])

    return text


def sign_up(client, mails):
    """A new account by password and code; returns both."""
    sent = client.post(reverse("account_signup"), {"full_name": "W", "email": ADDRESS, "password1": PASSWORD})
    code = _code_in(mails[-1])
    client.post(sent["Location"], {"code": code})
    return {PASSWORD, code}


def sign_in_by_code(client, mails):
    client.post(reverse("account_logout"))
    sent = client.post(reverse("account_request_login_code"), {"email": ADDRESS})
    code = _code_in(mails[-1])
    client.post(sent["Location"], {"code": code})
    return {code}


def reset_password(client, mails):
    """By the link of a mail; then the old password, which is refused, and the new one."""
    client.post(reverse("account_logout"))
    client.post(reverse("account_reset_password"), {"email": ADDRESS})
    link = next(word for word in mails[-1].body.split() if "/password/reset/key/" in word)
    form = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    user = User.objects.get(email=ADDRESS)
    sign_in(client, user, WRONG_PASSWORD)
    sign_in(client, user, NEW_PASSWORD)
    token = link.rstrip("/").rsplit("/", 1)[1]
    return {NEW_PASSWORD, WRONG_PASSWORD, token, token.partition("-")[2]}


def set_up_factors(client, mails):
    """An authenticator app, recovery codes, a passkey's row."""
    client.post(reverse("account_reauthenticate"), {"password": NEW_PASSWORD})
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    client.post(reverse("mfa_generate_recovery_codes"))
    spare = _recovery_codes()
    passkey = Authenticator.objects.create(
        user=User.objects.get(email=ADDRESS), type=Authenticator.Type.WEBAUTHN, data={"credential": "the-passkeys-own"}
    )
    passkey.delete()
    return {secret, code_of(secret), "the-passkeys-own", *spare}


def sign_in_with_recovery_code(client, mails):
    """In another browser; the password is asked for first."""
    spare, browser = _recovery_codes(), Client()
    asked = sign_in(browser, User.objects.get(email=ADDRESS), NEW_PASSWORD)
    browser.post(asked["Location"], {"code": "98765432"})
    browser.post(asked["Location"], {"code": spare[0]})
    assert is_signed_in(browser)
    return {spare[0], "98765432", browser.session.session_key}


def accept_an_invitation(client, mails):
    staff = UserFactory(is_secretariat=True)
    invitation = invite(delegation("NO"), role="focal_point", email=ADDRESS, name="W", actor=staff)
    text = Message.objects.about(invitation).get().as_sent()[0]
    path = re.search(r"http://[^/]+(/\S+)", text)[1]
    client.get(path)
    client.post(reverse("accounts:invitation-answer"))
    assert Invitation.objects.get().accepted_by is not None
    return {path.rstrip("/").rsplit("/", 1)[1], invitation.token_hash, client.session.session_key}


WAYS = [
    sign_up,
    sign_in_by_code,
    reset_password,
    set_up_factors,
    sign_in_with_recovery_code,
    accept_an_invitation,
]


# With its own commits, because allauth tells of a second factor after the commit.
@pytest.mark.django_db(transaction=True)
def test_passwords_codes_tokens_and_secrets_are_in_no_log(client, mailoutbox, written):
    opening = set()
    for way in WAYS:
        opening |= way(client, mailoutbox)

    assert len(opening) > 15
    assert all(opening)
    assert [secret for secret in opening if secret in written()] == []
    assert not re.search(r"argon2|gAAAA", written())
    said = ["signed up", "signed in", "sign-in failed", "password reset", "second factor added", "accepted_at"]
    assert [words for words in said if words not in written()] == []
    assert AuditEntry.objects.filter(actor__email=ADDRESS).exists()


def _code_in(mail):
    return re.search(r"^([A-Z]{4}-[A-Z]{4})$", mail.body, re.MULTILINE)[1]


def _recovery_codes():
    return Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()
