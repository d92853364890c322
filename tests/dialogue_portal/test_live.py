"""The event stream as an ASGI application, driven in-process with a log in memory; the floor drives a real server."""

import asyncio
import json
import threading

import pytest

from dialogue_portal import live
from dialogue_portal.live import EventStreamApplication, LiveEvent, sign_stream

pytestmark = pytest.mark.redis


class Log:
    """An append-only log of numbered events."""

    def __init__(self):
        self.events = []

    def append(self, count=1):
        for _ in range(count):
            self.events.append(LiveEvent(len(self.events) + 1, "happened", {}))

    def read(self, key, after):
        return self.events[after : after + live.QUEUE_LENGTH // 2]


class Client:
    """What an ASGI server is to the application: collects what is sent, and says when the client is gone."""

    def __init__(self, application, token, headers=(), query="", method="GET", takes=True):
        self.sent, self.takes, self.leaves = [], takes, asyncio.Event()
        self.scope = {
            "type": "http",
            "method": method,
            "path": "/sessions/x/floor/events/",
            "query_string": f"token={token}{query}".encode(),
            "headers": list(headers),
        }
        self.task = asyncio.create_task(application(self.scope, self.receive, self.send))

    async def receive(self):
        await self.leaves.wait()
        return {"type": "http.disconnect"}

    async def send(self, message):
        self.sent.append(message)
        if not self.takes and message.get("body"):
            await asyncio.Event().wait()

    @property
    def text(self):
        return b"".join(message.get("body", b"") for message in self.sent).decode()

    @property
    def numbers(self):
        return [int(line.removeprefix("id: ")) for line in self.text.splitlines() if line.startswith("id: ")]

    async def until(self, condition, seconds=5):
        async with asyncio.timeout(seconds):
            while not condition(self):
                await asyncio.sleep(0.005)

    async def leave(self):
        self.leaves.set()
        await self.task


async def pages(scope, receive, send):
    await send({"type": "http.response.start", "status": 404, "headers": []})


application = EventStreamApplication(pages)


@pytest.fixture
def log(monkeypatch):
    log = Log()
    monkeypatch.setitem(live.event_readers._items, "log", log.read)
    return log


def listen(**options):
    return Client(application, sign_stream("log", "key"), **options)


def test_stream_greets_with_the_servers_time_and_replays_what_came_after(log):
    async def scene():
        log.append(5)
        client = listen(headers=[(b"last-event-id", b"3")])
        await client.until(lambda it: it.numbers == [4, 5])
        await client.leave()
        headers = dict(client.sent[0]["headers"])
        assert headers[b"content-type"].startswith(b"text/event-stream")
        assert headers[b"x-accel-buffering"] == b"no"
        greeting, event = client.text.split("\n\n")[:2]
        assert "event: hello" in greeting
        assert "server_now" in json.loads(greeting.split("data: ")[1])
        assert "id: 4\nevent: happened" in event

    asyncio.run(scene())


def test_stream_starts_where_the_page_says(log):
    async def scene():
        log.append(5)
        client = listen(query="&after=4")
        await client.until(lambda it: it.numbers == [5])
        await client.leave()

    asyncio.run(scene())


def test_stream_replays_a_log_longer_than_the_queue_without_dropping(log):
    async def scene():
        log.append(1000)
        client = listen()
        await client.until(lambda it: len(it.numbers) == 1000)
        assert not client.task.done()
        await client.leave()

    asyncio.run(scene())


def test_wake_up_from_another_thread_delivers_at_once(log):
    async def scene():
        client = listen()
        await client.until(lambda it: "hello" in it.text)
        await asyncio.sleep(0.05)
        log.append()
        threading.Thread(target=live._wake_here, args=("log", "key")).start()
        await client.until(lambda it: it.numbers == [1], seconds=0.5)
        await client.leave()

    asyncio.run(scene())


def test_lost_wake_up_costs_a_second_and_no_event(log):
    async def scene():
        client = listen()
        await client.until(lambda it: "hello" in it.text)
        await asyncio.sleep(0.05)
        log.append()
        await client.until(lambda it: it.numbers == [1], seconds=1.5)
        await client.leave()

    asyncio.run(scene())


def test_quiet_stream_sends_comments(log, monkeypatch):
    monkeypatch.setattr(live, "KEEP_ALIVE_SECONDS", 0.02)

    async def scene():
        client = listen()
        await client.until(lambda it: it.text.count(": still here\n\n") > 2)
        await client.leave()

    asyncio.run(scene())


def test_client_that_takes_nothing_is_dropped_and_the_others_go_on(log, monkeypatch):
    monkeypatch.setattr(live, "STALL_SECONDS", 0.2)

    async def scene():
        stuck, healthy = listen(takes=False), listen()
        await healthy.until(lambda it: "hello" in it.text)
        log.append(live.QUEUE_LENGTH * 3)
        await healthy.until(lambda it: len(it.numbers) == live.QUEUE_LENGTH * 3)
        await asyncio.wait_for(stuck.task, 2)
        assert stuck.numbers == []
        await healthy.leave()

    asyncio.run(scene())


def test_lagging_client_ends_and_can_go_on_where_it_was(log):
    async def scene():
        client = live._Client(0)
        lagging = [number for number in range(1, 400) if not client.offer(number, b"x")]
        assert lagging[0] == live.QUEUE_LENGTH + 1
        assert client.ended
        assert client.last_number == live.QUEUE_LENGTH
        assert len(await client.take()) == live.QUEUE_LENGTH

    asyncio.run(scene())


def test_client_leaving_late_does_not_take_the_name_from_a_new_stream(log):
    async def scene():
        hub = live._Hub()
        first, second = live._Client(0), live._Client(0)
        old = hub.join("log", "key", first)
        hub.leave(old, first)
        new = hub.join("log", "key", second)
        hub.leave(old, first)
        assert hub.streams["log", "key"] is new
        hub.leave(new, second)
        assert hub.streams == {}
        await asyncio.gather(old.task, new.task)

    asyncio.run(scene())


def test_reading_that_fails_is_tried_again(log, monkeypatch, caplog):
    def fail_twice(key, after):
        failures.append(1)
        if len(failures) < 3:
            raise OSError("no database")
        return log.read(key, after)

    failures = []
    monkeypatch.setattr(live, "POLL_SECONDS", 0.02)
    monkeypatch.setitem(live.event_readers._items, "log", fail_twice)

    async def scene():
        log.append()
        client = listen()
        await client.until(lambda it: it.numbers == [1])
        await client.leave()

    asyncio.run(scene())
    assert len([record for record in caplog.records if record.levelname == "ERROR"]) == 1


def test_cancelled_stream_ends_its_answer(log):
    async def scene():
        client = listen()
        await client.until(lambda it: "hello" in it.text)
        client.task.cancel()
        await client.task
        assert client.sent[-1] == {"type": "http.response.body", "body": b""}

    asyncio.run(scene())


def test_listening_for_wake_ups_ends_whenever_the_server_stops(log):
    async def stop_after(seconds):
        listener = live._Hub().listener
        if listener:  # only where there is a Redis to listen to
            await asyncio.sleep(seconds)
            listener.cancel()
            done, _ = await asyncio.wait([listener], timeout=2)
            assert done, f"goes on after it was cancelled, {seconds} s after its start"

    # While it connects, while it subscribes, while it waits.
    for step in range(60):
        asyncio.run(stop_after(step / 10_000))


@pytest.mark.parametrize("token", ["", "made-up", "WyJsb2ciLCJrZXkiXQ:1abcde:forged"])
def test_address_without_a_valid_token_is_refused(log, token):
    async def scene():
        client = Client(application, token)
        await client.task
        assert client.sent[0]["status"] == 403
        assert "happened" not in client.text

    asyncio.run(scene())


def test_address_is_good_for_a_limited_time(log, settings):
    settings.LIVE_TOKEN_SECONDS = -1

    async def scene():
        client = listen()
        await client.task
        assert client.sent[0]["status"] == 403

    asyncio.run(scene())


def test_other_requests_go_to_the_pages(log):
    async def scene():
        client = listen(method="POST")
        await client.task
        assert client.sent[0]["status"] == 404

    asyncio.run(scene())
