"""How many requests a second the same page takes from several visitors, kept and with keeping switched off."""

import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from bench.serving import Client

VISITORS, SECONDS, ROUNDS = 4, 1.0, 3


@contextmanager
def nothing_kept() -> Iterator[None]:
    """A server that is started meanwhile makes every page anew."""
    os.environ["VISITOR_PAGE_SECONDS"] = "0"
    try:
        yield
    finally:
        del os.environ["VISITOR_PAGE_SECONDS"]


def compare_rates(path: str, kept: int, anew: int) -> str:
    """By turns from the servers at these two ports; one line of what came out."""
    pairs = [(_rate(kept, path), _rate(anew, path)) for _ in range(ROUNDS + 1)][1:]
    with_keeping, without = (sum(column) / ROUNDS for column in zip(*pairs, strict=True))
    times = with_keeping / without
    words = f"page of a session: {with_keeping:.0f} requests/s kept, {without:.0f} made anew"
    return f"{words:62} {times:6.1f} times (≥ 5)".ljust(93) + (" OVER" if times < 5 else "")


def _rate(port: int, path: str) -> float:
    until = time.perf_counter() + SECONDS
    with ThreadPoolExecutor(VISITORS) as visitors:
        return sum(visitors.map(lambda _visitor: _requests(port, path, until), range(VISITORS))) / SECONDS


def _requests(port: int, path: str, until: float) -> int:
    client, count = Client(port), 0
    while time.perf_counter() < until:
        client.page(path)
        count += 1
    return count
