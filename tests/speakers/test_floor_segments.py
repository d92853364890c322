"""The programme on the floor: one press moves on, the clock of a segment runs by the server's time and is advice."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from sessions.models import ProgrammeItem
from speakers.floor_clock import segment_words
from speakers.models import Floor, FloorSegment
from speakers.services.floor import FloorRefused
from speakers.services.floor_meeting import close_meeting, open_meeting, resume_meeting, suspend_meeting
from speakers.services.floor_segments import start_next_segment, start_segment
from tests.factories import SessionFactory, role

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.fixture
def items(session):
    rows = enumerate((("opening", ""), ("dialogue", "First question"), ("closing", "")), 1)
    return [
        ProgrammeItem.objects.create(session=session, number=number, segment=segment, title=title, minutes=10)
        for number, (segment, title) in rows
    ]


@pytest.fixture
def clock(monkeypatch):
    """A clock that is moved by hand."""
    now = [timezone.now()]
    monkeypatch.setattr(timezone, "now", lambda: now[0])

    def move(by):
        now[0] += by

    return move


def running(session):
    return FloorSegment.objects.get(session=session, ended_at=None)


def test_opening_starts_the_first_part_and_one_press_the_next(session, items, moderator):
    open_meeting(session, actor=moderator)
    first = running(session)
    assert (first.item, first.budget_seconds) == (items[0], 600)

    start_next_segment(session, actor=moderator, seen=first.pk)

    assert str(running(session)) == "First question"
    first.refresh_from_db()
    assert first.ended_at is not None


def test_two_presses_at_once_move_on_once(session, items, moderator):
    open_meeting(session, actor=moderator)
    seen = running(session).pk
    start_next_segment(session, actor=moderator, seen=seen)
    with pytest.raises(FloorRefused):
        start_next_segment(session, actor=moderator, seen=seen)
    assert running(session).item == items[1]


def test_suspension_stops_the_clock_and_going_back_goes_on_with_it(session, items, moderator, clock):
    open_meeting(session, actor=moderator)
    clock(2 * MINUTE)
    suspend_meeting(session, actor=moderator)
    clock(30 * MINUTE)
    assert running(session).used_seconds() == 120
    resume_meeting(session, actor=moderator)
    clock(MINUTE)
    start_segment(session, items[1], actor=moderator, seen=running(session).pk)
    clock(MINUTE)
    start_segment(session, items[0], actor=moderator, seen=running(session).pk)
    clock(MINUTE)

    assert running(session).used_seconds() == 240
    close_meeting(session, actor=moderator)
    clock(MINUTE)
    assert [segment.used_seconds() for segment in session.floor_segments.all()] == [180, 60, 240]
    assert Floor.objects.get(session=session).running_segment is None


def test_clock_says_used_left_and_over_by(session, items, moderator, clock):
    open_meeting(session, actor=moderator)
    clock(MINUTE)
    assert segment_words(running(session), shows_overtime=True) == "1:00 of 10:00, 9:00 left"
    clock(10 * MINUTE)
    assert segment_words(running(session), shows_overtime=True) == "11:00 of 10:00, over by 1:00"
    assert segment_words(running(session), shows_overtime=False) == "10:00 of 10:00, 0:00 left"


def test_a_meeting_that_does_not_run_moves_nowhere(session, items, moderator):
    with pytest.raises(FloorRefused):
        start_segment(session, items[0], actor=moderator, seen=None)


def test_part_of_another_session_and_what_follows_the_last_are_refused(session, items, moderator):
    open_meeting(session, actor=moderator)
    elsewhere = ProgrammeItem.objects.create(session=SessionFactory(), number=1, segment="closing", minutes=5)
    with pytest.raises(FloorRefused, match="another session"):
        start_segment(session, elsewhere, actor=moderator, seen=running(session).pk)
    last = start_segment(session, items[2], actor=moderator, seen=running(session).pk)
    with pytest.raises(FloorRefused, match="the last part"):
        start_next_segment(session, actor=moderator, seen=last.pk)


def test_record_stays_when_the_programme_is_edited(session, items, moderator):
    open_meeting(session, actor=moderator)
    items[0].delete()
    assert str(running(session)) == "Opening with stakeholders"
    start_next_segment(session, actor=moderator, seen=running(session).pk)
    assert running(session).item == items[1]


def test_console_and_screen_show_the_part_that_runs(client, session, items, moderator):
    open_meeting(session, actor=moderator)
    client.force_login(moderator)
    console = reverse("speakers:floor", args=[session.slug])
    page = client.get(console).content.decode()
    assert "Go on to: First question" in page
    assert "of 10:00," in page

    client.post(reverse("speakers:floor-segment", args=[session.slug]), {"seen": running(session).pk, "item": ""})

    assert "First question" in client.get(reverse("speakers:screen", args=[session.slug])).content.decode()
    state = client.get(reverse("speakers:floor-state", args=[session.slug])).json()
    assert (state["segment"]["title"], state["segment"]["budget_seconds"]) == ("First question", 600)
    assert "Programme as held" in client.get(console).content.decode()


def test_part_that_runs_is_named_in_the_readers_language_as_long_as_the_programme_names_it_so(
    client, session, items, moderator
):
    items[1].texts.create(language="fr", text="Première question")
    open_meeting(session, actor=moderator)
    start_next_segment(session, actor=moderator, seen=running(session).pk)
    client.force_login(moderator)

    def name(page):
        with override("fr"):
            answer = client.get(reverse(page, args=[session.slug]))
        return answer.text.partition("<strong data-segment-name")[2].partition("</strong>")[0], answer

    screen, answer = name("speakers:screen")
    assert screen == ">Première question"
    # What static/js/floor.js reads.
    assert answer.context["state"]["segment"]["item"] == str(items[1].pk)
    words = {"english": "First question", "text": "Première question", "lang": "fr"}
    assert answer.context["words"]["items"] == {str(items[1].pk): words}
    assert name("speakers:floor")[0] == screen

    items[1].title = "The first of all"
    items[1].save()
    assert name("speakers:screen")[0] == ' lang="en" dir="ltr">First question'


def test_rapporteur_moves_nothing(client, session, items, moderator):
    open_meeting(session, actor=moderator)
    client.force_login(role(session, "rapporteur"))
    address = reverse("speakers:floor-segment", args=[session.slug])
    assert client.post(address, {"seen": running(session).pk}).status_code == 403
    assert running(session).item == items[0]
