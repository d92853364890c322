"""Sends allauth's mails (codes, links, notices) from the worker: the job `accounts.mail`.

So the answer to a form takes as long for an address with an account as for one without, and a mail server that is
down breaks no page. These mails never enter the outbox: nobody is shown a code.
"""

import json
from datetime import timedelta

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.utils import timezone

from accounts.models import AccountMail
from accounts.sealing import seal, unseal
from dialogue_portal import jobs
from dialogue_portal.jobs import Progress

KIND = "accounts.mail"
# Tries in all: at once, then after 0.5, 1.5, 4.5, 13.5 minutes. See `jobs` for the pauses.
MAX_ATTEMPTS = 5
# What has not been sent by then tells of a code or a link that no longer works.
KEPT = timedelta(days=1)


def send_from_worker(mail: EmailMessage) -> None:
    """Seal the mail into a row and have the worker send it; also forgets what could never be sent."""
    AccountMail.objects.filter(enqueued_at__lt=timezone.now() - KEPT).delete()
    parts = {
        "subject": str(mail.subject),
        "body": mail.body,
        "from_email": mail.from_email,
        "to": mail.to,
        "headers": mail.extra_headers,
        "html": [part.content for part in getattr(mail, "alternatives", [])],
    }
    jobs.enqueue(KIND, AccountMail.objects.create(sealed=seal(json.dumps(parts))))


def deliver(row: AccountMail, progress: Progress) -> None:
    """Hand it over and forget it. A worker killed in between sends it twice, which harms nobody."""
    parts = json.loads(unseal(row.sealed))
    html = parts.pop("html")
    mail = EmailMultiAlternatives(**parts)
    for part in html:
        mail.attach_alternative(part, "text/html")
    mail.send()
    row.delete()
