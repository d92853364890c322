"""Server-sent events from an append-only log in the database, to any number of readers.

A raw ASGI application in front of Django's: an open stream holds no thread and no database connection. Each process
has one task per stream in use; woken or not it reads new events at least once a second and hands them to its
clients, so a lost wake-up costs a second and never an event. Who may listen is settled by a signed, short-lived
token in the address, made by the page that embeds it: connecting touches no session and no database.

Streams are generic: an app registers a reader under a name; a key says which log (a session's id). Events have
numbers; `Last-Event-ID` replays what came after. This module does not know what the events mean.
"""

import asyncio
import json
import logging
import re
import secrets
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.core import signing
from django.db import connections, transaction
from django.utils import timezone

from dialogue_portal.headers import of_event_stream
from dialogue_portal.registries import Registry

logger = logging.getLogger(__name__)

PATH = re.compile(r"/events/$")
SALT = "dialogue_portal.live"
CHANNEL = "live"
POLL_SECONDS = 1.0
KEEP_ALIVE_SECONDS = 15.0
# Events a client may lag behind before it is dropped; it reconnects and replays from the log.
QUEUE_LENGTH = 256
# Seconds that a client may take none of what was sent before it is dropped.
STALL_SECONDS = 30.0

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


@dataclass(frozen=True)
class LiveEvent:
    """One event: its number in the stream (from 1, without gaps) and what the page gets, as JSON."""

    number: int
    kind: str
    data: dict[str, Any]


# name of a stream -> reader(key, after) giving the events numbered above `after`, in order, at most
# half of QUEUE_LENGTH at a time, so that a replay does not count as lagging
event_readers: Registry[Callable[[str, int], Iterable[LiveEvent]]] = Registry()


def sign_stream(name: str, key: str) -> str:
    """The token that lets its bearer listen to one stream for LIVE_TOKEN_SECONDS."""
    return signing.dumps([name, key], salt=SALT)


def wake(name: str, key: str) -> None:
    """After commit, tell every process that the stream has something new. Losing this costs a second."""
    transaction.on_commit(lambda: _wake_all(name, key))


def _wake_all(name: str, key: str) -> None:
    _wake_here(name, key)
    if settings.REDIS_URL:
        try:
            _redis().publish(CHANNEL, json.dumps([name, key]))
        except Exception as error:
            logger.warning("no wake-up sent, readers poll: %s", error)


_redis_client: Any = None


def _redis() -> Any:
    global _redis_client
    if _redis_client is None:
        import redis

        _redis_client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=0.5, socket_connect_timeout=0.5)
    return _redis_client


class _Client:
    """One open stream: what waits to be sent, and the number of the last event that it was given."""

    def __init__(self, last_number: int) -> None:
        self.last_number = last_number
        self.ended = False
        self._waiting: list[bytes] = []
        self._changed = asyncio.Event()

    def offer(self, number: int, encoded: bytes) -> bool:
        """Queue an event; False once the client lags too far behind, and its stream then ends."""
        if number <= self.last_number:
            return True
        if len(self._waiting) >= QUEUE_LENGTH:
            self.end()
            return False
        self.last_number = number
        self._waiting.append(encoded)
        self._changed.set()
        return True

    def end(self) -> None:
        self.ended = True
        self._changed.set()

    async def take(self) -> bytes:
        """All that waits, in one piece; a comment after KEEP_ALIVE_SECONDS without anything."""
        try:
            async with asyncio.timeout(KEEP_ALIVE_SECONDS):
                await self._changed.wait()
        except TimeoutError:
            return b": still here\n\n"
        body = b"".join(self._waiting)
        self._waiting.clear()
        self._changed.clear()
        return body


class _Stream:
    """One log as read by this process: a task while it has clients."""

    def __init__(self, name: str, key: str, executor: ThreadPoolExecutor) -> None:
        self.name, self.key, self.executor = name, key, executor
        self.clients: set[_Client] = set()
        self.woken = asyncio.Event()
        self.task: asyncio.Task[None] | None = None
        self.failing = False

    async def follow(self) -> None:
        while self.clients:
            # Each wake-up that comes during the read sets the flag again and is served by the next turn.
            self.woken.clear()
            if await self._hand_on():
                continue
            with suppress(TimeoutError):
                async with asyncio.timeout(POLL_SECONDS):
                    await self.woken.wait()

    async def _hand_on(self) -> bool:
        """Read what the slowest client lacks and offer it to all; whether there was anything."""
        slowest = min(client.last_number for client in self.clients)
        loop = asyncio.get_running_loop()
        try:
            events = await loop.run_in_executor(self.executor, _read_from_database, self.name, self.key, slowest)
        except Exception:
            if not self.failing:
                logger.exception("stream %s/%s: reading failed, trying again every second", self.name, self.key)
            self.failing = True
            return False
        self.failing = False
        for event in events:
            encoded = encode(event)
            self.clients -= {client for client in self.clients if not client.offer(event.number, encoded)}
        return bool(events)


def _read_from_database(name: str, key: str, after: int) -> list[LiveEvent]:
    """Read in one of the hub's threads, which keep their connection: opening one would cost more than the reading."""
    try:
        return list(event_readers[name](key, after))
    except Exception:
        # It may be broken; the next attempt opens another.
        connections.close_all()
        raise


