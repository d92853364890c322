"""What speaking gives to the home page, the cockpit and a session's navigation."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from accounts.models import DelegationMember
from speakers.cockpit import intent_cards
from speakers.models import Point, SpeakingIntent
from speakers.providers import intent_tasks, point_card, point_tasks, speaking_links
from speakers.services.intents import register_intent, withdraw_intent
from tests.factories import SessionFactory, UserFactory, delegation, focal_point, open_phase, role

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    session = SessionFactory(slug="dialogue")
    open_phase(session, "intents")
    return session


@pytest.fixture
def staff():
    return UserFactory(is_secretariat=True)


def titles(provided):
    return [str(task.title) for task in provided]


def register(session, staff, **fields):
    new = SpeakingIntent(session=session, delegation=delegation("KE"), **fields)
    return register_intent(new, questions=[], actor=staff)[0]


def test_delegate_is_asked_to_communicate_then_to_complete(session, staff):
    delegate = focal_point("KE")
    (task,) = intent_tasks(delegate)
    assert str(task.title) == "Communicate your minister’s intention to speak"
    assert task.deadline == session.phase_windows.get().closes_at

    intent = register(session, staff)
    assert titles(intent_tasks(delegate)) == ["Complete the intent to speak: name to be confirmed"]
    SpeakingIntent.objects.update(name="A. Wanjiru")
    assert titles(intent_tasks(delegate)) == ["Complete the intent to speak: level to be confirmed"]
    SpeakingIntent.objects.update(level="minister")
    assert titles(intent_tasks(delegate)) == []
    intent.refresh_from_db()
    withdraw_intent(intent, actor=staff)
    assert titles(intent_tasks(delegate)) == []


def test_nothing_is_asked_while_intents_are_closed_or_of_others(session, staff):
    assert titles(intent_tasks(UserFactory())) == []
    delegate = focal_point("KE")
    session.phase_windows.update(closes_at=timezone.now())
    assert titles(intent_tasks(delegate)) == []
    session.phase_windows.update(closes_at=timezone.now() + timedelta(hours=1))
    SessionFactory._meta.model.objects.update(status="draft")
    assert titles(intent_tasks(delegate)) == []


@pytest.mark.parametrize("count", [3, 30])
def test_tasks_cost_three_queries(count, staff, django_assert_num_queries):
    delegate = focal_point("KE")
    DelegationMember.objects.create(delegation=delegation("FR"), user=delegate)
    for _ in range(count):
        session = SessionFactory()
        open_phase(session, "intents")
        register(session, staff)

    # For which delegations the person acts, which others ask too; open windows, their intents.
    with django_assert_num_queries(3):
        assert len(list(intent_tasks(delegate))) == 2 * count


@pytest.mark.parametrize(
    ("now", "asked"),
    [
        # The day begins at midnight in New York, 04:00 UTC; the meeting ends at 22:00 UTC.
        (datetime(2019, 3, 12, 3, 59, 59, tzinfo=UTC), False),
        (datetime(2019, 3, 12, 4, tzinfo=UTC), True),
        (datetime(2019, 3, 12, 21, 59, 59, tzinfo=UTC), True),
        (datetime(2019, 3, 12, 22, tzinfo=UTC), False),
    ],
)
def test_rapporteur_is_asked_on_the_day(monkeypatch, session, now, asked):
    rapporteur = role(session, "rapporteur")
    monkeypatch.setattr(timezone, "now", lambda: now)
    assert bool(list(point_tasks(rapporteur))) == asked
    assert not list(point_tasks(role(session, "moderator")))


def test_cards_count_what_stands_for_those_who_may_see_it(session, staff):
    register(session, staff, name="A. Wanjiru", level="minister")
    register(session, staff, on_behalf_of="African Group")
    withdraw_intent(register(session, staff, on_behalf_of="Another group"), actor=staff)
    Point.objects.create(session=session, text="One", noted_by=staff)

    (card,) = intent_cards(session, staff)
    assert (card.figure, str(card.detail)) == (2, "1 with a name or level to be confirmed")
    (card,) = point_card(session, staff)
    assert (card.figure, str(card.detail)) == (1, "1 without a kind")
    reviewer = role(session, "reviewer")
    assert not [*intent_cards(session, reviewer), *point_card(session, reviewer)]


def test_links_lead_where_a_person_may_go(session, staff):
    def links(user):
        return [str(label) for label, _url in speaking_links(session, user)]

    assert links(staff) == links(role(session, "rapporteur")) == ["Intents to speak", "Points noted"]
    assert links(role(session, "moderator")) == ["Intents to speak"]
    assert links(focal_point("KE")) == ["Intent to speak"]
    assert links(UserFactory()) == ["How ministers take part"]
