"""The sessions of the demo: one ahead with everything open, one held yesterday, one of last year, and a draft."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from dialogue_portal.uploads import TEXT, CheckedUpload, checked_upload
from sessions.models import (
    CommissionSession,
    DialogueSession,
    LeadingQuestion,
    LeadingQuestionText,
    PhaseWindow,
    ProgrammeItem,
    SessionKind,
    SessionStatus,
    SessionText,
    TextPart,
    ThemeArea,
    ThemeAreaText,
)
from sessions.services.documents import set_document_public
from sessions.services.drafting import create_session_from_note
from sessions.services.phases import set_window
from sessions.services.programme_editing import ProgrammeRow, save_programme
from sessions.services.publishing import publish_session

BODY = "Commission on the Status of Women"
VENUE = "United Nations Headquarters, New York"
NEW_YORK = ZoneInfo("America/New_York")
THEME = (
    "Social protection systems, access to public services and sustainable infrastructure for gender equality and the "
    "empowerment of women and girls"
)
AREAS = ["Social protection systems", "Access to public services", "Sustainable infrastructure"]
QUESTIONS = [
    "Which changes to social protection have reached women in informal and unpaid work, and what made them last?",
    "What opens public services to women and girls who live far from them, and who has to act together?",
    "How do those who use roads, water points and markets take part in planning, building and reviewing them?",
]
MANDATE = "Economic and Social Council resolution 2018/8"
AGENDA_ITEM = "Item 3 (a) (i): priority theme"
FIRST_YEAR = 2019 - 63
_UNITS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"]
_TENS = {6: "sixt", 7: "sevent", 8: "eight", 9: "ninet"}


def ordinal(number: int) -> str:
    """A session's number in words, 60 to 99: "Sixty-third session"."""
    tens, units = divmod(number, 10)
    words = f"{_TENS[tens]}y-{_UNITS[units - 1]}" if units else f"{_TENS[tens]}ieth"
    return f"{words.capitalize()} session"


def commission_session(year: int) -> CommissionSession:
    """The Commission's session of a year, which was the sixty-third in 2019."""
    number = year - FIRST_YEAR
    return CommissionSession.objects.get_or_create(
        body=BODY, number=number, defaults={"slug": f"csw{number}", "ordinal": ordinal(number), "city": "New York"}
    )[0]


def working_day(day: date, step: int) -> date:
    """The day itself or the nearest working day in the direction of `step`."""
    while day.weekday() >= 5:
        day += timedelta(days=step)
    return day


def times_of(session: DialogueSession) -> tuple[datetime, datetime]:
    """When a session begins and ends, which only a draft may leave open."""
    if session.starts_at is None or session.ends_at is None:
        raise ValueError(f"{session} has no times")
    return session.starts_at, session.ends_at


def afternoon(day: date) -> dict[str, datetime]:
    """3 to 6 p.m. in New York."""
    starts_at = datetime(day.year, day.month, day.day, 15, tzinfo=NEW_YORK)
    return {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=3)}


def ahead(today: date, actor: User) -> DialogueSession:
    """The main session, made of the concept note that the portal ships, in nine days or a little more.

    Intents and applications are open; reviews have begun; the note is public.
    """
    day = working_day(today + timedelta(days=9), 1)
    note = _note_of(day)
    session, _is_new = create_session_from_note(note, actor=actor, upload=text_file("concept-note.txt", note))
    set_document_public(session.documents.get(), True, actor=actor)
    session.mandate, session.agenda_item = MANDATE, AGENDA_ITEM
    session.save(update_fields=["mandate", "agenda_item"])
    for phase, opens, closes in (
        ("intents", timedelta(days=-30), timedelta(days=7)),
        ("applications", timedelta(days=-26), timedelta(hours=-18)),
        ("statements", timedelta(days=-10), timedelta(days=7)),
    ):
        _move_window(session, phase, opens_at=noon(today) + opens, closes_at=noon(today) + closes, actor=actor)
    save_programme(session, [ProgrammeRow(*row) for row in _PROGRAMME_AHEAD], actor=actor, seen=0)
    published = publish_session(session, actor=actor, seen=session.revision)
    _move_window(
        session,
        "applications",
        opens_at=noon(today) + timedelta(days=-26),
        closes_at=noon(today) + timedelta(days=1, hours=6),
        actor=actor,
        reason="Two networks of organizations asked for more time: their region had no connection for three days.",
    )
    return published


def _note_of(day: date) -> str:
    """The shipped concept note with its dates moved to a meeting on `day`."""
    text = (settings.BASE_DIR / "sessions" / "examples" / "concept-note.txt").read_text(encoding="utf-8")
    number = day.year - FIRST_YEAR
    moved = {
        "Thursday, 18 March 2027": f"{day:%A}, {day.day} {day:%B} {day.year}",
        "seventy-first session, in March 2027": f"{ordinal(number).lower()}, in {day:%B} {day.year}",
    }
    for written, wanted in moved.items():
        text = text.replace(written, wanted)
    return text