def encode(event: LiveEvent) -> bytes:
    """The event as it goes over the wire; `server_now` is UTC in ISO 8601, by which the page corrects its clock."""
    data = json.dumps({**event.data, "number": event.number, "server_now": timezone.now().isoformat()})
    return f"id: {event.number}\nevent: {event.kind}\ndata: {data}\n\n".encode()


class _Hub:
    """All streams of one process, and the task that hears wake-ups from other processes."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.executor = ThreadPoolExecutor(max_workers=2, thread_name_prefix="live")
        self.streams: dict[tuple[str, str], _Stream] = {}
        self.listener = asyncio.create_task(self._listen()) if settings.REDIS_URL else None

    def join(self, name: str, key: str, client: _Client) -> _Stream:
        stream = self.streams.setdefault((name, key), _Stream(name, key, self.executor))
        stream.clients.add(client)
        stream.woken.set()
        if stream.task is None or stream.task.done():
            stream.task = asyncio.create_task(stream.follow())
        return stream

    def leave(self, stream: _Stream, client: _Client) -> None:
        stream.clients.discard(client)
        if not stream.clients:
            # A dropped client may leave after its stream ended and another took the name.
            if self.streams.get((stream.name, stream.key)) is stream:
                del self.streams[stream.name, stream.key]
            stream.woken.set()

    def wake(self, name: str, key: str) -> None:
        if stream := self.streams.get((name, key)):
            stream.woken.set()

    async def _listen(self) -> None:
        from redis import asyncio as redis

        # Without a timeout of its own: with one the library sends through `asyncio.wait_for`, which before Python 3.12
        # may swallow the cancellation, and a server that stops would wait for this task for ever.
        server = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=None, socket_keepalive=True)
        while True:
            try:
                async with server as client, client.pubsub() as channel:
                    await channel.subscribe(CHANNEL)
                    async for message in channel.listen():
                        if message["type"] == "message":
                            self.wake(*json.loads(message["data"]))
            except Exception as error:
                logger.warning("no wake-ups heard, polling: %s", error)
                await asyncio.sleep(POLL_SECONDS)


_hub: _Hub | None = None


def _current_hub() -> _Hub:
    global _hub
    if _hub is None or _hub.loop is not asyncio.get_running_loop():
        _hub = _Hub()
    return _hub


def _wake_here(name: str, key: str) -> None:
    """Wake this process's own readers; called from the threads in which views run."""
    if _hub is not None and _hub.loop.is_running():
        _hub.loop.call_soon_threadsafe(_hub.wake, name, key)


class EventStreamApplication:
    """Answers `…/events/?token=…` itself and passes everything else to the pages."""

    def __init__(self, pages: Callable[..., Awaitable[None]]) -> None:
        self.pages = pages

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "GET" and PATH.search(scope["path"]):
            await serve_stream(scope, receive, send)
        else:
            await self.pages(scope, receive, send)


async def serve_stream(scope: Message, receive: Receive, send: Send) -> None:
    """Check the token, then send what came after `Last-Event-ID` and whatever follows, until the client leaves."""
    token = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
    try:
        name, key = signing.loads(token, salt=SALT, max_age=settings.LIVE_TOKEN_SECONDS)
    except signing.BadSignature:
        await _refuse(send)
        return
    client = _Client(_last_event_id(scope))
    hub = _current_hub()
    stream = hub.join(name, key, client)
    gone = asyncio.create_task(_end_when_gone(receive, client))
    try:
        await _pump(client, send)
    except TimeoutError:
        logger.info("stream %s/%s: dropped a client that took nothing for %s s", name, key, STALL_SECONDS)
    except asyncio.CancelledError:
        # The server stops and has waited long enough: end the answer properly, clients will reconnect.
        await send({"type": "http.response.body", "body": b""})
    finally:
        gone.cancel()
        hub.leave(stream, client)


def _last_event_id(scope: Message) -> int:
    """Where the client left off: the header on a reconnect, `after` in the address on the first connection."""
    headers = dict(scope["headers"])
    after = parse_qs(scope["query_string"].decode("latin-1")).get("after", ["0"])[0]
    value = headers.get(b"last-event-id", b"").decode("latin-1") or after
    return int(value) if value.isascii() and value.isdigit() and len(value) < 16 else 0


async def _pump(client: _Client, send: Send) -> None:
    """Send what the client is given until it leaves or is dropped. Raises TimeoutError for one that takes nothing."""
    headers = [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-store"),
        # A proxy that buffers or compresses delivers nothing until the stream ends.
        (b"x-accel-buffering", b"no"),
        *of_event_stream(),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    body = _greeting()
    while not client.ended:
        async with asyncio.timeout(STALL_SECONDS):
            await send({"type": "http.response.body", "body": body, "more_body": True})
        body = await client.take()
    await send({"type": "http.response.body", "body": body})


def _greeting() -> bytes:
    """The server's time, by which the page corrects its clock, and when to come back: not all in the same second."""
    retry = 1000 + secrets.randbelow(3000)
    now = json.dumps({"server_now": timezone.now().isoformat()})
    return f"retry: {retry}\nevent: hello\ndata: {now}\n\n".encode()


async def _refuse(send: Send) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store"), *of_event_stream()]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": b"This stream address is not valid any more.\n"})


async def _end_when_gone(receive: Receive, client: _Client) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    client.end()
