"""Delivery to a real mail server: once, delayed, refused or uncertain, never twice and never lost in silence."""

import os
import signal
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.core.mail.backends.smtp import EmailBackend
from django.db import connection
from django.utils import timezone

from dialogue_portal import jobs
from dialogue_portal.jobs import JobState
from mailings.models import Message
from mailings.services import KIND, Recipient, retry, send
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _unsent(monkeypatch):
    """Messages stay queued until the test runs them: no broker, which only delays."""
    monkeypatch.setattr(jobs, "_send", lambda *_: None)


def write(**fields):
    recipient = Recipient(**{"address": "ana@example.org", "name": "Ana", **fields})
    return send(occasion="test", recipient=recipient, values={"thing": "Thé <1>"})


def run(message):
    Message.objects.filter(pk=message.pk).update(not_before=None)
    jobs.run(KIND, message.pk)
    message.refresh_from_db()
    return message


def test_deliver_hands_over_text_first_and_html_twin(sink):
    message = run(write(name="Ana, Núñez\r\nBcc: x@example.org"))

    mail = sink.mails[0]
    assert message.state == JobState.DONE
    assert message.sent_at is not None
    assert mail["Message-ID"] == message.message_id
    assert mail["To"].addresses[0].addr_spec == "ana@example.org"
    assert (mail["Bcc"], mail["Auto-Submitted"]) == (None, "auto-generated")
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert "Thé <1> awaits." in mail.get_body(("plain",)).get_content()
    assert "Thé &lt;1&gt; awaits." in mail.get_body(("html",)).get_content()


def test_deliver_puts_a_secret_in_that_the_outbox_does_not_hold(client, sink):
    secret = "abc-DEF_123"
    message = send(
        occasion="test",
        recipient=Recipient("a@example.org"),
        values={"thing": f"http://x.example/{secret}/"},
        secret=secret,
    )
    client.force_login(UserFactory(is_secretariat=True))

    page = client.get(message.get_absolute_url()).content.decode()
    run(message)

    assert secret not in page + str(list(Message.objects.values()))
    assert f"http://x.example/{secret}/" in sink.mails[0].get_body(("plain",)).get_content()
    assert f'href="http://x.example/{secret}/"' in sink.mails[0].get_body(("html",)).get_content()


def test_deliver_says_that_a_sealed_link_cannot_be_opened(sink, settings):
    message = send(occasion="test", recipient=Recipient("a@example.org"), values={"thing": "x"}, secret="x")
    settings.MFA_KEY = ["another key"]

    assert run(message).state == JobState.FAILED
    assert "Send a new one" in message.reason


@pytest.mark.parametrize("address", ["not an address", "a@example.org\r\nBcc: b@example.org", ""])
def test_deliver_refuses_what_is_no_address(sink, address):
    message = run(write(address=address))

    assert (message.state, sink.mails) == (JobState.FAILED, [])
    assert "is not an e-mail address" in message.reason


def test_server_that_is_down_only_delays(settings, sink):
    message = write()
    settings.EMAIL_PORT = 1

    for _attempt in range(5):
        run(message)
        assert message.state == JobState.QUEUED
        assert "cannot be reached" in message.reason
        assert message.not_before > timezone.now() + timedelta(seconds=25)

    settings.EMAIL_PORT = sink.port
    assert run(message).state == JobState.DONE
    assert len(sink.mails) == 1


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
def test_temporary_refusal_delays(sink, command):
    sink.replies[command] = b"451 greylisted"
    message = run(write())
    assert (message.state, message.reason) == (JobState.QUEUED, "The mail server asks to wait: 451 greylisted")

    sink.replies.clear()
    assert run(message).state == JobState.DONE


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
def test_permanent_refusal_fails_with_its_reason(sink, command):
    sink.replies[command] = b"550 no such user"

    message = run(write())

    assert (message.state, message.sent_at) == (JobState.FAILED, None)
    assert message.reason == "The mail server refused the message: 550 no such user"


def test_text_refused_after_data_is_not_uncertain(sink):
    sink.after_data = b"554 spam"

    assert run(write()).state == JobState.FAILED


def test_connection_broken_during_hand_over_is_uncertain_until_a_person_decides(sink):
    sink.after_data = None
    message = run(write())
    assert message.state == JobState.UNCERTAIN

    jobs.sweep()
    assert run(message).state == JobState.UNCERTAIN

    sink.after_data = b"250 taken"
    retry(message, actor=UserFactory())
    assert run(message).state == JobState.DONE


def test_gives_up_after_the_last_attempt(settings, sink):
    settings.EMAIL_PORT = 1
    message = write()
    Message.objects.filter(pk=message.pk).update(attempt=7)

    assert run(message).state == JobState.FAILED
    assert "cannot be reached" in message.reason


def test_two_workers_deliver_once(sink):
    message = write()
    start = threading.Barrier(4)

    def work():
        start.wait()
        jobs.run(KIND, message.pk)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    message.refresh_from_db()
    assert (message.state, message.attempt, len(sink.mails)) == (JobState.DONE, 1, 1)


def test_row_is_committed_as_running_before_the_server_has_the_text(sink, monkeypatch):
    states = []
    hand_over = EmailBackend.send_messages

    def look_from_another_connection(backend, mails):
        def look():
            states.append(Message.objects.get().state)
            connection.close()

        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
        return hand_over(backend, mails)

    monkeypatch.setattr(EmailBackend, "send_messages", look_from_another_connection)
    run(write())

    assert states == [JobState.RUNNING]


KILLED = """
import os, signal, sys, uuid
import django
from django.conf import settings
django.setup()
settings.DATABASES["default"]["NAME"] = sys.argv[1]
from django.core.mail.backends.smtp import EmailBackend
hand_over = EmailBackend.send_messages
def die(backend, mails):
    hand_over(backend, mails)
    os.kill(os.getpid(), signal.SIGKILL)
EmailBackend.send_messages = die
from dialogue_portal import jobs
jobs.run("mailings.message", uuid.UUID(sys.argv[2]))
"""


def test_killed_sender_leaves_it_uncertain_and_it_is_never_sent_again(sink, settings):
    message = write()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "dialogue_portal.settings",
        "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
    }
    name = str(connection.settings_dict["NAME"])

    killed = subprocess.run(
        [sys.executable, "-c", KILLED, name, str(message.pk)], env=environment, cwd=configured.BASE_DIR, check=False
    )

    message.refresh_from_db()
    assert (killed.returncode, message.state, len(sink.mails)) == (-signal.SIGKILL, JobState.RUNNING, 1)

    Message.objects.update(heartbeat_at=timezone.now() - timedelta(seconds=configured.JOB_LOST_SECONDS + 1))
    for _ in range(2):
        jobs.sweep()
        assert run(message).state == JobState.UNCERTAIN
    assert len(sink.mails) == 1
