"""Mails about a rehearsal are written, can be read, and never reach a mail server."""

import pytest

from dialogue_portal import jobs
from dialogue_portal.jobs import JobState
from mailings.models import Message
from mailings.services import KIND, Letter, Recipient, hold, release, send
from tests.factories import SessionFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def rehearsal():
    return SessionFactory(status="draft", is_rehearsal=True, title="Rehearsal: Care")


@pytest.fixture
def told(monkeypatch):
    """What the broker would have been told."""
    told = []
    monkeypatch.setattr(jobs, "_send", lambda kind, job_id: told.append(job_id))
    return told


def test_rehearsal_receipt_is_written_marked_and_not_sent(rehearsal, told, sink):
    message = send(occasion="test", recipient=Recipient("a@example.org"), values={"thing": "X"}, scope=rehearsal)
    jobs.run(KIND, message.pk)

    assert (message.state, message.subject, told, sink.mails) == (JobState.REHEARSED, "Rehearsal: About X", [], [])


def test_rehearsal_mailing_is_released_to_nobody(rehearsal, told, sink):
    letters = [Letter(Recipient(f"a{n}@example.org"), {"thing": "X"}) for n in range(2)]
    mailing = hold(occasion="test", letters=letters, scope=rehearsal)

    assert release(mailing, actor=UserFactory(is_secretariat=True)) == 2

    for message in mailing.messages.all():
        jobs.run(KIND, message.pk)
    assert set(mailing.messages.values_list("state", flat=True)) == {JobState.REHEARSED}
    assert (told, sink.mails) == ([], [])


def test_rehearsal_is_asked_again_at_the_mail_server(rehearsal, told, sink):
    message = send(occasion="test", recipient=Recipient("a@example.org"), values={"thing": "X"}, scope=rehearsal)
    Message.objects.filter(pk=message.pk).update(state=JobState.QUEUED)

    jobs.run(KIND, message.pk)

    message.refresh_from_db()
    assert (message.state, sink.mails) == (JobState.FAILED, [])


def test_real_session_still_sends(told, sink):
    message = send(occasion="test", recipient=Recipient("a@example.org"), values={"thing": "X"}, scope=SessionFactory())
    jobs.run(KIND, message.pk)

    assert [mail["Subject"] for mail in sink.mails] == ["About X"]
