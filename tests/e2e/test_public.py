"""What the world reads, without a violation: lists, archive and search; wide, narrow, dark, in Arabic."""

import pytest

from tests.e2e.accessibility import violations

WAYS = {
    "wide": ("", {}),
    "phone": ("", {"width": 375}),
    "dark": ("", {"color_scheme": "dark"}),
    "arabic": ("/ar", {"width": 375}),
}
PAGES = ["/sessions/", "/sessions/archive/", "/search/", "/search/?q=portal", "/search/?q=nothing-like-this"]


@pytest.mark.parametrize("way", WAYS)
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
    assert page.get_by_text("Nothing found").is_visible()
