"""The public page of a session."""

import pytest

from sessions.models import Role, Series, SessionStatus, SessionText
from tests.factories import (
    SessionFactory,
    UserFactory,
    document,
    leading_question,
    open_phase,
    role,
)

pytestmark = pytest.mark.django_db


def test_page_shows_texts_questions_and_rules(client):
    session = SessionFactory(stakeholders_min=3, stakeholders_max=4)
    SessionText.objects.create(session=session, part="overview", language="en", text="**Why** we meet")
    leading_question(session, 1, "What works?")

    page = client.get(session.get_absolute_url()).content.decode()

    assert "<strong>Why</strong> we meet" in page
    assert "What works?" in page
    assert "3 minutes" in page
    assert "1 minute<" in page
    assert "3 to 4 stakeholders" in page
    assert "No speakers’ list is kept." in page


def test_meeting_without_a_theme_shows_its_mandate(client):
    page = client.get(SessionFactory(theme="", mandate="Resolution 2018/8").get_absolute_url()).content.decode()

    assert "<h2>Mandate</h2>" in page
    assert "Resolution 2018/8" in page
    assert "Priority theme" not in page


def test_draft_is_found_by_staff_and_role_holders_only(client):
    session = SessionFactory(status=SessionStatus.DRAFT)
    expected = [(None, 404), (UserFactory(), 404), (role(session, Role.REVIEWER), 200)]
    expected.append((UserFactory(is_secretariat=True), 200))
    for user, status in expected:
        if user:
            client.force_login(user)
        assert client.get(session.get_absolute_url()).status_code == status


def test_other_meetings_of_a_series_are_titled_in_the_readers_language(client):
    series = Series.objects.create(title="Round tables")
    session = SessionFactory(series=series)
    SessionFactory(series=series, title="English alone")
    both = SessionFactory(series=series, title="Both")
    both.texts.create(part="title", language="fr", text="Les deux")

    address = session.get_absolute_url()
    english, french = (client.get(prefix + address).content.decode() for prefix in ("", "/fr"))

    assert ">Both</a>" in english
    assert ">Les deux</a>" in french
    assert '<span lang="en" dir="ltr">English alone</span>' in french


def test_full_page_is_small_over_the_wire(client):
    session = SessionFactory()
    for number in range(1, 11):
        leading_question(session, number, f"Question {number}: " + "who has to act together, and by when? " * 4)
        document(session, title=f"Paper {number} on social protection", author="UN-Women", is_public=True)
    for part in ("overview", "format", "outcome"):
        words = (f"{part} sentence {number * 7919 % 10007}." for number in range(400))
        session.texts.create(part=part, text=" ".join(words))
    for phase in ("intents", "applications", "statements", "consultation"):
        open_phase(session, phase)
    page = client.get(session.get_absolute_url(), headers={"accept-encoding": "gzip"})
    assert page["Content-Encoding"] == "gzip"
    assert len(page.content) <= 20_000
