"""Where and how one takes part: what the page states, and the join link, which only those concerned have."""

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from mailings.models import Mailing, Message
from mailings.services import release
from sessions.models import DialogueSession, Series
from speakers.models import IntentStatus, SeriesPlace, SpeakingIntent
from stakeholders.models import ApplicationStatus
from tests.factories import SessionFactory, UserFactory, delegation, focal_point, minister, organization_member, role
from tests.stakeholders.rows import application

pytestmark = pytest.mark.django_db

LINK = "https://meet.example/private-room-4711"
PASSCODE = "Passcode 90210"


@pytest.fixture
def staff():
    return UserFactory(is_secretariat=True)


@pytest.fixture
def session():
    return SessionFactory(mode="hybrid", join_url=LINK, join_details=PASSCODE)


def page_of(session, client, user=None):
    if user:
        client.force_login(user)
    return client.get(session.get_absolute_url()).content.decode()


def facts(session, **changed):
    return {
        "mode": session.mode,
        "venue": session.venue,
        "join_url": session.join_url,
        "join_details": session.join_details,
        "seen_revision": session.revision,
        **changed,
    }


def intent_of(iso2, session, status=IntentStatus.ACTIVE):
    person = focal_point(iso2)
    SpeakingIntent.objects.create(
        session=session,
        delegation=delegation(iso2),
        participant=minister(session, iso2),
        registered_by=person,
        status=status,
    )
    return person


def with_place(iso2, session, *, told):
    """A focal point of a delegation with a place in the session's series, of which it is told or not yet."""
    session.series = Series.objects.create(title="Round tables")
    session.save()
    mailing = Mailing.objects.create(occasion="series-place")
    SeriesPlace.objects.create(
        series=session.series, delegation=delegation(iso2), meeting=session, given_by=UserFactory(), mailing=mailing
    )
    if told:
        release(mailing, actor=UserFactory(is_secretariat=True))
    return focal_point(iso2)


def with_application(session, status):
    row = application(session, status=status)
    return organization_member(row.organization)


CONCERNED = {
    "secretariat": lambda session: UserFactory(is_secretariat=True),
    "moderator": lambda session: role(session, "moderator"),
    "delegation with an intent": lambda session: intent_of("NO", session),
    "delegation told of its place in the series": lambda session: with_place("NO", session, told=True),
    "confirmed panel member": lambda session: with_application(session, ApplicationStatus.CONFIRMED),
}
OTHERS = {
    "visitor": lambda session: None,
    "anybody with an account": lambda session: UserFactory(),
    "delegation without an intent": lambda session: focal_point("SE"),
    "delegation that withdrew": lambda session: intent_of("SE", session, IntentStatus.WITHDRAWN),
    "delegation not yet told of its place": lambda session: with_place("SE", session, told=False),
    "moderator of another session": lambda session: role(SessionFactory(), "moderator"),
    "applicant": lambda session: with_application(session, ApplicationStatus.ELIGIBLE),
}


@pytest.mark.parametrize("who", CONCERNED)
def test_join_link_is_shown_to_those_concerned(session, client, who):
    page = page_of(session, client, CONCERNED[who](session))

    assert LINK in page
    assert PASSCODE in page


@pytest.mark.parametrize("who", OTHERS)
def test_join_link_is_hidden_from_others(session, client, who):
    page = page_of(session, client, OTHERS[who](session))

    assert LINK not in page
    assert PASSCODE not in page
    assert "The link is shown here to those concerned" in page
    assert "told of their place in the series" in page


def test_join_link_is_not_in_the_audit_log(session, client, staff):
    client.force_login(staff)
    client.post(
        reverse("sessions:access-facts", kwargs={"slug": session.slug}),
        facts(session, join_url="https://meet.example/another-room", venue="Room 4"),
    )

    logged = [str(entry.changes) + str(entry.serialized_data) for entry in AuditEntry.objects.all()]
    session.refresh_from_db()
    assert session.join_url == "https://meet.example/another-room"
    assert any("join_url" in entry for entry in logged)
    assert not any("meet.example" in entry or PASSCODE in entry for entry in logged)
    assert not Message.objects.exists()


def test_page_states_what_is_known_and_nothing_else(client):
    stated = SessionFactory(
        interpretation_languages=["ar", "fr", "sw"],
        sign_languages="International Sign",
        captioning="live",
        accessible_formats="Braille on request",
        access_contact_name="Amina Diallo",
        access_contact_email="access@example.org",
    )

    page, silent = page_of(stated, client), page_of(SessionFactory(), client)

    for words in ("Arabic, French, Swahili", "International Sign", "Live captions", "Braille on request"):
        assert words in page
        assert words not in silent
    assert "Amina Diallo" in page
    assert 'href="mailto:access@example.org"' in page


def test_whom_to_ask_falls_back_to_the_portal(client, settings):
    settings.CONTACT_EMAIL = "secretariat@example.org"

    page = page_of(SessionFactory(), client)

    assert 'href="mailto:secretariat@example.org"' in page


def test_change_shows_at_once_to_visitors(session, client, staff, settings):
    settings.VISITOR_PAGE_SECONDS = 600
    assert "Live captions" not in page_of(session, client)
    session.captioning = "live"
    session.save()

    assert "Live captions" in page_of(session, client)


def test_facts_saved_meanwhile_are_a_conflict_that_keeps_both(session, client, staff):
    client.force_login(staff)
    DialogueSession.objects.filter(pk=session.pk).update(revision=7, venue="Room 1")

    answer = client.post(
        reverse("sessions:access-facts", kwargs={"slug": session.slug}), facts(session, venue="Room 2")
    )

    page = answer.content.decode()
    assert "Room 1" in page
    assert "Room 2" in page
    session.refresh_from_db()
    assert session.venue == "Room 1"


def test_link_to_join_needs_an_online_part(session, client, staff):
    client.force_login(staff)

    answer = client.post(
        reverse("sessions:access-facts", kwargs={"slug": session.slug}), facts(session, mode="in_person")
    )

    assert "Choose a way that has an online part" in answer.content.decode()
