"""Phases are open from the second they open until just before the second they close, whatever the clock change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from dialogue_portal.revisions import StaleRevision
from dialogue_portal.states import InvalidTransition
from sessions.local_time import NoSuchTime, meeting_times, to_local, to_utc
from sessions.models import PhaseState, PhaseWindow, phase_is_open
from sessions.services import close_phase_now, open_phase_now, propose_windows, set_window
from sessions.services.phases import REOPENED_FOR, settable_phases
from tests.factories import SessionFactory, UserFactory

pytestmark = pytest.mark.django_db

NEW_YORK = ZoneInfo("America/New_York")
OPENS = datetime(2019, 2, 1, 14, tzinfo=UTC)
CLOSES = datetime(2019, 3, 11, 22, tzinfo=UTC)
SECOND = timedelta(seconds=1)
TICK = timedelta(microseconds=1)
WHY = "Asked for by the Group of 77"


@pytest.fixture
def window():
    return PhaseWindow.objects.create(session=SessionFactory(), phase="intents", opens_at=OPENS, closes_at=CLOSES)


@pytest.fixture
def staff():
    return UserFactory(is_secretariat=True)


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (OPENS - TICK, PhaseState.UPCOMING),
        (OPENS, PhaseState.OPEN),
        (CLOSES - TICK, PhaseState.OPEN),
        (CLOSES, PhaseState.CLOSED),
    ],
)
def test_phase_opens_and_closes_at_the_exact_second(window, now, state):
    assert window.state(now) == state
    assert phase_is_open(window.session, "intents", now) == (state == PhaseState.OPEN)


def test_phase_without_a_window_is_closed(window):
    assert not phase_is_open(window.session, "applications", OPENS)


def test_window_that_closes_before_it_opens_is_not_stored(window):
    window.closes_at = window.opens_at
    with pytest.raises(IntegrityError), transaction.atomic():
        window.save()


def test_local_deadline_follows_the_change_of_clocks():
    before, after = datetime.fromisoformat("2019-03-09T18:00"), datetime.fromisoformat("2019-03-10T18:00")

    assert to_utc(before, NEW_YORK) == datetime(2019, 3, 9, 23, tzinfo=UTC)
    assert to_utc(after, NEW_YORK) == datetime(2019, 3, 10, 22, tzinfo=UTC)
    assert to_local(to_utc(after, NEW_YORK), NEW_YORK) == after


@pytest.mark.parametrize(
    "local", [datetime.fromisoformat("2019-03-10T02:30"), datetime.fromisoformat("2019-11-03T01:30")]
)
def test_local_time_that_is_skipped_or_shown_twice_is_refused(local):
    with pytest.raises(NoSuchTime):
        to_utc(local, NEW_YORK)


def test_meeting_past_midnight_ends_on_the_following_day():
    day = datetime.fromisoformat("2019-03-12T00:00")

    starts, ends = meeting_times(day.date(), day.replace(hour=22).time(), day.replace(hour=1).time(), NEW_YORK)

    assert ends - starts == timedelta(hours=3)


def test_windows_are_proposed_once_and_never_over_others(window):
    proposed = propose_windows(window.session)

    assert {item.phase for item in proposed} == set(settable_phases(window.session)) - {"intents"}
    assert propose_windows(window.session) == []


def test_set_window_makes_and_changes_it(staff):
    session = SessionFactory()
    made = set_window(session, "intents", opens_at=OPENS, closes_at=CLOSES, actor=staff, seen=None)

    set_window(session, "intents", opens_at=OPENS, closes_at=CLOSES + SECOND, actor=staff, seen=1, reason=WHY)

    made.refresh_from_db()
    assert (made.closes_at, made.revision) == (CLOSES + SECOND, 2)


@pytest.mark.parametrize("seen", [None, 0, 7])
def test_set_window_that_was_changed_meanwhile_is_refused(window, staff, seen):
    with pytest.raises(StaleRevision):
        set_window(window.session, "intents", opens_at=OPENS, closes_at=CLOSES + SECOND, actor=staff, seen=seen)


def test_set_window_closes_after_it_opens(staff):
    with pytest.raises(ValueError, match="closes after"):
        set_window(SessionFactory(), "intents", opens_at=OPENS, closes_at=OPENS, actor=staff, seen=None)


def test_open_now_opens_this_second_until_the_set_time(window, staff):
    opened = open_phase_now(window, actor=staff, reason=WHY, now=OPENS - timedelta(days=1))

    assert (opened.opens_at, opened.closes_at) == (OPENS - timedelta(days=1), CLOSES)


def test_open_now_after_the_close_lasts_until_the_meeting(window, staff):
    opened = open_phase_now(window, actor=staff, reason=WHY, now=CLOSES + SECOND)

    assert opened.closes_at == window.session.starts_at


def test_open_now_after_the_meeting_lasts_a_week(window, staff):
    now = window.session.ends_at + SECOND

    assert open_phase_now(window, actor=staff, reason=WHY, now=now).closes_at == now + REOPENED_FOR


def test_close_now_closes_this_second(window, staff):
    closed = close_phase_now(window, actor=staff, reason=WHY, now=OPENS + timedelta(hours=1))

    assert closed.state(OPENS + timedelta(hours=1)) == PhaseState.CLOSED


def test_phase_opened_this_second_can_be_closed(window, staff):
    assert close_phase_now(window, actor=staff, reason=WHY, now=OPENS).closes_at == OPENS + SECOND


@pytest.mark.parametrize(
    ("move", "now"),
    [(open_phase_now, OPENS), (close_phase_now, OPENS - SECOND), (close_phase_now, CLOSES)],
)
def test_illegal_moves_of_a_phase_are_refused(window, staff, move, now):
    with pytest.raises(InvalidTransition):
        move(window, actor=staff, now=now)
