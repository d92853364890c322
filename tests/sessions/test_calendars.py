"""Calendar files: valid by RFC 5545, right over a change of clocks, stable keys, and nothing that is not public.

Read back by three readers that know nothing of each other: `icalendar`, the strict parser of `ical`, and dateutil's
reading of the time zones' rules.
"""

import io
import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from django.urls import reverse
from django.utils import timezone
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar

from dialogue_portal.revisions import save_revision
from sessions.models import PhaseWindow, SessionStatus, SessionText
from sessions.services import cancel_session
from sessions.time_zone_rules import time_zone_rules
from tests.factories import SessionFactory, UserFactory, role

pytestmark = pytest.mark.django_db

NEW_YORK = ZoneInfo("America/New_York")
LINK = "https://meet.example/private-room-4711"


def fetch(client, session=None):
    url = reverse("sessions:calendar", kwargs={"slug": session.slug}) if session else reverse("calendar")
    return client.get(url)


def events_of(answer):
    """By the part of the key before the host: "meeting" or the phase."""
    return {event["uid"].split("@")[0][37:]: event for event in Calendar.from_ical(answer.content).events}


def closing(session, phase="intents", closes_at=datetime(2019, 3, 9, 23, tzinfo=UTC)):
    return PhaseWindow.objects.create(
        session=session, phase=phase, opens_at=closes_at - timedelta(days=20), closes_at=closes_at
    )


def assert_valid(content):
    """The rules of RFC 5545 that a program stumbles over, read from the bytes and not by a library."""
    text = content.decode()
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    unfolded = text.replace("\r\n ", "").split("\r\n")
    assert unfolded[0] == "BEGIN:VCALENDAR"
    assert unfolded.count("VERSION:2.0") == 1
    assert sum(line.startswith("PRODID:") for line in unfolded) == 1
    stated = {line.removeprefix("TZID:") for line in unfolded if line.startswith("TZID:")}
    used = {match[1] for line in unfolded if (match := re.match(r"DT(?:START|END);TZID=([^:;]+):", line))}
    assert used == stated
    parts = "\n".join(unfolded).split("BEGIN:VEVENT\n")[1:]
    uids = [re.search(r"^UID:(.+)$", part, re.M)[1] for part in parts]
    assert len(set(uids)) == len(uids)
    for part in parts:
        for name in ("UID", "DTSTAMP", "SEQUENCE", "STATUS", "SUMMARY", "LAST-MODIFIED", "URL"):
            assert len(re.findall(rf"^{name}[:;]", part, re.M)) == 1, name
        assert len(re.findall(r"^DTSTART;TZID=", part, re.M)) == 1
        assert re.search(r"^DTSTAMP:\d{8}T\d{6}Z$", part, re.M)
    # A parser of strict models; it raises for what it does not take.
    assert len(IcsCalendarStream.calendar_from_ics(text).events) == len(parts)


def test_calendar_is_valid(client):
    title = "Services, protection; infrastructure \\ and “care”: " + "über alle Maßen langer Titel " * 5
    session = SessionFactory(title=title, venue="Conference Room 4,\nGeneral Assembly Building", mode="hybrid")
    closing(session)
    closing(session, "applications", datetime(2019, 2, 1, 23, tzinfo=UTC))

    answer = fetch(client, session)

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert_valid(answer.content)
    assert events_of(answer)["meeting"]["summary"] == title


def test_event_after_the_change_of_clocks_and_deadline_before_it(client):
    # New York went over to summer time on 10 March 2019: 15:00 is 19:00 UTC after it and 20:00 UTC before.
    session = SessionFactory()
    closing(session, closes_at=datetime(2019, 3, 9, 15, tzinfo=NEW_YORK))

    content = fetch(client, session).content

    assert b"DTSTART;TZID=America/New_York:20190312T150000\r\n" in content
    assert b"DTSTART;TZID=America/New_York:20190309T150000\r\n" in content
    # By the rules in the file itself, not by what this machine knows of New York.
    rules = tzical(io.StringIO(content.decode().replace("\r\n", "\n"))).get("America/New_York")
    assert datetime(2019, 3, 12, 15, tzinfo=rules).astimezone(UTC) == datetime(2019, 3, 12, 19, tzinfo=UTC)
    assert datetime(2019, 3, 9, 15, tzinfo=rules).astimezone(UTC) == datetime(2019, 3, 9, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    "name",
    [
        "America/New_York",
        "Europe/Zurich",
        "Europe/Dublin",
        "Africa/Nairobi",
        "Africa/Casablanca",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "America/Santiago",
        "UTC",
    ],
)
def test_rules_of_a_zone_are_right_at_every_hour(name):
    zone = ZoneInfo(name)
    calendar = Calendar()
    calendar.add_component(time_zone_rules(name, 2026, 2027))
    rules = tzical(io.StringIO(calendar.to_ical().decode().replace("\r\n", "\n"))).get(name)

    hours = (datetime(2026, 1, 1, 0, 30, tzinfo=UTC) + timedelta(hours=count) for count in range(2 * 365 * 24))
    local_hours = (hour.astimezone(zone) for hour in hours)
    # An hour that the clock shows twice is one reading to dateutil, which knows no second.
    wrong = [
        local
        for local in local_hours
        if local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset()
        and local.replace(tzinfo=rules).utcoffset() != local.utcoffset()
    ]

    assert wrong == []


