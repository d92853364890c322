"""The outbox as CSV and Excel: to whom which mail went, how far it came, never what it says; and the words of mails."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext, gettext_lazy as _

from dialogue_portal.exports import Asked, Column, StaffTable, staff_tables
from dialogue_portal.jobs import MAIL_STATES
from dialogue_portal.registries import Words
from mailings.forms import OutboxFilter, RecipientFilter
from mailings.models import MailTemplate, Message
from mailings.wordings import Wording, built_in, listed_occasions


def register() -> None:
    staff_tables.register("mailings.outbox", OUTBOX)
    staff_tables.register("mailings.recipients", RECIPIENTS)
    staff_tables.register("mailings.templates", TEMPLATES)


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


@dataclass(frozen=True)
class _Written:
    """One occasion in one language: the words in force, and who put them there if they are not built in."""

    occasion: Words
    language: str
    template: MailTemplate | None
    wording: Wording

    @property
    def standing(self) -> str:
        return gettext("Changed") if self.template else gettext("Built-in")


def _wordings(_asked: Asked) -> list[_Written]:
    return [
        _Written(one.occasion.label, code, stored, stored.wording if stored else built_in(one.name, code))
        for one in listed_occasions()
        for code, _name, stored in one.languages
    ]


TEMPLATES = StaffTable(
    title=_("Words of the mails"),
    permission="mailings.manage_mail",
    rows=_wordings,
    columns=[
        Column(_("Occasion"), "occasion"),
        Column(_("Language"), "language", settings.LANGUAGES),
        Column(_("Words"), "standing"),
        Column(_("Subject"), "wording.subject"),
        Column(_("Text"), "wording.body"),
        Column(_("Changed by"), lambda row: row.template.changed_by if row.template else ""),
        Column(_("When"), lambda row: row.template.changed_at if row.template else None, is_moment=True),
    ],
)
