"""What staff practise and prepare: a rehearsal with invented people, changed words of a mail, mailings to release."""

from datetime import timedelta

from dialogue_portal.demo.people import Cast
from mailings.models import MailTemplate
from mailings.services import save_template
from sessions.models import DialogueSession
from sessions.services.calls import write_call
from sessions.services.phases import set_window
from sessions.services.rehearsals import fill_with_invented, rehearse


def load(session: DialogueSession, cast: Cast) -> None:
    words = MailTemplate(
        occasion="phase-extended",
        language="en",
        subject="More time, until {after}: {phase} ({session})",
        body=(
            "Dear {recipient},\n\n"
            "The deadline for “{phase}” in “{session}” is later than announced.\n\n"
            "Before: {before}\nNow: {after}\n\n"
            "Reason: {reason}\n\n"
            "What you have submitted stays as it is.\n{url}\n"
        ),
    )
    save_template(words, actor=cast.secretariat, seen=0)
    statements = session.phase_windows.get(phase="statements")
    set_window(
        session,
        "statements",
        opens_at=statements.opens_at,
        closes_at=statements.closes_at + timedelta(hours=20),
        actor=cast.secretariat,
        seen=statements.revision,
        reason="Delegations asked for time to have their statements translated.",
    )
    write_call(session, "applications", actor=cast.secretariat, seen="")
    rehearsal = rehearse(session, actor=cast.secretariat, with_people=True, token=None)
    fill_with_invented(rehearsal, actor=cast.secretariat)
