"""The programme: planned by the rules until staff edit it, then saved as a whole; its running times."""

from datetime import UTC, datetime

import pytest
from django.db.models.signals import post_save
from django.urls import reverse

from dialogue_portal.revisions import StaleRevision
from sessions.models import ProgrammeItem
from sessions.programme import Budget, programme_of
from sessions.services.programme import plan_programme
from sessions.services.programme_editing import ProgrammeRow, save_programme
from tests.factories import SessionFactory, UserFactory

pytestmark = pytest.mark.django_db

ROWS = [ProgrammeRow("opening", 15), ProgrammeRow("dialogue", 155, "First round"), ProgrammeRow("closing", 10)]


@pytest.fixture
def staff():
    return UserFactory(is_secretariat=True)


@pytest.fixture
def session():
    return SessionFactory()


def stored(session):
    return [
        (item.number, item.segment, item.minutes, item.title) for item in session.programme_items.order_by("number")
    ]


def test_rules_plan_until_staff_have_edited(session, staff):
    plan_programme(session)
    assert stored(session) == [(1, "opening", 15, ""), (2, "dialogue", 150, ""), (3, "closing", 15, "")]

    save_programme(session, ROWS, actor=staff, seen=0)
    session.opening_minutes = 30
    plan_programme(session)

    assert stored(session) == [(1, "opening", 15, ""), (2, "dialogue", 155, "First round"), (3, "closing", 10, "")]


def test_rows_keep_their_keys_when_they_are_reordered(session, staff):
    save_programme(session, ROWS, actor=staff, seen=0)
    first, second, third = session.programme_items.order_by("number")

    save_programme(
        session,
        [
            ProgrammeRow("closing", 10, id=third.pk),
            ProgrammeRow("opening", 20, id=first.pk),
            ProgrammeRow("remarks", 5),
        ],
        actor=staff,
        seen=1,
    )

    rows = {item.pk: (item.number, item.minutes) for item in session.programme_items.all()}
    assert (rows[third.pk], rows[first.pk], second.pk in rows, len(rows)) == ((1, 10), (2, 20), False, 3)


@pytest.mark.parametrize("seen", [0, 2])
def test_programme_saved_meanwhile_is_refused(session, staff, seen):
    save_programme(session, ROWS, actor=staff, seen=0)
    with pytest.raises(StaleRevision):
        save_programme(session, [], actor=staff, seen=seen)
    assert len(stored(session)) == 3


def test_running_times_are_real_minutes_across_a_change_of_clocks():
    session = SessionFactory(
        starts_at=datetime(2019, 3, 10, 6, 30, tzinfo=UTC), ends_at=datetime(2019, 3, 10, 8, 30, tzinfo=UTC)
    )
    for number in (1, 2):
        ProgrammeItem.objects.create(session=session, number=number, segment="dialogue", minutes=60)

    local = [f"{planned.starts_at.astimezone(session.zone):%H:%M}" for planned in programme_of(session)]

    assert (local, session.length_minutes) == (["01:30", "03:30"], 120)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        ([15, 155], "170 of 180 minutes; 10 left"),
        ([15, 180], "195 of 180 minutes; 15 too many"),
        ([180], "All 180 minutes are planned"),
    ],
)
def test_budget_says_what_is_left(session, minutes, words):
    assert Budget.of(session, minutes).words == words


def test_budget_without_times_says_what_to_do():
    draft = SessionFactory.build(starts_at=None, ends_at=None)
    assert Budget.of(draft, [15]).words.startswith("15 minutes; set when the meeting begins")


def sent(rows, seen="0", **more):
    """What the page sends for rows of (id, number, segment, title, minutes)."""
    data = {"seen_revision": seen, "items-TOTAL_FORMS": str(len(rows)), "items-INITIAL_FORMS": "0", **more}
    for index, row in enumerate(rows):
        for name, value in zip(("id", "number", "segment", "title", "minutes"), row, strict=True):
            data[f"items-{index}-{name}"] = str(value)
        data[f"items-{index}-led_by"] = ""
    return data


TYPED = [("", 1, "opening", "", 15), ("", 2, "dialogue", "First round", 155), ("", "", "opening", "", "")]


@pytest.fixture
def page(client, staff, session):
    client.force_login(staff)
    return reverse("sessions:programme", args=[session.slug])


def test_page_saves_the_whole_in_the_order_of_the_numbers(client, page, session):
    typed = [("", 2, "dialogue", "", 155), ("", 1, "opening", "", 15)]

    response = client.post(page, sent(typed), follow=True)

    assert "The programme is saved" in response.content.decode()
    assert "170 of 180 minutes; 10 left" in response.content.decode()
    assert stored(session) == [(1, "opening", 15, ""), (2, "dialogue", 155, "")]
    assert "15:15–17:50" in client.get(session.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("act", "titles"), [("up-2", ["First round", ""]), ("down-1", ["First round", ""]), ("remove-1", ["First round"])]
)
def test_buttons_move_rows_without_saving(client, page, session, act, titles):
    response = client.post(page, sent(TYPED, move=act))

    items = response.context["items"]
    assert [row["title"].value() for row in items][: len(titles)] == titles
    assert "Not saved yet" in response.content.decode()
    assert stored(session) == []


def test_numbers_that_were_typed_count_when_a_row_is_moved(client, page):
    typed = [("", 2, "closing", "Last", 15), ("", 1, "opening", "First", 10), ("", 3, "remarks", "Third", 5)]

    items = client.post(page, sent(typed, move="up-3")).context["items"]

    assert [row["title"].value() for row in items][:3] == ["First", "Third", "Last"]


def test_conflict_shows_both_and_the_next_save_is_a_decision(client, page, session, staff):
    save_programme(session, ROWS, actor=staff, seen=0)

    shown = client.post(page, sent(TYPED)).content.decode()

    assert "Somebody else saved the programme" in shown
    assert "3. Closing: 10" in shown
    assert 'name="seen_revision" value="1"' in shown
    client.post(page, sent(TYPED, seen="1"))
    assert [row[2] for row in stored(session)] == [15, 155]


def test_wrong_rows_say_what_lacks_and_keep_what_was_typed(client, page, session):
    response = client.post(page, sent([("", 1, "opening", "Welcome", ""), ("", 2, "nonsense", "", 5)]))

    shown = response.content.decode()
    assert "Say how many minutes this takes" in shown
    assert 'value="Welcome"' in shown
    assert stored(session) == []


@pytest.mark.parametrize("count", [3, 60])
def test_editor_costs_the_same_for_any_number(client, page, session, count, django_assert_num_queries):
    for number in range(1, count + 1):
        ProgrammeItem.objects.create(session=session, number=number, segment="dialogue", minutes=3)
    with django_assert_num_queries(7):
        client.get(page)


def test_only_rows_that_differ_are_saved(session, staff):
    save_programme(session, ROWS, actor=staff, seen=0)
    first, second, third = session.programme_items.order_by("number")
    saved = []
    kept = [
        ProgrammeRow("opening", 15, id=first.pk),
        ProgrammeRow("dialogue", 150, "First round", id=second.pk),
        ProgrammeRow("closing", 10, id=third.pk),
    ]

    def note(instance, **kwargs):
        saved.append(instance.pk)

    post_save.connect(note, sender=ProgrammeItem)
    try:
        save_programme(session, kept, actor=staff, seen=1)
    finally:
        post_save.disconnect(note, sender=ProgrammeItem)

    assert saved == [second.pk]
