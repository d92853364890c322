"""A session's texts in the six languages, with the titles of its programme and series: what there is, saving one.

The texts page calls `texts_of` and `save_text`; the set-up page, which writes English only, `write_english`.
"""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from dialogue_portal.revisions import StaleRevision, save_revision
from dialogue_portal.texts import FALLBACK_LANGUAGE, LocalizedText
from sessions.models import (
    DialogueSession,
    LeadingQuestion,
    LeadingQuestionText,
    ProgrammeItem,
    ProgrammeItemText,
    Series,
    SeriesText,
    SessionText,
    TextPart,
    ThemeArea,
    ThemeAreaText,
)
from sessions.models.meeting import ENGLISH_IN_COLUMNS

# Longest text in characters. English titles are columns: sessions.models.DialogueSession.
TITLE_MAX, THEME_MAX, AGENDA_ITEM_MAX, TEXT_MAX, QUESTION_MAX, AREA_MAX = 400, 2_000, 300, 20_000, 2_000, 200
ITEM_MAX, SERIES_MAX = 300, 400
MAXIMA = {TextPart.TITLE: TITLE_MAX, TextPart.THEME: THEME_MAX, TextPart.AGENDA_ITEM: AGENDA_ITEM_MAX}
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
ORDER = (TextPart.MANDATE, TextPart.AGENDA_ITEM, TextPart.OVERVIEW, TextPart.FORMAT, TextPart.QUESTIONS)


class TextState(models.TextChoices):
    MISSING = "missing", _("Missing")
    WRITTEN = "written", _("Written")
    OUTDATED = "outdated", _("Older than the English")


@dataclass(frozen=True)
class WrittenText:
    """One of a session's texts, or a title of its programme or series, with its rows by language.

    `key` names it in addresses. `parent` is what a new row of it is made with. The English is a row too, or the
    session's `column`, or `english_alone`, which is written on `english_page` with what belongs to it.
    """

    session: DialogueSession
    key: str
    label: str | Promise
    model: type[LocalizedText]
    parent: dict[str, Any]
    max_length: int
    is_formatted: bool = False
    column: str = ""
    english_alone: str = ""
    english_page: str = ""
    rows: dict[str, LocalizedText] = field(default_factory=dict)

    def row(self, language: str) -> LocalizedText:
        """The text in this language; an empty one of revision 0, not stored, where there is none."""
        if self.column and language == FALLBACK_LANGUAGE:
            text = getattr(self.session, self.column)
            return self.model(language=language, text=text, revision=self.session.revision)
        if self.english_page and language == FALLBACK_LANGUAGE:
            return self.model(language=language, text=self.english_alone)
        return self.rows.get(language) or self.model(language=language, text="", revision=0, **self.parent)

    @property
    def english(self) -> str:
        return self.row(FALLBACK_LANGUAGE).text

    def state(self, language: str) -> TextState:
        row = self.row(language)
        if not row.text:
            return TextState.MISSING
        is_older = language != FALLBACK_LANGUAGE and row.is_older_than(self.english)
        return TextState.OUTDATED if is_older else TextState.WRITTEN


def texts_of(session: DialogueSession) -> list[WrittenText]:
    """All that can be written in several languages, in the order of the session's page.

    No query, if the session came with its page content.
    """
    own = {part: _own_text(session, part) for part in TextPart}
    areas = [_numbered(session, area, ThemeAreaText, "theme_area") for area in session.theme_areas.all()]
    questions = [_numbered(session, one, LeadingQuestionText, "question") for one in session.leading_questions.all()]
    middle = [own[part] for part in ORDER]
    # What has no title is named by its segment, in any language.
    items = [_programme_title(session, item) for item in session.programme_items.all() if item.title]
    series = [_series_title(session, session.series)] if session.series else []
    first = [own[TextPart.TITLE], own[TextPart.THEME], *areas, *middle]
    return [*first, *questions, *items, *series, own[TextPart.OUTCOME]]


