"""The archive: what is over, by Commission, Commission session and year, with how many there are."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from sessions.models import CommissionSession
from tests.factories import SessionFactory

pytestmark = pytest.mark.django_db
ARCHIVE = "/sessions/archive/"


def held(year, body="Commission on the Status of Women", number=None, **fields):
    number = number or year - 1956
    parent, _new = CommissionSession.objects.get_or_create(
        body=body, number=number, defaults={"ordinal": f"Session {number}", "slug": f"{body[-5:].lower()}-{number}"}
    )
    starts_at = datetime(year, 3, 12, 19, tzinfo=UTC)
    times = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=3)}
    return SessionFactory(commission_session=parent, **times, **fields)


def shown(client, **asked):
    page = client.get(reverse("sessions:archive"), asked)
    return [session.title for session, _outcomes in page.context["entries"]]


@pytest.fixture
def shelves():
    held(2018, title="Rural women")
    held(2019, title="Protection")
    held(2019, title="Round table", status="cancelled")
    held(2019, body="Commission on Population", number=52, title="Ageing")
    held(2019, title="In preparation", status="draft")
    tomorrow = timezone.now() + timedelta(days=1)
    SessionFactory(title="To come", starts_at=tomorrow, ends_at=tomorrow + timedelta(hours=3))


def test_archive_has_what_is_over_latest_first(client, shelves):
    assert shown(client) == ["Ageing", "Protection", "Round table", "Rural women"]


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ({"year": "2018"}, ["Rural women"]),
        ({"body": "Commission on Population"}, ["Ageing"]),
        ({"session": "63"}, ["Protection", "Round table"]),
        ({"year": "2019", "body": "Commission on Population"}, ["Ageing"]),
        ({"year": "2018", "body": "Commission on Population"}, []),
        (
            {"year": "x", "session": "99999999999999999999", "page": "7"},
            ["Ageing", "Protection", "Round table", "Rural women"],
        ),
    ],
)
def test_archive_is_narrowed(client, shelves, asked, titles):
    assert shown(client, **asked) == titles


def test_options_count_what_they_would_show(client, shelves):
    page = client.get(ARCHIVE, {"body": "Commission on the Status of Women"})
    options = {
        choice.name: [(words, count) for _value, words, count in choice.options] for choice in page.context["choices"]
    }
    assert options == {
        "body": [("Commission on Population", 1), ("Commission on the Status of Women", 3)],
        "session": [("Session 63", 2), ("Session 62", 1)],
        "year": [("2019", 2), ("2018", 1)],
    }
    assert "Cancelled" in page.content.decode()


def test_empty_archive_says_what_comes_here(client):
    assert "Sessions move here once they are over" in client.get(ARCHIVE).content.decode()


@pytest.mark.parametrize("count", [3, 100])
def test_archive_costs_a_constant_number_of_queries(client, django_assert_num_queries, count):
    for number in range(count):
        held(2000 + number % 20)
    # What there is and how many, the sessions, their titles in French.
    with django_assert_num_queries(3):
        client.get(f"/fr{ARCHIVE}")
    with django_assert_num_queries(2):
        client.get(ARCHIVE)
