"""From giving the floor to 2,000 clients' streams, beside the same fan-out by bare asyncio: `python -m bench.fanout`.

A portal of its own in a temporary folder, one real uvicorn process, a real press on the console for each event. The
latency is the client's clock at arrival less the moment at which the service gave the floor, on one machine.
"""

import asyncio
import json
import os
import re
import resource
import socket
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import Request, build_opener

CLIENTS = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
EVENTS = 10
BUDGET = 2.5
RUNNING = re.compile(r'name="running" value="([^"]+)"')
STARTED_AT = re.compile(rb'"started_at": "([^"]+)"')

BARE = """
import asyncio, sys, time
writers = []
async def accept(reader, writer):
    await reader.readuntil(b"\\r\\n\\r\\n")
    writer.write(b"HTTP/1.1 200 OK\\r\\n\\r\\n")
    writers.append(writer)
async def main():
    await asyncio.start_server(accept, "127.0.0.1", int(sys.argv[1]), backlog=4096)
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    while await lines.readline():
        event = b'id: 1\\ndata: {"started_at": "%s", "filling": "%s"}\\n\\n' % (str(time.time()).encode(), b"x" * 500)
        for writer in writers:
            writer.write(event)
asyncio.run(main())
"""


class Stream(asyncio.Protocol):
    """One client: notes when each event arrived after it happened."""

    def __init__(self, request: bytes, latencies: list[float]) -> None:
        self.request, self.latencies = request, latencies

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        now = time.time()
        for moment in STARTED_AT.findall(data):
            text = moment.decode()
            self.latencies.append(now - (datetime.fromisoformat(text).timestamp() if "T" in text else float(text)))


async def fan_out(port: int, path: str, press) -> list[float]:
    """Connect all clients, press EVENTS times, return all latencies in seconds."""
    loop, latencies = asyncio.get_running_loop(), []
    request = f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n".encode()
    for _ in range(CLIENTS):
        await loop.create_connection(lambda: Stream(request, latencies), "127.0.0.1", port)
    await asyncio.sleep(2)
    # The first, which warms up what is imported late, does not count.
    for number in range(EVENTS + 1):
        await asyncio.to_thread(press, number)
        deadline = time.monotonic() + 5
        while len(latencies) < CLIENTS * (number + 1) and time.monotonic() < deadline:
            await asyncio.sleep(0.01)
    return latencies[CLIENTS:]


def bare() -> list[float]:
    port = free_port()
    server = subprocess.Popen([sys.executable, "-c", BARE, str(port)], stdin=subprocess.PIPE)
    try:
        wait_for(port)

        def press(number: int) -> None:
            server.stdin.write(b"go\n")
            server.stdin.flush()

        return asyncio.run(fan_out(port, "/", press))
    finally:
        server.kill()
        server.wait()


def ours(folder: Path) -> list[float]:
    port = free_port()
    os.environ |= {"VAR_DIR": str(folder), "PORTAL_URL": f"http://localhost:{port}", "LOG_LEVEL": "ERROR"}
    os.environ.setdefault("SECRET_KEY", "only-for-the-bench-only-for-the-bench-only-for-it")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dialogue_portal.settings")
    slug, participants, token, cookies = prepare()
    command = [sys.executable, "-m", "uvicorn", "dialogue_portal.asgi:application", "--port", str(port)]
    server = subprocess.Popen([*command, "--backlog", "4096", "--timeout-graceful-shutdown", "1"])
    try:
        wait_for(port)
        opener, running = build_opener(), [""]

        def press(number: int) -> None:
            data = urlencode({"participant": participants[number % 2], "running": running[-1]}).encode()
            give = Request(f"http://localhost:{port}/sessions/{slug}/floor/give/", data, cookies)
            give.add_header("HX-Request", "true")
            running.append(RUNNING.search(opener.open(give).read().decode())[1])

        return asyncio.run(fan_out(port, f"/sessions/{slug}/floor/events/?token={token}&after=1", press))
    finally:
        server.terminate()
        server.wait()


def prepare() -> tuple[str, list[str], str, dict[str, str]]:
    """A running meeting with two participants, and a member of the secretariat who is signed in."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections
    from django.test import Client

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    from accounts.models import User
    from dialogue_portal.live import sign_stream
    from speakers.services.floor_meeting import open_meeting
    from tests.factories import ParticipantFactory, SessionFactory

    session = SessionFactory(slug="bench")
    staff = User.objects.create_user("bench@example.org", full_name="Bench", is_secretariat=True)
    open_meeting(session, actor=staff)
    participants = [str(ParticipantFactory(session=session).pk) for _ in range(2)]
    client = Client()
    client.force_login(staff)
    signed_in, secret = client.cookies["sessionid"].value, "b" * 32
    headers = {"Cookie": f"sessionid={signed_in}; csrftoken={secret}", "X-CSRFToken": secret}
    connections.close_all()
    return session.slug, participants, sign_stream("floor", str(session.pk)), headers


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit("the server does not start")


def percentile(latencies: list[float], share: float) -> float:
    """Milliseconds."""
    ordered = sorted(latencies) or [float("nan")]
    return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def main() -> None:
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        measured = {"bare asyncio": bare(), "the floor": ours(Path(folder))}
    figures = {
        name: {"p50_ms": round(percentile(found, 0.5)), "p99_ms": round(percentile(found, 0.99)), "events": len(found)}
        for name, found in measured.items()
    }
    ratio = figures["the floor"]["p99_ms"] / max(1, figures["bare asyncio"]["p99_ms"])
    print(json.dumps({"clients": CLIENTS, **figures, "ratio_p99": round(ratio, 2), "budget": BUDGET}, indent=2))


if __name__ == "__main__":
    main()
