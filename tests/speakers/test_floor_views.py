"""The pages of the floor: who may open and press what, what the public never sees, and what they cost."""

import json

import pytest
from django.urls import reverse

from accounts.models import Delegation
from dialogue_portal import live
from speakers.floor_state import read_public, read_requests
from speakers.models import Floor, FloorRequest, FloorState, Intervention, SpeakingIntent
from speakers.services.floor_meeting import open_meeting
from speakers.services.floor_requests import request_floor
from speakers.services.floor_segments import start_segment
from speakers.services.floor_turns import give_floor
from tests.factories import (
    ParticipantFactory,
    SessionFactory,
    UserFactory,
    delegation,
    focal_point,
    leading_question,
    role,
)

HTMX = {"HTTP_HX_REQUEST": "true"}
pytestmark = pytest.mark.django_db


def address(name, session, **kwargs):
    return reverse(f"speakers:{name}", kwargs={"slug": session.slug, **kwargs})


@pytest.fixture
def secretariat():
    return UserFactory(is_secretariat=True)


@pytest.fixture
def meeting(secretariat):
    session = SessionFactory()
    open_meeting(session, actor=secretariat)
    return session


@pytest.fixture
def kenya(meeting, secretariat):
    """A minister whose intent holds what must not leak."""
    country = delegation("KE")
    participant = ParticipantFactory(
        session=meeting, delegation=country, regional_group=country.regional_group, name="Margaret Kobia"
    )
    SpeakingIntent.objects.create(
        session=meeting,
        delegation=country,
        participant=participant,
        outline="secret outline",
        accessibility_needs="secret needs",
        availability="secret availability",
        registered_by=secretariat,
    )
    return participant


def people(session):
    return {
        "visitor": None,
        "delegate": focal_point("KE"),
        "reviewer": role(session, "reviewer"),
        "rapporteur": role(session, "rapporteur"),
        "moderator": role(session, "moderator"),
        "presiding_chair": role(session, "presiding_chair"),
        "moderator of another": role(SessionFactory(), "moderator"),
        "secretariat": UserFactory(is_secretariat=True),
    }


READERS = {"rapporteur", "moderator", "presiding_chair", "secretariat"}
RUNNERS = {"moderator", "presiding_chair", "secretariat"}
PRESIDING = {"presiding_chair", "secretariat"}


def allowed(client, session, method, url, data=None):
    """Who gets something else than a refusal or the sign-in page."""
    found = set()
    for name, user in people(session).items():
        client.logout()
        if user:
            client.force_login(user)
        answer = getattr(client, method)(url, data or {})
        if not (answer.status_code == 403 or (answer.status_code == 302 and "login" in answer["Location"])):
            found.add(name)
    return found


def test_console_and_its_parts_are_for_the_floors_roles(client, meeting):
    assert allowed(client, meeting, "get", address("floor", meeting)) == READERS
    for part in ("now", "pool", "requests", "record"):
        assert allowed(client, meeting, "get", address("floor-part", meeting, part=part)) == READERS


@pytest.mark.parametrize(
    "name",
    [
        "floor-give",
        "floor-follow-up",
        "floor-officer",
        "floor-person-in-room",
        "floor-clock",
        "floor-discussion",
        "floor-name",
        "floor-nameplate",
        "floor-decide",
    ],
)
def test_floor_is_run_by_moderator_presiding_chair_and_secretariat(client, meeting, name):
    assert allowed(client, meeting, "post", address(name, meeting)) == RUNNERS


def test_meeting_is_opened_and_closed_by_presiding_chair_and_secretariat(client, meeting):
    assert allowed(client, meeting, "post", address("floor-meeting", meeting)) == PRESIDING


def test_screen_and_state_are_public_and_a_drafts_are_not(client, meeting):
    assert allowed(client, meeting, "get", address("screen", meeting)) == set(people(SessionFactory()))
    client.logout()
    draft = SessionFactory(status="draft")
    for name in ("screen", "floor-state", "floor-events"):
        assert client.get(address(name, draft)).status_code == 404


def test_public_sees_no_request_no_pool_and_no_needs(client, meeting, kenya, secretariat):
    chile = ParticipantFactory(session=meeting, delegation=delegation("CL"), name="Waiting Person")
    asked = request_floor(chile, kind="initial", actor=secretariat)
    give_floor(kenya, kind="initial", actor=secretariat)
    screen = client.get(address("screen", meeting)).content.decode()
    state = client.get(address("floor-state", meeting)).content.decode()
    stream = b"".join(live.encode(event) for event in read_public(str(meeting.pk), 0)).decode()
    for text in (screen, state, stream):
        assert "Margaret Kobia" in text
        for secret in (
            "secret",
            "Waiting Person",
            "Chile",
            str(asked.pk),
            str(chile.pk),
            "floor-requests",
            "request_number",
        ):
            assert secret not in text
    requests = b"".join(live.encode(event) for event in read_requests(str(meeting.pk), 0)).decode()
    assert "Waiting Person" not in requests


