"""The cockpit in a browser: it brings itself up to date around what somebody is doing, and is accessible."""

import pytest
from playwright.sync_api import expect

from tests.e2e.accessibility import violations

MAKE = """
from datetime import timedelta
from django.utils import timezone
from accounts.models import Delegation, Organization, User
from sessions.models import DialogueSession, Participant
from speakers.models import SpeakingIntent
now = timezone.now()
session = DialogueSession.objects.create(
    slug="cockpit",
    title="Cockpit",
    status="published",
    starts_at=now + timedelta(days=3),
    ends_at=now + timedelta(days=4),
)
kenya, person = Delegation.objects.get(iso2="KE"), User.objects.first()
participant = Participant.objects.create(session=session, capacity="minister", delegation=kenya)
SpeakingIntent.objects.create(session=session, delegation=kenya, participant=participant, registered_by=person)
result = session.slug
"""
APPLY = """
from django.utils import timezone
from accounts.models import Organization, User
from sessions.models import DialogueSession
from stakeholders.models import Application
Application.objects.create(
    session=DialogueSession.objects.get(slug="cockpit"),
    organization=Organization.objects.create(name="Carers", kind="ngo", regional_group="african"),
    route="consultative_status", status="submitted", submitted_at=timezone.now(), started_by=User.objects.first(),
)
"""


@pytest.fixture(scope="module")
def staff(portal):
    return portal.person("cockpit@demo.example", secretariat=True)


@pytest.fixture(scope="module")
def address(portal, staff):
    return f"/sessions/{portal.run(MAKE)}/manage/"


def test_cockpit_updates_itself_around_what_is_open_and_says_only_what_is_new(portal, staff, address, page_for):
    desk = page_for(staff)
    desk.clock.install()
    desk.goto(address)
    # Before the first application: its card joins what waits, and plots of it join the balance.
    table = desk.locator("#plot-1")
    table.locator("summary").click()
    assert violations(desk) == []

    portal.run(APPLY)
    desk.clock.fast_forward(26_000)

    desk.get_by_text("Applications by kind of stakeholder").first.wait_for()
    expect(desk.locator("[data-part=waiting]").get_by_role("link", name="Applications to screen")).to_be_visible()
    said = desk.locator("[data-cockpit-said]").inner_text()
    assert "Applications to screen: 1" in said
    assert "to be confirmed" not in said
    assert table.evaluate("table => table.open")
    assert desk.evaluate("document.activeElement.parentElement.id") == "plot-1"


def test_cockpit_says_that_the_portal_does_not_answer(staff, address, page_for, page_errors):
    desk = page_for(staff)
    desk.clock.install()
    desk.goto(address)
    desk.route("**/manage/", lambda route: route.fulfill(status=503, body=""))

    desk.clock.fast_forward(26_000)

    desk.get_by_text("Not up to date").wait_for()
    page_errors.clear()


@pytest.mark.parametrize(
    ("prefix", "options"), [("", {"width": 375}), ("/ar", {"width": 375}), ("", {"color_scheme": "dark"})]
)
@pytest.mark.only("postgresql", "what pages look like")
def test_cockpit_is_accessible_and_readable_without_javascript(staff, address, page_for, prefix, options):
    desk = page_for(staff, **options)
    desk.goto(prefix + address)
    for details in desk.locator("main details").all():
        details.evaluate("details => { details.open = true; }")

    assert violations(desk) == []
    if not prefix:
        plain = page_for(staff, javascript=False)
        plain.goto(address)
        expect(plain.get_by_role("link", name="Refresh")).to_be_visible()
