"""What browser tests use: the real portal, a browser, and pages of people who are signed in.

A test fails if one of its pages reported an error on the console (a violation of the content security policy is
one), raised a JavaScript error, or asked any other server for anything.
"""

import os
import shutil
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.e2e.running_portal import PASSWORD, RunningPortal

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items):
    """Mark what stands in this folder; the order (browser tests last) is set in tests/conftest.py."""
    for item in items:
        if "e2e" in item.path.parts:
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def portal(tmp_path_factory):
    """The portal, running, with migrated database and no rows but the delegations."""
    running = RunningPortal(
        tmp_path_factory.mktemp("portal"), os.environ.get("DATABASE_URL", ""), os.environ.get("REDIS_URL", "")
    )
    try:
        running.prepare()
        running.start()
        yield running
    finally:
        running.close()


@pytest.fixture(scope="session")
def browser():
    program = next(path for name in BROWSERS if (path := shutil.which(name)))
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def page_errors():
    """What pages of this test reported; a test that provokes an error takes it out again, the rest must be none."""
    found: list[str] = []
    yield found
    assert found == []


@pytest.fixture(scope="session")
def _signed_in():
    """E-mail address → cookies, so that each person signs in once."""
    return {}


@pytest.fixture
def new_page(portal, browser, page_errors):
    """Open pages: `new_page(width=375, javascript=False, …)`, each in a context (cookies) of its own."""
    contexts = []

    def open_page(*, width: int = 1280, height: int = 800, javascript: bool = True, **options) -> Page:
        options = {"base_url": portal.url, "locale": "en-GB", **options}
        context = browser.new_context(
            viewport={"width": width, "height": height}, java_script_enabled=javascript, **options
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        _watch(page, options["base_url"], page_errors)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page) -> Page:
    """A visitor's page."""
    return new_page()


@pytest.fixture
def page_for(new_page, _signed_in) -> Callable[..., Page]:
    """A page of somebody signed in: `page_for("chair@example.org", width=375)`; make the person first."""

    def open_page(address: str, **options) -> Page:
        page = new_page(**options)
        if address in _signed_in:
            page.context.add_cookies(_signed_in[address])
        else:
            sign_in(page, address)
            _signed_in[address] = page.context.cookies()
        return page

    return open_page


def sign_in(page: Page, address: str, password: str = PASSWORD) -> None:
    """Sign in as a person does, on the page."""
    page.goto("/accounts/login/")
    page.fill("[name=login]", address)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


def _watch(page: Page, url: str, errors: list[str]) -> None:
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: errors.append(request.url) if _is_foreign(request.url, url) else None)


def _is_foreign(address: str, url: str) -> bool:
    return not address.startswith((url + "/", "data:", "blob:", "about:"))
