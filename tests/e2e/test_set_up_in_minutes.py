"""From an empty portal to a published dialogue of the real concept note: at most six pages and two minutes.

`AT_A_PERSONS_PACE=1 pytest tests/e2e/test_set_up_in_minutes.py -s` types and reads as slowly as a person does and says
how long it took; without it nothing waits. The same pages are then checked for accessibility.
"""

import os
import time

import pytest

from tests.e2e.accessibility import violations
from tests.e2e.running_portal import PASSWORD
from tests.sessions.real_note import REAL_NOTE, real_note

IS_SLOW = bool(os.environ.get("AT_A_PERSONS_PACE"))
# Milliseconds for a key: some forty words a minute. Seconds for reading: a glance, a short page, the review page.
KEY, GLANCE, SHORT, REVIEW = 300, 3, 8, 45


def look(seconds: float) -> None:
    if IS_SLOW:
        time.sleep(seconds)


@pytest.fixture
def staff(portal):
    return portal.person("first-day@demo.example", secretariat=True)


# Another test may have made a draft of the same note today, which the portal would say first.
LONG_AGO = """
from datetime import timedelta
from django.utils import timezone
from sessions.models import ConceptNote
ConceptNote.objects.update(imported_at=timezone.now() - timedelta(days=2))
result = None
"""


def test_real_note_is_published_within_six_pages_and_two_minutes(portal, staff, new_page):
    real_note()
    portal.run(LONG_AGO)
    page, pages = new_page(), []
    page.on("framenavigated", lambda frame: pages.append(frame.url) if frame == page.main_frame else None)
    started = time.monotonic()

    page.goto("/accounts/login/")
    look(GLANCE)
    for field, text in (("login", staff), ("password", PASSWORD)):
        page.locator(f"[name={field}]").press_sequentially(text, delay=KEY if IS_SLOW else 0)
    page.press("[name=password]", "Enter")
    page.get_by_role("link", name="New session").first.wait_for()
    look(GLANCE)
    page.get_by_role("link", name="New session").first.click()
    look(SHORT)
    page.set_input_files("[name=file]", REAL_NOTE)
    look(SHORT)
    page.get_by_role("button", name="Make a draft of it").click()
    page.get_by_text("Everything was found in the concept note.").wait_for()
    look(REVIEW)
    page.get_by_role("button", name="Save and publish the session").click()
    page.get_by_text("The session is published.").wait_for()
    look(GLANCE)
    took = time.monotonic() - started

    assert page.inner_text("h1").startswith("Building alliances for social protection systems")
    assert len(pages) <= 6, pages
    assert took <= 120
    print(f"\n{len(pages)} pages, {took:.0f} seconds{' at a person’s pace' if IS_SLOW else ''}")  # noqa: T201


TEXTS = ("manage/texts/", "manage/texts/overview/fr/", "manage/texts/title/ar/", "manage/texts/overview/en/")


@pytest.fixture
def slug(portal):
    return portal.run(
        "from sessions.services import create_session_from_note\n"
        "result = create_session_from_note(text, actor=None)[0].slug",
        text="Dialogue on care\n\nOverview\n\nWhy we **meet**.\n\nQuestions\n\n1. What lasts?",
    )


@pytest.mark.parametrize("options", [{}, {"width": 375, "color_scheme": "dark"}])
@pytest.mark.only("postgresql", "what pages look like")
def test_pages_of_the_texts_are_accessible(staff, slug, page_for, options):
    page = page_for(staff, **options)
    for prefix in ("", "/ar"):
        for path in TEXTS:
            page.goto(f"{prefix}/sessions/{slug}/{path}")
            assert violations(page) == [], f"{prefix}{path}"


@pytest.mark.parametrize("javascript", [True, False])
def test_text_is_previewed_kept_and_saved_by_keyboard(staff, slug, page_for, javascript):
    page = page_for(staff, javascript=javascript)
    page.goto(f"/sessions/{slug}/manage/texts/overview/fr/")
    page.fill("[name=text]", "# Titre\n\nPourquoi nous nous **réunissons**.")
    page.get_by_role("button", name="Preview").press("Enter")
    page.locator("#preview strong", has_text="réunissons").wait_for()
    assert page.locator("#preview h3").inner_text() == "Titre"
    assert page.locator("#preview .prose").get_attribute("lang") == "fr"
    assert violations(page) == [] if javascript else True
    if javascript:
        page.reload()

    assert "réunissons" in page.input_value("[name=text]")
    page.get_by_role("button", name="Save the text").press("Enter")
    page.get_by_text("The text is saved.").wait_for()

    page.goto(f"/fr/sessions/{slug}/")
    assert page.locator(".prose", has_text="réunissons").get_attribute("lang") is None
