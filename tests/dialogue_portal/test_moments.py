"""Moments in two zones, the time left, and what changes when clocks do."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.translation import override

from dialogue_portal.moments import day_words, is_soon, moment_words, period_words, time_left

NEW_YORK, NAIROBI = "America/New_York", "Africa/Nairobi"
NOW = datetime(2019, 3, 1, 12, tzinfo=UTC)


def test_moment_is_shown_in_both_zones_with_the_other_day():
    words = moment_words(datetime(2019, 3, 1, 23, tzinfo=UTC), NEW_YORK, NAIROBI)
    assert words == "Friday 1 March 2019, 6 p.m. New York (02:00 Saturday in Nairobi)"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Friday 1 March 2019, 6 p.m. New York (23:00 UTC)"),
        ("zh-hans", "纽约时间2019年3月1日星期五 18:00 (协调世界时23:00)"),
    ],
)
def test_visitors_second_zone_is_utc(language, expected):
    with override(language):
        assert moment_words(datetime(2019, 3, 1, 23, tzinfo=UTC), NEW_YORK, "UTC") == expected


def test_moment_of_another_day_in_utc_says_which():
    words = moment_words(datetime(2019, 3, 2, 1, tzinfo=UTC), NEW_YORK, "UTC")
    assert words == "Friday 1 March 2019, 8 p.m. New York (01:00 Saturday UTC)"


def test_moment_is_shown_once_where_the_clocks_agree():
    words = moment_words(datetime(2019, 3, 1, 23, tzinfo=UTC), NEW_YORK, "America/Toronto")
    assert words == "Friday 1 March 2019, 6 p.m. New York"


@pytest.mark.parametrize(
    ("utc_hour", "expected"),
    [
        # New York's clocks jumped from 2 to 3 a.m. on 10 March 2019, at 07:00 UTC.
        (6, "Sunday 10 March 2019, 1 a.m. New York (09:00 in Nairobi)"),
        (7, "Sunday 10 March 2019, 3 a.m. New York (10:00 in Nairobi)"),
    ],
)
def test_moment_follows_the_change_of_clocks(utc_hour, expected):
    assert moment_words(datetime(2019, 3, 10, utc_hour, tzinfo=UTC), NEW_YORK, NAIROBI) == expected


def test_period_says_the_day_and_the_half_day_once():
    start = datetime(2019, 3, 12, 19, tzinfo=UTC)
    words = period_words(start, start + timedelta(hours=3), NEW_YORK, NAIROBI)
    assert words == "Tuesday 12 March 2019, 3–6 p.m. New York (22:00–01:00 in Nairobi)"


def test_period_over_several_days_names_both():
    start = datetime(2019, 3, 11, 14, tzinfo=UTC)
    words = period_words(start, start + timedelta(days=1), NEW_YORK, NEW_YORK)
    assert words == "Monday 11 March 2019, 10 a.m. New York – Tuesday 12 March 2019, 10 a.m. New York"


def test_unknown_zone_is_shown_as_utc():
    assert moment_words(NOW, "Mars/Olympus", "UTC") == "Friday 1 March 2019, noon UTC"


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(days=3, hours=23), "3 days left"),
        (timedelta(hours=48), "48 hours left"),
        (timedelta(hours=1, minutes=59), "1 hour left"),
        (timedelta(minutes=2), "2 minutes left"),
        (timedelta(seconds=59), "less than a minute left"),
        (timedelta(0), "passed"),
        (timedelta(days=-1), "passed"),
    ],
)
def test_time_left_is_rounded_down(left, words):
    assert time_left(NOW + left, NOW) == words


@pytest.mark.parametrize(
    ("left", "soon"),
    [
        (timedelta(hours=48, seconds=1), False),
        (timedelta(hours=48), True),
        (timedelta(seconds=1), True),
        (timedelta(0), False),
    ],
)
def test_last_48_hours_are_soon(left, soon):
    assert is_soon(NOW + left, NOW) is soon


def test_dates_follow_the_language():
    with override("fr"):
        assert "vendredi" in moment_words(NOW, NEW_YORK, NEW_YORK)


def test_french_counts_the_first_of_a_month():
    first = datetime(2026, 12, 1, 15, tzinfo=UTC)
    with override("fr"):
        assert "mardi 1er décembre 2026" in moment_words(first, NEW_YORK, NEW_YORK)
        assert [day_words(date(2026, 12, day)) for day in (1, 11)] == ["1er décembre 2026", "11 décembre 2026"]
    assert day_words(date(2026, 12, 1)) == "1 December 2026"
