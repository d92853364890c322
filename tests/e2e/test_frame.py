"""The frame, sign-in and error pages: accessible in light, dark, narrow and right to left; usable by keyboard alone."""

import pytest
from playwright.sync_api import expect

from tests.e2e.accessibility import violations
from tests.e2e.running_portal import PASSWORD

WAYS = {
    "wide": ("", {}),
    "phone": ("", {"width": 375}),
    "dark": ("", {"color_scheme": "dark"}),
    "arabic": ("/ar", {"width": 375}),
}
PUBLIC = ["/", "/accounts/login/", "/accounts/signup/", "/accounts/login/code/", "/accounts/password/reset/"]
MINE = ["/", "/people/me/", "/accounts/email/", "/accounts/password/change/", "/accounts/2fa/", "/accounts/logout/"]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.only("postgresql", "what pages look like")
def test_public_pages_are_accessible(new_page, way):
    prefix, options = WAYS[way]
    page = new_page(**options)
    for path in PUBLIC:
        page.goto(prefix + path)
        assert violations(page) == []


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.only("postgresql", "what pages look like")
def test_pages_of_an_account_are_accessible(portal, page_for, way):
    prefix, options = WAYS[way]
    page = page_for(portal.person("account@demo.example"), **options)
    for path in MINE:
        page.goto(prefix + path)
        assert violations(page) == []


def test_second_factor_pages_work_under_the_strict_policy(portal, page_for):
    page = page_for(portal.person("factor@demo.example"))
    page.goto("/accounts/2fa/totp/activate/")
    assert violations(page) == []
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/accounts/2fa/totp/activate/")
    # The code to scan is an image from a data: address, which the policy must let through.
    assert page.evaluate("document.querySelector('img.qr').naturalWidth") > 0
    assert violations(page) == []
    page.goto("/accounts/2fa/webauthn/add/")
    assert violations(page) == []


def test_errors_stand_on_top_and_beside_the_field(page):
    page.goto("/accounts/signup/")
    page.fill("[name=full_name]", "Amina Diallo")
    page.fill("[name=email]", "amina@demo.example")
    page.fill("[name=password1]", "short")
    page.get_by_role("button", name="Create account").click()
    page.get_by_role("alert").get_by_role("link", name="Password").wait_for()
    assert violations(page) == []
    page.get_by_role("alert").get_by_role("link", name="Password").click()
    assert page.evaluate("document.activeElement.name") == "password1"
    assert page.input_value("[name=full_name]") == "Amina Diallo"


def test_keyboard_skips_to_the_content(page):
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_language_changes_without_scripts_and_keeps_the_page(new_page):
    page = new_page(javascript=False)
    page.goto("/accounts/login/?next=/people/me/")
    page.get_by_role("link", name="العربية").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert page.url.endswith("/ar/accounts/login/?next=/people/me/")
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("dir", "ltr")


@pytest.mark.only("postgresql", "what pages look like")
def test_first_visit_is_light(portal, new_page):
    page = new_page()
    received = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    page.goto("/", wait_until="networkidle")
    assert sum(received) < 60_000
