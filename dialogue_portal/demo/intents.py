"""Intents to speak: a pool over all regional groups and levels, some still to be confirmed, one withdrawn."""

from accounts.models import Delegation
from dialogue_portal.demo.people import Cast
from sessions.models import DialogueSession, Level, Participant, ParticipantCapacity
from speakers.models import IntentStatus, SpeakingIntent

# Kenya is left out: its delegate registers the intent in front of whoever tries the portal.
DELEGATIONS = """
    AO BJ BW BF CM TD CI EG ET GH LS LR MG MW ML MA MZ NA NG RW SN SL ZA TN UG TZ ZM ZW
    BD BT KH CY FJ IN ID IR IQ JP JO KZ KG MV MN NP PK PH KR SA LK TO VN
    AL BG EE GE LV MD PL RO UA
    AR BB BO BR CL CO CR DO EC JM MX PY UY
    AU AT CA FI FR DE IS IE NZ NO PT ES SE CH GB
"""
GROUPS = {"EC": "Group of 77 and China", "RO": "European Union", "NA": "Southern African Development Community"}

TITLES = {
    Level.VICE_PRESIDENT: ["Vice-President of the Republic"],
    Level.DEPUTY_PRIME_MINISTER: ["Deputy Prime Minister and Minister of Social Affairs"],
    Level.MINISTER: [
        "Minister for Gender Equality",
        "Minister of Social Protection and Labour",
        "Minister of Women, Children and Older Persons",
        "Minister of Public Works and Infrastructure",
        "Minister of Health and Social Welfare",
        "Minister for Women’s Affairs and Family",
    ],
    Level.VICE_MINISTER: ["Vice-Minister of Planning", "Deputy Minister of Social Development"],
    Level.OTHER: ["Director-General, National Commission for Women", "Special Envoy for Gender Equality"],
    Level.TO_BE_CONFIRMED: [""],
}
# As counted in the room at CSW63, in hundredths: mostly Ministers, then Vice-Ministers and others.
SHARES = [
    (Level.VICE_PRESIDENT, 3),
    (Level.DEPUTY_PRIME_MINISTER, 3),
    (Level.MINISTER, 60),
    (Level.VICE_MINISTER, 16),
    (Level.OTHER, 12),
    (Level.TO_BE_CONFIRMED, 6),
]
SPOKEN = {
    "ar": "EG IQ JO MA SA TN TD",
    "fr": "BJ BF CM CI FR ML SN MG CH",
    "es": "AR BO CL CO CR DO EC ES MX PY UY",
    "ru": "KZ KG",
    "other": "BR",
}
_SPOKEN = {iso2: language for language, countries in SPOKEN.items() for iso2 in countries.split()}
OUTLINES = [
    "How a single registry brought social pensions and child grants to women in informal work.",
    "Feeder roads and safe market stalls, planned with the women who use them.",
    "What a law on parental leave changed, and what it did not, in rural districts.",
    "A care system with municipalities as partners: five years of results.",
    "Lessons from extending water points: who sits on the committee decides who benefits.",
    "Cash transfers by mobile phone, and how to reach women who own none.",
    "An alliance of unions, cooperatives and the ministry for domestic workers’ insurance.",
    "",
]


def load(session: DialogueSession, cast: Cast) -> list[Participant]:
    """Register the pool in bulk; gives the participants it made, in no order of asking."""
    delegations = {row.iso2: row for row in Delegation.objects.filter(iso2__in=DELEGATIONS.split())}
    questions = list(session.leading_questions.all())
    intents = [_intent(session, cast, delegations[iso2]) for iso2 in DELEGATIONS.split()]
    withdrawn = intents[len(intents) // 2]
    withdrawn.status, withdrawn.participant.is_active = IntentStatus.WITHDRAWN, False
    participants = Participant.objects.bulk_create([intent.participant for intent in intents])
    SpeakingIntent.objects.bulk_create(intents)
    through = SpeakingIntent.questions.through
    through.objects.bulk_create(
        through(speakingintent_id=intent.pk, leadingquestion_id=question.pk)
        for intent in intents
        for question in cast.chance.sample(questions, min(len(questions), cast.chance.choice([0, 1, 1, 2])))
    )
    return participants


def _intent(session: DialogueSession, cast: Cast, delegation: Delegation) -> SpeakingIntent:
    chance = cast.chance
    level = chance.choices([level for level, _ in SHARES], [share for _, share in SHARES])[0]
    is_confirmed = level != Level.TO_BE_CONFIRMED
    person = cast.names.person(delegation.iso2, delegation.regional_group)
    announced = {
        "name": person.full if is_confirmed else "",
        "functional_title": chance.choice(TITLES[level]),
        "level": level,
        "on_behalf_of": GROUPS.get(delegation.iso2, ""),
    }
    participant = Participant(
        session=session,
        capacity=ParticipantCapacity.MINISTER,
        delegation=delegation,
        regional_group=delegation.regional_group,
        **announced,
    )
    return SpeakingIntent(
        session=session,
        delegation=delegation,
        participant=participant,
        status=IntentStatus.ACTIVE,
        form_of_address=("Ms." if person.is_woman else "Mr.") if is_confirmed else "",
        language=_SPOKEN.get(delegation.iso2, "en"),
        outline=chance.choice(OUTLINES),
        leaves_early=chance.random() < 0.08,
        arrives_late=chance.random() < 0.08,
        accessibility_needs="A seat that can be reached without steps." if chance.random() < 0.03 else "",
        registered_by=cast.focal_points[delegation.iso2],
        **announced,
    )
