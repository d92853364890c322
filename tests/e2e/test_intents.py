"""Intents and points in a real browser: nothing typed is lost, the receipt comes, every page is accessible."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.accessibility import violations

SESSION = """
from datetime import UTC, datetime, timedelta
now = datetime.now(UTC)
session, new = DialogueSession.objects.get_or_create(slug="pool", defaults=dict(
    title="Alliances for public services", status="published", venue="Conference Room 4",
    starts_at=now + timedelta(days=9), ends_at=now + timedelta(days=9, hours=3)))
if new:
    PhaseWindow.objects.create(session=session, phase="intents", opens_at=now, closes_at=now + timedelta(days=5))
    for number, text in enumerate(["How do alliances form?", "What holds them together?"], 1):
        question = LeadingQuestion.objects.create(session=session, number=number)
        LeadingQuestionText.objects.create(question=question, language="en", text=text)
"""
INTENTS = """
from speakers.services.intents import register_intent
session, staff = DialogueSession.objects.get(slug="pool"), User.objects.get(email="staff.intents@demo.example")
for iso2 in ("FR", "CI", "BO"):
    state = Delegation.objects.get(iso2=iso2)
    if not SpeakingIntent.objects.filter(session=session, delegation=state).exists():
        register_intent(SpeakingIntent(session=session, delegation=state, leaves_early=iso2 == "BO"),
                        questions=session.leading_questions.all(), actor=staff)
result = str(SpeakingIntent.objects.get(session=session, delegation__iso2="BO").pk)
"""
HERE = "/sessions/pool/"


@pytest.fixture
def staff(portal):
    portal.run(SESSION)
    return portal.person("staff.intents@demo.example", secretariat=True)


def test_what_was_typed_survives_until_it_is_sent(portal, page_for, staff):
    delegate = portal.person("kenya@demo.example", delegation="KE")
    page = page_for(delegate)
    page.goto(f"{HERE}intent/")
    page.get_by_label("Name of the minister").fill("A. Wanjiru")
    page.get_by_label("2. What holds them together?").check()
    page.get_by_label("Accessibility needs").fill("A ramp")
    page.get_by_text("What you typed is kept on this device").wait_for()

    page.goto(f"{HERE}intent/")
    page.get_by_text("had not sent was put back").wait_for()
    assert page.get_by_label("Name of the minister").input_value() == "A. Wanjiru"
    assert page.get_by_label("2. What holds them together?").is_checked()
    assert page.get_by_label("Accessibility needs").input_value() == ""
    assert violations(page) == []
    page.get_by_role("button", name="Register the intent").click()

    page.get_by_role("heading", name="Intent to speak of Kenya").wait_for()
    assert page.evaluate("Object.keys(localStorage)") == []
    mail = portal.newest_mail_to(delegate).get_body(("plain",)).get_content()
    assert re.search(rf"^{re.escape(portal.url)}{HERE}intent/[0-9a-f-]{{36}}/$", mail, re.MULTILINE)


def test_intent_is_registered_changed_and_withdrawn_without_javascript(portal, page_for, staff):
    page = page_for(portal.person("tuvalu@demo.example", delegation="TV"), javascript=False)
    page.goto(f"{HERE}intent/")
    page.get_by_role("button", name="Register the intent").click()
    page.get_by_role("link", name="Complete the intent").click()
    page.get_by_label("Name of the minister").fill("T. Teo")
    page.get_by_role("button", name="Save the changes").click()
    page.get_by_role("link", name="Withdraw it").click()
    page.get_by_role("button", name="Withdraw the intent").click()
    page.get_by_role("button", name="Reinstate the intent").click()
    expect(page.get_by_text("stands again")).to_be_visible()


def test_points_are_noted_without_leaving_the_page(portal, page_for, staff):
    page = page_for(portal.person("rapporteur.pool@demo.example", roles={"pool": ["rapporteur"]}))
    page.goto(f"{HERE}points/")
    page.get_by_role("button", name="Note the point").click()
    page.get_by_role("alert").get_by_text("This field is required").wait_for()
    assert violations(page) == []
    for text in ("Unions joined in", "Data were asked for"):
        page.get_by_role("textbox", name="Point").fill(text)
        page.get_by_role("button", name="Note the point").click()
        page.locator("#point-list").get_by_text(text).first.wait_for()
        assert page.get_by_role("textbox", name="Point").input_value() == ""
    assert page.locator("#point-list").count() == 1
    assert violations(page) == []


WAYS = {
    "wide": ("", {}),
    "dark arabic phone": ("/ar", {"width": 375, "color_scheme": "dark"}),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.only("postgresql", "what pages look like")
def test_pages_are_accessible(portal, new_page, page_for, staff, way):
    prefix, options = WAYS[way]
    intent = portal.run(INTENTS)
    pages = ["manage/intents/", "manage/intents/?level=minister", "manage/intents/add/", "points/"]
    pages += [f"intent/{intent}/{part}" for part in ("", "edit/", "withdraw/")]
    page = page_for(staff, **options)
    for path in pages:
        page.goto(f"{prefix}{HERE}{path}")
        assert violations(page) == []
    page = new_page(**options)
    page.goto(f"{prefix}{HERE}intent/")
    assert violations(page) == []
