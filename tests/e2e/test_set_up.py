"""From a concept note to a published session in a browser, without JavaScript; the cockpit's pages are accessible."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from sessions import concept_note
from tests.e2e.accessibility import violations

EXAMPLE = Path(concept_note.__file__).parents[1] / "examples" / "concept-note.txt"
WAYS = {
    "wide": ("", {}),
    "phone": ("", {"width": 375}),
    "dark": ("", {"color_scheme": "dark"}),
    "arabic": ("/ar", {"width": 375}),
}


@pytest.fixture(scope="module")
def staff(portal):
    return portal.person("set-up@demo.example", secretariat=True)


@pytest.fixture(scope="module")
def slug(portal, staff):
    """A draft of the example note, made as the page makes it."""
    return portal.run(
        "from sessions.services import create_session_from_note\n"
        "result = create_session_from_note(text, actor=None)[0].slug",
        text=EXAMPLE.read_text(),
    )


def test_concept_note_becomes_a_public_session_without_javascript(staff, page_for, page):
    desk = page_for(staff, javascript=False)
    desk.goto("/")
    desk.get_by_role("link", name="New session").first.click()
    desk.set_input_files("[name=file]", EXAMPLE)
    desk.get_by_role("button", name="Make a draft of it").click()
    expect(desk.get_by_text("Everything was found in the concept note.")).to_be_visible()
    assert desk.get_by_text("Found in line 7").count() == 5

    desk.get_by_role("button", name="Use this wording").nth(1).click()
    expect(desk.locator("[name=title]")).to_have_value(re.compile("^Partnerships that secure"))
    desk.fill("[name=questions-3-text]", "Who is accountable to the women concerned?")
    desk.get_by_role("button", name="Save and publish the session").click()

    address = desk.url
    assert "The session is published." in desk.inner_text("main")
    page.goto(address)
    assert page.inner_text("h1").startswith("Partnerships that secure")
    assert "Who is accountable to the women concerned?" in page.inner_text("main")
    assert "Thursday 18 March 2027, 10 a.m.–1 p.m. New York" in page.inner_text("main")

    desk.get_by_role("link", name="Cockpit").click()
    desk.get_by_role("link", name=re.compile("Open now.*Intents to speak")).click()
    desk.get_by_label("Reason").fill("The call went out today")
    desk.get_by_role("button", name="Open now").click()
    expect(desk.get_by_role("link", name=re.compile("Close now.*Intents to speak"))).to_be_visible()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.only("postgresql", "what pages look like")
def test_pages_of_the_set_up_are_accessible(staff, slug, page_for, way):
    prefix, options = WAYS[way]
    page = page_for(staff, **options)
    for path in (
        "new/",
        "",
        *(
            f"{slug}/{part}"
            for part in ("", "manage/", "manage/setup/", "manage/phases/", "manage/people/", "manage/documents/")
        ),
    ):
        page.goto(f"{prefix}/sessions/{path}")
        assert violations(page) == [], path


def test_what_was_typed_is_kept_until_it_is_saved_and_then_forgotten(staff, slug, page_for):
    page = page_for(staff)
    page.goto(f"/sessions/{slug}/manage/setup/")
    page.fill("[name=mandate]", "Kept on the device")
    page.goto(f"/sessions/{slug}/manage/setup/")
    assert page.input_value("[name=mandate]") == "Kept on the device"

    page.get_by_role("button", name="Save the draft").click()

    assert page.input_value("[name=mandate]") == "Kept on the device"
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('kept:set-up')).length") == 0
    assert page.locator("[data-keep-discard]").is_hidden()


@pytest.mark.only("postgresql", "what pages look like")
def test_conflict_and_errors_are_accessible(staff, slug, page_for):
    first, second = page_for(staff), page_for(staff)
    for page in (first, second):
        page.goto(f"/sessions/{slug}/manage/setup/")
        page.fill("[name=outcome]", f"As {'one' if page is first else 'two'} has it")
    first.get_by_role("button", name="Save the draft").click()
    second.fill("[name=stakeholders_max]", "0")
    second.get_by_role("button", name="Save the draft").click()
    assert violations(second) == []
    second.fill("[name=stakeholders_max]", "4")
    second.get_by_role("button", name="Save the draft").click()

    shown = second.locator(".conflict").inner_text()
    assert ("As one has it" in shown, "As two has it" in shown) == (True, True)
    assert violations(second) == []
