"""Three hundred sessions that are over and three thousand of their documents: what a Commission has after decades."""

from datetime import UTC, datetime, timedelta

from dialogue_portal.demo.dialogues import AREAS, BODY, QUESTIONS, THEME, ordinal
from dialogue_portal.search import rebuild_index
from sessions.models import (
    CommissionSession,
    DialogueSession,
    Document,
    DocumentFile,
    LeadingQuestion,
    LeadingQuestionText,
    PhaseWindow,
    SessionStatus,
    SessionText,
)

SESSIONS, DOCUMENTS = 300, 3000
YEARS = 30
OVERVIEW = (
    "Services, protection and infrastructure are planned in different ministries and used by the same people. " * 20
)


def fill() -> None:
    parents = CommissionSession.objects.bulk_create(
        CommissionSession(body=f"{BODY} {number}", number=number, ordinal=ordinal(60), slug=f"measured-{number}")
        for number in range(YEARS)
    )
    sessions = DialogueSession.objects.bulk_create(
        _session(parents[number % YEARS], number) for number in range(SESSIONS)
    )
    SessionText.objects.bulk_create(
        SessionText(session=session, part=part, language=language, text=f"{text} {session.title}")
        for session in sessions
        for part, language, text in (
            ("overview", "en", OVERVIEW),
            ("title", "fr", "Des alliances"),
            ("overview", "fr", OVERVIEW),
        )
    )
    questions = LeadingQuestion.objects.bulk_create(
        LeadingQuestion(session=session, number=number) for session in sessions for number in (1, 2, 3)
    )
    LeadingQuestionText.objects.bulk_create(
        LeadingQuestionText(question=question, text=QUESTIONS[question.number - 1]) for question in questions
    )
    PhaseWindow.objects.bulk_create(
        PhaseWindow(
            session=session,
            phase=phase,
            opens_at=session.starts_at - timedelta(days=60),
            closes_at=session.starts_at - timedelta(days=1),
        )
        for session in sessions
        for phase in ("intents", "applications")
    )
    _documents(sessions)
    rebuild_index()


def _session(parent: CommissionSession, number: int) -> DialogueSession:
    starts_at = datetime(1990 + number % YEARS, 3, 1 + number % 28, 15, tzinfo=UTC)
    return DialogueSession(
        slug=f"measured-{number}",
        title=f"Alliances for {AREAS[number % 3].lower()}, meeting {number}",
        theme=THEME,
        commission_session=parent,
        venue="United Nations Headquarters",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=3),
        status=SessionStatus.PUBLISHED,
    )


def _documents(sessions: list[DialogueSession]) -> None:
    documents = Document.objects.bulk_create(
        Document(
            session=sessions[number % SESSIONS],
            kind="report",
            title=f"Report {number} on access to public services",
            symbol=f"E/CN.6/{number}",
            is_public=True,
        )
        for number in range(DOCUMENTS)
    )
    DocumentFile.objects.bulk_create(
        DocumentFile(document=document, file_name="report.pdf", content_type="application/pdf", size=1000)
        for document in documents
    )
