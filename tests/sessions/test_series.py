"""Series of meetings: made by staff, with seats; each meeting's public page names the others."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from sessions.models import DialogueSession, Series, SessionStatus, overlap
from tests.factories import SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def series():
    return Series.objects.create(title="Round tables")


def data(series, **changed):
    return {
        "title": series.title,
        "arrangement": series.arrangement,
        "time_zone": series.time_zone,
        "seen_revision": series.revision,
        **changed,
    }


def page(series):
    return reverse("sessions:series", kwargs={"pk": series.pk})


def test_series_is_made_once_however_often_the_form_is_sent(client, staff):
    sent = {
        "title": "Ministerial  round tables",
        "arrangement": "both",
        "time_zone": "America/New_York",
        "until": "2027-03-09T18:00",
        "client_token": "8f14e45f-ceea-467f-a830-5e3d0f7c1b11",
    }
    for _ in range(2):
        client.post(reverse("sessions:create-series"), sent)

    series = Series.objects.get()
    assert series.title == "Ministerial round tables"
    # Before the change of clocks on 14 March 2027.
    assert series.choices_until == datetime(2027, 3, 9, 23, tzinfo=UTC)


def test_close_of_choices_that_the_clock_skips_says_what_to_write_instead(client, staff, series):
    answer = client.post(page(series), data(series, until="2027-03-14T02:30"))

    assert "never shows 02:30. Write 03:30 instead." in answer.content.decode()


def test_meetings_join_leave_and_get_seats(client, staff, series):
    ahead = {"starts_at": timezone.now() + timedelta(days=9), "ends_at": timezone.now() + timedelta(days=9, hours=3)}
    stays, leaves, joins = (SessionFactory(**ahead) for _ in range(3))
    DialogueSession.objects.filter(pk__in=[stays.pk, leaves.pk]).update(series=series)

    client.post(
        page(series),
        data(series, **{f"seats-{stays.pk}": "40", f"leaves-{leaves.pk}": "on", "joining": [str(joins.pk)]}),
    )

    stays.refresh_from_db()
    assert set(series.meetings.all()) == {stays, joins}
    assert stays.seats == 40
    # Their pages and calendars are told by the meeting's own revision.
    assert stays.revision == 2


def test_meeting_of_another_series_is_not_taken(client, staff, series):
    other = Series.objects.create(title="Panels")
    meeting = SessionFactory(series=other, starts_at=timezone.now(), ends_at=timezone.now() + timedelta(days=1))

    answer = client.post(page(series), data(series, joining=[str(meeting.pk)]))

    meeting.refresh_from_db()
    assert answer.status_code == 200
    assert meeting.series == other


def test_series_saved_meanwhile_is_a_conflict_that_keeps_both(client, staff, series):
    seen = data(series, title="Mine")
    Series.objects.filter(pk=series.pk).update(title="Theirs", revision=5)

    answer = client.post(page(series), seen).content.decode()

    assert "Mine" in answer
    assert "Theirs" in answer
    series.refresh_from_db()
    assert series.title == "Theirs"


@pytest.mark.parametrize("count", [3, 100])
def test_list_costs_the_same_queries(client, staff, count, django_assert_num_queries):
    for number in range(count):
        SessionFactory(series=Series.objects.create(title=f"Series {number}"))

    with django_assert_num_queries(3):
        client.get(reverse("sessions:series-list"))


def test_public_page_names_the_other_meetings_that_are_public(client, series):
    one = SessionFactory(series=series)
    SessionFactory(series=series, title="Round table two")
    SessionFactory(series=series, title="Not announced", status=SessionStatus.DRAFT)

    shown = client.get(one.get_absolute_url()).content.decode()

    assert "Also in this series" in shown
    assert "Round table two" in shown
    assert "Not announced" not in shown


def test_meetings_overlap_only_where_time_is_shared():
    first = SessionFactory()
    assert first.ends_at is not None
    touching = SessionFactory(starts_at=first.ends_at, ends_at=first.ends_at + timedelta(hours=1))
    inside = SessionFactory(starts_at=first.ends_at - timedelta(minutes=1), ends_at=first.ends_at)
    without_times = SessionFactory(starts_at=None, ends_at=None, status=SessionStatus.DRAFT)

    assert [overlap(first, other) for other in (touching, inside, without_times)] == [False, True, False]
