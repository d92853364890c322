"""What is set up taken away: kinds, programme, texts, side events, calls, words of mails; and the floor's record."""

import csv
import io

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from mailings.models import MailTemplate
from mailings.occasions import occasions
from sessions.models import ProgrammeItem, SessionKind, SessionText
from sessions.services.side_events import add_event_speaker, add_organizer
from speakers.models import FloorSegment, SpeakingIntent
from speakers.services.intents import register_intent
from tests.factories import (
    ParticipantFactory,
    SessionFactory,
    UserFactory,
    delegation,
    focal_point,
    leading_question,
    open_phase,
    role,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return SessionFactory(slug="dialogue")


@pytest.fixture
def staff(client):
    person = UserFactory(is_secretariat=True)
    client.force_login(person)
    return person


def ask(client, name, table, *arguments):
    return client.get(reverse(name, args=arguments), {"export": "csv", "table": table})


def lines(client, name, table, *arguments):
    text = ask(client, name, table, *arguments).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.usefixtures("staff")
def test_kinds_are_taken_away_with_their_rules(client, django_assert_num_queries):
    lines(client, "sessions:kinds", "sessions.kinds")
    # Reader with the frame, count, kinds, their segments, the note and its entry.
    with django_assert_num_queries(7):
        rows = lines(client, "sessions:kinds", "sessions.kinds")

    (dialogue,) = [row for row in rows if row["Kind"] == "Interactive dialogue"]
    assert (dialogue["Seconds for an initial comment"], dialogue["A speakers’ list is kept"]) == ("180", "No")
    assert len(rows) == len(SessionKind.choices)


@pytest.mark.usefixtures("staff")
def test_words_of_mails_are_taken_away_in_every_language(client, django_assert_num_queries):
    name = next(iter(occasions.items()))[0]
    MailTemplate.objects.create(
        occasion=name, language="fr", subject="=1+1", body="Madame", changed_by=UserFactory(full_name="Ann Lee")
    )
    ask(client, "mailings:templates", "mailings.templates")
    with django_assert_num_queries(5):
        rows = lines(client, "mailings:templates", "mailings.templates")

    assert len(rows) == len(settings.LANGUAGES) * len(list(occasions))
    (changed,) = [row for row in rows if row["Words"] == "Changed"]
    assert (changed["Subject"], changed["Text"], changed["Changed by"]) == ("'=1+1", "Madame", "Ann Lee")
    assert all(row["Subject"] for row in rows)


@pytest.mark.usefixtures("staff")
@pytest.mark.parametrize("count", [3, 60])
def test_texts_say_what_is_missing_and_what_is_older(client, session, count, django_assert_num_queries):
    for number in range(count):
        leading_question(session, number + 1)
    SessionText.objects.create(session=session, part="overview", language="en", text="New")
    SessionText.objects.create(session=session, part="overview", language="fr", text="Ancien", translates="Old")
    lines(client, "sessions:texts", "sessions.texts", "dialogue")

    with django_assert_num_queries(11):
        rows = lines(client, "sessions:texts", "sessions.texts", "dialogue")

    (overview,) = [row for row in rows if row["Text"] == "Overview"]
    assert [overview[str(name)] for _code, name in settings.LANGUAGES].count("Missing") == len(settings.LANGUAGES) - 2
    assert "Older than the English" in overview.values()
    assert len(rows) == count + 8


@pytest.mark.usefixtures("staff")
def test_programme_has_the_times_that_the_page_shows(client, session):
    for number, title in enumerate(("Opening", ""), start=1):
        ProgrammeItem.objects.create(session=session, number=number, segment="opening", title=title, minutes=15)

    first, second = lines(client, "sessions:programme", "sessions.programme", "dialogue")

    starts = next(heading for heading in first if heading.startswith("Starts"))
    ends = next(heading for heading in first if heading.startswith("Ends"))
    assert first[ends] == second[starts] != ""
    assert (first["Own title"], first["Minutes"]) == ("Opening", "15")


@pytest.mark.parametrize("count", [2, 40])
def test_side_event_is_taken_away_by_its_organizers_and_nobody_else(client, count, django_assert_num_queries):
    event = SessionFactory(kind=SessionKind.SIDE_EVENT, slug="event")
    add_organizer(event, actor=None, delegation=delegation("UY"))
    for number in range(count):
        add_organizer(event, actor=None, name=f"Partner {number}", is_lead=False)
        add_event_speaker(event, actor=None, name=f"Speaker {number}", functional_title="Director")
    client.force_login(role(event, "organizer"))
    ask(client, "sessions:event", "", "event")

    with django_assert_num_queries(10):
        organizers = lines(client, "sessions:event", "sessions.event-organizers", "event")
    with django_assert_num_queries(10):
        speakers = lines(client, "sessions:event", "sessions.event-speakers", "event")

    assert organizers[0] == {"Organizer": "Uruguay", "Part": "Organizer", "Editing": "By invitation only"}
    assert (len(organizers), len(speakers), speakers[0]["Status"]) == (count + 1, count, "To be confirmed")
    client.force_login(role(event, "moderator"))
    assert ask(client, "sessions:event", "sessions.event-speakers", "event").status_code == 403


@pytest.mark.usefixtures("staff")
def test_who_is_called_names_each_person_and_those_without_any(client, session, django_assert_num_queries):
    open_phase(session, "intents")
    focal_point("KE", full_name="Amina Otieno")
    ask(client, "sessions:call", "sessions.called", "dialogue", "intents")

    with django_assert_num_queries(10):
        rows = lines(client, "sessions:call", "sessions.called", "dialogue", "intents")

    found = {row["Delegation or organization"]: row["Recipient"] for row in rows}
    assert (found["Kenya"], found["Norway"]) == ("Amina Otieno", "Nobody to write to")


@pytest.mark.usefixtures("staff")
def test_nobody_is_called_where_the_page_says_why_not(client, session):
    assert lines(client, "sessions:call", "sessions.called", "dialogue", "intents") == []


def test_figures_of_the_cockpit_and_of_the_pool(client, session, staff):
    register_intent(SpeakingIntent(session=session, delegation=delegation("KE")), questions=[], actor=staff)

    figures = lines(client, "sessions:cockpit", "sessions.figures", "dialogue")
    counts = lines(client, "speakers:pool", "speakers.intent-counts", "dialogue")

    assert "1" in {row["How many"] for row in figures if row["Name"] == "African Group"}
    assert [(row["Regional group"], row["All"]) for row in counts] == [("African Group", "1")]


def test_record_of_the_floor_is_taken_away_by_who_reads_the_console(client, session):
    person = ParticipantFactory(session=session, delegation=delegation("KE"), name="Amina")
    now = timezone.now()
    for ended in (now, None):
        session.interventions.create(
            participant=person, kind="initial", allotted_seconds=180, started_at=now, ended_at=ended
        )
    FloorSegment.objects.create(session=session, segment="opening", budget_seconds=900, started_at=now, ended_at=now)
    client.force_login(role(session, "moderator"))

    (said,) = lines(client, "speakers:floor", "speakers.interventions", "dialogue")
    (held,) = lines(client, "speakers:floor", "speakers.segments-held", "dialogue")

    assert (said["Speaker"], said["Seconds given"], said["Seconds used"]) == ("Amina (Kenya)", "180", "0")
    assert (held["Segment"], held["Seconds given"]) == ("Opening with stakeholders", "900")
    client.force_login(role(session, "reviewer"))
    assert ask(client, "speakers:floor", "speakers.interventions", "dialogue").status_code == 403
