"""Freezing the text: a version that is read, consulted on, rendered and published as it stood."""

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import pgettext

from accounts.models import User
from dialogue_portal.moments import date_words, day_words
from sessions.rehearsed import marked
from summaries.models import Purpose, Summary, SummaryVersion
from summaries.outline import dump
from summaries.services.rendering import request_renderings
from summaries.services.status import lock


class NothingWritten(Exception):
    """There is no paragraph yet."""


@transaction.atomic
def freeze_version(summary: Summary, *, purpose: Purpose, actor: User) -> SummaryVersion:
    """Keep text and masthead as they are now, numbered once and for all, and have the files made of it.

    Sections without a paragraph are left out. Raises NothingWritten.
    """
    lock(summary.pk)
    sections = [section for section in summary.outline() if section.paragraphs]
    if not sections:
        raise NothingWritten
    last = summary.versions.aggregate(last=Max("number"))["last"] or 0
    version = SummaryVersion.objects.create(
        summary=summary,
        number=last + 1,
        purpose=purpose,
        content=dump(sections),
        masthead=masthead(summary),
        made_by=actor,
    )
    request_renderings(version)
    return version


def masthead(summary: Summary) -> dict[str, Any]:
    """What the document's head says, in its original language: strings ready to print."""
    session = summary.session
    commission = session.commission_session
    with translation.override(summary.original_language):
        return {
            "organ": summary.organ,
            "symbol": summary.symbol,
            "distribution": str(summary.get_distribution_display()),
            "date": day_words(summary.document_date) if summary.document_date else "",
            "language": summary.original_language,
            "original": str(summary.get_original_language_display()),
            "session": commission.ordinal if commission else "",
            "session_dates": _days(commission.starts_on, commission.ends_on) if commission else "",
            "agenda_item": summary.agenda_item,
            "title": marked(session, summary.title),
        }


def _days(first: Any, last: Any) -> str:
    """ "11–22 March 2019", with as much of the first day as differs from the last."""
    if not first or not last or first == last:
        return day_words(first or last) if first or last else ""
    # Only where a language writes day, month, year in this order can a first day be shortened.
    letters = pgettext("date format", "j F Y")
    if (first.year, first.month) == (last.year, last.month) and letters.startswith("j"):
        return f"{date_words(first, 'j')}–{day_words(last)}"
    if first.year == last.year and letters == "j F Y":
        return f"{date_words(first, 'j F')} – {day_words(last)}"
    return f"{day_words(first)} – {day_words(last)}"
