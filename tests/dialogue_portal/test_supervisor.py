"""What the supervisor promises, with small commands in place of the portal's; the real ones are in tests/e2e."""

import signal
import socket
import sys
import threading
import time
from pathlib import Path

import pytest

from dialogue_portal import supervisor
from dialogue_portal.supervisor import Supervisor, port_is_free


@pytest.fixture
def supervised(monkeypatch):
    """Run a Supervisor in this process: `said = supervised(commands, until)` stops once `until(said)` is true."""
    # Its handlers belong to the main thread of a process of its own; here the test stops it.
    monkeypatch.setattr(supervisor.signal, "signal", lambda number, handler: None)

    def run(commands, until, is_ready=lambda: False, when_ready=lambda: None):
        said = []
        watched = Supervisor(commands, said.append)
        thread = threading.Thread(target=watched.run, args=(is_ready, when_ready))
        thread.start()
        deadline = time.monotonic() + 15
        while not until(said) and time.monotonic() < deadline:
            time.sleep(0.05)
        watched.stopping.set()
        thread.join(15)
        return said

    return run


def python(code):
    return [sys.executable, "-uc", code]


def test_lines_carry_the_name_of_their_process(supervised):
    said = supervised({"web": python("print('hello'); import time; time.sleep(60)")}, lambda said: said)
    assert said == ["web    | hello"]


def test_what_dies_is_started_again_after_a_growing_pause(supervised):
    said = supervised({"beat": python("raise SystemExit(3)")}, lambda said: len(said) >= 2)
    assert said[:2] == [
        "portal | beat ended with exit code 3; starting it again in 0.5 s",
        "portal | beat ended with exit code 3; starting it again in 1 s",
    ]


def test_stop_reaches_children_of_a_process(supervised):
    parent = (
        "import subprocess, sys, time\n"
        "print(subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(99)']).pid)\n"
        "time.sleep(99)"
    )
    said = supervised({"worker": python(parent)}, lambda said: said)
    child = int(said[0].split("|")[1])
    deadline = time.monotonic() + 5
    while _runs(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _runs(child)


def _runs(pid):
    """Whether the process is there and more than a row that nobody has collected."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_process_that_ignores_a_stop_is_ended(supervised, monkeypatch):
    monkeypatch.setattr(supervisor, "STOP_SECONDS", 0.5)
    stubborn = (
        f"import signal, time; signal.signal({signal.SIGTERM.value}, signal.SIG_IGN); print('here'); time.sleep(99)"
    )
    said = supervised({"worker": python(stubborn)}, lambda said: said)
    assert said[-1].startswith("portal | a process did not stop in time")


def test_readiness_is_announced_once(supervised):
    announced = []
    supervised(
        {"web": python("import time; time.sleep(60)")},
        lambda said: bool(announced),
        is_ready=lambda: True,
        when_ready=lambda: announced.append("ready"),
    )
    assert announced == ["ready"]


def test_taken_port_is_not_free():
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert not port_is_free(server.getsockname()[1])
