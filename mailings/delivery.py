"""Handing one message to the mail server: the work of the job `mailings.message`, done by the worker.

The row is committed as running before. What goes wrong before the server has the text passes or fails; what goes wrong
while it takes the text over is uncertain: it may have been sent, so it is never sent again by itself.
"""

import contextlib
import smtplib
from email.utils import formataddr

from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from accounts.sealing import CannotUnseal
from dialogue_portal.jobs import JobFailed, JobUncertain, Progress
from mailings.models import Message
from mailings.rehearsed import is_rehearsed

# Tries in all: at once, then after 0.5, 1.5, 4.5, 13.5, 40 minutes, 2 and 6 hours. See `jobs` for the pauses.
MAX_ATTEMPTS = 8


class NotTakenOver(Exception):
    """The mail server did not take the message over, for a reason that may pass."""


def deliver(message: Message, progress: Progress) -> None:
    """Hand over one message. Raises NotTakenOver (try again), JobFailed (refused for good), JobUncertain."""
    if is_rehearsed(message.scope):
        # Written as such it never comes here; this is the second lock on the same door.
        raise JobFailed(_("This mail belongs to a rehearsal: it is never sent."))
    mail = _mail(message)
    connection = get_connection()
    try:
        connection.open()
    except OSError as error:
        raise NotTakenOver(_("The mail server cannot be reached: %(error)s") % {"error": error}) from error
    try:
        connection.send_messages([mail])
    except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError, smtplib.SMTPRecipientsRefused) as error:
        code, reply = _reply(error)
        if code < 500:
            raise NotTakenOver(_("The mail server asks to wait: %(reply)s") % {"reply": reply}) from error
        raise JobFailed(_("The mail server refused the message: %(reply)s") % {"reply": reply}) from error
    except OSError as error:
        raise JobUncertain(
            _("The connection to the mail server broke during the hand-over: %(error)s") % {"error": error}
        ) from error
    finally:
        # It has been taken over, or not: how the connection ends changes nothing.
        with contextlib.suppress(OSError):
            connection.close()


def _mail(message: Message) -> EmailMultiAlternatives:
    try:
        validate_email(message.address)
    except ValidationError as error:
        raise JobFailed(_("“%(address)s” is not an e-mail address.") % {"address": message.address}) from error
    # A header is one line: nothing in a name may start another.
    name = " ".join(message.name.split())
    try:
        text, html = message.as_sent()
    except CannotUnseal as error:
        raise JobFailed(_("The key with which the link was sealed is gone. Send a new one instead.")) from error
    mail = EmailMultiAlternatives(
        subject=" ".join(message.subject.split()),
        body=text,
        to=[formataddr((name, message.address))],
        headers={
            "Message-ID": message.message_id,
            "Auto-Submitted": "auto-generated",
            "Content-Language": message.language,
        },
    )
    mail.attach_alternative(html, "text/html")
    return mail


def _reply(error: smtplib.SMTPException) -> tuple[int, str]:
    """The server's code and words."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
    else:
        code, words = error.smtp_code, error.smtp_error  # type: ignore[attr-defined]
    return code, f"{code} {words.decode(errors='replace') if isinstance(words, bytes) else words}"
