"""Deadlines across a change of clocks: New York on 10 March and 3 November 2019, read in Nairobi and Kathmandu."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from dialogue_portal.moments import moment_words, time_left
from sessions.local_time import AmbiguousTime, SkippedTime, is_second_time, to_local, to_utc
from sessions.models import PhaseWindow, SessionStatus
from sessions.services import propose_windows
from tests.factories import SessionFactory, UserFactory

pytestmark = pytest.mark.django_db

NEW_YORK = ZoneInfo("America/New_York")
# The clock of New York goes from 2 to 3 a.m. at 07:00 UTC on 10 March, and from 2 to 1 a.m. at 06:00 UTC on 3 November.
BEFORE = datetime(2019, 3, 9, 23, tzinfo=UTC)
AFTER = datetime(2019, 3, 10, 22, tzinfo=UTC)


def test_time_left_is_time_that_really_passes():
    assert (AFTER - BEFORE, time_left(AFTER, BEFORE)) == (timedelta(hours=23), "23 hours left")
    # The same two moments by the clock of one zone, where Python alone would subtract clock times.
    assert time_left(AFTER.astimezone(NEW_YORK), BEFORE.astimezone(NEW_YORK)) == "23 hours left"


@pytest.mark.parametrize(
    ("moment", "zone", "words"),
    [
        (BEFORE, "Africa/Nairobi", "Saturday 9 March 2019, 6 p.m. New York (02:00 Sunday in Nairobi)"),
        (AFTER, "Africa/Nairobi", "Sunday 10 March 2019, 6 p.m. New York (01:00 Monday in Nairobi)"),
        (BEFORE, "Asia/Kathmandu", "Saturday 9 March 2019, 6 p.m. New York (04:45 Sunday in Kathmandu)"),
        (AFTER, "Asia/Kathmandu", "Sunday 10 March 2019, 6 p.m. New York (03:45 Monday in Kathmandu)"),
    ],
)
def test_deadline_at_six_is_an_hour_earlier_elsewhere_after_the_change(moment, zone, words):
    assert moment_words(moment, "America/New_York", zone) == words


def test_proposed_windows_open_at_nine_and_close_at_six_on_both_sides_of_the_change():
    session = SessionFactory()

    proposed = propose_windows(session)

    assert {to_local(window.opens_at, NEW_YORK).hour for window in proposed} == {9}
    assert {to_local(window.closes_at, NEW_YORK).hour for window in proposed} == {18}
    offsets = {window.closes_at.astimezone(NEW_YORK).utcoffset() for window in proposed}
    assert offsets == {timedelta(hours=-5), timedelta(hours=-4)}


def test_skipped_time_says_what_the_clock_shows_instead():
    with pytest.raises(SkippedTime) as caught:
        to_utc(datetime.fromisoformat("2019-03-10T02:30"), NEW_YORK)
    assert caught.value.instead == datetime.fromisoformat("2019-03-10T03:30")


def test_time_shown_twice_is_one_of_two_moments():
    local = datetime.fromisoformat("2019-11-03T01:30")
    with pytest.raises(AmbiguousTime) as caught:
        to_utc(local, NEW_YORK)
    first, second = caught.value.first.astimezone(UTC), caught.value.second.astimezone(UTC)
    assert second - first == timedelta(hours=1)
    assert [to_utc(local, NEW_YORK, second=which) for which in (False, True)] == [first, second]
    assert [is_second_time(moment, NEW_YORK) for moment in (first, second, AFTER)] == [False, True, None]


@pytest.mark.parametrize(("which", "utc"), [("1", "05:30"), ("2", "06:30")])
def test_staff_say_which_of_two_equal_times_is_meant(client, which, utc):
    client.force_login(UserFactory(is_secretariat=True))
    session = SessionFactory(status=SessionStatus.DRAFT)
    address = reverse("sessions:set-phase", args=[session.slug, "intents"])
    sent = {"intents-opens": "2019-10-01T09:00", "intents-closes": "2019-11-03T01:30"}

    page = client.post(address, sent).content.decode()
    assert "shows 01:30 twice. Say which is meant." in page
    assert "The first, 01:30 (EDT, UTC-0400)" in page
    assert not PhaseWindow.objects.exists()
    client.post(address, {**sent, "intents-closes_which": which})

    window = PhaseWindow.objects.get()
    assert f"{window.closes_at:%H:%M}" == utc
    # Saved again as it stands, it is still the same of the two.
    page = client.get(reverse("sessions:phases", args=[session.slug])).content.decode()
    assert f'name="intents-closes_which" value="{which}"' in page
