"""A portal to measure: its database filled, its server running, and a client that asks it one thing after another."""

import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WARM_UP, ROUNDS = 3, 30
# Less than any server keeps an idle connection.
IDLE_SECONDS = 1.0


@dataclass(frozen=True)
class Answer:
    """What one request brought back."""

    status: int
    headers: http.client.HTTPMessage
    body: str
    milliseconds: float

    @property
    def queries(self) -> int:
        return int(self.headers.get("X-Queries", "0"))


@dataclass(frozen=True)
class Figure:
    """The median of some requests in milliseconds, and the most queries that one of them cost."""

    milliseconds: float
    queries: int


class Client:
    """One connection that is kept, with the cookies of one person; not a browser: nothing else is loaded."""

    def __init__(self, port: int, session_key: str = "") -> None:
        self.connection = http.client.HTTPConnection("localhost", port, timeout=60)
        self.last_used = time.monotonic()
        self.cookies = SimpleCookie({"sessionid": session_key} if session_key else {})

    def ask(self, path: str, form: str | None = None) -> Answer:
        cookies = "; ".join(f"{name}={cookie.value}" for name, cookie in self.cookies.items())
        headers = {"Cookie": cookies, "Accept": "text/html", "Accept-Language": "en"}
        if form is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://localhost:{self.port}"}
        if time.monotonic() - self.last_used > IDLE_SECONDS:
            # The server may just be closing it.
            self.connection.close()
        started = time.perf_counter()
        self.connection.request("GET" if form is None else "POST", path, form, headers)
        response = self.connection.getresponse()
        body = response.read().decode()
        for cookie in response.headers.get_all("Set-Cookie", []):
            self.cookies.load(cookie)
        self.last_used = time.monotonic()
        return Answer(response.status, response.headers, body, (time.perf_counter() - started) * 1000)

    def page(self, path: str) -> list[Answer]:
        """Open one page, which must be there."""
        answer = self.ask(path)
        assert answer.status == 200, f"{path} answers {answer.status}"
        return [answer]

    @property
    def port(self) -> int:
        return self.connection.port


def compare(act: Callable[[], list[Answer]], floor: Callable[[], list[Answer]]) -> tuple[Figure, float]:
    """Do the act and its floor by turns, so that a busy moment of the machine falls on both."""
    for _ in range(WARM_UP):
        act()
        floor()
    pairs = [(act(), floor()) for _ in range(ROUNDS)]
    ours, theirs = ([answer for answers in column for answer in answers] for column in zip(*pairs, strict=True))
    return _figure(ours), _figure(theirs).milliseconds


def _figure(answers: list[Answer]) -> Figure:
    return Figure(
        statistics.median(answer.milliseconds for answer in answers), max(answer.queries for answer in answers)
    )


@contextmanager
def server(command: list[str], port: int) -> Iterator[None]:
    """Run a web server on a port until the block ends."""
    log = Path(os.environ["VAR_DIR"]) / "server.log"
    with log.open("w") as lines:
        running = subprocess.Popen(
            [sys.executable, "-m", *command], cwd=ROOT, stdout=lines, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        deadline = time.monotonic() + 30
        while not _answers(port):
            if running.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(log.read_text())
            time.sleep(0.1)
        yield
    finally:
        running.terminate()
        running.wait(20)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
