"""Loads everything, once: a second time nothing is touched, so that what people entered stays."""

import random
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from dialogue_portal.demo import (
    applications,
    around,
    cockpit,
    dialogues,
    floor,
    intents,
    invitations,
    people,
    practice,
    reviews,
    series,
    side_events,
    summary,
    translations,
)
from stakeholders.services.screening import ensure_criteria

SEED = 63


def is_loaded() -> bool:
    return User.objects.filter(email=people.address("secretariat")).exists()


@transaction.atomic
def load() -> None:
    """Make the whole demo in one transaction: half of it would be worse than none."""
    cast = people.load(random.Random(SEED))  # noqa: S311  (a demo, the same each time)
    now = timezone.now()
    today = now.astimezone(dialogues.NEW_YORK).date()
    main, held, past = dialogues.ahead(today, cast.secretariat), dialogues.held(today), dialogues.past(today)
    around.load(main, cast.secretariat)
    draft = dialogues.draft(cast.secretariat)
    translations.load(main, cast.secretariat)
    for session in (main, held, past):
        people.give_roles(session, cast)
    intents.load(main, cast)
    cockpit.load(main, cast)
    ensure_criteria(main)
    reviews.load(main, applications.load(main, cast), cast)
    for session, turns in ((held, 24), (past, 30)):
        intents.load(session, cast)
        points = floor.hold(session, cast, turns)
        _, ended_at = dialogues.times_of(session)
        text = summary.draft(session, points, cast, ended_at + timedelta(hours=2))
        if session == held:
            summary.consult(
                text, cast, opens_at=now - timedelta(hours=3), closes_at=dialogues.noon(today + timedelta(days=4))
            )
        else:
            opens_at = ended_at + timedelta(days=3)
            consultation = summary.consult(text, cast, opens_at=opens_at, closes_at=opens_at + timedelta(days=4))
            summary.publish(text, consultation, cast, opens_at + timedelta(days=6))
    series.state_access(main)
    series.load(main, cast, now)
    side_events.load(main, draft, cast, now)
    invitations.load(cast, now)
    practice.load(main, cast)
