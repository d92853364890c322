"""Strangers do not learn who has an account: not from an answer, not from how long it takes."""

import re
import time

import pytest
from django.test import Client

from dialogue_portal import settings as portal_settings
from tests.accounts.people import PASSWORD, SIGN_IN, person

pytestmark = pytest.mark.django_db
KNOWN = "known@ngo.example"
ROUNDS = 9
FORMS = {
    "sign in": (SIGN_IN, "login", {"password": "wrong but long enough"}),
    "sign in by code": ("/accounts/login/code/", "email", {}),
    "reset the password": ("/accounts/password/reset/", "email", {}),
    "sign up": ("/accounts/signup/", "email", {"full_name": "X", "password1": PASSWORD}),
}


def ask(form, address):
    path, field, more = FORMS[form]
    return Client().post(path, {field: address, **more}, follow=True)


def what_is_seen(form, address):
    """The status, the way, and the page without what is different in every answer."""
    answer = ask(form, address)
    page = re.sub(r'(csrfmiddlewaretoken"|id="js_data").*', "", answer.content.decode())
    return answer.redirect_chain, answer.status_code, page.replace(address, "ADDRESS")


@pytest.mark.parametrize("form", FORMS)
def test_answer_is_the_same_with_and_without_an_account(form, mailoutbox):
    person(email=KNOWN)

    assert what_is_seen(form, KNOWN) == what_is_seen(form, "unknown@ngo.example")
    assert len(mailoutbox) == (0 if form == "sign in" else 2)


@pytest.mark.parametrize("form", FORMS)
def test_answer_takes_as_long_with_and_without_an_account(form, settings):
    settings.ACCOUNT_RATE_LIMITS = False
    settings.PASSWORD_HASHERS = portal_settings.PASSWORD_HASHERS
    person(email=KNOWN)
    ask(form, KNOWN), ask(form, "first@ngo.example")
    times = {True: [], False: []}
    for number in range(ROUNDS):
        for known in (True, False):
            start = time.perf_counter()
            ask(form, KNOWN if known else f"stranger{number}@ngo.example")
            times[known].append(time.perf_counter() - start)

    # The quickest of each: whatever else the machine does only adds to a time.
    with_account, without = (min(times[known]) for known in (True, False))
    print(f"{form}: {with_account * 1000:.0f} ms with an account, {without * 1000:.0f} ms without")  # noqa: T201
    # A password that were hashed on one side only would make it three times and more; a few milliseconds are noise,
    # on the way to a stranger still more than here.
    assert abs(with_account - without) < max(0.6 * min(with_account, without), 0.02)
