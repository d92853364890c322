"""Every write of mail: what is written, held, released and sent again, and the words in which it is written."""

from mailings.services.outbox import (
    KIND,
    Letter,
    Recipient,
    discard,
    hold,
    release,
    resend,
    retry,
    retry_failed,
    rewrite,
    samples,
    send,
)
from mailings.services.templates import restore_built_in, save_template

__all__ = [
    "KIND",
    "Letter",
    "Recipient",
    "discard",
    "hold",
    "release",
    "resend",
    "restore_built_in",
    "retry",
    "retry_failed",
    "rewrite",
    "samples",
    "save_template",
    "send",
]
