"""Messages, each to one recipient, and the mailings by which a person releases many at once.

Sign-in codes and verifications never come here: allauth sends them itself, and nobody is shown their text.
"""

import uuid
from datetime import datetime
from email.utils import make_msgid, parseaddr

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.sealing import unseal
from dialogue_portal.jobs import Job, JobState
from dialogue_portal.scopes import Scoped, ScopedQuerySet
from mailings.occasions import occasions

# Stands in a stored text for what only its recipient reads.
SEALED_MARK = "••••••••"


def new_message_id() -> str:
    """An RFC 5322 Message-ID, kept for life: a mail sent twice is then recognised as one."""
    return make_msgid(domain=parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2])


class MailingQuerySet(ScopedQuerySet["Mailing"]):
    def held(self) -> "MailingQuerySet":
        return self.filter(released_at=None)

    def with_recipient_count(self) -> "MailingQuerySet":
        return self.annotate(recipient_count=models.Count("messages"))


class Mailing(Scoped):
    """Messages that wait until a person releases them together: decisions, calls."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    occasion = models.CharField(_("occasion"), max_length=60)
    created_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)
    released_at = models.DateTimeField(_("released"), null=True, editable=False)
    released_by = models.ForeignKey(
        User,
        verbose_name=_("released by"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )

    objects = MailingQuerySet.as_manager()

    class Meta(Scoped.Meta):
        abstract = False
        ordering = ["-created_at"]
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(released_at=None, released_by=None)
                | models.Q(released_at__isnull=False, released_by__isnull=False),
                name="release_has_time_and_person",
            )
        ]

    def __str__(self) -> str:
        return occasion_label(self.occasion)

    def get_absolute_url(self) -> str:
        return reverse("mailings:mailing", kwargs={"pk": self.pk})

    @property
    def is_held(self) -> bool:
        return self.released_at is None


class MessageQuerySet(ScopedQuerySet["Message"]):
    def for_list(self) -> "MessageQuerySet":
        """Without the texts, which a list does not show."""
        return self.defer("text", "html", "secret", "words")

    def with_principals(self) -> "MessageQuerySet":
        """With the delegations and organisations for which the recipients act. Three queries more."""
        return self.select_related("recipient").prefetch_related("recipient__delegations", "recipient__organizations")


class Message(Scoped, Job):
    """One mail to one recipient, as it was written; a job whose work is to hand it to the mail server once."""

    mailing = models.ForeignKey(
        Mailing, on_delete=models.PROTECT, null=True, editable=False, related_name="messages", verbose_name=_("mailing")
    )
    occasion = models.CharField(_("occasion"), max_length=60, editable=False)
    recipient = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("recipient")
    )
    name = models.CharField(_("name"), max_length=200, blank=True, editable=False)
    address = models.CharField(_("address"), max_length=254, editable=False)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, editable=False)
    subject = models.CharField(_("subject"), max_length=500, editable=False)
    text = models.TextField(_("text"), editable=False)
    html = models.TextField(editable=False)
    # What stands in the text as SEALED_MARK, sealed: a link's token that staff who read the mail need not know.
    secret = models.TextField(blank=True, editable=False)
    message_id = models.CharField(max_length=255, unique=True, default=new_message_id, editable=False)
    created_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)
    # What must not be sent twice: the same reminder, the same decision to the same person. NULL for plain receipts.
    once = models.CharField(max_length=450, null=True, unique=True, editable=False)
    # The words that stood for the occasion's placeholders, in the recipient's language and zone: for previews.
    words = models.JSONField(default=dict, editable=False)
    resend_of = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="resends",
        verbose_name=_("resend of"),
    )

    objects = MessageQuerySet.as_manager()

    class Meta(Job.Meta):
        abstract = False
        # Never by time: receipts would show in which order intents to speak came in.
        ordering = ["occasion", "name", "address", "pk"]
        indexes = [
            *Job.Meta.indexes,
            *Scoped.Meta.indexes,
            models.Index(fields=["occasion", "name", "address", "id"], name="message_in_order"),
        ]
        verbose_name = _("message")
        verbose_name_plural = _("messages")

    def __str__(self) -> str:
        return f"{self.subject} → {self.address}"

    def get_absolute_url(self) -> str:
        return reverse("mailings:message", kwargs={"pk": self.pk})

    @property
    def occasion_label(self) -> str:
        return occasion_label(self.occasion)

    @property
    def principals(self) -> str:
        """For whom the recipient acts; read with `with_principals`."""
        if self.recipient is None:
            return ""
        acting_for = [*self.recipient.delegations.all(), *self.recipient.organizations.all()]
        return ", ".join(str(one) for one in acting_for)

    @property
    def can_be_sent_again(self) -> bool:
        """By a person's decision; the portal itself never sends an uncertain one again."""
        return self.state in {JobState.FAILED, JobState.UNCERTAIN}

    @property
    def can_be_resent(self) -> bool:
        """Sent, with nothing in it that may have been used since; of a copy the first one is sent again."""
        return self.state == JobState.DONE and not self.secret and bool(self.text) and self.resend_of_id is None

    def as_sent(self) -> tuple[str, str]:
        """Text and HTML as the recipient gets them, with the secret where its mark stands."""
        secret = unseal(self.secret) if self.secret else SEALED_MARK
        return self.text.replace(SEALED_MARK, secret), self.html.replace(SEALED_MARK, secret)

    @property
    def shown_sent_at(self) -> datetime | None:
        """`sent_at` where its occasion lets people see it."""
        return self.sent_at if self.occasion in occasions and occasions[self.occasion].shows_time else None

    @property
    def sent_at(self) -> datetime | None:
        """When the mail server took it over, UTC."""
        return self.finished_at if self.state == JobState.DONE else None


def occasion_label(name: str) -> str:
    """What people call an occasion; its key if the app that sent it is gone."""
    return str(occasions[name].label) if name in occasions else name