def test_state_has_the_address_of_requests_for_the_console_only(client, meeting, kenya):
    delegate, moderator = focal_point("KE"), role(meeting, "moderator")
    for user, streams in ((delegate, ["floor"]), (moderator, ["floor", "floor-requests"])):
        client.force_login(user)
        state = client.get(address("floor-state", meeting)).json()
        assert [stream["name"] for stream in state["streams"]] == streams


def test_console_shows_no_accessibility_needs(client, meeting, kenya):
    client.force_login(role(meeting, "moderator"))
    page = client.get(address("floor", meeting)).content.decode()
    assert "secret availability" in page
    assert "secret needs" not in page


def test_press_answers_htmx_with_the_part_and_a_browser_with_the_page(client, meeting, kenya):
    client.force_login(role(meeting, "moderator"))
    give = address("floor-give", meeting)
    part = client.post(give, {"participant": kenya.pk}, **HTMX)
    assert part.templates[0].name == "speakers/_floor_now.html"
    assert "Margaret Kobia" in part.content.decode()
    assert client.post(give, {"participant": kenya.pk})["Location"] == address("floor", meeting)
    assert Intervention.objects.count() == 1


def test_press_on_a_floor_that_changed_meanwhile_says_so(client, meeting, kenya, secretariat):
    chile = ParticipantFactory(session=meeting, delegation=delegation("CL"))
    give_floor(chile, kind="initial", actor=secretariat)
    client.force_login(role(meeting, "moderator"))
    part = client.post(address("floor-give", meeting), {"participant": kenya.pk, "running": ""}, **HTMX)
    assert "(Chile) was given the floor meanwhile" in part.content.decode()
    page = client.post(address("floor-give", meeting), {"participant": kenya.pk, "running": ""}, follow=True)
    assert "(Chile) was given the floor meanwhile" in page.content.decode()
    assert Intervention.objects.running().get().participant == chile


@pytest.mark.parametrize("participant", ["", "nonsense", "7b9e0d4c-5a44-4c5e-9a0b-3f0f1b1f1c55", "another session's"])
def test_press_for_nobody_of_this_session_is_refused(client, meeting, participant):
    if participant.startswith("another"):
        participant = ParticipantFactory().pk
    client.force_login(role(meeting, "moderator"))
    part = client.post(address("floor-give", meeting), {"participant": participant}, **HTMX)
    assert "alert-danger" in part.content.decode()
    assert not Intervention.objects.exists()


def test_console_runs_a_meeting_by_forms_alone(client, meeting, kenya, secretariat):
    """What a browser without JavaScript sends, from the opening to the close."""
    Floor.objects.update(state=FloorState.NOT_STARTED)
    question = leading_question(meeting)
    client.force_login(secretariat)

    def press(url_name, **data):
        assert client.post(address(url_name, meeting), data).status_code == 302

    def running():
        return Intervention.objects.running().get()

    press("floor-meeting", act="open")
    press("floor-discussion", question=question.pk)
    press("floor-officer", officer="moderator")
    assert running().kind == "question"
    press("floor-give", participant=kenya.pk, running=running().pk)
    for act in ("pause", "resume", "add-time"):
        press("floor-clock", act=act, intervention=running().pk)
    assert (running().allotted_seconds, running().question) == (210, question)
    press("floor-follow-up", participant=kenya.pk, running=running().pk)
    assert (running().allotted_seconds, running().follows.participant) == (60, kenya)
    press("floor-clock", act="end", intervention=running().pk)
    press("floor-nameplate", participant=kenya.pk)
    asked = FloorRequest.objects.get()
    assert asked.kind == "follow_up"
    for act in ("pass", "grant"):
        press("floor-decide", act=act, request=asked.pk, running="")
    press("floor-person-in-room", running=running().pk)
    unnamed = running().participant
    press("floor-name", participant=unnamed.pk, name="Ada Obi", delegation=delegation("NG").pk)
    unnamed.refresh_from_db()
    assert str(unnamed) == "Ada Obi (Nigeria)"
    press("floor-meeting", act="close")
    assert meeting.interventions.running().count() == 0


def test_delegate_asks_and_withdraws_for_the_own_delegation_only(client, meeting, kenya):
    chile = ParticipantFactory(session=meeting, delegation=delegation("CL"), name="Chile’s minister")
    client.force_login(focal_point("KE"))
    page = client.get(address("floor-request", meeting)).content.decode()
    assert "Ask for the floor" in page
    assert "Chile" not in page
    client.post(address("floor-ask", meeting), {"participant": kenya.pk, "kind": "initial"})
    asked = FloorRequest.objects.get()
    part = client.post(address("floor-ask", meeting), {"participant": chile.pk, "kind": "initial"}, **HTMX)
    assert "your own delegation" in part.content.decode()
    assert FloorRequest.objects.get() == asked

    withdraw = address("withdraw-floor-request", meeting, pk=asked.pk)
    client.force_login(focal_point("CL"))
    assert client.post(withdraw).status_code == 403
    client.force_login(focal_point("KE"))
    assert client.post(withdraw).status_code == 302
    asked.refresh_from_db()
    assert asked.state == "withdrawn"
    assert "decided meanwhile" in client.post(withdraw, **HTMX).content.decode()


