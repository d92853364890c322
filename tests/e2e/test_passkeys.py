"""Passkeys in a real browser, with a virtual authenticator that is always present and always verifies its person."""

import pytest

from tests.e2e.running_portal import PASSWORD

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def passkey_page(page_for):
    """A page of a signed-in person in a browser with an authenticator; with its protocol session and its number."""

    def open_page(address):
        page = page_for(address)
        protocol = page.context.new_cdp_session(page)
        protocol.send("WebAuthn.enable")
        made = protocol.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        return page, protocol, made["authenticatorId"]

    return open_page


def confirm_password(page):
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")


def add_passkey(page):
    page.goto("/accounts/2fa/webauthn/add/")
    confirm_password(page)
    page.fill("[name=name]", "My laptop")
    page.check("[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/2fa/recovery-codes/**")


def test_passkey_is_registered_and_signs_in_without_a_password(portal, passkey_page):
    address = portal.person("passkey@demo.example", name="Paula Passkey", delegation="NO")
    page, protocol, authenticator = passkey_page(address)
    add_passkey(page)
    assert len(protocol.send("WebAuthn.getCredentials", {"authenticatorId": authenticator})["credentials"]) == 1

    page.goto("/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/")
    page.goto("/accounts/login/?next=/people/me/")
    page.click("#passkey_login")
    page.wait_for_url("**/people/me/")

    assert page.inner_text(".who") == "Paula Passkey"


def test_passkey_is_the_second_factor_after_a_password(portal, passkey_page):
    address = portal.person("second@demo.example", name="Sven Second")
    page, _, _ = passkey_page(address)
    add_passkey(page)
    page.context.clear_cookies()

    page.goto("/accounts/login/")
    page.fill("[name=login]", address)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/2fa/authenticate/")
    page.click("#mfa_webauthn_authenticate")
    page.wait_for_url(lambda url: "/accounts/" not in url)

    assert page.inner_text(".who") == "Sven Second"


def test_passkey_of_another_browser_does_not_sign_in(portal, passkey_page, page):
    address = portal.person("elsewhere@demo.example")
    passkey_page(address)
    page.goto("/accounts/login/")
    protocol = page.context.new_cdp_session(page)
    protocol.send("WebAuthn.enable")
    protocol.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})

    page.click("#passkey_login")
    page.wait_for_selector("[role=alert]:has-text('The passkey did not work')")

    assert page.url.endswith("/accounts/login/")
    assert page.locator(".who").count() == 0
