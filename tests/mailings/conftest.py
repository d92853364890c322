"""A real SMTP server on a free port, which keeps what it is given and can be told to misbehave."""

import asyncio
import threading
from email import message_from_bytes, policy

import pytest

from mailings.occasions import Occasion, occasions

GREETING = {"MAIL": b"250 ok", "RCPT": b"250 ok", "DATA": b"354 go on", "RSET": b"250 ok", "EHLO": b"250 sink"}


class Sink:
    """`replies` overrides the answer to a command; `after_data` answers the text (None: hang up without a word)."""

    def __init__(self):
        self.mails, self.replies, self.after_data = [], {}, b"250 taken"
        self.loop = asyncio.new_event_loop()
        self.server = self.loop.run_until_complete(asyncio.start_server(self._talk, "127.0.0.1", 0))
        self.port = self.server.sockets[0].getsockname()[1]
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()

    async def _talk(self, reader, writer):
        writer.write(b"220 sink\r\n")
        while line := await reader.readline():
            command = line[:4].decode().strip().upper()
            if command == "QUIT":
                break
            reply = self.replies.get(command, GREETING.get(command, b"500 what"))
            writer.write(reply + b"\r\n")
            if command == "DATA" and reply.startswith(b"354"):
                text = await reader.readuntil(b"\r\n.\r\n")
                if self.after_data is None:
                    break
                if self.after_data.startswith(b"250"):
                    self.mails.append(message_from_bytes(text[:-5], policy=policy.default))
                writer.write(self.after_data + b"\r\n")
        writer.close()

    def close(self):
        async def stop():
            self.server.close()
            for task in asyncio.all_tasks() - {asyncio.current_task()}:
                task.cancel()
            await asyncio.sleep(0)

        asyncio.run_coroutine_threadsafe(stop(), self.loop).result(5)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(5)
        self.loop.close()


@pytest.fixture
def sink(settings):
    sink = Sink()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_TIMEOUT = 5
    yield sink
    sink.close()


@pytest.fixture(autouse=True)
def _occasion():
    """An occasion of the tests' own, whatever the apps have registered."""
    occasions._items["test"] = Occasion(
        label="Test", subject="About {thing}", body="Dear {recipient},\n\n{thing} awaits.\n", placeholders=("thing",)
    )
    yield
    del occasions._items["test"]