def test_key_stays_and_sequence_grows_with_every_change(client):
    session = SessionFactory()
    window = closing(session)
    before = events_of(fetch(client, session))

    session.venue = "Room 2"
    save_revision(session, seen=session.revision)
    moved = events_of(fetch(client, session))
    window.closes_at += timedelta(days=1)
    save_revision(window, seen=window.revision, fields=["closes_at"])
    extended = events_of(fetch(client, session))

    for part in ("meeting", "intents"):
        assert before[part]["uid"] == moved[part]["uid"] == extended[part]["uid"]
        assert before[part]["sequence"] < moved[part]["sequence"]
        assert before[part].decoded("last-modified") <= moved[part].decoded("last-modified")
    assert moved["meeting"]["location"] == "Room 2"
    assert moved["intents"]["sequence"] < extended["intents"]["sequence"]
    assert extended["meeting"]["sequence"] == moved["meeting"]["sequence"]


def test_change_shows_at_once_to_visitors(client, settings):
    settings.VISITOR_PAGE_SECONDS = 600
    session = SessionFactory(venue="Room 1")
    assert b"Room 1" in fetch(client, session).content
    session.venue = "Room 2"
    session.save()

    assert b"Room 2" in fetch(client, session).content


def test_cancelled_session_stays_and_says_so(client):
    staff = UserFactory(is_secretariat=True)
    session = SessionFactory(
        starts_at=timezone.now() + timedelta(days=3), ends_at=timezone.now() + timedelta(days=3, hours=3)
    )
    closing(session)
    cancel_session(session, actor=staff, seen=session.revision)

    for answer in (fetch(client, session), fetch(client)):
        assert {event["status"] for event in events_of(answer).values()} == {"CANCELLED"}


def test_draft_is_in_no_calendar_even_for_staff(client):
    later = timezone.now() + timedelta(days=3)
    draft = SessionFactory(
        status=SessionStatus.DRAFT, title="Not announced", starts_at=later, ends_at=later + timedelta(hours=1)
    )
    client.force_login(UserFactory(is_secretariat=True))

    assert fetch(client, draft).status_code == 404
    assert b"Not announced" not in fetch(client).content


def test_join_link_is_only_in_the_file_of_those_concerned(client):
    later = timezone.now() + timedelta(days=3)
    session = SessionFactory(
        mode="online", join_url=LINK, join_details="Passcode 90210", starts_at=later, ends_at=later + timedelta(hours=1)
    )
    answers = [fetch(client, session), fetch(client)]
    client.force_login(UserFactory())
    answers += [fetch(client, session), fetch(client)]

    client.force_login(role(session, "moderator"))
    own = fetch(client, session)

    assert not any(b"meet.example" in answer.content or b"90210" in answer.content for answer in answers)
    assert LINK in events_of(own)["meeting"]["description"]
    assert own["Cache-Control"] == "private, no-store"
    assert_valid(own.content)
    # What is ahead in one file is the same for all.
    assert b"meet.example" not in fetch(client).content


def test_title_comes_in_the_language_of_the_address(client):
    session = SessionFactory()
    SessionText.objects.create(session=session, part="title", language="fr", text="Dialogue sur les services")

    answer = client.get(f"/fr/sessions/{session.slug}/calendar.ics")

    assert events_of(answer)["meeting"]["summary"] == "Dialogue sur les services"
    assert events_of(answer)["meeting"]["uid"] == events_of(fetch(client, session))["meeting"]["uid"]


@pytest.mark.parametrize("count", [3, 100])
def test_calendar_of_all_costs_the_same_queries(client, count, django_assert_num_queries):
    later = timezone.now() + timedelta(days=3)
    for _ in range(count):
        closing(SessionFactory(starts_at=later, ends_at=later + timedelta(hours=1)))
    SessionFactory(title="Over")

    with django_assert_num_queries(3):
        answer = fetch(client)

    assert len(Calendar.from_ical(answer.content).events) == 2 * count


def test_calendar_without_sessions_states_the_portals_zone_and_is_valid(client, settings):
    settings.PORTAL_TIME_ZONE = "America/New_York"
    SessionFactory(title="Over")

    answer = fetch(client)

    assert answer.status_code == 200
    # RFC 5545, section 3.6: at least one component.
    assert [part.name for part in Calendar.from_ical(answer.content).subcomponents] == ["VTIMEZONE"]
    assert answer.content.count(b"TZID:America/New_York\r\n") == 1
    assert IcsCalendarStream.calendar_from_ics(answer.content.decode()).events == []


def test_page_links_to_file_and_subscription(client, settings):
    settings.PORTAL_URL = "https://portal.example"
    session = SessionFactory()

    page = client.get(session.get_absolute_url()).content.decode()

    assert f'href="/sessions/{session.slug}/calendar.ics"' in page
    assert f'href="webcal://portal.example/sessions/{session.slug}/calendar.ics"' in page


def test_change_of_clocks_is_stated_as_the_standard_does():
    # RFC 5545, section 3.6.5, on New York in 2007: both onsets by the clock before the change.
    rules = time_zone_rules("America/New_York", 2007, 2007)

    parts = [
        (part.name, f"{part.decoded('dtstart'):%d %B %H:%M}", part.decoded("tzoffsetto"))
        for part in rules.subcomponents[1:]
    ]

    assert parts == [
        ("DAYLIGHT", "11 March 02:00", timedelta(hours=-4)),
        ("STANDARD", "04 November 02:00", timedelta(hours=-5)),
    ]
