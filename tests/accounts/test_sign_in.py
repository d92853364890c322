"""Signing up and in: by password, by code, with a second factor; without telling strangers who has an account."""

import re

import pytest
from allauth.account import app_settings
from allauth.account.models import EmailAddress
from django.core.handlers.base import BaseHandler
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.backends import SignInBackend
from accounts.models import AuditEntry, User
from accounts.permissions import own_delegations, own_organizations
from mailings.models import Message
from sessions.permissions import held_roles
from tests.accounts.people import (
    PASSWORD,
    SIGN_IN,
    able_to_sign_in,
    authenticator_app,
    code_of,
    is_signed_in,
    person,
    sign_in,
)
from tests.factories import SessionFactory, UserFactory, focal_point, role

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


LIMITED = {
    "login": SIGN_IN,
    "signup": SIGN_UP,
    "request_login_code": "/accounts/login/code/",
    "reset_password": "/accounts/password/reset/",
}


@pytest.mark.parametrize("action", LIMITED)
def test_forms_of_strangers_are_limited_by_address(settings, action):
    assert "/m/ip" in app_settings.RATE_LIMITS[action]
    settings.ACCOUNT_RATE_LIMITS = {action: "3/h/ip"}

    def is_refused(number, **more):
        answer = Client().post(LIMITED[action], {"email": f"{number}@ngo.example"}, **more)
        return answer.status_code == 429 or "Too many" in answer.content.decode()

    assert [is_refused(number) for number in range(4)] == [False, False, False, True]
    assert not is_refused(5, REMOTE_ADDR="198.51.100.7")


@pytest.mark.parametrize(("language", "home"), [("en", "/"), ("ar", "/ar/")])
def test_sign_in_leads_home_in_the_persons_language(client, language, home):
    assert sign_in(client, person(language=language))["Location"] == home


@pytest.fixture
def queries_before_view(monkeypatch):
    """How many queries each request had made when its view began."""
    counts = []
    make_view = BaseHandler.make_view_atomic

    def counting(handler, view):
        counts.append(len(connection.queries))
        return make_view(handler, view)

    monkeypatch.setattr(BaseHandler, "make_view_atomic", counting)
    return counts


def roles_of_interest():
    session = SessionFactory()
    return {
        "delegate": focal_point("NO"),
        "secretariat": UserFactory(is_secretariat=True),
        "reviewer": role(session, "reviewer"),
    }


@pytest.mark.parametrize("name", ["delegate", "secretariat", "reviewer"])
def test_sign_in_costs_few_queries(client, name):
    user = able_to_sign_in(roles_of_interest()[name])

    with CaptureQueriesContext(connection) as page:
        client.get(SIGN_IN)
    with CaptureQueriesContext(connection) as signing_in:
        assert sign_in(client, user).status_code == 302

    # The person by a verified address, the second factor, the last sign-in, the device, the session.
    assert (len(page), len([query for query in signing_in if "SAVEPOINT" not in query["sql"]])) == (0, 5)


@pytest.mark.parametrize("roles", [[], ["secretariat", "reviewer"]], ids=["no factor asked", "factor asked"])
@pytest.mark.parametrize("name", ["delegate", "secretariat", "reviewer"])
def test_view_of_a_signed_in_person_begins_after_few_queries(client, settings, queries_before_view, name, roles):
    user = able_to_sign_in(roles_of_interest()[name])
    secret = authenticator_app(user)
    client.post(sign_in(client, user)["Location"], {"code": code_of(secret)})
    settings.SECOND_FACTOR_ROLES = roles

    with CaptureQueriesContext(connection):
        assert client.get("/people/me/").status_code == 200

    # Session and person. What role a person has is asked only where none has been shown a second factor yet.
    assert queries_before_view[-1] <= 2


def test_view_of_a_delegate_without_second_factor_begins_after_three_queries(client, settings, queries_before_view):
    settings.SECOND_FACTOR_ROLES = ["secretariat", "reviewer"]
    sign_in(client, able_to_sign_in(focal_point("NO")))

    with CaptureQueriesContext(connection):
        assert client.get("/people/me/").status_code == 200

    # Session, person, roles.
    assert queries_before_view[-1] <= 3


def test_unverified_account_is_asked_for_the_code_first(client, mailoutbox):
    user = person()
    EmailAddress.objects.update(verified=False)

    asked = sign_in(client, user)

    assert not is_signed_in(client)
    client.post(asked["Location"], {"code": code_in(mailoutbox[0])})
    assert is_signed_in(client)


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


def test_person_of_a_request_is_known_to_have_what_belongs_to_them():
    without, focal, holder = UserFactory(), focal_point("KE"), role(SessionFactory(), "moderator")

    def belongings(user):
        """What is asked of the person of a request, and how many have been read for it."""
        with CaptureQueriesContext(connection) as queries:
            reader = SignInBackend().get_user(user.pk)
            found = len(own_delegations(reader)), len(own_organizations(reader)), len(held_roles(reader))
        return found, len(queries)

    # One for the person, one for each kind of which there is any.
    assert belongings(without) == ((0, 0, 0), 1)
    assert belongings(focal) == ((1, 0, 0), 2)
    assert belongings(holder) == ((0, 0, 1), 2)
