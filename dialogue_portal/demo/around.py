"""The session of the Commission around the main dialogue: its days, and an expert panel made from its kind."""

from datetime import datetime, timedelta

from accounts.models import User
from dialogue_portal.demo.dialogues import NEW_YORK, VENUE, times_of, working_day
from sessions.models import DialogueSession, Kind, LeadingQuestion, LeadingQuestionText, SessionKind
from sessions.services import NewMeeting, create_session_from_kind, publish_session
from sessions.services.commission_sessions import save_commission_session

QUESTIONS = [
    "Which data on unpaid work and access to services are missing, and who could collect them together?",
    "What did it take to use the data that exist?",
]


def load(main: DialogueSession, actor: User) -> None:
    """From the Monday of its first meeting's week to a Friday after the dialogue; a panel on the day after it."""
    commission = main.commission_session
    assert commission is not None  # noqa: S101  (the concept note names it)
    starts_at, _ = times_of(main)
    day = starts_at.astimezone(NEW_YORK).date()
    first = commission.dialoguesession_set.earliest("starts_at")
    opens = times_of(first)[0].astimezone(NEW_YORK).date()
    commission.city = "New York"
    commission.starts_on = opens - timedelta(days=opens.weekday())
    commission.ends_on = day + timedelta(days=4 - day.weekday() + 7 * (day.weekday() == 4))
    save_commission_session(commission, actor=actor, seen=commission.revision)
    begins = datetime.combine(working_day(day + timedelta(days=1), 1), datetime.min.time().replace(hour=10), NEW_YORK)
    panel = NewMeeting(
        title="Counting what counts: data on services, care and infrastructure",
        starts_at=begins,
        ends_at=begins + timedelta(hours=3),
        time_zone=NEW_YORK.key,
        venue=VENUE,
        commission_session=commission,
    )
    session, _is_new = create_session_from_kind(Kind.objects.get(pk=SessionKind.EXPERT_PANEL), panel, actor=actor)
    for number, text in enumerate(QUESTIONS, start=1):
        question = LeadingQuestion.objects.create(session=session, number=number)
        LeadingQuestionText.objects.create(question=question, text=text)
    publish_session(session, actor=actor, seen=session.revision)