def _own_text(session: DialogueSession, part: TextPart) -> WrittenText:
    # These are lines, not texts in simple formatting.
    is_column = part in ENGLISH_IN_COLUMNS
    return WrittenText(
        session=session,
        key=part.value,
        label=_("Introduction to the leading questions") if part == TextPart.QUESTIONS else part.label,
        model=SessionText,
        parent={"session": session, "part": part.value},
        max_length=MAXIMA.get(part, TEXT_MAX),
        is_formatted=not is_column,
        column=part.value if is_column else "",
        rows={text.language: text for text in session.texts.all() if text.part == part},
    )


def _numbered(
    session: DialogueSession, row: LeadingQuestion | ThemeArea, model: type[LocalizedText], parent: str
) -> WrittenText:
    is_question = parent == "question"
    label = _("Leading question %(number)s") if is_question else _("Theme area %(number)s")
    return WrittenText(
        session=session,
        key=str(row.pk),
        label=label % {"number": row.number},
        model=model,
        parent={parent: row},
        max_length=QUESTION_MAX if is_question else AREA_MAX,
        rows={text.language: text for text in row.texts.all()},
    )


def _programme_title(session: DialogueSession, item: ProgrammeItem) -> WrittenText:
    return WrittenText(
        session=session,
        key=str(item.pk),
        label=_("Item %(number)s of the programme") % {"number": item.number},
        model=ProgrammeItemText,
        parent={"item": item},
        max_length=ITEM_MAX,
        english_alone=item.title,
        english_page=reverse("sessions:programme", kwargs={"slug": session.slug}),
        rows={text.language: text for text in item.texts.all()},
    )


def _series_title(session: DialogueSession, series: Series) -> WrittenText:
    return WrittenText(
        session=session,
        key="series",
        label=_("Title of the series"),
        model=SeriesText,
        parent={"series": series},
        max_length=SERIES_MAX,
        english_alone=series.title,
        english_page=reverse("sessions:series", kwargs={"pk": series.pk}),
        rows={text.language: text for text in series.texts.all()},
    )


@transaction.atomic
def save_text(
    written: WrittenText, language: str, text: str, *, actor: User, seen: int, translates: str = ""
) -> LocalizedText:
    """Save one text in one language; an empty one takes it away. `translates` is the English that the person saw.

    An English text belongs to what the set-up page holds, so it counts the session's revision up as well. Raises
    StaleRevision, with the text as it is now, if somebody saved it since revision `seen`.
    """
    # One writer of a session's texts at a time: two who begin the same one meet here, not at the constraint.
    session = DialogueSession.objects.select_for_update().get(pk=written.session.pk)
    if written.model is SeriesText:
        # Whichever of its meetings' pages they are on.
        Series.objects.select_for_update().get(pk=written.parent["series"].pk)
    if written.column and language == FALLBACK_LANGUAGE:
        return _save_column(session, written, text, seen)
    row = written.model._default_manager.filter(**written.parent, language=language).first()
    row = row or written.model(**written.parent, language=language, text="", revision=0)
    wanted = "" if language == FALLBACK_LANGUAGE else translates
    if (row.text, row.translates) == (text, wanted):
        return row
    if row.revision != seen:
        raise StaleRevision(row)
    row.text, row.translates, row.revision = text, wanted, seen + 1
    row.save()
    if language == FALLBACK_LANGUAGE:
        save_revision(session, seen=session.revision, fields=[])
    return row


def _save_column(session: DialogueSession, written: WrittenText, text: str, seen: int) -> LocalizedText:
    if getattr(session, written.column) != text:
        if session.revision != seen:
            current = getattr(session, written.column)
            raise StaleRevision(SessionText(language=FALLBACK_LANGUAGE, text=current, revision=session.revision))
        setattr(session, written.column, text)
        save_revision(session, seen=seen, fields=[written.column])
    return SessionText(language=FALLBACK_LANGUAGE, text=text, revision=session.revision)


def write_english(texts: Any, text: str, **parent: Any) -> None:
    """The English text of a parent row; saved through the model, which is what the audit log listens to."""
    row = texts.filter(language=FALLBACK_LANGUAGE).first()
    if row is None and text:
        texts.model._default_manager.create(language=FALLBACK_LANGUAGE, text=text, **parent)
    elif row is not None and row.text != text:
        row.text = text
        row.revision += 1
        row.save(update_fields=["text", "revision"])
