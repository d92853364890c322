"""Invented intents to speak for a rehearsal: a room for a moderator to practise with. Called through its registry."""

from django.db.models import QuerySet

from accounts.models import Delegation, RegionalGroup, User
from sessions.models import DialogueSession, Level, Participant, ParticipantCapacity
from speakers.models import SpeakingIntent

# Of each regional group.
DELEGATIONS_EACH = 5
LEVELS = (Level.MINISTER, Level.VICE_MINISTER, Level.MINISTER, Level.VICE_PRESIDENT, Level.OTHER)
LANGUAGES = ("en", "fr", "es", "ar", "en")
OUTLINE = "Invented for a rehearsal: nobody has said this."


def invent_intents(rehearsal: DialogueSession, actor: User) -> int:
    """Five delegations of each group, of those that have no intent in it yet, in no order of asking."""
    chosen = [delegation for group in RegionalGroup for delegation in _missing(rehearsal, group)]
    questions = list(rehearsal.leading_questions.all())
    for number, delegation in enumerate(chosen):
        _invent(rehearsal, actor, delegation, number).questions.set(questions[number % 3 : number % 3 + 1])
    return len(chosen)


def _missing(rehearsal: DialogueSession, group: RegionalGroup) -> "QuerySet[Delegation]":
    delegations = Delegation.objects.filter(regional_group=group)
    there = delegations.filter(intents__session=rehearsal).distinct()
    return delegations.exclude(pk__in=there).order_by("short_name")[: max(DELEGATIONS_EACH - there.count(), 0)]


def _invent(rehearsal: DialogueSession, actor: User, delegation: Delegation, number: int) -> SpeakingIntent:
    announced = {
        "name": f"Invented Speaker {number + 1}",
        "functional_title": "Minister for Rehearsals",
        "level": LEVELS[number % len(LEVELS)],
    }
    participant = Participant.objects.create(
        session=rehearsal,
        capacity=ParticipantCapacity.MINISTER,
        delegation=delegation,
        regional_group=delegation.regional_group,
        **announced,
    )
    return SpeakingIntent.objects.create(
        session=rehearsal,
        delegation=delegation,
        participant=participant,
        language=LANGUAGES[number % len(LANGUAGES)],
        outline=OUTLINE,
        leaves_early=number % 7 == 3,
        arrives_late=number % 7 == 5,
        registered_by=actor,
        **announced,
    )
