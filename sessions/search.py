"""What the search finds of sessions and of their documents. Registered in `apps.py`."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import Delegation, Organization
from dialogue_portal.search import BATCH, Found, SearchSource, SearchText
from dialogue_portal.texts import FALLBACK_LANGUAGE, in_english, plain
from sessions.models import (
    LISTED,
    DialogueSession,
    Document,
    DocumentFile,
    EventSpeaker,
    FileText,
    LeadingQuestionText,
    Organizer,
    ProgrammeItem,
    ProgrammeItemText,
    Series,
    SeriesText,
    SessionKind,
    SessionStatus,
    SessionText,
    TextPart,
    ThemeAreaText,
    titles_as_read,
)
from sessions.models.leaves import principal_field
from sessions.services.file_texts import read_unread

Rows = dict[UUID, dict[str, list[str]]]


def session_texts(keys: Iterable[UUID] | None) -> Iterator[SearchText]:
    """All words of its page in each language that a session has, those of its documents apart; of no draft."""
    sessions = DialogueSession.objects.exclude(status=SessionStatus.DRAFT)
    if keys is not None:
        sessions = sessions.filter(pk__in=keys)
    found = {session.pk: session for session in sessions.select_related("commission_session", "series")}
    if not found:
        return
    titles, texts = _texts_of(found)
    said = _programmes_and_people_of(found)
    for key, session in found.items():
        facts = [session.theme, session.mandate, session.agenda_item, str(session.commission_session or "")]
        if session.series:
            facts.append(session.series.title)
        texts[key][FALLBACK_LANGUAGE] += [fact for fact in [*facts, session.venue, *said[key]] if fact]
        for language in sorted({*titles[key], *texts[key]}):
            title = titles[key].get(language, [session.title])[0]
            yield SearchText(key, language, title, "\n".join(texts[key][language]))


def _texts_of(keys: Iterable[UUID]) -> tuple[Rows, Rows]:
    """By session and language: titles, and all other texts. Five queries."""
    titles: Rows = defaultdict(lambda: defaultdict(list))
    texts: Rows = defaultdict(lambda: defaultdict(list))
    own = SessionText.objects.filter(session__in=keys).exclude(text="").order_by("pk")
    for key, part, language, text in own.values_list("session", "part", "language", "text"):
        (titles if part == TextPart.TITLE else texts)[key][language].append(plain(text))
    for rows in (
        LeadingQuestionText.objects.filter(question__session__in=keys).values_list(
            "question__session", "language", "text"
        ),
        ThemeAreaText.objects.filter(theme_area__session__in=keys).values_list(
            "theme_area__session", "language", "text"
        ),
        # Without a title the segment names an item, and its earlier translations nobody reads.
        ProgrammeItemText.objects.filter(item__session__in=keys)
        .exclude(item__title="")
        .values_list("item__session", "language", "text"),
        SeriesText.objects.filter(series__meetings__in=keys).values_list("series__meetings", "language", "text"),
    ):
        for key, language, text in rows.order_by("pk"):
            texts[key][language].append(text)
    return titles, texts


def _programmes_and_people_of(keys: Iterable[UUID]) -> dict[UUID, list[str]]:
    """By session: programme items, and of side events who organizes them and who speaks. Three queries."""
    said: dict[UUID, list[str]] = defaultdict(list)
    for item in ProgrammeItem.objects.filter(session__in=keys).order_by("number"):
        said[item.session_id] += [item.title or in_english(item.get_segment_display()), item.led_by]
    # Other meetings do not show theirs.
    of_side_events = {"session__in": keys, "session__kind": SessionKind.SIDE_EVENT}
    for organizer in Organizer.objects.filter(**of_side_events).select_related("delegation", "organization"):
        said[organizer.session_id].append(str(organizer))
    for speaker in EventSpeaker.objects.filter(**of_side_events):
        said[speaker.session_id] += [speaker.name, speaker.functional_title, speaker.represents]
    return said


def published_sessions() -> models.QuerySet[DialogueSession]:
    return DialogueSession.objects.visible_to(AnonymousUser())


def describe_sessions(keys: Iterable[UUID]) -> dict[UUID, Found]:
    rows = published_sessions().filter(pk__in=keys).select_related("commission_session").only(*LISTED)
    return {row.pk: Found(row.get_absolute_url(), row.kind_label, _belonging(row), _day(row)) for row in rows}


def _belonging(session: DialogueSession) -> str:
    words = str(session.commission_session or session.venue)
    if session.status == SessionStatus.CANCELLED:
        return f"{words} · {session.get_status_display()}"
    return words


def _day(session: DialogueSession) -> date | None:
    return session.starts_at.astimezone(session.zone).date() if session.starts_at else None


def _organized_by(principal: Delegation | Organization) -> Iterable[UUID]:
    return Organizer.objects.filter(**{principal_field(principal): principal}).values_list("session", flat=True)


def _meetings_of(series: Series) -> Iterable[UUID]:
    return series.meetings.values_list("pk", flat=True)


SESSIONS = SearchSource(
    label=_("Sessions"),
    texts=session_texts,
    published=published_sessions,
    describe=describe_sessions,
    made_of={
        DialogueSession: "pk",
        SessionText: "session_id",
        LeadingQuestionText: "question.session_id",
        ThemeAreaText: "theme_area.session_id",
        ProgrammeItem: "session_id",
        ProgrammeItemText: "item.session_id",
        Series: _meetings_of,
        SeriesText: lambda text: _meetings_of(text.series),
        Organizer: "session_id",
        EventSpeaker: "session_id",
        Delegation: _organized_by,
        Organization: _organized_by,
    },
)


def document_texts(keys: Iterable[UUID] | None) -> Iterator[SearchText]:
    """Title, symbol, author and words inside of public documents in each language that there is a current file in.

    No file is opened: its words were read out when it came in. Of no draft; under an embargo too: they are found once
    it is over.
    """
    files = DocumentFile.objects.current().filter(document__is_public=True).select_related("document")
    files = files.exclude(document__session__status=SessionStatus.DRAFT)
    if keys is not None:
        files = files.filter(document__in=keys)
    rows: Iterator[Any] = files.annotate(words=F("file_text__text")).iterator(chunk_size=BATCH)
    for file in rows:
        document = file.document
        text = "\n".join(filter(None, (document.symbol, document.author, file.words)))
        yield SearchText(document.pk, file.language, document.title, text, not_before=document.embargo_until)


def published_documents() -> models.QuerySet[Document]:
    return Document.objects.visible_to(AnonymousUser())


def describe_documents(keys: Iterable[UUID]) -> dict[UUID, Found]:
    rows = published_documents().filter(pk__in=keys).select_related("session")
    rows = rows.only("kind", "file_date", "session__slug", "session__title")
    rows = rows.prefetch_related(titles_as_read("session__texts"))
    return {
        row.pk: Found(_page(row), Document.Kind(row.kind).label, str(row.session.local_title), row.file_date)
        for row in rows
    }


def _page(document: Document) -> str:
    return f"{document.session.get_absolute_url()}#documents"


def _document_of(file_text: FileText) -> Iterable[UUID]:
    return DocumentFile.objects.filter(pk=file_text.file_id).values_list("document", flat=True)


DOCUMENTS = SearchSource(
    label=_("Documents"),
    texts=document_texts,
    published=published_documents,
    describe=describe_documents,
    made_of={Document: "pk", DocumentFile: "document_id", FileText: _document_of},
    read_out=read_unread,
)
