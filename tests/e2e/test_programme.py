"""The programme is dragged and moved by keys in a browser, and its pages are accessible; so are those of the phases."""

import pytest
from playwright.sync_api import expect

from tests.e2e.accessibility import violations

ROWS = (("remarks", "Welcome", 5), ("dialogue", "Round", 150), ("closing", "Thanks", 15))


@pytest.fixture(scope="module")
def staff(portal):
    return portal.person("programme@demo.example", secretariat=True)


@pytest.fixture(scope="module")
def slug(portal, staff):
    """A meeting of three hours with a programme of three items and phases that are set."""
    return portal.run(
        "from datetime import timedelta\n"
        "from django.utils import timezone\n"
        "from sessions.models import DialogueSession, ProgrammeItem\n"
        "from sessions.services import propose_windows\n"
        "starts = timezone.now() + timedelta(days=90)\n"
        "ends = starts + timedelta(hours=3)\n"
        "values = {'title': 'A programme', 'status': 'published', 'starts_at': starts, 'ends_at': ends}\n"
        "session = DialogueSession.objects.create(slug='a-programme', **values)\n"
        "propose_windows(session)\n"
        "for number, (segment, title, minutes) in enumerate(rows, 1):\n"
        "    values = {'number': number, 'segment': segment, 'title': title, 'minutes': minutes}\n"
        "    ProgrammeItem.objects.create(session=session, **values)\n"
        "result = session.slug",
        rows=[list(row) for row in ROWS],
    )


def titles(page):
    return page.eval_on_selector_all("[name$='-title']", "fields => fields.map((field) => field.value)")


def test_rows_are_dragged_and_moved_by_keys_and_saved_as_a_whole(staff, slug, page_for):
    page = page_for(staff)
    page.goto(f"/sessions/{slug}/manage/programme/")
    # A mouse reaches what is in sight.
    page.locator("[data-programme-row]").nth(2).scroll_into_view_if_needed()
    handle = page.locator("[data-handle]").nth(0).bounding_box()
    target = page.locator("[data-programme-row]").nth(1).bounding_box()
    page.mouse.move(handle["x"] + 5, handle["y"] + 5)
    page.mouse.down()
    page.mouse.move(handle["x"] + 5, target["y"] + target["height"] - 3, steps=5)
    page.mouse.up()
    assert titles(page) == ["Round", "Welcome", "Thanks", ""]
    page.locator("[data-programme-row]").nth(2).locator("[data-move=up]").press("Enter")
    assert titles(page) == ["Round", "Thanks", "Welcome", ""]
    assert page.locator("[data-programme-row] legend").all_text_contents() == [f"Item {n}" for n in (1, 2, 3, 4)]
    page.locator("[name$='-minutes']").nth(0).fill("170")
    assert page.inner_text("[data-budget-words]") == "190 of 180 minutes; 10 too many"
    page.get_by_role("button", name="Save the programme").last.click()
    expect(page.get_by_text("The programme is saved.")).to_be_visible()
    assert titles(page) == ["Round", "Thanks", "Welcome", ""]


def test_rows_are_moved_without_javascript(staff, slug, page_for):
    page = page_for(staff, javascript=False)
    page.goto(f"/sessions/{slug}/manage/programme/")
    before = titles(page)
    page.get_by_role("button", name="Move down").first.click()
    expect(page.get_by_text("Not saved yet")).to_be_visible()
    assert titles(page)[:2] == before[1::-1]


@pytest.mark.parametrize("options", [{}, {"width": 375, "color_scheme": "dark"}])
@pytest.mark.only("postgresql", "what pages look like")
def test_programme_and_phases_are_accessible(staff, slug, page_for, options):
    page = page_for(staff, **options)
    for part in ("programme/", "phases/", "phases/intents/open/", "phases/intents/leaves/"):
        page.goto(f"/sessions/{slug}/manage/{part}")
        assert violations(page) == [], part
