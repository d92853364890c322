"""A rehearsal made and wiped without JavaScript; guides on one sheet; the pages of mail and practice are accessible."""

import io

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.e2e.accessibility import violations

MADE = """
from datetime import timedelta
from django.utils import timezone
from accounts.models import Delegation, DelegationMember, User
from mailings.services import Letter, Recipient, hold
from sessions.models import PhaseWindow
begins = timezone.now() + timedelta(days=20)
session = DialogueSession.objects.create(
    slug="practice", title="Decent care work " + "in every community " * 12, status="published",
    starts_at=begins, ends_at=begins + timedelta(hours=3), venue="Conference Room 4, United Nations Headquarters",
)
for phase in ("intents", "applications", "statements"):
    PhaseWindow.objects.create(session=session, phase=phase, opens_at=timezone.now(), closes_at=begins)
for iso2, language in (("KE", "en"), ("MA", "ar")):
    person = User.objects.create(email=f"{iso2}@example.org", full_name=f"Focal {iso2}", language=language)
    DelegationMember.objects.create(delegation=Delegation.objects.get(iso2=iso2), user=person)
values = {"organization": "Ours", "link": "https://example.org/", "session": session}
letters = [Letter(Recipient(f"a{n}@example.org", f"Ana {n}"), values) for n in range(3)]
result = str(hold(occasion="application-selected", letters=letters, scope=session).pk)
"""


@pytest.fixture(scope="module")
def mailing(portal):
    return portal.run(MADE)


@pytest.fixture(scope="module")
def staff(portal, mailing):
    return portal.person("practice@demo.example", secretariat=True)


@pytest.mark.parametrize(("language", "options"), [("", {}), ("/ar", {"width": 375})], ids=["wide", "arabic phone"])
@pytest.mark.only("postgresql", "what pages look like")
def test_pages_of_mail_and_practice_are_accessible(staff, mailing, page_for, language, options):
    page = page_for(staff, **options)
    found = []
    for address in (
        "/mailings/templates/",
        "/mailings/templates/application-selected/fr/?preview=1",
        f"/mailings/{mailing}/",
        "/sessions/practice/manage/phases/",
        "/sessions/practice/manage/phases/intents/call/",
        "/sessions/practice/manage/phases/applications/call/",
        "/sessions/practice/manage/rehearsal/",
        "/sessions/practice/guides/",
        "/sessions/practice/guides/delegate/",
        "/sessions/practice/notice/",
    ):
        page.goto(language + address)
        found += [f"{address}: {line}" for line in violations(page)]
    assert found == []


def test_call_is_read_and_held_without_javascript(staff, page_for):
    desk = page_for(staff, javascript=False)
    desk.goto("/sessions/practice/manage/")
    desk.get_by_role("link", name="Write the call to delegations").click()
    expect(desk.locator("main")).to_contain_text("Focal KE")
    desk.get_by_role("button", name="Write the letters and hold them").click()
    expect(desk.locator("body")).to_contain_text("They leave when you release them here")
    desk.goto("/sessions/practice/manage/phases/intents/call/")
    expect(desk.get_by_role("button", name="Discard the held letters, write these")).to_be_visible()


@pytest.mark.parametrize("language", ["", "/ar"])
@pytest.mark.only("postgresql", "what pages look like")
def test_guides_and_notice_print_on_one_sheet(staff, page_for, language):
    page = page_for(staff)
    page.goto("/sessions/practice/guides/")
    addresses = [link.get_attribute("href") for link in page.locator("main section.spread a").all()]
    pages = {}
    for address in addresses:
        page.goto(language + address)
        pages[address] = len(PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages)

    assert len(pages) == 10
    assert set(pages.values()) == {1}, pages


def test_rehearsal_is_made_filled_and_wiped_without_javascript(staff, page_for):
    desk = page_for(staff, javascript=False)
    desk.goto("/sessions/practice/manage/")
    desk.get_by_role("link", name="Rehearse this session").click()
    desk.get_by_role("button", name="Make the rehearsal").click()
    desk.get_by_role("button", name="Fill with invented people").click()
    expect(desk.locator("main")).to_contain_text("invented entries were added")
    assert "nothing here is real" in desk.inner_text("main")

    desk.get_by_label("Wipe the rehearsal, with all").check()
    desk.get_by_role("button", name="Wipe the rehearsal").click()

    assert "The rehearsal is wiped" in desk.inner_text("main")
    assert "Rehearsal:" not in desk.inner_text("main")
