"""Mail under stress, to a real mail server: down for ten minutes, ten workers at once, a worker killed at work."""

import random
import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from dialogue_portal import jobs
from dialogue_portal.jobs import JobState
from dialogue_portal.registries import my_tasks
from mailings.models import Message
from mailings.services import KIND, Recipient, send
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def due(monkeypatch):
    """What the broker would have been told: keys of messages, in the order of telling."""
    told = []
    monkeypatch.setattr(jobs, "_send", lambda kind, job_id: told.append(job_id))
    return told


def write(count):
    for number in range(count):
        send(occasion="test", recipient=Recipient(f"p{number}@mfa.example"), values={"thing": "Invitation"})


def addresses(sink):
    return Counter(mail["To"].addresses[0].addr_spec for mail in sink.mails)


def test_server_down_for_ten_minutes_delays_mail_and_loses_none(sink, due, settings, monkeypatch):
    began, now = timezone.now(), timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    up, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    write(20)

    arrived = None
    # The clock moves by half a minute: the worker takes what it is told, the sweep tells what is due.
    for half_minutes in range(60):
        now = began + timedelta(seconds=30 * half_minutes)
        if now - began >= timedelta(minutes=10):
            settings.EMAIL_PORT = up
        jobs.sweep()
        while due:
            jobs.run(KIND, due.pop())
        if arrived is None and len(sink.mails) == 20:
            arrived = now - began

    assert addresses(sink) == {f"p{number}@mfa.example": 1 for number in range(20)}
    assert set(Message.objects.values_list("state", flat=True)) == {JobState.DONE}
    # The pauses grow to a quarter of an hour: the worst wait after the server is back.
    assert timedelta(minutes=10) <= arrived <= timedelta(minutes=25)


def test_ten_workers_send_no_mail_twice(sink, due):
    write(60)
    start = threading.Barrier(10)

    def work(seed):
        # Every worker is told of every message, each in another order.
        mine = random.Random(seed).sample(due, len(due))  # noqa: S311  (an order, no secret)
        start.wait()
        for key in mine:
            jobs.run(KIND, key)
        connection.close()

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert addresses(sink) == {f"p{number}@mfa.example": 1 for number in range(60)}
    assert set(Message.objects.values_list("state", "attempt")) == {(JobState.DONE, 1)}


def test_mail_that_is_uncertain_is_shown_to_staff_until_a_person_decides(client, sink, due, settings):
    write(1)
    # As a worker leaves it that is killed between sending and recording; see test_delivery for the killing.
    killed = timezone.now() - timedelta(seconds=settings.JOB_LOST_SECONDS + 1)
    Message.objects.update(state=JobState.RUNNING, attempt=1, started_at=killed, heartbeat_at=killed)
    staff = UserFactory(is_secretariat=True)
    client.force_login(staff)

    due.clear()
    for _sweep in range(3):
        jobs.sweep()
    message = Message.objects.get()

    assert (message.state, due, sink.mails) == (JobState.UNCERTAIN, [], [])
    assert [str(task.title) for task in my_tasks["mailings"](staff)] == ["1 mail may not have arrived"]
    assert "they may get it twice" in client.get(message.get_absolute_url()).content.decode()
    client.post(reverse("mailings:message-retry", args=[message.pk]))
    jobs.run(KIND, due.pop())
    assert addresses(sink) == {"p0@mfa.example": 1}
