"""Side events and documents of the demo: one held, with statements; one that its organizer edits; a report to come."""

from datetime import date, datetime, timedelta

from accounts.models import Delegation
from dialogue_portal.demo import dialogues
from dialogue_portal.demo.people import Cast
from sessions.models import DialogueSession, Document, EventSpeaker, Role, SessionKind, SessionStatus, SessionText
from sessions.services import add_document, add_document_file, assign_role
from sessions.services.side_events import add_event_speaker, add_organizer, let_members_edit

OVERVIEW = (
    "Mothers’ groups on the coast have kept their own accounts for ten years. The event showed how their books became "
    "the records on which a district plans its clinics."
)
ENGLISH = "Check against delivery.\n\nOur books began as a list of who had paid for the boat to the clinic.\n"
FRENCH = "Seul le prononcé fait foi.\n\nNos cahiers ont commencé par la liste de celles qui payaient la pirogue.\n"


def load(main: DialogueSession, draft: DialogueSession, cast: Cast, now: datetime) -> None:
    _held(now.astimezone(dialogues.NEW_YORK).date(), cast)
    _to_come(draft, cast)
    _report(main, cast, now)


def _held(today: date, cast: Cast) -> None:
    """Last week's: opening remarks, two speakers, their statements."""
    day = dialogues.working_day(today - timedelta(days=7), -1)
    starts_at = datetime(day.year, day.month, day.day, 10, tzinfo=dialogues.NEW_YORK)
    session = DialogueSession.objects.create(
        slug=f"side-event-books-of-the-coast-{day.year}",
        title="Books of the coast: women who count what clinics cost",
        kind=SessionKind.SIDE_EVENT,
        commission_session=dialogues.commission_session(day.year),
        venue="Conference room 11, United Nations Headquarters",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=75),
        status=SessionStatus.PUBLISHED,
        phase_keys=[],
    )
    SessionText.objects.create(session=session, part="overview", text=OVERVIEW)
    staff = cast.secretariat
    for iso2, is_lead in (("SN", True), ("PT", False)):
        add_organizer(session, actor=staff, delegation=Delegation.objects.get(iso2=iso2), is_lead=is_lead)
    add_organizer(session, actor=staff, name="UNFPA", is_lead=False)
    add_event_speaker(
        session,
        actor=staff,
        part="opening",
        name="Aïssatou Ndiaye",
        represents="Permanent Mission of Senegal",
        is_confirmed=True,
    )
    speaker = add_event_speaker(
        session,
        actor=staff,
        name="Mariama Sarr",
        functional_title="Treasurer",
        represents="Mothers’ groups of the coast",
        is_confirmed=True,
    )
    add_event_speaker(
        session, actor=staff, part="moderator", name="Teresa Valadares", represents="UNFPA", is_confirmed=True
    )
    _statement(session, speaker, day, cast)


def _statement(session: DialogueSession, speaker: EventSpeaker, day: date, cast: Cast) -> None:
    statement = add_document(
        session,
        upload=dialogues.text_file("statement-fr.txt", FRENCH),
        kind=Document.Kind.STATEMENT,
        title="What our books have taught us",
        language="fr",
        speaker=speaker,
        author=f"{speaker.name}, {speaker.represents}",
        file_date=day,
        is_public=True,
        actor=cast.secretariat,
    )
    add_document_file(
        statement,
        upload=dialogues.text_file("statement-en.txt", ENGLISH),
        language="en",
        actor=cast.secretariat,
        change="Translation",
    )


def _to_come(session: DialogueSession, cast: Cast) -> None:
    """The draft made from a note: its organizer completes it and asks for publication."""
    assign_role(session, user=cast.organizer, role=Role.ORGANIZER, actor=cast.secretariat)
    mission = add_organizer(session, actor=cast.organizer, delegation=Delegation.objects.get(iso2="UY"))
    let_members_edit(mission, True, actor=cast.secretariat)
    add_organizer(session, actor=cast.organizer, name="UN-Habitat", is_lead=False)
    add_event_speaker(
        session,
        actor=cast.organizer,
        part="opening",
        functional_title="Vice-Minister",
        represents="Ministry of Transport, Uruguay",
    )
    add_event_speaker(
        session,
        actor=cast.organizer,
        name="Yolanda Ferreyra",
        functional_title="Bus driver and secretary for equality",
        represents="Drivers’ union",
        is_confirmed=True,
    )


def _report(main: DialogueSession, cast: Cast, now: datetime) -> None:
    """Under embargo until three days before the meeting, as those with a role in it see."""
    starts_at, _ends_at = dialogues.times_of(main)
    words = "Report of the Secretary-General\n\nFigures on roads, clinics and pensions, by region.\n"
    add_document(
        main,
        upload=dialogues.text_file("report.txt", words),
        kind=Document.Kind.REPORT,
        title="Services that reach women: figures by region",
        symbol="E/CN.6/DEMO/3",
        author="Secretary-General",
        file_date=now.date(),
        is_public=True,
        embargo_until=starts_at - timedelta(days=3),
        actor=cast.secretariat,
    )
