"""The cockpit: what waits, what is out of the ordinary, plots and their tables, and what is asked for again."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import EcosocStatus, JoinRequest
from mailings.models import Mailing
from sessions.cockpit import cockpit_of
from sessions.models import Document, PhaseWindow, Series
from speakers.models import SeriesChoice, SpeakingIntent
from stakeholders.models import ConflictOfInterest
from tests.factories import OrganizationFactory, SessionFactory, UserFactory, delegation, minister, open_phase, role
from tests.speakers.test_intents_pool import fill
from tests.stakeholders.rows import application

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return SessionFactory(slug="dialogue")


def page(session):
    return reverse("sessions:cockpit", kwargs={"slug": session.slug})


def intent(session, iso2, staff, **fields):
    fields = {"name": "Amina Odhiambo", "level": "minister", **fields}
    participant = minister(session, iso2)
    return SpeakingIntent.objects.create(
        session=session, delegation=delegation(iso2), participant=participant, registered_by=staff, **fields
    )


def exceptions(session, staff):
    return {str(found.title): found for found in cockpit_of(session, staff).exceptions}


def test_what_waits_is_apart_from_what_is_counted(session, staff):
    conflicted = application(session, "submitted")
    ConflictOfInterest.objects.create(application=conflicted, reviewer=UserFactory(), declaration="conflict")
    Mailing.objects.create(occasion="speakers.registered", scope=session)
    JoinRequest.objects.create(organization=OrganizationFactory(), user=UserFactory(), message="I work there.")
    intent(session, "KE", staff)
    intent(session, "NO", staff, status="provisional")

    cockpit = cockpit_of(session, staff)

    assert [(str(card.title), card.figure) for card in cockpit.waiting] == [
        ("Provisional intents to confirm", 1),
        ("Applications to screen", 1),
        ("Conflicts of interest to settle", 1),
        ("Requests to act for an organization", 1),
        ("Mails to release", 1),
    ]
    assert ("Intents to speak", 1) in [(str(card.title), card.figure) for card in cockpit.counts]


def test_delegation_with_two_intents_is_told(session, staff):
    intent(session, "KE", staff)
    intent(session, "KE", staff, on_behalf_of="African Group")
    intent(session, "NO", staff)

    found = exceptions(session, staff)["1 delegation has more than one intent"]

    assert found.detail.startswith("Kenya.")
    assert found.url == "/sessions/dialogue/manage/intents/"


def test_minister_changed_since_the_pool_was_exported_is_told_until_it_is_exported_again(client, session, staff):
    open_phase(session, "intents")
    row = intent(session, "KE", staff)
    other = intent(session, "NO", staff)
    pool = reverse("speakers:pool", kwargs={"slug": session.slug})
    row.name = "Before the export"
    row.save()
    client.get(pool, {"export": "csv"})
    assert not [title for title in exceptions(session, staff) if "changed" in title]

    row.name, other.outline = "Wanjiru Mboya", "Roads"
    row.save()
    other.save()

    found = exceptions(session, UserFactory(is_secretariat=True))["1 minister changed since the intents were exported"]
    assert found.detail.startswith("Kenya.")
    client.get(pool, {"export": "xlsx"})
    assert not [title for title in exceptions(session, UserFactory(is_secretariat=True)) if "changed" in title]


def test_intent_still_to_be_confirmed_is_told_shortly_before_the_meeting(session, staff):
    intent(session, "KE", staff, level="to_be_confirmed")
    assert not [title for title in exceptions(session, staff) if "confirmed" in title]

    type(session).objects.update(
        starts_at=timezone.now() + timedelta(days=3), ends_at=timezone.now() + timedelta(days=4)
    )
    session.refresh_from_db()

    found = exceptions(session, staff)["1 intent is still “to be confirmed”"]
    assert found.url.endswith("?shown=incomplete")


@pytest.mark.parametrize(
    # Friday 8 p.m. in New York is Saturday in UTC; Sunday there is Sunday.
    ("closes", "is_told"),
    [(datetime(2098, 12, 13, 1, tzinfo=UTC), False), (datetime(2098, 12, 14, 1, tzinfo=UTC), True)],
)
def test_phase_that_closes_on_a_weekend_is_told_by_the_meetings_clock(session, staff, closes, is_told):
    PhaseWindow.objects.create(session=session, phase="intents", opens_at=closes - timedelta(days=9), closes_at=closes)

    assert ("A phase closes on a weekend: Intents to speak" in exceptions(session, staff)) is is_told


def test_document_announced_without_file_and_missing_concept_note_are_told(session, staff):
    Document.objects.create(session=session, kind="report", title="Report of the Secretary-General", is_public=True)

    found = exceptions(session, staff)

    assert found["A document is announced and its file is missing"].detail == "Report of the Secretary-General"
    assert "No concept note is public" in found


def test_status_that_nobody_has_checked_is_told_of_eligible_applicants_alone(session, staff):
    eligible, checked = (application(session, "eligible", organization=OrganizationFactory(name=name)) for name in "AB")
    application(session, "submitted")
    EcosocStatus.objects.create(
        organization=checked.organization, status="special", as_of="2019-03-01", checked_by=staff
    )

    found = exceptions(session, staff)["1 eligible applicant has a consultative status that nobody has checked"]

    assert found.detail == eligible.organization.name == "A"


def test_more_first_choices_than_seats_are_told(session, staff):
    series = Series.objects.create(title="Round tables")
    type(session).objects.update(series=series, seats=1)
    session.refresh_from_db()
    for iso2 in ("KE", "NO"):
        series.choices.create(delegation=delegation(iso2), first=session, stated_by=staff)

    # Chosen in a series that the meeting has left.
    left = Series.objects.create(title="High-level segment")
    left.choices.create(delegation=delegation("SE"), first=session, stated_by=staff)

    with CaptureQueriesContext(connection) as queries:
        cockpit = cockpit_of(session, staff)

    details = {found.title: found.detail for found in cockpit.exceptions}
    assert details["More delegations wish for this meeting than it has seats"] == "2 first choices, 1 seats."
    assert [card.figure for card in cockpit.counts if card.title == "First choices of this meeting"] == [2]
    assert sum(SeriesChoice._meta.db_table in query["sql"] for query in queries) == 1


def test_plots_hold_numbers_against_the_membership_and_are_tables_too(client, session, staff):
    for iso2 in ("KE", "NO", "SE", "DE"):
        intent(session, iso2, staff)
    application(session, "submitted", organization=OrganizationFactory(regional_group="african"))

    html = client.get(page(session)).content.decode()

    by_group = next(plot for plot in cockpit_of(session, staff).plots if plot.title == "Intents by regional group")
    shares = {bar.key: (bar.value, bar.share, bar.base_share) for bar in by_group.bars}
    assert shares["african"] == (1, 25, 28)
    assert shares["western_european_others"] == (3, 75, 15)
    assert shares["asia_pacific"][0] == 0
    # An even share of four is 54 of 193: nearer than the one bar reaches.
    assert by_group.bars[0].mark > by_group.bars[0].width
    assert html.count("<svg viewBox") >= 4
    assert html.count("The same as a table") == 4


def test_page_of_an_empty_session_says_what_comes(client, session, staff):
    html = client.get(page(session)).content.decode()

    assert "Nothing at this moment." in html
    assert "appear here with the first intent" in html


def test_live_part_is_the_page_without_its_frame(client, session, staff):
    application(session, "submitted")

    part = client.get(page(session), headers={"X-Part": "live"}).content.decode()

    assert "<html" not in part
    assert re.search(r"Updated \d\d:\d\d", part)
    assert 'data-say="Applications to screen: 1"' in part
    assert client.get(page(session), headers={"X-Part": "live"})["Cache-Control"].startswith("max-age=0")


def test_cockpit_is_the_secretariats(client, session):
    client.force_login(role(session, "moderator"))

    assert client.get(page(session), headers={"X-Part": "live"}).status_code == 403


def test_neither_order_nor_time_of_intents_shows(client, staff):
    seen = []
    for order in (("FR", "KE", "HR"), ("HR", "FR", "KE")):
        session = SessionFactory(slug="dialogue", title="Dialogue")
        for iso2 in order:
            intent(session, iso2, staff)
            intent(session, iso2, staff, on_behalf_of="A group")
        html = client.get(page(session), headers={"X-Part": "live"}).content.decode()
        seen.append(re.sub(r"Updated \d\d:\d\d", "", html))
        SpeakingIntent.objects.all().delete()
        session.participants.all().delete()
        session.delete()

    assert seen[0] == seen[1]
    assert "Croatia, France, Kenya" in seen[0]


@pytest.mark.parametrize("count", [3, 100])
def test_cockpit_costs_the_same_for_3_and_100(client, session, staff, no_links, count, django_assert_num_queries):
    open_phase(session, "intents")
    fill(session, staff, count)
    for _ in range(count):
        application(session, "submitted")
    client.get(page(session), headers={"X-Part": "live"})

    # Reader and session with its frame: five. Then what each app gives, who is left to be called, and the membership.
    with django_assert_num_queries(16):
        client.get(page(session), headers={"X-Part": "live"})
