"""How long a sign-in lasts, where a person is signed in, and ending it."""

import time
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.sign_ins import device
from tests.accounts.people import PASSWORD, is_signed_in, person, sign_in

pytestmark = pytest.mark.django_db
DEVICES = "/accounts/sessions/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.0 Mobile/15E148 Safari/604.1"
)
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0"
)


def signed_in(user, **headers):
    client = Client(headers=headers)
    sign_in(client, user)
    return client


@pytest.fixture
def user():
    return person()


def is_alive(client):
    return client.get("/people/me/").status_code == 200


# --- How long -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("secretariat", "hours"), [(False, 24), (True, 2)])
def test_sign_in_ends_without_use_sooner_for_staff(secretariat, hours):
    client = signed_in(person(is_secretariat=secretariat))

    ends = Session.objects.get(session_key=client.session.session_key).expire_date

    assert abs(ends - timezone.now() - timedelta(hours=hours)) < timedelta(minutes=1)


def test_use_puts_the_end_off(user):
    client = signed_in(user)
    soon = timezone.now() + timedelta(minutes=1)
    Session.objects.update(expire_date=soon)
    UserSession.objects.update(last_seen_at=soon - timedelta(days=1))

    assert is_alive(client)
    assert Session.objects.get().expire_date == soon, "noted every five minutes only"
    cache.clear()
    client.get("/people/me/", headers={"User-Agent": FIREFOX})

    assert Session.objects.get().expire_date > soon + timedelta(hours=23)
    seen = UserSession.objects.get()
    assert timezone.now() - seen.last_seen_at < timedelta(minutes=1)
    assert seen.user_agent == FIREFOX


def test_sign_in_ends_in_time_however_much_it_is_used(user):
    client = signed_in(user)
    session = client.session
    session["sign_in_ends"] = int(time.time()) - 1
    session.save()

    page = client.get("/people/me/", follow=True)

    assert not is_signed_in(client)
    assert "your sign-in had lasted its time" in page.content.decode()
    assert not UserSession.objects.exists()


def test_sign_in_gets_a_new_session_key(client, user):
    client.get("/accounts/login/code/")
    session = client.session
    session["planted"] = True
    session.save()
    before = client.session.session_key

    sign_in(client, user)

    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


# --- Where ----------------------------------------------------------------------------------------------------------


def test_devices_are_listed_with_address_and_device(user):
    here = signed_in(user, user_agent=FIREFOX)
    signed_in(user, user_agent=IPHONE)
    signed_in(person(), user_agent=EDGE)

    page = here.get(DEVICES)

    assert [row.device for row in page.context["here"]] == ["Firefox on Linux"]
    assert [(row.device, row.ip) for row in page.context["elsewhere"]] == [("Safari on iPhone", "127.0.0.1")]
    assert here.session.session_key not in page.content.decode()


@pytest.mark.parametrize("others", [1, 30])
def test_list_costs_a_constant_number_of_queries(user, django_assert_num_queries, others):
    here = signed_in(user)
    for _ in range(others):
        signed_in(user)
        cache.clear()
    is_alive(here)

    # Session, person; sign-ins, which of them still hold.
    with django_assert_num_queries(4):
        assert len(here.get(DEVICES).context["elsewhere"]) == others


def test_one_device_or_all_others_are_signed_out(user):
    here, phone, office, stranger = (signed_in(owner) for owner in (user, user, user, person()))
    references = {row.session_key: row.reference for row in here.get(DEVICES).context["elsewhere"]}

    here.post(DEVICES, {"only": references[phone.session.session_key]})
    assert [is_alive(client) for client in (here, phone, office, stranger)] == [True, False, True, True]

    here.post(DEVICES)
    assert [is_alive(client) for client in (here, phone, office, stranger)] == [True, False, False, True]


def test_nobody_signs_out_somebody_elses_device(user):
    mine, theirs = signed_in(user), signed_in(person())
    reference = theirs.get(DEVICES).context["here"][0].reference

    mine.post(DEVICES, {"only": reference})

    assert is_alive(theirs)


def test_signing_out_takes_the_device_off_the_list(user):
    signed_in(user).post("/accounts/logout/")

    assert not UserSession.objects.exists()


def test_new_password_ends_every_other_sign_in(user, mailoutbox):
    here, elsewhere = signed_in(user), signed_in(user)
    new = {"oldpassword": PASSWORD, "password1": "another long sentence", "password2": "another long sentence"}

    here.post("/accounts/password/change/", new)

    assert [is_alive(here), is_alive(elsewhere)] == [True, False]
    assert [row.session_key for row in UserSession.objects.all()] == [here.session.session_key]
    assert mailoutbox[0].to == [user.email]


def test_reset_password_ends_every_sign_in(user, client, mailoutbox):
    elsewhere = signed_in(user)
    client.post("/accounts/password/reset/", {"email": user.email})
    link = next(word for word in mailoutbox[0].body.split() if "/password/reset/key/" in word)
    form = client.get(link, follow=True).redirect_chain[-1][0]

    client.post(form, {"password1": "another long sentence", "password2": "another long sentence"})

    assert not is_alive(elsewhere)
    assert not UserSession.objects.exists()
    sign_in(client, user, "another long sentence")
    assert is_signed_in(client)


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (FIREFOX, "Firefox on Linux"),
        (IPHONE, "Safari on iPhone"),
        (EDGE, "Edge on Windows"),
        (EDGE.replace("Edg/", "OPR/"), "Opera on Windows"),
        ("curl/8.5", "An unknown device"),
        ("", "An unknown device"),
    ],
)
def test_device_is_named_as_people_name_it(user_agent, name):
    assert device(user_agent) == name


def test_superuser_made_by_the_command_signs_in_at_once(client, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", interactive=False, email="Admin@Example.org", full_name="A", verbosity=0)

    sign_in(client, User.objects.get())

    assert is_signed_in(client)
    assert EmailAddress.objects.get().verified
