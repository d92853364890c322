"""Runs the portal's processes on one machine and restarts what dies: `manage.py supervise` and `manage.py demo`.

In production the container engine does this. Every process is started in a group of its own, so that a stop reaches
its children too; its lines are printed under its name.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException

# Seconds: how long a process may take to stop, and between its restarts, doubling while it keeps dying at once.
STOP_SECONDS = 10.0
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
# The first process has the machine to itself for so long: the first page does not wait for the worker.
HEAD_START = 2.0
# A process that ran for so long is taken to be sound again.
SOUND_SECONDS = 20.0


def portal_commands(port: int) -> dict[str, list[str]]:
    """Web server (pages and event streams), worker and beat, as they run beside each other on one machine."""
    # A newcomer's container may have no other user than root, and the worker says on each start that this is unwise.
    celery = [
        sys.executable,
        "-W",
        "ignore:You're running the worker",
        "-m",
        "celery",
        "--quiet",
        "--app",
        "dialogue_portal",
    ]
    web = [sys.executable, "-m", "uvicorn", "dialogue_portal.asgi:application", "--host", "127.0.0.1"]
    return {
        # Without the time limit a stop would wait for every open event stream.
        "web": [
            *web,
            "--port",
            str(port),
            "--timeout-graceful-shutdown",
            "3",
            "--no-proxy-headers",
            "--lifespan",
            "off",
        ],
        # Threads, not processes: one copy of the code in memory.
        "worker": [*celery, "worker", "--pool", "threads", "--concurrency", "2", "--without-mingle"],
        "beat": [*celery, "beat", "--pidfile="],
    }


def port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def web_answers(port: int, host: str) -> bool:
    """Whether the web server on this port says that it is alive, when asked by the name under which it is known."""
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz/live", headers={"Host": host})
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


@dataclass
class _Process:
    """One supervised command; `pause` is how long its next restart waits, in seconds."""

    name: str
    command: list[str]
    running: "subprocess.Popen[str] | None" = None
    started_at: float = 0.0
    restart_at: float = 0.0
    pause: float = field(default=FIRST_PAUSE)


class Supervisor:
    """Keeps the commands running until it is told to stop by Ctrl-C, SIGTERM or the end of its terminal."""

    def __init__(self, commands: dict[str, list[str]], say: Callable[[str], object]) -> None:
        self.processes = [_Process(name, command) for name, command in commands.items()]
        self.say = say
        self.stopping = threading.Event()

    def run(self, is_ready: Callable[[], bool], when_ready: Callable[[], object]) -> None:
        """Start everything, call `when_ready` once `is_ready` says so, and return after a stop."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: self.stopping.set())
        try:
            first, *others = self.processes
            self._start(first)
            for process in others:
                process.restart_at = time.monotonic() + HEAD_START
            threading.Thread(target=self._announce, args=(is_ready, when_ready), daemon=True).start()
            while not self.stopping.wait(0.2):
                for process in self.processes:
                    self._look_after(process)
        finally:
            self._stop_all()

    def _start(self, process: _Process) -> None:
        # Should the supervisor itself be killed outright, the kernel takes its processes along.
        leash = ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []
        process.started_at = time.monotonic()
        process.running = subprocess.Popen(  # noqa: S603  (our own commands)
            [*leash, *process.command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        threading.Thread(target=self._repeat_lines, args=(process.name, process.running), daemon=True).start()

    def _look_after(self, process: _Process) -> None:
        if process.running is None:
            if time.monotonic() >= process.restart_at:
                self._start(process)
            return
        code = process.running.poll()
        if code is None:
            return
        # What it left behind would hold its port or take its work.
        _signal_group(process.running, signal.SIGKILL)
        if time.monotonic() - process.started_at > SOUND_SECONDS:
            process.pause = FIRST_PAUSE
        self.say(f"portal | {process.name} ended with {_ending(code)}; starting it again in {process.pause:g} s")
        process.running, process.restart_at = None, time.monotonic() + process.pause
        process.pause = min(process.pause * 2, LONGEST_PAUSE)

    def _repeat_lines(self, name: str, running: "subprocess.Popen[str]") -> None:
        assert running.stdout is not None  # noqa: S101  (a pipe was asked for)
        with running.stdout as lines:
            for line in lines:
                if line.strip():
                    self.say(f"{name:6} | {line.rstrip()}")

    def _announce(self, is_ready: Callable[[], bool], when_ready: Callable[[], object]) -> None:
        while not self.stopping.wait(0.1):
            if is_ready():
                when_ready()
                return

    def _stop_all(self) -> None:
        alive = [process.running for process in self.processes if process.running]
        for running in alive:
            _signal_group(running, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for running in alive:
            try:
                running.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self.say(
                    "portal | a process did not stop in time and was ended; its work is picked up at the next start"
                )
            _signal_group(running, signal.SIGKILL)
            running.wait()


def _signal_group(running: "subprocess.Popen[str]", number: signal.Signals) -> None:
    """Signal the process and its children: it leads their group, which outlives it while it has members."""
    with suppress(ProcessLookupError):
        os.killpg(running.pid, number)


def _ending(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
