"""Signing up and in: by password, by code, with a second factor; without telling strangers who has an account."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry, User
from mailings.models import Message
from tests.accounts.people import PASSWORD, SIGN_IN, is_signed_in, person, sign_in
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
SIGN_UP = "/accounts/signup/"


def code_in(mail):
    return re.search(r"^([A-Z]{4}-[A-Z]{4})$", mail.body, re.MULTILINE)[1]


def test_sign_up_verifies_the_address_and_goes_where_it_was_going(client, mailoutbox):
    form = {"full_name": "Wanjiru", "email": "w@ngo.example", "password1": PASSWORD, "next": "/people/me/"}
    sent = client.post("/fr" + SIGN_UP, form)
    assert not is_signed_in(client)

    done = client.post(sent["Location"], {"code": code_in(mailoutbox[0])})

    user = User.objects.get()
    assert (done["Location"], is_signed_in(client)) == ("/people/me/", True)
    assert (user.full_name, user.language) == ("Wanjiru", "fr")
    assert user.password.startswith("argon2")
    assert user.emailaddress_set.get().verified


def test_sign_up_answers_alike_for_a_known_address(client, mailoutbox):
    person(email="known@ngo.example")
    answers = []
    for email in ("known@ngo.example", "new@ngo.example"):
        answer = client.post(SIGN_UP, {"full_name": "X", "email": email, "password1": PASSWORD})
        answers.append((answer.status_code, answer["Location"]))
        client.logout()

    assert answers[0] == answers[1]
    assert [mail.to for mail in mailoutbox] == [["known@ngo.example"], ["new@ngo.example"]]


def test_password_reset_and_sign_in_answer_alike_for_an_unknown_address(client):
    person(email="known@ngo.example")
    pages = [
        [client.post(path, {field: email, **more}) for email in ("known@ngo.example", "nobody@ngo.example")]
        for path, field, more in (
            ("/accounts/password/reset/", "email", {}),
            (SIGN_IN, "login", {"password": "wrong but long enough"}),
            ("/accounts/login/code/", "email", {}),
        )
    ]

    for known, unknown in pages:
        assert (known.status_code, known.get("Location")) == (unknown.status_code, unknown.get("Location"))


def test_sign_in_by_code(client, mailoutbox):
    user = person()
    sent = client.post("/accounts/login/code/", {"email": user.email})

    client.post(sent["Location"], {"code": code_in(mailoutbox[0])})

    assert is_signed_in(client)


def test_codes_never_reach_outbox_or_audit_log(client, mailoutbox):
    user = person()
    client.post("/accounts/login/code/", {"email": user.email})

    code = code_in(mailoutbox[0])
    assert not Message.objects.exists()
    assert code not in str(list(AuditEntry.objects.values()))
    assert "argon2" not in str(list(AuditEntry.objects.values()))


def test_sign_in_is_limited_after_failures(client):
    user = person()
    for _ in range(5):
        sign_in(client, user, "wrong but long enough")

    assert "Too many failed login attempts" in sign_in(client, user).content.decode()
    assert not is_signed_in(client)


@pytest.mark.parametrize(("language", "home"), [("en", "/"), ("ar", "/ar/")])
def test_sign_in_leads_home_in_the_persons_language(client, language, home):
    assert sign_in(client, person(language=language))["Location"] == home


def test_sign_in_costs_few_queries(client):
    user = person()
    counts = []
    for request in (lambda: client.get(SIGN_IN), lambda: sign_in(client, user), lambda: client.get("/")):
        with CaptureQueriesContext(connection) as queries:
            assert request().status_code in (200, 302)
        counts.append(len([query for query in queries if "SAVEPOINT" not in query["sql"]]))

    # The page; the person, two looks at the address, the second factor, the last sign-in, the device, the session; the
    # front page, to which every app adds what it asks of the person.
    assert counts[:2] == [0, 7]
    assert counts[2] <= 15


def test_single_sign_on_is_off_unless_configured(client):
    paths = ["/accounts/3rdparty/", "/accounts/oidc/sso/login/", "/accounts/oidc/sso/login/callback/?code=a&state=b"]

    assert [client.get(path).status_code for path in paths] == [404] * 3
    assert "oidc" not in client.get(SIGN_IN).content.decode()


def test_administration_signs_in_through_the_portals_own_page(client):
    assert client.get("/admin/login/?next=/admin/")["Location"].startswith(SIGN_IN)


def test_administration_is_open_to_superusers_and_shows_no_secrets(client):
    admin = UserFactory(is_superuser=True, is_staff=True)
    client.force_login(admin)

    front = client.get("/admin/").content.decode()
    assert client.get("/admin/accounts/user/", {"q": "person"}).status_code == 200
    assert 'name="password"' not in client.get(f"/admin/accounts/user/{admin.pk}/change/").content.decode()
    assert not any(path in front for path in ("/admin/mfa/", "/admin/auth/group", "/admin/accounts/auditentry"))
    assert client.get("/admin/mailings/message/add/").status_code == 403


def test_administration_is_closed_to_the_secretariat(client):
    client.force_login(UserFactory(is_secretariat=True))

    assert client.get("/admin/").status_code == 302
