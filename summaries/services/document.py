"""The document that a version makes: every word outside the text itself, once, for screen, PDF and Word alike."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from summaries.models import Purpose, SummaryVersion
from summaries.outline import NumberedSection


@dataclass(frozen=True)
class Document:
    """Strings ready to print, in the active language; empty where the masthead has nothing."""

    language: str
    organ: str
    symbol: str
    # The right-hand column of the masthead: distribution, date, original language.
    marks: tuple[str, ...]
    # Below it on the left: the session, its dates, the agenda item.
    meeting: tuple[str, ...]
    title: str
    genre: str
    # "Draft for consultation, version 2"; empty on the final text.
    standing: str
    responsibility: str
    # The same in a few words, on every page.
    responsibility_short: str
    sections: tuple[NumberedSection, ...]


def document_of(version: SummaryVersion) -> Document:
    """The document of a frozen version. Call it with the version's language active."""
    head = version.masthead
    marks = (
        _("Distr.: %(category)s") % {"category": head["distribution"]},
        head["date"],
        _("Original: %(language)s") % {"language": head["original"]},
    )
    standing = ""
    if version.purpose != Purpose.FINAL:
        words = {"purpose": version.get_purpose_display(), "number": version.number}
        standing = _("%(purpose)s, version %(number)d") % words
    return Document(
        language=head["language"],
        organ=head["organ"],
        symbol=head["symbol"],
        marks=tuple(mark for mark in marks if mark),
        meeting=tuple(line for line in (head["session"], head["session_dates"], head["agenda_item"]) if line),
        title=head["title"],
        genre=_("Chair’s summary"),
        standing=standing,
        responsibility=_(
            "The present summary is issued under the responsibility of the Chair. It is prepared in consultation with "
            "the regional groups through the members of the Bureau and is not a negotiated text."
        ),
        responsibility_short=_("Chair’s responsibility, not negotiated"),
        sections=version.sections,
    )
