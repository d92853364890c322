"""Single sign-on in a browser, against a real OpenID provider in a process of its own."""

import subprocess
import sys
from pathlib import Path

import pytest

from scripts.with_servers import free_port
from tests.e2e.openid_provider import PASSWORD
from tests.e2e.running_portal import RunningPortal, wait_until

pytestmark = pytest.mark.only("sqlite", "a portal with an SQLite of its own")


class Provider:
    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"http://localhost:{self.port}"
        self.process: subprocess.Popen | None = None

    def start(self, callback: str) -> None:
        program = Path(__file__).with_name("openid_provider.py")
        with (self.folder / "provider.log").open("wb") as lines:
            self.process = subprocess.Popen(
                [sys.executable, str(program), str(self.folder), str(self.port), callback],
                stdout=lines,
                stderr=subprocess.STDOUT,
            )

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)


@pytest.fixture(scope="module")
def provider(tmp_path_factory):
    provider = Provider(tmp_path_factory.mktemp("provider"))
    yield provider
    provider.stop()


@pytest.fixture(scope="module")
def portal(provider, tmp_path_factory):
    """A portal of its own, where single sign-on is switched on."""
    running = RunningPortal(
        tmp_path_factory.mktemp("sso"),
        OIDC_ISSUER=provider.url,
        OIDC_NAME="Ministry",
        OIDC_CLIENT_ID="portal",
        OIDC_CLIENT_SECRET="provider-secret",
    )
    provider.start(f"{running.url}/accounts/oidc/localhost-{provider.port}/login/callback/")
    try:
        running.prepare()
        # Single sign-on brings tables of its own.
        running.manage("migrate", "--verbosity", "0")
        running.start()
        yield running
    finally:
        running.close()


@pytest.fixture
def sign_in_as(new_page, provider, page_errors):
    """Press the button and sign in at the provider; returns the page that the person lands on."""

    def go(address, language=""):
        page = new_page()
        page.goto(f"{language}/accounts/login/")
        page.click("form[action*='/oidc/'] button")
        page.wait_for_url(f"{provider.url}/**")
        page.fill("[name=login]", address)
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(lambda url: not url.startswith(provider.url))
        # What the provider's pages asked for and complained of is not ours; a policy of ours that were in the way would
        # have kept the browser here.
        page_errors.clear()
        return page

    return go


def accounts(portal, address):
    """How many people have this address, and how many of them are connected."""
    return portal.run(
        "people = User.objects.filter(email=address); "
        "result = [people.count(), people.filter(socialaccount__isnull=False).count()]",
        address=address,
    )


def test_person_with_a_verified_address_is_signed_in_and_connected(portal, sign_in_as):
    portal.person("kari@mfa.example", name="Kari of the Portal", delegation="NO")

    for language in ("/fr", ""):
        page = sign_in_as("kari@mfa.example", language)
        assert page.inner_text(".who") == "Kari of the Portal"

    assert accounts(portal, "kari@mfa.example") == [1, 1]
    page.goto("/accounts/3rdparty/")
    assert page.get_by_role("button", name="Disconnect").count() == 1


def test_newcomer_gets_an_account(portal, sign_in_as):
    assert sign_in_as("newcomer@mfa.example").inner_text(".who") == "Nils Newcomer"
    assert accounts(portal, "newcomer@mfa.example") == [1, 1]


def test_address_that_the_provider_has_not_verified_is_refused(portal, sign_in_as):
    portal.person("unverified@mfa.example")

    page = sign_in_as("unverified@mfa.example")

    assert "does not say that your e-mail address is verified" in page.inner_text("main")
    assert page.locator(".who").count() == 0
    assert accounts(portal, "unverified@mfa.example") == [1, 0]


def test_account_that_has_not_verified_the_address_is_not_entered(portal, sign_in_as):
    portal.person("squatted@mfa.example", name="A Squatter")
    portal.run("EmailAddress.objects.filter(email='squatted@mfa.example').update(verified=False)")

    page = sign_in_as("squatted@mfa.example")

    assert page.locator(".who").count() == 0
    assert accounts(portal, "squatted@mfa.example") == [1, 0]


@pytest.mark.parametrize("query", ["?code=abc&state=made-up", "?code=abc", "?state=made-up", ""])
def test_answer_to_no_question_of_ours_is_refused(portal, provider, page, page_errors, query):
    answer = page.goto(f"/accounts/oidc/localhost-{provider.port}/login/callback/{query}")

    assert answer.status == 401
    assert "The single sign-on did not work" in page.inner_text("h1")
    # The browser writes the 401 to its console.
    page_errors.clear()


def test_provider_that_does_not_answer_is_told(portal, provider, page, page_errors):
    page.goto("/accounts/login/")
    provider.stop()

    page.click("form[action*='/oidc/'] button")
    page.wait_for_selector("text=Your organization’s sign-in does not answer")

    wait_until(lambda: page_errors, 5, "no 502 on the console")
    page_errors.clear()