def test_request_page_is_for_focal_points(client, meeting):
    assert allowed(client, meeting, "get", address("floor-request", meeting)) == {"delegate"}


def test_screen_shows_overtime_only_if_the_session_says_so(client, meeting, kenya, secretariat):
    turn = give_floor(kenya, kind="initial", actor=secretariat)
    turn.started_at = turn.started_at.replace(year=turn.started_at.year - 1)
    turn.save()
    assert "+" not in _digits(client, meeting)
    meeting.shows_overtime = True
    meeting.save()
    assert _digits(client, meeting).startswith("+")


def _digits(client, session):
    page = client.get(address("screen", session)).content.decode()
    return page.split('class="clock-digits" dir="ltr">')[1].split("<")[0]


def test_pages_refresh_themselves_without_javascript(client, meeting):
    assert '<noscript><meta http-equiv="refresh"' in client.get(address("screen", meeting)).content.decode()
    client.force_login(focal_point("KE"))
    assert '<noscript><meta http-equiv="refresh"' in client.get(address("floor-request", meeting)).content.decode()


def test_pool_stands_by_group_then_alphabetically_whoever_was_heard(client, meeting, secretariat):
    for code in ("ZW", "CI", "CU", "HR", "KE", "CR"):
        country = delegation(code)
        ParticipantFactory(session=meeting, delegation=country, regional_group=country.regional_group)
    ParticipantFactory(session=meeting, capacity="stakeholder", name="Zoe")
    give_floor(meeting.participants.get(delegation__iso2="ZW"), kind="initial", actor=secretariat)
    client.force_login(role(meeting, "moderator"))
    pool = client.get(address("floor", meeting)).context["pool"]
    assert [[entry.headline for entry in group.entries] for group in pool.groups] == [
        ["Zoe"],
        ["Côte d’Ivoire", "Kenya", "Zimbabwe"],
        ["Croatia"],
        ["Costa Rica", "Cuba"],
    ]
    assert pool.groups_not_heard == ["eastern_european", "latin_american_caribbean"]
    found = client.get(address("floor", meeting), {"q": "ivoire"}).context["pool"]
    assert [entry.headline for group in found.groups for entry in group.entries] == ["Côte d’Ivoire"]


# With the session, the user and the roles, without the links that other apps add to the frame.
CONSOLE_QUERIES, POOL_QUERIES, SCREEN_QUERIES = 28, 12, 10


@pytest.mark.parametrize("rows", [3, 100])
def test_console_costs_a_constant_number_of_queries(
    client, meeting, secretariat, rows, django_assert_num_queries, no_links
):
    question = leading_question(meeting)
    countries = list(Delegation.objects.all()[:rows])
    for number in range(rows):
        item = meeting.programme_items.create(number=number + 1, segment="dialogue", title="Views", minutes=10)
        item.texts.create(language="fr", text="Avis")
        country = countries[number % len(countries)]
        person = ParticipantFactory(session=meeting, delegation=country, on_behalf_of=f"Group {number}")
        intent = SpeakingIntent.objects.create(
            session=meeting,
            delegation=country,
            on_behalf_of=f"Group {number}",
            participant=person,
            registered_by=secretariat,
        )
        intent.questions.add(question)
        if number < 3:
            give_floor(person, kind="initial", actor=secretariat)
    start_segment(meeting, item, actor=secretariat, seen=None)
    client.force_login(role(meeting, "moderator"))
    with django_assert_num_queries(CONSOLE_QUERIES):
        client.get(address("floor", meeting))
    with django_assert_num_queries(POOL_QUERIES):
        client.get(address("floor-part", meeting, part="pool"), **HTMX)
    with django_assert_num_queries(SCREEN_QUERIES):
        client.get(address("screen", meeting))


def test_state_is_json_without_names_of_fields_that_are_not_public(client, meeting, kenya, secretariat):
    give_floor(kenya, kind="initial", actor=secretariat)
    state = json.loads(client.get(address("floor-state", meeting)).content)
    assert set(state) == {"number", "state", "segment", "question", "speaker", "server_now", "streams", "events"}
    assert set(state["speaker"]) == {
        "intervention", "name", "functional_title", "represents", "capacity", "kind",
        "allotted_seconds", "started_at", "paused_at", "paused_seconds",
    }  # fmt: skip
