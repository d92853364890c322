"""A meeting that was held: who was given the floor, for how long, and the points that the rapporteur noted."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from dialogue_portal.demo import clock
from dialogue_portal.demo.dialogues import times_of
from dialogue_portal.demo.people import Cast
from sessions.models import DialogueSession, LeadingQuestion, Participant, ParticipantCapacity, ProgrammeItem, ThemeArea
from sessions.services import register_participant
from speakers.models import Floor, Intervention, InterventionKind, Point, PointKind
from speakers.services.floor_meeting import close_meeting, open_meeting, set_question
from speakers.services.floor_segments import start_segment
from speakers.services.floor_turns import end_intervention, give_floor
from speakers.services.points import note_point

STAKEHOLDERS = [
    ("Neema Kimaro", "Executive Secretary, Great Rift Market Women’s Assembly", "african"),
    ("Maricel Dimaculangan", "General Secretary, Archipelago Domestic Workers’ Union", "asia_pacific"),
    ("Soledad Quispe", "President, Altiplano Women Farmers’ Forum", "latin_american_caribbean"),
]
# In the order of the leading questions, as often as needed.
POINTS = [
    (PointKind.RESULT, "A single registry brought two thirds of women in informal work into the pension scheme."),
    (PointKind.CHALLENGE, "Contribution records break off with each spell of unpaid care, and pensions with them."),
    (PointKind.GOOD_PRACTICE, "Site committees with equal numbers of women and men decided where water points stand."),
    (
        PointKind.ALLIANCE,
        "A standing round of ministries, unions and cooperatives agreed the insurance of domestic workers.",
    ),
    (PointKind.LESSON_LEARNED, "Lighting and pavements changed more journeys of women than new bus lines did."),
    (PointKind.OPPORTUNITY, "Mobile payments reach women without bank accounts if the telephone is in their own name."),
    (
        PointKind.ALLIANCE,
        "Municipalities of three countries share one manual for care centres, and train each other’s staff.",
    ),
    (PointKind.CHALLENGE, "Budgets for maintenance are cut first, and women carry water again within two years."),
    (
        PointKind.GOOD_PRACTICE,
        "Every new public building is reviewed by a panel of users before the contract is signed.",
    ),
    (PointKind.RESULT, "Waiting times at rural clinics fell by half after opening hours followed market days."),
    (PointKind.ALLIANCE, "Parliament, the national bank and women’s organizations publish one report on who benefits."),
    (PointKind.LESSON_LEARNED, "Laws on equal access were used only where somebody was paid to help people to claim."),
]


@dataclass
class _Meeting:
    """The meeting as it goes on: its time, and who has spoken."""

    session: DialogueSession
    cast: Cast
    now: datetime

    def speak(self, participant: Participant, kind: InterventionKind, question: LeadingQuestion | None) -> Intervention:
        """One intervention, around the time it was allotted."""
        actor = self.cast.moderator
        with clock.at(self.now):
            intervention = give_floor(participant, kind=kind, actor=actor, question=question)
        spoken = intervention.allotted_seconds * self.cast.chance.uniform(0.7, 1.15)
        self.now += timedelta(seconds=round(spoken))
        with clock.at(self.now):
            end_intervention(intervention, actor=actor)
        self.now += timedelta(seconds=self.cast.chance.randint(5, 20))
        return intervention

    def note(
        self, kind: PointKind, text: str, said: Intervention, question: LeadingQuestion, area: ThemeArea | None
    ) -> Point:
        point = Point(
            session=self.session,
            intervention=said,
            text=text,
            kind=kind,
            question=question,
            theme_area=area,
            noted_at=self.now,
        )
        return note_point(point, actor=self.cast.rapporteur)[0]

    def discuss(self, question: LeadingQuestion | None, segment: str) -> None:
        with clock.at(self.now):
            self._move_to(segment)
            set_question(self.session, actor=self.cast.presiding_chair, question=question)

    def _move_to(self, segment: str) -> None:
        """The first part of the programme of this kind, unless such a part runs already."""
        running = Floor.objects.select_related("running_segment").get(session=self.session).running_segment
        item = self.session.programme_items.filter(segment=segment).first()
        if item and not (running and running.segment == segment):
            seen = running.pk if running else None
            start_segment(self.session, item, actor=self.cast.presiding_chair, seen=seen)


def hold(session: DialogueSession, cast: Cast, turns: int) -> list[Point]:
    """Hold the whole meeting with so many initial comments; gives the points noted."""
    chair = register_participant(
        session,
        capacity=ParticipantCapacity.CHAIR,
        actor=cast.secretariat,
        name=cast.presiding_chair.full_name,
        functional_title="Vice-Chair of the Commission",
    )
    stakeholders = [
        register_participant(
            session,
            capacity=ParticipantCapacity.STAKEHOLDER,
            actor=cast.secretariat,
            name=name,
            functional_title=title,
            regional_group=group,
        )
        for name, title, group in STAKEHOLDERS
    ]
    meeting = _Meeting(session, cast, times_of(session)[0] + timedelta(minutes=4))
    with clock.at(meeting.now):
        open_meeting(session, actor=cast.presiding_chair)
    meeting.discuss(None, ProgrammeItem.Segment.OPENING)
    meeting.speak(chair, InterventionKind.CHAIR, None)
    for stakeholder in stakeholders:
        meeting.speak(stakeholder, InterventionKind.ANSWER, None)
    points = _dialogue(meeting, turns)
    meeting.discuss(None, ProgrammeItem.Segment.CLOSING)
    meeting.speak(chair, InterventionKind.CHAIR, None)
    with clock.at(meeting.now):
        close_meeting(session, actor=cast.presiding_chair)
    return points


def _dialogue(meeting: _Meeting, turns: int) -> list[Point]:
    """The ministers, question by question; every fourth is given a follow-up, two of three leave a point behind."""
    session, chance = meeting.session, meeting.cast.chance
    questions, areas = list(session.leading_questions.all()), list(session.theme_areas.all())
    ready = list(session.participants.filter(capacity=ParticipantCapacity.MINISTER, is_active=True).exclude(name=""))
    chosen = chance.sample(sorted(ready, key=lambda participant: participant.name), min(turns, len(ready)))
    points: list[Point] = []
    for turn, participant in enumerate(chosen):
        question = questions[turn * len(questions) // len(chosen)]
        if turn == 0 or question != questions[(turn - 1) * len(questions) // len(chosen)]:
            meeting.discuss(question, ProgrammeItem.Segment.DIALOGUE)
        said = meeting.speak(participant, InterventionKind.INITIAL, question)
        if turn % 4 == 3:
            said = meeting.speak(participant, InterventionKind.FOLLOW_UP, question)
        if turn % 3 != 2:
            kind, text = POINTS[len(points) % len(POINTS)]
            area = chance.choice(areas) if areas else None
            points.append(meeting.note(kind, text, said, question, area))
    return points
