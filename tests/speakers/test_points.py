"""Points noted in the dialogue: quick, once, never lost, and read by those who draft the summary only."""

import uuid

import pytest
from django.urls import reverse

from dialogue_portal.revisions import StaleRevision
from sessions.models import ThemeArea
from speakers.models import Intervention, Point
from speakers.services.points import amend_point, note_point
from tests.factories import ParticipantFactory, SessionFactory, UserFactory, focal_point, leading_question, role

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return SessionFactory(slug="dialogue")


@pytest.fixture
def rapporteur(session):
    return role(session, "rapporteur")


@pytest.fixture
def point(session, rapporteur):
    return note_point(Point(session=session, text="Unions joined in"), actor=rapporteur)[0]


def page(name, *args):
    return reverse(f"speakers:{name}", args=["dialogue", *args])


def test_point_needs_its_text_alone(client, session, rapporteur):
    client.force_login(rapporteur)
    response = client.post(page("note-point"), {"text": "Unions joined in"})

    assert response.url == page("points")
    point = Point.objects.get()
    assert (point.text, point.kind, point.question, point.noted_by) == ("Unions joined in", "", None, rapporteur)


def test_double_click_makes_one_point(session, rapporteur):
    token = uuid.uuid4()
    made = [note_point(Point(session=session, text="Once"), actor=rapporteur, token=token)[1] for _ in range(2)]

    assert made == [True, False]
    assert Point.objects.count() == 1


def test_htmx_gets_form_and_list_and_the_page_goes_back(client, session, rapporteur):
    client.force_login(rapporteur)
    data = {"text": "Unions joined in", "kind": "alliance", "next": page("points") + "?kind=alliance"}
    response = client.post(page("note-point"), data, headers={"HX-Request": "true"})

    text = response.content.decode()
    assert text.lstrip().startswith('<div id="point-form">')
    assert '<div id="point-list" hx-swap-oob="true">' in text
    assert "Unions joined in" in text
    assert f'data-keep-sent="point:dialogue:{rapporteur.pk}"' in text
    assert client.post(page("note-point"), data).url == page("points") + "?kind=alliance"
    assert client.post(page("note-point"), {**data, "next": "https://elsewhere.example/"}).url == page("points")


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_error_keeps_what_was_chosen(client, session, rapporteur, headers):
    client.force_login(rapporteur)
    text = client.post(page("note-point"), {"text": " ", "kind": "challenge"}, headers=headers).content.decode()

    assert 'value="challenge" selected' in text
    assert "This field is required" in text


def test_form_is_preset_to_who_has_the_floor(client, session, rapporteur):
    question = leading_question(session)
    saying = Intervention.objects.create(
        session=session,
        participant=ParticipantFactory(session=session),
        kind="initial",
        question=question,
        allotted_seconds=180,
        started_at=session.starts_at,
    )
    client.force_login(rapporteur)
    form = client.get(page("points")).context["point_form"]

    assert (form["intervention"].value(), form["question"].value()) == (saying.pk, question.pk)


def test_question_of_another_session_is_refused(client, session, rapporteur):
    client.force_login(rapporteur)
    client.post(page("note-point"), {"text": "x", "question": leading_question(SessionFactory()).pk})
    assert not Point.objects.exists()


def test_amending_a_stale_point_is_a_conflict(client, point, rapporteur):
    client.force_login(rapporteur)
    data = {"text": "Trade unions joined in", "kind": "alliance", "seen_revision": 1}
    assert client.get(page("amend-point", point.pk)).status_code == 200
    assert client.post(page("amend-point", point.pk), data).url == page("points")
    response = client.post(page("amend-point", point.pk), {**data, "text": "Mine"})

    conflict = response.context["form"].conflicts[0]
    assert (conflict.theirs, conflict.yours) == ("Trade unions joined in", "Mine")
    with pytest.raises(StaleRevision):
        amend_point(point, seen=1)


def test_filter_narrows_by_kind_and_question(client, session, rapporteur, point):
    question = leading_question(session)
    note_point(Point(session=session, text="Asked", kind="result", question=question), actor=rapporteur)
    client.force_login(rapporteur)

    def shown(**wanted):
        return [point.text for point in client.get(page("points"), wanted).context["points"]]

    assert shown() == ["Asked", "Unions joined in"]
    assert shown(kind="result") == shown(question=question.pk) == ["Asked"]
    assert shown(kind="none") == ["Unions joined in"]
    assert shown(kind="nonsense") == ["Asked", "Unions joined in"]


@pytest.mark.parametrize("name", ["points", "note-point", "amend-point"])
def test_others_read_and_write_no_points(client, session, point, name):
    url = page(name, point.pk) if name == "amend-point" else page(name)
    people = [role(session, "moderator"), role(SessionFactory(), "rapporteur"), focal_point("KE"), UserFactory()]
    for person in people:
        client.force_login(person)
        # The list of points takes nothing from anybody.
        assert client.post(url, {"text": "x"}).status_code == (405 if name == "points" else 403)


def test_secretariat_notes_points(client, session):
    client.force_login(UserFactory(is_secretariat=True))
    client.post(page("note-point"), {"text": "By staff"})
    assert Point.objects.get().text == "By staff"


@pytest.mark.parametrize("count", [3, 100])
def test_points_cost_the_same_for_3_and_100(client, session, rapporteur, django_assert_num_queries, no_links, count):
    question, area = leading_question(session), ThemeArea.objects.create(session=session, number=1)
    said = Intervention(
        session=session,
        participant=ParticipantFactory(session=session),
        kind="initial",
        allotted_seconds=180,
        started_at=session.starts_at,
        ended_at=session.ends_at,
    )
    said.save()
    fields = {"session": session, "question": question, "theme_area": area, "intervention": said}
    Point.objects.bulk_create(Point(text=f"Point {n}", noted_by=rapporteur, **fields) for n in range(count))
    client.force_login(rapporteur)

    with django_assert_num_queries(15):
        response = client.get(page("points"))
    assert response.content.decode().count("Change<span") == count
