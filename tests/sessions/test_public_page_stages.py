"""The public page by the clock and by its reader: how to take part, where to follow, what came of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sessions.models import DialogueSession, PhaseLeave, PhaseWindow
from sessions.models.leaves import principal_field
from sessions.public_page import ways_of
from tests.factories import (
    OrganizationFactory,
    SessionFactory,
    UserFactory,
    delegation,
    document,
    focal_point,
    open_phase,
    organization_member,
)

pytestmark = pytest.mark.django_db
HOUR, TICK = timedelta(hours=1), timedelta(microseconds=1)
DELEGATIONS, ORGANIZATIONS = "Communicate an intention to speak", ">Apply</a></p>"


def held(starts_in, **fields):
    """A meeting of three hours that begins so long from now."""
    starts_at = timezone.now() + starts_in
    return SessionFactory(starts_at=starts_at, ends_at=starts_at + 3 * HOUR, **fields)


def page(client, session):
    return client.get(session.get_absolute_url()).content.decode()


def late(session, phase, principal, until=None):
    """Leave given an hour ago."""
    now = timezone.now()
    return PhaseLeave.objects.create(
        session=session,
        phase=phase,
        until=until or now + HOUR,
        given_at=now - HOUR,
        given_by=UserFactory(is_secretariat=True),
        **{principal_field(principal): principal},
    )


def sections(html):
    """Which of the sections that depend on time the page has, in their order."""
    marks = {
        "live": 'id="live-now"',
        "outcome": 'id="outcome"',
        "take part": 'id="take-part"',
        "documents": 'id="documents"',
    }
    return [name for name, _at in sorted(((n, html.find(m)) for n, m in marks.items()), key=lambda x: x[1]) if _at >= 0]


@pytest.mark.parametrize(
    ("starts_in", "fields", "expected"),
    [
        (2 * HOUR, {}, ["take part", "documents"]),
        (-HOUR, {}, ["live", "take part", "documents"]),
        (-4 * HOUR, {}, ["outcome", "documents"]),
        (2 * HOUR, {"status": "cancelled"}, ["documents"]),
        (-HOUR, {"status": "cancelled"}, ["documents"]),
        (-4 * HOUR, {"status": "cancelled"}, ["documents"]),
    ],
)
def test_page_leads_with_what_its_time_asks_for(client, starts_in, fields, expected):
    session = held(starts_in, **fields)
    open_phase(session, "intents")
    assert sections(page(client, session)) == expected


def test_page_of_a_meeting_that_is_over_promises_nothing_it_has_not(client):
    session = held(-4 * HOUR, kind="side_event")
    assert "Nothing has been published yet" in page(client, session)

    document(session, kind="statement", title="On fares", is_public=True)

    text = page(client, session)
    assert "Nothing has been published yet" not in text
    assert 'What has been published so far: <a href="#documents">Documents</a>' in text


def test_live_page_is_the_screen(client):
    session = held(-HOUR)
    assert f'href="/sessions/{session.slug}/screen/">See who has the floor' in page(client, session)


@pytest.mark.parametrize(
    ("reader", "expected"),
    [
        (lambda: None, (True, True)),
        (UserFactory, (True, True)),
        (lambda: focal_point("KE"), (True, False)),
        (lambda: organization_member(OrganizationFactory()), (False, True)),
    ],
)
def test_reader_is_offered_the_way_that_applies(client, reader, expected):
    session = held(48 * HOUR)
    for phase in ("intents", "applications"):
        open_phase(session, phase)
    if person := reader():
        client.force_login(person)
    html = page(client, session)
    assert (DELEGATIONS in html, ORGANIZATIONS in html) == expected
    assert html.count("btn-primary") == 1


def test_way_says_what_to_do_before_and_after_its_phase(client):
    session, now = held(48 * HOUR), timezone.now()
    window = PhaseWindow.objects.create(session=session, phase="intents", opens_at=now + HOUR, closes_at=now + 2 * HOUR)
    html = page(client, session)
    assert "Nothing is accepted before" in html
    assert DELEGATIONS not in html
    window.opens_at, window.closes_at = now - 2 * HOUR, now - HOUR
    window.save()
    html = page(client, session)
    assert "A delegation that still wishes to speak asks the secretariat." in html
    assert DELEGATIONS not in html


def test_leave_opens_the_way_to_those_who_have_it_and_to_nobody_else(client):
    session, now, organization = held(48 * HOUR), timezone.now(), OrganizationFactory()
    for phase in ("intents", "applications"):
        open_phase(session, phase, opens_at=now - 2 * HOUR, closes_at=now - HOUR)
    for phase, principal in (("intents", delegation("KE")), ("applications", organization)):
        late(session, phase, principal)
    both = focal_point("KE")
    organization.members.add(both)
    readers = {
        None: (False, False),
        UserFactory(): (False, False),
        focal_point("FR"): (False, False),
        organization_member(OrganizationFactory()): (False, False),
        focal_point("KE"): (True, False),
        organization_member(organization): (False, True),
        both: (True, True),
    }

    for person, expected in readers.items():
        if person:
            client.force_login(person)
        html = page(client, session)
        assert (DELEGATIONS in html, ORGANIZATIONS in html) == expected
        assert ("Kenya has leave to come late, until" in html, f"{organization} has leave" in html) == expected
        assert html.count("btn-primary") == any(expected)


def test_leave_opens_no_way_once_it_has_ended_or_while_the_phase_is_open(client):
    session, now = held(48 * HOUR), timezone.now()
    window = open_phase(session, "intents", opens_at=now - 2 * HOUR, closes_at=now - HOUR)
    late(session, "intents", delegation("KE"), until=now - TICK)
    client.force_login(focal_point("KE"))
    assert DELEGATIONS not in page(client, session)

    given = late(session, "intents", delegation("KE"))
    assert DELEGATIONS in page(client, session)
    window.closes_at = now + HOUR
    window.save()
    assert "leave to come late" not in page(client, session)
    window.closes_at = now - HOUR
    window.save()
    given.ended_at, given.ended_by = now, given.given_by
    given.save()
    assert DELEGATIONS not in page(client, session)


@pytest.mark.parametrize("count", [3, 100])
def test_leaves_cost_one_query_however_many(client, django_assert_num_queries, count):
    session, now, person = held(48 * HOUR), timezone.now(), focal_point("KE")
    for phase in ("intents", "applications"):
        open_phase(session, phase, opens_at=now - 2 * HOUR, closes_at=now - HOUR)
    for organization in OrganizationFactory.create_batch(count):
        organization.members.add(person)
        late(session, "applications", organization)
    session = DialogueSession.objects.framed().get()

    # For whom the person acts, and the leaves.
    with django_assert_num_queries(3):
        [intents, applications] = ways_of(session, person)

    assert (intents.leaves, len(applications.leaves)) == ([], count)


def test_session_without_phases_offers_no_way(client):
    assert 'id="take-part"' not in page(client, held(48 * HOUR))
