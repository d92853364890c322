"""Deadlines across a change of clocks: New York on 10 March and 3 November 2019, read in Nairobi and Kathmandu."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.forms import DateTimeField
from django.urls import reverse
from django.utils import timezone

from dialogue_portal.moments import moment_words, time_left
from sessions.forms.local_times import LocalTimeField
from sessions.forms.new_sessions import FromEarlierForm, FromKindForm
from sessions.forms.set_up import SetUpForm
from sessions.local_time import (
    AmbiguousTime,
    SkippedTime,
    UnlikelyYear,
    is_second_time,
    meeting_times,
    to_local,
    to_utc,
)
from sessions.models import PhaseWindow, SessionStatus
from sessions.services import propose_windows
from summaries.forms.consultation import OpenConsultationForm
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


@pytest.mark.parametrize(
    "field",
    [
        LocalTimeField(),
        SetUpForm.base_fields["date"],
        FromKindForm.base_fields["date"],
        FromEarlierForm.base_fields["date"],
        OpenConsultationForm.base_fields["opens_at"],
        OpenConsultationForm.base_fields["closes_at"],
    ],
)
@pytest.mark.parametrize("year", ["0001", "1944", "2200", "9999"])
def test_year_that_must_be_a_slip_is_told_at_every_field_of_a_local_time(field, year):
    typed = f"{year}-12-31T23:59" if isinstance(field, DateTimeField) else f"{year}-12-31"

    with timezone.override(NEW_YORK), pytest.raises(ValidationError, match="Check the year"):
        field.clean(typed)


def test_meeting_of_a_concept_note_has_no_time_where_its_year_is_a_slip():
    with pytest.raises(UnlikelyYear):
        meeting_times(date(9999, 12, 31), time(22), time(1), NEW_YORK)


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
    sent = {"intents-opens": "2019-10-01T09:00", "intents-closes": "2019-11-03T01:30", "intents-confirmed": "on"}

    page = client.post(address, sent).content.decode()
    assert "shows 01:30 twice. Say which is meant." in page
    assert "Closes (which of the two)</a>: On this day" in page
    assert "The first, 01:30 (EDT, UTC-0400)" in page
    assert not PhaseWindow.objects.exists()
    client.post(address, {**sent, "intents-closes_which": which})

    window = PhaseWindow.objects.get()
    assert f"{window.closes_at:%H:%M}" == utc
    # Saved again as it stands, it is still the same of the two.
    page = client.get(reverse("sessions:phases", args=[session.slug])).content.decode()
    assert f'name="intents-closes_which" value="{which}"' in page
