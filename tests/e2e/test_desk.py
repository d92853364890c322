"""The secretariat's pages beside the cockpit in a browser: without a violation, and done by keyboard alone.

Kinds, sessions of Commissions, a side event, documents, phases opened and closed by hand, mail.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.accessibility import violations

WAYS = {
    "wide": ("", {}),
    "phone": ("/ar", {"width": 375, "color_scheme": "dark"}),
}
FILL = """
from datetime import timedelta
from django.utils import timezone
from mailings.services import Letter, Recipient, hold
now = timezone.now()
commission = CommissionSession.objects.create(
    slug="desk77", body="Commission of the desk", number=77, ordinal="Seventy-seventh session", city="New York")
event, meeting = (
    DialogueSession.objects.create(
        slug=slug, title=title, kind=kind, status="published", venue="Conference Room 4", commission_session=commission,
        phase_keys=phases, starts_at=now + timedelta(days=9), ends_at=now + timedelta(days=9, hours=2))
    for slug, title, kind, phases in (
        ("desk-event", "Wells and words", "side_event", []),
        ("desk-meeting", "Care at the centre", "interactive_dialogue", ["intents", "applications"])))
PhaseWindow.objects.create(
    session=meeting, phase="intents", opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=1))
organizer = event.organizers.create(delegation=Delegation.objects.get(iso2="NO"), number=1, members_edit=True)
speaker = event.event_speakers.create(part="speaker", name="Kari Nordmann", functional_title="Director", number=1)
statement = Document.objects.create(
    session=event, kind="statement", title="What the wells taught", author="Kari Nordmann", is_public=True)
statement.files.create(
    language="en", file="desk.txt", file_name="statement.txt", content_type="text/plain", size=5, sha256="0" * 64)
letters = [Letter(Recipient("somebody@demo.example", "Somebody"), {"session": "Care", "phase": "Intents",
    "principal": "Norway", "until": "Monday", "reason": "A lost line", "url": "https://portal.example"})]
mailing = hold(occasion="leave-given", letters=letters, scope=meeting)
result = {"speaker": str(speaker.pk), "document": str(statement.pk), "mailing": str(mailing.pk),
    "letter": str(mailing.messages.get().pk), "organizer": str(organizer.pk)}
"""
PAGES = (
    "/commission-sessions/",
    "/commission-sessions/new/",
    "/commission-sessions/desk77/",
    "/commission-sessions/desk77/edit/",
    "/sessions/kinds/",
    "/sessions/kinds/side_event/",
    "/sessions/new/",
    "/sessions/desk-event/",
    "/sessions/desk-event/event/",
    "/sessions/desk-event/event/speakers/new/",
    "/sessions/desk-event/event/speakers/{speaker}/",
    "/sessions/desk-event/manage/documents/",
    "/sessions/desk-event/manage/documents/{document}/",
    "/sessions/desk-event/manage/documents/{document}/remove/",
    "/sessions/desk-event/event/organizers/{organizer}/remove/",
    "/sessions/desk-meeting/manage/documents/",
    "/sessions/desk-meeting/manage/phases/intents/close/",
    "/sessions/desk-meeting/manage/phases/intents/leaves/",
    "/sessions/desk-meeting/guides/",
    "/mailings/",
    "/mailings/{mailing}/",
    "/mailings/messages/{letter}/",
    "/mailings/templates/",
    "/mailings/templates/leave-given/fr/",
)


@pytest.fixture(scope="module")
def staff(portal):
    return portal.person("desk@demo.example", secretariat=True)


@pytest.fixture(scope="module")
def known(portal, staff):
    return portal.run(FILL)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.only("postgresql", "what pages look like")
def test_pages_are_accessible(staff, known, page_for, way):
    prefix, options = WAYS[way]
    desk = page_for(staff, **options)
    found = []
    for path in PAGES:
        answer = desk.goto(prefix + path.format(**known))
        assert answer.status == 200, path
        found += [f"{path}: {line}" for line in violations(desk)]
    assert found == []


def test_a_side_event_is_furnished_by_keyboard_without_javascript(staff, known, page_for, portal):
    desk = page_for(staff, javascript=False)
    desk.goto("/sessions/desk-event/event/")
    desk.get_by_text("Name an organizer").press("Enter")
    desk.get_by_label("UN entity or other partner").fill("UNESCO")
    desk.get_by_role("button", name="Name the organizer").press("Enter")
    expect(desk.locator("#organizers")).to_contain_text("UNESCO")

    desk.get_by_role("link", name="Announce a speaker").press("Enter")
    desk.fill("[name=name]", "Amina Diallo")
    desk.select_option("[name=part]", "speaker")
    desk.get_by_role("button", name="Announce the speaker").press("Enter")
    desk.get_by_role("button", name=re.compile("^Up.*Amina Diallo")).press("Enter")
    expect(desk.locator("#speakers")).to_contain_text(re.compile("Amina Diallo.*Kari Nordmann", re.DOTALL))

    desk.goto("/sessions/desk-event/manage/documents/")
    desk.get_by_role("button", name=re.compile("^Withdraw.*What the wells taught")).press("Enter")
    expect(desk.get_by_role("button", name=re.compile("^Make public.*What the wells taught"))).to_be_visible()
    desk.get_by_role("link", name="What the wells taught", exact=True).press("Enter")
    desk.get_by_role("link", name="Remove the document").press("Enter")
    desk.get_by_role("button", name="Remove the document").press("Enter")
    expect(desk.get_by_text("There are no documents yet")).to_be_visible()


def test_a_kind_is_adjusted_and_a_mailing_released_by_keyboard_without_javascript(staff, known, page_for, portal):
    desk = page_for(staff, javascript=False)
    desk.goto("/sessions/kinds/side_event/")
    desk.get_by_label("seconds for an initial comment").fill("240")
    desk.get_by_role("button", name="Save the kind").press("Enter")
    expect(desk.get_by_text("The kind is saved.")).to_be_visible()
    desk.goto("/sessions/kinds/side_event/")
    assert desk.get_by_label("seconds for an initial comment").input_value() == "240"

    desk.goto(f"/mailings/{known['mailing']}/")
    desk.get_by_role("button", name="Send 1 mail to 1 recipient").press("Enter")
    expect(desk.get_by_text("1 mail is on its way.")).to_be_visible()
    assert portal.newest_mail_to("somebody@demo.example")["Subject"]
