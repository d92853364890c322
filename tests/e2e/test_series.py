"""A series from its making to a place that a delegation reads, by keyboard and without JavaScript; all accessible."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.accessibility import violations

WAYS = {"wide": ("", {}), "phone": ("", {"width": 375}), "arabic and dark": ("/ar", {"color_scheme": "dark"})}

TABLES = """
from datetime import timedelta
from django.utils import timezone
from sessions.models import DialogueSession
starts_at = timezone.now() + timedelta(days=9)
for name in ("one", "two"):
    DialogueSession.objects.create(
        slug=f"table-{name}", title=f"Round table {name}", status="published", mode="hybrid", captioning="live",
        join_url="https://meet.example/room", starts_at=starts_at, ends_at=starts_at + timedelta(hours=2),
    )
"""

NORWAY = "from accounts.models import Delegation\nresult = str(Delegation.objects.get(iso2='NO').pk)"


@pytest.fixture(scope="module")
def staff(portal):
    portal.run(TABLES)
    return portal.person("series@demo.example", secretariat=True)


@pytest.fixture(scope="module")
def delegate(portal):
    return portal.person("series-ke@demo.example", delegation="KE")


def test_series_runs_from_its_making_to_a_place_without_javascript(staff, delegate, page_for):
    desk = page_for(staff, javascript=False)
    desk.goto("/sessions/series/new/")
    desk.fill("[name=title]", "Round tables")
    desk.fill("[name=until]", "2099-03-01T18:00")
    desk.press("[name=title]", "Enter")
    desk.get_by_label(re.compile("Round table one")).check()
    desk.get_by_label(re.compile("Round table two")).check()
    desk.get_by_role("button", name="Save the series").press("Enter")
    expect(desk.get_by_text("The series and the seats of its meetings are saved.")).to_be_visible()
    desk.get_by_label("Seats of “Round table one”").fill("1")
    with desk.expect_navigation():
        desk.get_by_role("button", name="Save the series").press("Enter")
    series = desk.url

    mission = page_for(delegate, javascript=False)
    mission.goto("/")
    mission.get_by_role("link", name="Choose", exact=True).first.press("Enter")
    mission.get_by_role("group", name="First choice").get_by_label(re.compile("Round table one")).press("Space")
    mission.get_by_role("group", name="Second choice").get_by_label(re.compile("Round table two")).press("Space")
    mission.get_by_role("button", name="State the choice").press("Enter")
    expect(mission.locator("main")).to_contain_text("given one of them")

    desk.goto(f"{series}choices/")
    desk.get_by_role("button", name="Give the first choice to 1 delegation").press("Enter")
    desk.get_by_role("button", name="Write to 1 delegation").press("Enter")
    send = desk.get_by_role("button", name=re.compile(r"Send \d+ mails? to"))
    send.wait_for()
    mission.reload()
    assert "Your delegation’s meeting" not in mission.inner_text("main")
    send.press("Enter")
    desk.get_by_text(re.compile(r"\d+ mails? (is|are) on")).wait_for()
    mission.reload()
    assert "Your delegation’s meeting" in mission.inner_text("main")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.only("postgresql", "what pages look like")
def test_pages_of_series_and_access_are_accessible(staff, delegate, page_for, portal, way):
    prefix, options = WAYS[way]
    series = portal.run("from sessions.models import Series\nresult = str(Series.objects.get(title='Round tables').pk)")
    desk, mission = page_for(staff, **options), page_for(delegate, **options)
    for page, paths in (
        (
            desk,
            (
                "series/",
                "series/new/",
                f"series/{series}/",
                f"series/{series}/choices/",
                f"series/{series}/choices/enter/?delegation={portal.run(NORWAY)}",
                "table-one/manage/access/",
            ),
        ),
        (mission, (f"series/{series}/choice/", "table-one/")),
    ):
        for path in paths:
            page.goto(f"{prefix}/sessions/{path}")
            assert violations(page) == [], path
