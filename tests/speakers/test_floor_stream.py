"""The floor's event stream from a real server process over real sockets, on the test's own database."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.db import connection

from dialogue_portal.live import sign_stream
from speakers.services.floor_meeting import open_meeting, resume_meeting, suspend_meeting
from speakers.services.floor_requests import request_floor
from tests.factories import ParticipantFactory, SessionFactory, role

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]


def database_url():
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)


@contextmanager
def server():
    """A uvicorn process; yields it and its port."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "dialogue_portal.asgi:application", "--port", str(port)]
    environment = {**os.environ, "DATABASE_URL": database_url(), "PORTAL_URL": f"http://localhost:{port}"}
    process = subprocess.Popen([*command, "--timeout-graceful-shutdown", "1"], cwd=ROOT, env=environment)
    try:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and process.poll() is None:
            with closing(socket.socket()) as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield process, port
    finally:
        process.kill()
        process.wait()


class Listener:
    """One client of a stream. Reads events in a thread of the test's."""

    def __init__(self, port, token, last_event_id=None):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        headers = {"Last-Event-ID": str(last_event_id)} if last_event_id else {}
        self.connection.request("GET", f"/sessions/any/floor/events/?token={token}", headers=headers)
        self.response = self.connection.getresponse()
        self.body = []

    def event(self):
        """The next event with a number, as (number, kind, data)."""
        fields = {}
        while line := self.response.readline().decode().rstrip("\n") or (fields and "end"):
            if line == "end":
                if "id" in fields:
                    return int(fields["id"]), fields["event"], json.loads(fields["data"])
                fields = {}
            elif ": " in line:
                name, value = line.split(": ", 1)
                fields[name] = value
        return None

    def close(self):
        self.connection.close()


def threads_of(process):
    return len(list(Path(f"/proc/{process.pid}/task").iterdir()))


def resident_megabytes(process):
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def test_stream_of_a_real_server_replays_follows_and_keeps_requests_apart():
    session = SessionFactory()
    moderator = role(session, "moderator")
    speaker = ParticipantFactory(session=session)
    open_meeting(session, actor=moderator)
    suspend_meeting(session, actor=moderator)
    public, staff = sign_stream("floor", str(session.pk)), sign_stream("floor-requests", str(session.pk))
    with server() as (_process, port):
        everything, later = Listener(port, public), Listener(port, public, last_event_id=1)
        assert [everything.event()[:2] for _ in range(2)] == [(1, "meeting-opened"), (2, "meeting-suspended")]
        number, kind, data = later.event()
        assert (number, kind, data["floor"]["state"]) == (2, "meeting-suspended", "suspended")

        requests = Listener(port, staff)
        request_floor(speaker, kind="initial", actor=moderator)
        number, kind, data = requests.event()
        assert (number, kind, set(data)) == (1, "floor-requested", {"number", "server_now"})

        # This process wakes nobody in the server's: the reader finds it within its second.
        started = time.monotonic()
        resume_meeting(session, actor=moderator)
        assert everything.event()[:2] == (3, "meeting-resumed")
        assert time.monotonic() - started < 1.5

        refused = Listener(port, public + "x")
        assert refused.response.status == 403
        for listener in (everything, later, requests, refused):
            listener.close()


def test_two_hundred_streams_cost_no_threads_and_end_with_the_server():
    session = SessionFactory()
    moderator = role(session, "moderator")
    token = sign_stream("floor", str(session.pk))
    with server() as (process, port):
        Listener(port, token).close()
        before = threads_of(process)
        listeners = [Listener(port, token) for _ in range(200)]
        open_meeting(session, actor=moderator)
        received = []
        readers = [threading.Thread(target=lambda one=listener: received.append(one.event())) for listener in listeners]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join(5)
        assert [event[:2] for event in received] == [(1, "meeting-opened")] * 200
        assert threads_of(process) <= before + 2
        assert resident_megabytes(process) < 200

        started = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(5) == 0 or process.returncode == -signal.SIGTERM
        assert time.monotonic() - started < 3
        assert all(listener.event() is None for listener in listeners)
        for listener in listeners:
            listener.close()
