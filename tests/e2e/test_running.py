"""The portal runs: pages answer, what dies is started again, a stop stops all."""

import os
import signal
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.running_portal import RunningPortal, wait_until


def test_front_page_answers(page):
    answer = page.goto("/")
    assert answer.status == 200
    assert page.title()


def test_unknown_address_gets_a_page_of_ours(page, page_errors):
    answer = page.goto("/no-such-page/")
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    # The browser reports every failed request.
    assert [error for error in page_errors if "404" not in error] == []
    page_errors.clear()


@pytest.mark.parametrize("about", [{"secretariat": True}, {"delegation": "KE"}, {"organization": "Lake Women’s Forum"}])
def test_people_sign_in_and_out(portal, page_for, about):
    address = portal.person(f"{next(iter(about))}@demo.example", **about)
    page = page_for(address)
    assert page.goto("/").status == 200
    assert page.get_by_role("button", name="Sign out").count() == 1


def test_probes_answer(page):
    assert page.request.get("/healthz/live").json() == {"status": "ok"}
    assert page.request.get("/healthz/ready").json() == {"status": "ok", "missing": []}


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_killed_process_is_started_again(portal, name):
    killed = portal.processes()[name]
    os.kill(killed, signal.SIGKILL)
    wait_until(lambda: portal.processes().get(name, killed) != killed, 10, lambda: portal.log.read_text())
    if name == "web":
        wait_until(portal.answers, 20, lambda: portal.log.read_text())
    assert f"{name} ended with signal SIGKILL; starting it again" in portal.log.read_text()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.only("sqlite", "a portal with an SQLite of its own")
def test_stop_leaves_no_process_behind(portal, number, tmp_path):
    second = RunningPortal(tmp_path)
    second.environment |= {"DATABASE_URL": "sqlite:///" + str(tmp_path / "portal.sqlite3")}
    second.start()
    started = second.processes()
    assert second.stop(number) == 0
    assert {name for name, pid in started.items() if Path(f"/proc/{pid}").exists()} == set()
    assert not second.answers()


@pytest.mark.only("sqlite", "a portal with an SQLite of its own")
def test_taken_port_is_named(portal, tmp_path):
    second = RunningPortal(tmp_path)
    second.environment["PORTAL_URL"] = portal.url
    with pytest.raises(AssertionError, match=f"Port {portal.port} is taken by another program"):
        second.manage("supervise")