def _move_window(
    session: DialogueSession, phase: str, *, opens_at: datetime, closes_at: datetime, actor: User, reason: str = ""
) -> None:
    window = session.phase_windows.filter(phase=phase).first()
    seen = window.revision if window else None
    set_window(session, phase, opens_at=opens_at, closes_at=closes_at, actor=actor, seen=seen, reason=reason)


def held(today: date) -> DialogueSession:
    """A round table of the last working day: its summary is in consultation."""
    day = working_day(today - timedelta(days=1), -1)
    title = "Care at the centre: financing services that women rely on"
    session = _published(f"round-table-care-{day.year}", title, SessionKind.ROUND_TABLE, day)
    _window(session, "intents", opens=timedelta(days=-40), closes=timedelta(days=-2), now=noon(day))
    return session


def past(today: date) -> DialogueSession:
    """Last year's dialogue, with its published summary."""
    day = working_day(today.replace(day=1) - timedelta(days=330), 1)
    title = "From commitments to services: alliances that reach women and girls"
    session = _published(f"interactive-dialogue-{day.year}-results", title, SessionKind.INTERACTIVE_DIALOGUE, day)
    _window(session, "intents", opens=timedelta(days=-40), closes=timedelta(days=-2), now=noon(day))
    return session


def draft(actor: User) -> DialogueSession:
    """A side event whose short note leaves gaps: what the secretariat sees before it publishes."""
    return create_session_from_note(DRAFT_NOTE, actor=actor)[0]


def _published(slug: str, title: str, kind: SessionKind, day: date) -> DialogueSession:
    session = DialogueSession.objects.create(
        slug=slug,
        title=title,
        kind=kind,
        commission_session=commission_session(day.year),
        theme=THEME,
        venue=VENUE,
        agenda_item="Item 3 (a)",
        status=SessionStatus.PUBLISHED,
        **afternoon(day),
    )
    SessionText.objects.bulk_create(SessionText(session=session, part=part, text=text) for part, text in _TEXTS.items())
    for number, text in enumerate(QUESTIONS, start=1):
        question = LeadingQuestion.objects.create(session=session, number=number)
        LeadingQuestionText.objects.create(question=question, text=text)
    for number, text in enumerate(AREAS, start=1):
        area = ThemeArea.objects.create(session=session, number=number)
        ThemeAreaText.objects.create(theme_area=area, text=text)
    for number, (segment, name, minutes) in enumerate(_PROGRAMME, start=1):
        ProgrammeItem.objects.create(session=session, number=number, segment=segment, title=name, minutes=minutes)
    return session


def text_file(name: str, words: str) -> CheckedUpload:
    return checked_upload(SimpleUploadedFile(name, words.encode()), accept={TEXT})


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=NEW_YORK)


def _window(session: DialogueSession, phase: str, *, opens: timedelta, closes: timedelta, now: datetime) -> None:
    PhaseWindow.objects.create(session=session, phase=phase, opens_at=now + opens, closes_at=now + closes)


_TEXTS = {
    TextPart.OVERVIEW: (
        "Services, protection and infrastructure are planned in different ministries and used by the same people. The "
        "dialogue asks ministers what happened where they were planned together."
    ),
    TextPart.FORMAT: (
        "The meeting opens with questions to three or four stakeholders. Ministers then take up the leading questions: "
        "three minutes for a first comment, one minute for a follow-up. No speakers’ list is kept; ministers who wish "
        "to take part make it known in advance."
    ),
    TextPart.OUTCOME: (
        "The Chair of the Commission prepares a summary in consultation with the regional groups, through the members "
        "of the Bureau. It highlights ways of building alliances."
    ),
}
DRAFT_NOTE = """Concept note

Side event: Getting there safely: public transport and women’s work

Background

Buses and trains decide which work a woman can take. The event brings together operators, drivers’ unions and
ministries that have changed routes, stops and lighting, and asks what it cost and who used the service afterwards.

Guiding questions

1. Which change to public transport brought most women into work, and how do you know?
2. Who has to agree before a bus stops on request after dark?
"""
_PROGRAMME_AHEAD = [
    (ProgrammeItem.Segment.REMARKS, 5, "Welcome by the Chair of the Commission"),
    (ProgrammeItem.Segment.OPENING, 15, "Questions to stakeholders"),
    (ProgrammeItem.Segment.DIALOGUE, 45, "First leading question"),
    (ProgrammeItem.Segment.DIALOGUE, 45, "Second leading question"),
    (ProgrammeItem.Segment.DIALOGUE, 45, "Third leading question"),
    (ProgrammeItem.Segment.DISCUSSION, 15, "Follow-ups across the questions"),
    (ProgrammeItem.Segment.CLOSING, 10, "Closing remarks"),
]
_PROGRAMME = [
    (ProgrammeItem.Segment.OPENING, "Questions to stakeholders", 15),
    (ProgrammeItem.Segment.DIALOGUE, "Dialogue among ministers", 155),
    (ProgrammeItem.Segment.CLOSING, "Closing remarks", 10),
]
