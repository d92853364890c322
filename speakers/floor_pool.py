"""Whom the moderator may give the floor, and hints for choosing: who was heard, which groups and questions were not.

An unordered pool: stakeholders, then ministers by regional group, each alphabetically. Hints mark, they never sort.
"""

from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from accounts.models import RegionalGroup
from sessions.models import DialogueSession, LeadingQuestion, Participant, ParticipantCapacity
from speakers.models import FloorRequest, Intervention, SpeakingIntent
from speakers.models.floor import OPEN_REQUESTS
from speakers.pool import alphabetical

OFFICERS = (ParticipantCapacity.CHAIR, ParticipantCapacity.MODERATOR)


@dataclass(frozen=True)
class PoolEntry:
    """One participant with what the moderator should know before choosing."""

    participant: Participant
    times_heard: int
    # Late arrival, early departure, in words.
    availability: str = ""
    # Numbers of the leading questions that the intent names.
    questions: tuple[int, ...] = ()

    @property
    def headline(self) -> str:
        """The delegation or organisation; the person where there is none."""
        return self.participant.represents or self.participant.announced_name

    @property
    def words(self) -> str:
        """What the filter looks in."""
        person = self.participant
        return f"{person.represents} {person.name} {person.functional_title}".casefold()


@dataclass(frozen=True)
class PoolGroup:
    """Entries under one heading; `regional_group` is empty where the heading is not one."""

    label: str
    entries: list[PoolEntry]
    regional_group: str = ""


@dataclass(frozen=True)
class Pool:
    groups: list[PoolGroup] = field(default_factory=list)
    groups_not_heard: list[str] = field(default_factory=list)
    questions_not_heard: list[LeadingQuestion] = field(default_factory=list)


def pool_of(session: DialogueSession, query: str = "") -> Pool:
    """The pool in five queries, whatever its size; with `query`, the entries whose words contain it."""
    spoken = list(Intervention.objects.filter(session=session).values_list("participant", "question"))
    entries = _entries(session, Counter(participant for participant, _question in spoken))
    answered = {question for _participant, question in spoken}
    return Pool(
        groups=_groups([entry for entry in entries if query.casefold() in entry.words]),
        groups_not_heard=_groups_not_heard(entries),
        questions_not_heard=[one for one in session.leading_questions.all() if one.pk not in answered],
    )


def open_requests(session: DialogueSession) -> list[FloorRequest]:
    """Requests that wait, in the order of the pool: never that of arrival."""
    rows = FloorRequest.objects.filter(session=session, state__in=OPEN_REQUESTS).select_related(
        "participant__delegation", "participant__organization"
    )
    groups = list(RegionalGroup)
    return sorted(
        rows,
        key=lambda row: (
            groups.index(RegionalGroup(row.participant.regional_group or RegionalGroup.NONE)),
            alphabetical(str(row.participant.represents or row.participant)),
        ),
    )


def _entries(session: DialogueSession, heard: Counter[object]) -> list[PoolEntry]:
    participants = (
        session.participants.filter(is_active=True)
        .exclude(capacity__in=OFFICERS)
        .select_related("delegation", "organization")
    )
    intents = {
        intent.participant_id: intent
        for intent in SpeakingIntent.objects.active()
        .filter(session=session)
        .only("participant", "arrives_late", "leaves_early", "availability")
        .prefetch_related("questions")
    }
    entries = [_entry(person, heard[person.pk], intents.get(person.pk)) for person in participants]
    return sorted(entries, key=lambda entry: (alphabetical(entry.headline), alphabetical(entry.participant.name)))


def _entry(participant: Participant, times_heard: int, intent: SpeakingIntent | None) -> PoolEntry:
    if intent is None:
        return PoolEntry(participant, times_heard)
    return PoolEntry(
        participant,
        times_heard,
        availability=intent.availability_in_words,
        questions=tuple(sorted(question.number for question in intent.questions.all())),
    )


def _groups(entries: list[PoolEntry]) -> list[PoolGroup]:
    def of(capacity: ParticipantCapacity) -> list[PoolEntry]:
        return [entry for entry in entries if entry.participant.capacity == capacity]

    ministers = of(ParticipantCapacity.MINISTER)
    groups = [PoolGroup(_("Stakeholders"), of(ParticipantCapacity.STAKEHOLDER))]
    for group in RegionalGroup:
        members = [entry for entry in ministers if (entry.participant.regional_group or RegionalGroup.NONE) == group]
        groups.append(PoolGroup(str(group.label), members, group.value))
    groups.append(PoolGroup(_("Others in the room"), of(ParticipantCapacity.OTHER)))
    return [group for group in groups if group.entries]


def _groups_not_heard(entries: list[PoolEntry]) -> list[str]:
    ministers = [entry for entry in entries if entry.participant.capacity == ParticipantCapacity.MINISTER]
    present = {entry.participant.regional_group for entry in ministers}
    heard = {entry.participant.regional_group for entry in ministers if entry.times_heard}
    return [group.value for group in RegionalGroup if group != RegionalGroup.NONE and group in present - heard]
