from collections.abc import Sequence

import pytest
from django.core import mail
from django.core.cache import cache

from accounts.mail import KIND
from accounts.models import AccountMail
from dialogue_portal import jobs


@pytest.fixture(autouse=True)
def _fresh_rate_limits():
    cache.clear()


@pytest.fixture(autouse=True)
def _slow_fingers(settings):
    """A code that changes between being read and being typed must not fail a test."""
    settings.MFA_TOTP_TOLERANCE = 1


class Sent(Sequence):
    """What has been sent, after the worker's part was done for what waits."""

    def __len__(self):
        for pk in AccountMail.objects.order_by("enqueued_at").values_list("pk", flat=True):
            jobs.run(KIND, pk)
        return len(mail.outbox)

    def __getitem__(self, number):
        len(self)
        return mail.outbox[number]


@pytest.fixture
def mailoutbox(mailoutbox):
    return Sent()
