"""What the world reads, without a violation: lists, archive and search; wide, narrow, dark, in Arabic.

And that a visitor reads times in the own zone, with a script, and in UTC without it.
"""

import pytest
from playwright.sync_api import expect

from tests.e2e.accessibility import violations

WAYS = {
    "wide": ("", {}),
    "phone": ("", {"width": 375}),
    "dark": ("", {"color_scheme": "dark"}),
    "arabic": ("/ar", {"width": 375}),
}
PAGES = ["/sessions/", "/sessions/archive/", "/search/", "/search/?q=portal", "/search/?q=nothing-like-this"]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.only("postgresql", "what pages look like")
def test_public_pages_are_accessible(new_page, way):
    prefix, options = WAYS[way]
    page = new_page(**options)
    for path in PAGES:
        page.goto(prefix + path)
        assert violations(page) == []


def test_search_is_asked_by_keyboard_alone(page):
    page.goto("/search/")
    page.focus("[name=q]")
    page.keyboard.type("nothing-like-this")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=nothing-like-this**")
    expect(page.get_by_text("Nothing found")).to_be_visible()


MADE = """
from datetime import UTC, datetime, timedelta
from sessions.models import PhaseWindow
begins = datetime(2019, 3, 12, 19, tzinfo=UTC)
session = DialogueSession.objects.create(
    slug="two-clocks", title="Careandinfrastructure" * 6, status="published", venue="Conferenceroom" * 8,
    starts_at=begins, ends_at=begins + timedelta(hours=3),
)
# At six in the evening in New York, before its change of clocks and after it.
for phase, day, hour in (("intents", 9, 23), ("statements", 18, 22)):
    closes_at = datetime(2019, 3, day, hour, tzinfo=UTC)
    opens_at = closes_at - timedelta(days=6)
    PhaseWindow.objects.create(session=session, phase=phase, opens_at=opens_at, closes_at=closes_at)
"""
AT_SIX = "6 p.m. New York"


@pytest.fixture(scope="module")
def _two_clocks(portal):
    portal.run(MADE)


@pytest.mark.parametrize(
    ("javascript", "zone", "expected", "footer"),
    [
        (False, "Africa/Nairobi", ["(19:00–22:00 UTC)", "(23:00 UTC)", "(22:00 UTC)"], "where it differs, in UTC."),
        (
            True,
            "Africa/Nairobi",
            ["(22:00–01:00 in Nairobi)", "(02:00 Sunday in Nairobi)", "(01:00 Tuesday in Nairobi)"],
            "in yours (Africa/Nairobi).",
        ),
        (
            True,
            "Europe/Paris",
            ["(20:00–23:00 in Paris)", "(00:00 Sunday in Paris)", "(23:00 in Paris)"],
            "(Europe/Paris).",
        ),
        (True, "America/New_York", ["3–6 p.m. New York", AT_SIX, AT_SIX], "in yours (America/New_York)."),
    ],
)
@pytest.mark.usefixtures("_two_clocks")
@pytest.mark.only("postgresql", "what pages look like")
def test_visitor_reads_each_time_in_the_own_zone(new_page, javascript, zone, expected, footer):
    page = new_page(javascript=javascript, timezone_id=zone)
    page.goto("/sessions/two-clocks/")
    said = page.locator(".session-head time").all_inner_texts()
    assert [words.strip().endswith(end) for words, end in zip(said, expected, strict=True)] == [True] * 3, said
    assert footer in page.inner_text("footer")


@pytest.mark.usefixtures("_two_clocks")
def test_who_has_chosen_no_zone_reads_the_browsers_and_what_is_brought_up_to_date_too(portal, page_for):
    page = page_for(portal.person("no-zone@demo.example"), timezone_id="Africa/Nairobi")
    page.goto("/sessions/two-clocks/")
    times = page.locator(".session-head time")
    expect(times.first).to_contain_text("(22:00–01:00 in Nairobi)")
    expect(page.locator("footer")).to_contain_text("in yours (Africa/Nairobi)")
    page.evaluate(
        """const fresh = document.querySelector(".session-head time").cloneNode();
        delete fresh.dataset.said;
        document.querySelector("main").append(fresh);"""
    )
    expect(page.locator("main > time")).to_have_text("(22:00–01:00 in Nairobi)")


@pytest.mark.usefixtures("_two_clocks")
@pytest.mark.only("postgresql", "what pages look like")
def test_words_of_the_own_zone_are_in_the_pages_language(new_page):
    page = new_page(timezone_id="Africa/Nairobi")
    page.goto("/zh-hans/sessions/two-clocks/")
    assert "(内罗毕时间星期日 02:00)" in page.inner_text(".session-head")


@pytest.mark.usefixtures("_two_clocks")
@pytest.mark.only("postgresql", "what pages look like")
def test_word_without_end_widens_no_page(portal, new_page, page_for):
    staff = portal.person("two-clocks@demo.example", secretariat=True)
    visitor, desk = new_page(width=375), page_for(staff, width=375)
    for page, path in ((visitor, ""), (desk, "manage/"), (desk, "manage/documents/")):
        page.goto(f"/sessions/two-clocks/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") == 375, path
