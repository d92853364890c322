"""The pool of intents as staff and floor read it: filters, counts, cost, export, and no order of registration."""

import re
from itertools import cycle

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from accounts.models import Delegation
from dialogue_portal.models import Export
from sessions.models import Participant
from speakers.models import SpeakingIntent
from speakers.services.intents import withdraw_intent
from tests.factories import (
    ParticipantFactory,
    SessionFactory,
    UserFactory,
    leading_question,
    open_phase,
    role,
)
from tests.speakers.intents import NEEDS, page, register

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    session = SessionFactory(slug="dialogue")
    open_phase(session, "intents")
    return session


@pytest.fixture
def staff():
    return UserFactory(is_secretariat=True)


@pytest.fixture
def intent(session, staff):
    return register(session, "KE", staff, name="A. Wanjiru", outline="Water users", accessibility_needs=NEEDS)


def test_filters_narrow_the_pool(client, session, intent, staff):
    question = leading_question(session)
    register(session, "FR", staff, questions=[question], name="B. Martin", level="vice_minister")
    withdraw_intent(register(session, "BR", staff), actor=staff)
    client.force_login(staff)

    def shown(**wanted):
        groups = client.get(page("pool"), wanted).context["groups"]
        return [intent.delegation.iso2 for group in groups for intent in group.intents]

    assert shown() == ["KE", "FR"]
    assert shown(group="african") == ["KE"]
    assert shown(level="vice_minister") == shown(question=question.pk) == ["FR"]
    assert shown(shown="incomplete") == ["KE"]
    assert shown(shown="withdrawn") == ["BR"]
    assert shown(group="nonsense") == ["KE", "FR"]


def test_pool_counts_what_stands_by_group_and_level(client, session, intent, staff):
    register(session, "CI", staff, level="minister")
    withdraw_intent(register(session, "FR", staff), actor=staff)
    client.force_login(staff)
    counts = client.get(page("pool"), {"group": "grulac"}).context["counts"]

    figures = [("To be confirmed", 1), ("Minister", 1)]
    assert counts.rows == [("african", "African Group", figures, 2)]
    assert (counts.totals, counts.total) == (figures, 2)


def test_empty_pool_says_what_to_do(client, session, staff):
    client.force_login(staff)
    assert "Register on behalf of a delegation" in client.get(page("pool")).content.decode()
    client.force_login(role(session, "moderator"))
    assert "They appear here as delegations register them" in client.get(page("pool")).content.decode()


def fill(session, staff, count):
    """`count` intents of as many delegations, and of groups for which they speak once there are no more."""
    question = leading_question(session, number=SpeakingIntent.objects.count() + 1)
    delegations = cycle(Delegation.objects.order_by("iso2"))
    through = SpeakingIntent.questions.through
    intents = []
    for number in range(count):
        state = next(delegations)
        participant = ParticipantFactory.build(session=session, delegation=state)
        fields = {"session": session, "delegation": state, "participant": participant, "registered_by": staff}
        intents.append(SpeakingIntent(on_behalf_of=f"Group {number}" if number >= 196 else "", **fields))
    Participant.objects.bulk_create(intent.participant for intent in intents)
    SpeakingIntent.objects.bulk_create(intents)
    through.objects.bulk_create(through(speakingintent=intent, leadingquestion=question) for intent in intents)


@pytest.mark.parametrize("count", [3, 100])
def test_pool_costs_the_same_for_3_and_100(client, session, staff, django_assert_num_queries, no_links, count):
    fill(session, staff, count)
    client.force_login(staff)
    # The process asks once for the type of an export, which its entry in the audit log names.
    ContentType.objects.get_for_model(Export)
    with django_assert_num_queries(10):
        response = client.get(page("pool"))
    assert response.context["found"] == count
    with django_assert_num_queries(9):
        client.get(page("pool"), {"export": "csv"})


STATES = [("FR", ""), ("KE", "African Group"), ("CI", ""), ("HR", ""), ("KE", ""), ("BR", ""), ("VA", "")]


def test_order_of_registration_shows_nowhere(client, staff):
    """Two sessions alike but for the order in which the same intents came in: every page and export is the same."""
    seen = []
    for order in (STATES, STATES[::-1]):
        session = SessionFactory(slug="dialogue", title="Dialogue")
        open_phase(session, "intents", opens_at="2026-01-01T00:00Z", closes_at="2099-01-01T00:00Z")
        for iso2, group in order:
            register(session, iso2, staff, on_behalf_of=group)
        seen.append(
            [
                without_random(client, person, query)
                for person, query in [(staff, {}), (staff, {"export": "csv"}), (moderator(session), {})]
            ]
        )
        SpeakingIntent.objects.all().delete()
        Participant.objects.all().delete()
        session.delete()

    assert seen[0] == seen[1]
    assert all(text.index("Croatia") > 0 for text in seen[0])


def test_audit_log_gives_no_order_or_time_of_intents(client, session, intent, staff):
    register(session, "FR", staff)
    client.force_login(staff)

    def shown(**query):
        return client.get(reverse("accounts:audit-log"), query)

    for asked in ({}, {"object": "Kenya"}, {"actor": "Person"}):
        assert not [entry for entry in shown(**asked).context["entries"] if "Kenya" in entry.object_repr]
    history = shown(object=str(intent.pk))
    assert [entry.object_pk for entry in history.context["entries"]] == [str(intent.pk)]
    assert "<time" not in history.content.decode()


def moderator(session):
    person = role(session, "moderator")
    person.full_name = "The moderator"
    person.save()
    return person


def without_random(client, person, query):
    client.force_login(person)
    text = b"".join(client.get(page("pool"), query)).decode()
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "UUID", text)
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)


def test_export_is_in_pool_order_and_runs_no_formula(client, session, intent, staff):
    register(session, "HR", staff, name="=HYPERLINK(1)", outline="+1")
    register(session, "CI", staff, name="@x")
    register(session, "CY", staff)
    client.force_login(staff)
    response = client.get(page("pool"), {"export": "csv"})

    text = response.content.decode("utf-8-sig")
    lines = text.splitlines()
    assert lines[0].startswith('"This is not a speakers’ list')
    assert [line.split(",")[1] for line in lines[2:]] == ["Côte d’Ivoire", "Kenya", "Cyprus", "Croatia"]
    assert "'=HYPERLINK(1)" in lines[-1]
    assert "'+1" in lines[-1]
    assert "'@x" in lines[2]
    assert NEEDS not in text
    assert response["Content-Disposition"].startswith('attachment; filename="intents-dialogue-')
