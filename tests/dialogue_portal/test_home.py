"""The front page: what is open, what is asked of a person, at a constant number of queries."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import ErasureRequest, JoinRequest
from speakers.models import SpeakingIntent
from tests.factories import (
    OrganizationFactory,
    SessionFactory,
    UserFactory,
    delegation,
    focal_point,
    minister,
    open_phase,
    organization_member,
    role,
)

pytestmark = pytest.mark.django_db


def upcoming(**fields):
    now = timezone.now()
    return SessionFactory(starts_at=now + timedelta(days=9), ends_at=now + timedelta(days=9, hours=3), **fields)


@pytest.mark.parametrize("number", [3, 100])
def test_visitor_costs_four_queries_for_any_number_of_sessions(client, django_assert_num_queries, number):
    for session in (upcoming() for _ in range(number)):
        open_phase(session, "intents")
    with django_assert_num_queries(4):  # count, sessions, their titles in French, their phases
        client.get("/fr/")
    with django_assert_num_queries(3):
        response = client.get("/")
    assert response.content.decode().count('class="session-entry"') == min(number, 20)


@pytest.mark.parametrize("number", [3, 100])
@pytest.mark.parametrize(
    ("reader", "queries"),
    [
        # Session and person, who has no belongings; what visitors cost.
        (UserFactory, 5),
        # And the counts of two apps, drafts, provisional intents.
        (lambda: UserFactory(is_secretariat=True), 9),
        # And the delegation, side events that it organizes, the floor, phases, intents, series.
        (lambda: focal_point("KE"), 11),
        # And the organization, who asks to act for it, side events, applications.
        (lambda: organization_member(OrganizationFactory()), 9),
    ],
)
def test_front_page_costs_each_a_constant_number_of_queries(client, django_assert_num_queries, reader, queries, number):
    for session in (upcoming() for _ in range(number)):
        open_phase(session, "intents")
    client.force_login(reader())

    with django_assert_num_queries(queries):
        client.get(reverse("home"))


def test_front_page_costs_the_chair_eight_queries(client, django_assert_num_queries):
    client.force_login(role(upcoming(), "commission_chair"))

    # Session, person and roles; panels, texts; what visitors cost.
    with django_assert_num_queries(8):
        client.get(reverse("home"))


def test_drafts_are_not_shown_to_visitors(client):
    upcoming(title="Secret plans", status="draft")
    assert "Secret plans" not in client.get(reverse("home")).content.decode()


def test_draft_without_a_date_comes_last(client):
    SessionFactory(title="Undated", status="draft", starts_at=None, ends_at=None)
    upcoming(title="Dated")
    client.force_login(UserFactory(is_secretariat=True))
    html = client.get(reverse("home")).content.decode()
    assert html.index(">Dated<") < html.index(">Undated<")


def test_past_session_with_a_phase_ahead_is_still_current(client):
    open_phase(SessionFactory(title="Under consultation"), "intents")
    SessionFactory(title="Long over")
    current = client.get(reverse("home")).content.decode()
    archive = client.get(reverse("sessions:archive")).content.decode()
    assert ("Under consultation" in current, "Long over" in current) == (True, False)
    assert ("Under consultation" in archive, "Long over" in archive) == (True, True)


def test_nothing_open_says_so(client):
    assert "No session is open or announced" in client.get(reverse("home")).content.decode()


def test_person_without_tasks_is_told(client):
    client.force_login(UserFactory())
    assert "Nothing is asked of you now" in client.get(reverse("home")).content.decode()


@pytest.mark.parametrize("page", ["0", "99", "x"])
def test_page_that_does_not_exist_shows_the_nearest(client, page):
    upcoming()
    assert client.get(reverse("home"), {"page": page}).status_code == 200


def test_arabic_page_runs_right_to_left_and_links_the_other_languages(client):
    html = client.get("/ar/").content.decode()
    assert '<html lang="ar" dir="rtl">' in html
    assert "bootstrap.rtl.min.css" in html
    assert 'href="/fr/"' in html
    assert 'href="/" lang="en"' in html


def test_who_made_the_portal_finds_how_to_begin(client):
    client.force_login(UserFactory(is_superuser=True))
    for address in ("/", "/sessions/"):
        page = client.get(address).content.decode()
        assert ('class="desk"' in page, "Begin with the session of the Commission" in page) == (True, True)
    assert "There is no session yet." in client.get("/sessions/new/").content.decode()
    client.force_login(UserFactory())
    assert "/sessions/new/" not in client.get("/").content.decode()


def test_who_made_the_portal_is_asked_what_the_secretariat_is(client):
    session = upcoming(title="Drafted", status="draft")
    kenya = {"delegation": delegation("KE"), "participant": minister(session), "registered_by": UserFactory()}
    SpeakingIntent.objects.create(session=session, status="provisional", **kenya)
    JoinRequest.objects.create(organization=OrganizationFactory(), user=UserFactory(), message="I work there.")
    ErasureRequest.objects.create(person=UserFactory())
    asked = []
    for person in (UserFactory(is_secretariat=True), UserFactory(is_superuser=True)):
        client.force_login(person)
        asked.append([str(task.title) for task in client.get("/").context["tasks"]])
    assert asked[0] == asked[1]
    assert len(asked[0]) == 4


def test_staff_of_a_portal_between_sessions_are_not_told_to_begin(client):
    SessionFactory()
    client.force_login(UserFactory(is_secretariat=True))
    page = client.get("/").content.decode()
    assert "No session is open or announced" in page
    assert "Begin with the session of the Commission" not in page


@pytest.mark.parametrize(("zone", "said"), [("", "(19:00–22:00 UTC)"), ("Africa/Nairobi", "(22:00–01:00 in Nairobi)")])
def test_who_has_chosen_no_time_zone_is_not_told_the_portals_as_theirs(client, zone, said):
    begins = datetime(2019, 3, 12, 19, tzinfo=UTC)
    session = SessionFactory(starts_at=begins, ends_at=begins + timedelta(hours=3))
    client.force_login(UserFactory(time_zone=zone))
    page = client.get(session.get_absolute_url()).content.decode()
    assert said in page
    assert ("js/reader-zone" in page, "in yours (Africa/Nairobi)" in page) == (not zone, bool(zone))
    assert "America/New_York" not in page
