"""`make demo` without its installing: what it prints is true, and a second start keeps what was entered."""

import re

import pytest

from dialogue_portal.demo.people import PASSWORD, SIGN_INS, address
from tests.e2e.conftest import sign_in
from tests.e2e.running_portal import START_SECONDS, RunningPortal, wait_until

pytestmark = pytest.mark.only("sqlite", "a portal with an SQLite of its own")


@pytest.fixture(scope="module")
def demo(tmp_path_factory, portal):
    running = RunningPortal(tmp_path_factory.mktemp("demo"))
    # What `portal` collected serves here too.
    (running.folder / "static").symlink_to(portal.folder / "static")
    try:
        start(running)
        yield running
    finally:
        running.close()


def start(running):
    running.start("demo")
    wait_until(lambda: "Ctrl-C stops all of it." in running.log.read_text(), START_SECONDS, running.log.read_text)


def test_address_and_sign_ins_are_printed(demo):
    said = demo.log.read_text()
    assert f"The portal is at {demo.url}" in said
    assert PASSWORD in said
    assert re.findall(r"\S+@demo\.example", said) == [address(account) for _, account in SIGN_INS]


@pytest.mark.parametrize("account", [account for _, account in SIGN_INS])
def test_each_role_signs_in(demo, new_page, account):
    page = new_page(base_url=demo.url)
    sign_in(page, address(account), PASSWORD)
    assert page.get_by_role("button", name="Sign out").count() == 1
    # Whatever this person is shown on the front page opens.
    for link in page.locator("main a").all():
        target = link.get_attribute("href")
        if target.startswith("/"):
            assert page.request.get(demo.url + target).status == 200, target


def test_second_start_keeps_what_was_entered(demo):
    demo.run("User.objects.filter(email=address).update(full_name='Kept')", address=address("delegate"))
    demo.stop()
    start(demo)
    assert demo.run("result = User.objects.get(email=address).full_name", address=address("delegate")) == "Kept"
    assert demo.log.read_text().count("Loading the demo data") == 1
