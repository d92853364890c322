"""What the outbox holds on people. Registered in `apps.py`."""

import re
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from dialogue_portal.jobs import JobState
from dialogue_portal.personal_data import Retention, hold, names_of, retentions, whole
from mailings.models import Mailing, MailTemplate, Message


def register() -> None:
    hold(Mailing, acts=("released_by",))
    hold(MailTemplate, acts=("changed_by",))
    hold(
        Message,
        about=("recipient",),
        also=lambda person: models.Q(address__iexact=person.email),
        named_in=_naming,
        # A decision that is not released yet.
        held_back=models.Q(state=JobState.HELD),
        impersonal=("occasion", "message_id"),
        secret=("secret",),
        # What has not left must not leave any more.
        values={"state": _without_sending, "not_before": None},
        redact=_blank_unused_words,
        stays=_("That a mail of this kind was sent, without its address and its words."),
    )
    retentions.register(
        "mail-texts",
        Retention(_("Texts of mails, from being written"), "RETAIN_MAIL_TEXTS_DAYS", _old_texts, _blank_texts),
    )


def _naming(person: User) -> models.Q:
    address = whole([person.email])
    return models.Q(text__iregex=address) | models.Q(subject__iregex=address)


def _without_sending(message: Message, person: User) -> str:
    waits = message.state in {JobState.HELD, JobState.QUEUED}
    return JobState.FAILED.value if waits else message.state


# Values that say nothing of anybody: a mail that is written anew needs them.
IMPERSONAL = {"recipient", "portal", "url", "link"}


def _blank_unused_words(person: User) -> None:
    """Blank the values that an edited template leaves out of its mail, where one of them names the person.

    A recipient of the same name keeps it.
    """
    named = re.compile(whole(names_of(person)), re.IGNORECASE)
    for message in Message.objects.exclude(words={}).only("subject", "text", "words").iterator():
        written = f"{message.subject}\n{message.text}"
        unused = [name for name, value in message.words.items() if name not in IMPERSONAL and value not in written]
        if any(named.search(message.words[name]) for name in unused):
            Message.objects.filter(pk=message.pk).update(words=message.words | dict.fromkeys(unused, ""))


def _old_texts(before: datetime) -> "models.QuerySet[Any]":
    over = [JobState.DONE, JobState.FAILED, JobState.UNCERTAIN, JobState.REHEARSED]
    return Message.objects.filter(created_at__lt=before, state__in=over).exclude(text="", html="")


def _blank_texts(rows: "models.QuerySet[Any]") -> None:
    rows.update(text="", html="", words={}, secret="", reason="")
