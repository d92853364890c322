"""Staff adjust the kinds, and begin a session in one of three ways."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from sessions.models import DialogueSession, Kind, SessionStatus
from tests.factories import SessionFactory, leading_question
from tests.sessions.test_set_up_pages import fields_of

pytestmark = pytest.mark.django_db
NEW = "/sessions/new/"


def test_list_of_kinds_costs_three_queries(client, staff, django_assert_num_queries):
    client.get(reverse("sessions:kinds"))

    # Session, person, kinds, segments, and the tasks of the frame: the same for four kinds as for one.
    with django_assert_num_queries(4):
        page = client.get(reverse("sessions:kinds")).text

    assert "Presentations by the panel 45, Discussion 120, Closing 15" in page


def test_kind_is_adjusted_with_its_segments(client, staff):
    address = reverse("sessions:kind", args=["expert_panel"])
    data = fields_of(client.get(address).text)

    changed = {
        "initial_seconds": "300",
        "phase_keys": ["intents", "applications"],
        "open_to": ["delegations"],
        "segments-0-minutes": "",
        "segments-3-segment": "remarks",
        "segments-3-title": "Welcome",
        "segments-3-minutes": "5",
        "segments-3-number": "1",
    }
    answer = client.post(address, {**data, **changed})

    assert answer.url == reverse("sessions:kinds")
    kind = Kind.objects.get(kind="expert_panel")
    assert (kind.initial_seconds, kind.phase_keys, kind.open_to) == (300, ["intents", "applications"], ["delegations"])
    assert [(row.segment, row.title, row.minutes) for row in kind.segments.all()] == [
        ("remarks", "Welcome", 5),
        ("discussion", "", 120),
        ("closing", "", 15),
    ]
    assert kind.minutes == 140


def test_kind_saved_by_somebody_else_shows_both(client, staff):
    address = reverse("sessions:kind", args=["expert_panel"])
    data = {**fields_of(client.get(address).text), "phase_keys": ["intents"], "open_to": ["delegations"]}
    client.post(address, {**data, "initial_seconds": "120"})

    answer = client.post(address, {**data, "initial_seconds": "240", "segments-0-minutes": "50"})

    assert "Somebody else saved this while you were writing" in answer.text
    assert "Presentations by the panel: 50" in answer.text
    assert Kind.objects.get(kind="expert_panel").initial_seconds == 120


def test_kind_without_a_segment_is_refused(client, staff):
    address = reverse("sessions:kind", args=["side_event"])
    data = fields_of(client.get(address).text)

    answer = client.post(address, {name: "" if name.endswith("-minutes") else value for name, value in data.items()})

    assert "Give at least one segment its minutes." in answer.text


def test_segment_is_no_longer_than_an_opening_may_be(client, staff):
    address = reverse("sessions:kind", args=["interactive_dialogue"])
    data = {**fields_of(client.get(address).text), "segments-0-minutes": "601"}

    assert "less than or equal to 600" in client.post(address, data).text


@pytest.mark.parametrize(
    ("least", "most", "words"), [("4", "3", "This is fewer than the least."), ("3", "51", "less than or equal to 50")]
)
def test_numbers_of_stakeholders_are_checked_in_a_kind_and_in_a_session(client, staff, least, most, words):
    session = SessionFactory()
    addresses = reverse("sessions:kind", args=["interactive_dialogue"]), reverse("sessions:set-up", args=[session.slug])

    for address in addresses:
        data = {**fields_of(client.get(address).text), "stakeholders_min": least, "stakeholders_max": most}
        assert words in client.post(address, data).text


def test_session_from_a_kind(client, staff):
    data = {
        "way": "kind",
        "kind-kind": "side_event",
        "kind-title": "Buses at night",
        "kind-date": "2019-03-12",
        "kind-starts": "11:30",
        "kind-time_zone": "America/New_York",
        "kind-venue": "Room 7",
    }

    made = client.post(NEW, data)

    session = DialogueSession.objects.get()
    assert made.url == reverse("sessions:set-up", args=[session.slug])
    assert (session.kind, session.status, session.venue) == ("side_event", SessionStatus.DRAFT, "Room 7")
    # 75 minutes, as side events are.
    assert session.starts_at == datetime(2019, 3, 12, 15, 30, tzinfo=UTC)
    assert session.ends_at == datetime(2019, 3, 12, 16, 45, tzinfo=UTC)
    assert session.phase_keys == []


def test_session_from_a_kind_may_wait_for_its_date(client, staff):
    client.post(
        NEW,
        {"way": "kind", "kind-kind": "round_table", "kind-title": "Care", "kind-time_zone": "America/New_York"},
    )

    assert DialogueSession.objects.get().starts_at is None


def test_half_a_date_is_refused_and_what_was_typed_is_kept(client, staff):
    data = {"way": "kind", "kind-kind": "round_table", "kind-title": "Care", "kind-time_zone": "America/New_York"}

    answer = client.post(NEW, {**data, "kind-date": "2019-03-12"})

    assert "Fill this in too: date and times are kept together." in answer.text
    assert 'value="Care"' in answer.text
    # The clock is put forward at two on that day.
    answer = client.post(NEW, {**data, "kind-date": "2019-03-10", "kind-starts": "02:30"})
    assert "The clock is changed at this time on that day." in answer.text
    assert not DialogueSession.objects.exists()


def test_session_from_an_earlier_one_keeps_its_hours(client, staff):
    earlier = SessionFactory(title="Alliances")
    leading_question(earlier)

    page = client.get(f"{NEW}?from={earlier.slug}").text
    assert f'<option value="{earlier.pk}" selected>2019-03-12 · Alliances (Interactive dialogue)' in page
    client.post(NEW, {"way": "earlier", "earlier-earlier": earlier.pk, "earlier-date": "2020-01-14"})

    session = DialogueSession.objects.exclude(pk=earlier.pk).get()
    # 3 to 6 p.m., in winter time.
    assert session.starts_at == datetime(2020, 1, 14, 20, tzinfo=UTC)
    assert session.ends_at == datetime(2020, 1, 14, 23, tzinfo=UTC)
    assert (session.title, session.leading_questions.count()) == ("Alliances", 1)


def test_rehearsal_is_no_earlier_session(client, staff):
    rehearsal = SessionFactory(status=SessionStatus.DRAFT, is_rehearsal=True, title="Rehearsal: Care")

    page = client.get(f"{NEW}?from={rehearsal.slug}")
    client.post(NEW, {"way": "earlier", "earlier-earlier": rehearsal.pk, "earlier-date": "2020-01-14"})

    assert str(rehearsal.pk) not in page.text
    assert page.context["forms"]["earlier"].initial["earlier"] is None
    assert DialogueSession.objects.get() == rehearsal


def test_way_that_does_not_exist_makes_nothing(client, staff):
    assert client.post(NEW, {"way": "magic"}).status_code == 200
    assert not DialogueSession.objects.exists()
