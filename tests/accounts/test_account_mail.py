"""allauth's mails go out from the worker, sealed on their way."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.utils import timezone

from accounts.mail import KIND
from accounts.models import AccountMail
from dialogue_portal import jobs
from dialogue_portal.jobs import JobState
from tests.accounts.people import person

pytestmark = pytest.mark.django_db


def is_down(*args):
    raise smtplib.SMTPServerDisconnected("down")


@pytest.fixture
def asked(client):
    """Somebody has asked for a code; the row that waits."""
    client.post("/accounts/login/code/", {"email": person(email="kari@mfa.example").email})
    return AccountMail.objects.get()


def test_mail_waits_sealed_and_is_gone_once_sent(asked):
    assert "kari@mfa.example" not in asked.sealed
    assert mail.outbox == []

    jobs.run(KIND, asked.pk)

    assert [(sent.to, "Sign-In Code" in sent.subject) for sent in mail.outbox] == [(["kari@mfa.example"], True)]
    assert not AccountMail.objects.exists()


def test_mail_server_that_is_down_delays_a_code_and_breaks_no_page(asked, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(EmailBackend, "send_messages", is_down)
        jobs.run(KIND, asked.pk)
    asked.refresh_from_db()
    assert (asked.state, asked.attempt) == (JobState.QUEUED, 1)
    assert asked.not_before > timezone.now()

    AccountMail.objects.update(not_before=None)
    jobs.run(KIND, asked.pk)
    assert len(mail.outbox) == 1


def test_what_could_never_be_sent_is_forgotten(asked):
    AccountMail.objects.update(enqueued_at=timezone.now() - timedelta(days=2))

    Client().post("/accounts/login/code/", {"email": "kari@mfa.example"})

    assert AccountMail.objects.get() != asked
