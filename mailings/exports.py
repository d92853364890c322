"""The outbox as CSV and Excel: to whom which mail went, and how far it came. Never what it says."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from dialogue_portal.exports import Column, StaffTable, staff_tables
from dialogue_portal.jobs import MAIL_STATES
from mailings.forms import OutboxFilter, RecipientFilter
from mailings.models import Message


def register() -> None:
    staff_tables.register("mailings.outbox", OUTBOX)
    staff_tables.register("mailings.recipients", RECIPIENTS)


COLUMNS = [
    Column(_("Subject"), "subject"),
    Column(_("Recipient"), "name"),
    Column(_("Address"), "address"),
    Column(_("Language"), "language", settings.LANGUAGES),
    Column(_("Occasion"), "occasion_label"),
    Column(_("About"), "scope"),
    Column(_("State"), "state", [*MAIL_STATES.items()]),
    Column(_("Reason"), "reason"),
    # Not of receipts for intents: their order would be the order of the intents.
    Column(_("Sent on"), "shown_sent_at", is_moment=True),
]

OUTBOX = StaffTable(
    title=_("Mail"),
    permission="mailings.manage_mail",
    rows=lambda asked: OutboxFilter(asked.filter).apply(Message.objects.for_list()).prefetch_related("scope"),
    columns=COLUMNS,
)

RECIPIENTS = StaffTable(
    title=_("Recipients of a mailing"),
    permission="mailings.manage_mail",
    rows=lambda asked: (
        RecipientFilter(asked.filter).apply(asked.scope.messages.for_list().with_principals()).prefetch_related("scope")
    ),
    columns=[*COLUMNS[:3], Column(_("Delegation or organization"), "principals"), *COLUMNS[3:]],
)
