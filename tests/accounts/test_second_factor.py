"""A second factor: asked where there is one, demanded of the roles that the setting names, sealed in the database."""

import json
from importlib import import_module

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.apps import apps
from django.urls import reverse

from accounts.second_factor import needs_second_factor
from tests.accounts.people import PASSWORD, authenticator_app, code_of, is_signed_in, person, sign_in
from tests.factories import focal_point

pytestmark = pytest.mark.django_db
CONFIRM = ("/accounts/reauthenticate/", {"password": PASSWORD})
SET_UP, SHOW = "/accounts/2fa/", "/accounts/2fa/reauthenticate/"


@pytest.fixture
def demanded(settings):
    settings.SECOND_FACTOR_ROLES = ["secretariat"]


@pytest.mark.parametrize("kind", ["app", "recovery code"])
def test_sign_in_asks_for_the_second_factor_where_there_is_one(client, kind):
    user = person()
    secret, spare = authenticator_app(user), RecoveryCodes.activate(user)
    code = code_of(secret) if kind == "app" else spare.get_unused_codes()[3]

    asked = sign_in(client, user)
    assert (asked["Location"], is_signed_in(client)) == (reverse("mfa_authenticate"), False)
    client.post(asked["Location"], {"code": "000000"})
    assert not is_signed_in(client)
    client.post(asked["Location"], {"code": code})
    assert is_signed_in(client)

    client.logout()
    again = client.post(sign_in(client, user)["Location"], {"code": code})
    assert "Incorrect code" in again.content.decode()


def test_role_that_needs_one_is_sent_to_set_one_up(client, demanded):
    staff = person(is_secretariat=True)
    sign_in(client, staff)

    assert [client.get(path)["Location"] for path in ("/", "/people/audit/", "/admin/")] == [SET_UP] * 3
    assert client.get("/", headers={"HX-Request": "true"})["HX-Redirect"] == SET_UP
    assert client.get(SET_UP).status_code == 200
    assert client.get("/healthz/live").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_factor_that_was_just_set_up_counts_as_shown(client, demanded):
    sign_in(client, person(is_secretariat=True))
    client.post(*CONFIRM)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret

    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})

    assert client.get("/").status_code == 200


def test_factor_set_up_on_another_device_is_asked_for_here(client, demanded):
    staff = person(is_secretariat=True)
    sign_in(client, staff)
    secret = authenticator_app(staff)

    asked = client.get("/people/audit/?actor=x")
    assert asked["Location"] == SHOW + "?next=%2Fpeople%2Faudit%2F%3Factor%3Dx"
    shown = client.post(asked["Location"], {"code": code_of(secret), "next": "/people/audit/?actor=x"})

    assert shown["Location"] == "/people/audit/?actor=x"
    assert client.get(shown["Location"]).status_code == 200


def test_password_alone_does_not_stand_in_for_the_factor(client, demanded):
    staff = person(is_secretariat=True)
    sign_in(client, staff)
    authenticator_app(staff)

    client.post(*CONFIRM)

    assert client.get("/").status_code == 302


def test_recovery_codes_alone_are_no_second_factor(client, demanded):
    staff = person(is_secretariat=True)
    RecoveryCodes.activate(staff)
    sign_in(client, staff)

    assert client.get("/")["Location"] == SET_UP


@pytest.mark.parametrize(("secretariat", "left"), [(True, 1), (False, 0)])
def test_last_factor_stays_with_whose_role_needs_it(client, demanded, secretariat, left):
    user = person(is_secretariat=secretariat)
    secret = authenticator_app(user)
    client.post(sign_in(client, user)["Location"], {"code": code_of(secret)})
    client.post(*CONFIRM)

    client.post(reverse("mfa_deactivate_totp"))

    assert Authenticator.objects.filter(user=user).count() == left


def test_second_factor_is_asked_of_the_named_roles_only(settings):
    staff, delegate = person(is_secretariat=True), focal_point("NO")
    assert not needs_second_factor(staff)

    settings.SECOND_FACTOR_ROLES = ["secretariat"]
    assert [needs_second_factor(user) for user in (staff, delegate)] == [True, False]


def test_secrets_are_sealed_in_the_database(client):
    user = person()
    secret, codes = authenticator_app(user), RecoveryCodes.activate(user).get_unused_codes()
    kept = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))

    assert secret not in kept
    assert not any(code in kept for code in codes)
    assert kept.count('"gAAAA') == 2


def test_newest_key_seals_and_older_ones_still_open(client, settings):
    user = person()
    secret = authenticator_app(user)
    settings.MFA_KEY = ["n" * 40, settings.SECRET_KEY]
    client.post(sign_in(client, user)["Location"], {"code": code_of(secret)})
    assert is_signed_in(client)


def test_lost_key_refuses_every_code_and_breaks_no_page(client, settings):
    user = person()
    secret = authenticator_app(user)
    settings.MFA_KEY = ["n" * 40]

    answer = client.post(sign_in(client, user)["Location"], {"code": code_of(secret)})

    assert answer.status_code == 200
    assert not is_signed_in(client)


def test_migration_seals_what_was_kept_in_the_clear(client):
    user = person()
    secret = authenticator_app(user)
    Authenticator.objects.update(data={"secret": secret})

    migration = import_module("accounts.migrations.0004_seal_second_factors")
    for _ in range(2):
        migration.seal_all(apps, None)

    assert secret not in str(Authenticator.objects.get().data)
    client.post(sign_in(client, user)["Location"], {"code": code_of(secret)})
    assert is_signed_in(client)
    migration.unseal_all(apps, None)
    assert Authenticator.objects.get().data["secret"] == secret
