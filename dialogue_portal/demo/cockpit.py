"""What the cockpit of the coming dialogue has to tell: an intent too many, ministers changed since the export."""

from datetime import timedelta

from django.utils import timezone

from dialogue_portal.audit import acting_as
from dialogue_portal.demo.people import Cast
from dialogue_portal.jobs import JobState
from dialogue_portal.models import Export
from sessions.models import DialogueSession, Participant, ParticipantCapacity
from speakers.exports import INTENTS_TABLE
from speakers.models import SpeakingIntent

CHANGED = ("SN", "PH")
SPEAKS_TWICE, FOR = "EG", "Group of Arab States"


def load(session: DialogueSession, cast: Cast) -> None:
    """The pool was taken away two days ago; two ministers changed since, one delegation speaks for a group too."""
    intents = SpeakingIntent.objects.filter(session=session).active().select_related("delegation", "participant")
    taken_at = timezone.now() - timedelta(days=2)
    Export.objects.create(
        table=INTENTS_TABLE,
        file_format="xlsx",
        scope=session,
        taken_by=cast.secretariat,
        taken_at=taken_at,
        state=JobState.DONE,
        finished_at=taken_at,
        rows=intents.count(),
    )
    for intent in intents.filter(delegation__iso2__in=CHANGED):
        person = cast.names.person(intent.delegation.iso2, intent.delegation.regional_group)
        for row in (intent.participant, intent):
            row.name = person.full
            with acting_as(cast.focal_points[intent.delegation.iso2]):
                row.save(update_fields=["name"])
    _speak_for_a_group(session, intents.get(delegation__iso2=SPEAKS_TWICE), cast)


def _speak_for_a_group(session: DialogueSession, own: SpeakingIntent, cast: Cast) -> None:
    announced = {"name": own.name, "functional_title": own.functional_title, "level": own.level, "on_behalf_of": FOR}
    participant = Participant.objects.create(
        session=session,
        capacity=ParticipantCapacity.MINISTER,
        delegation=own.delegation,
        regional_group=own.delegation.regional_group,
        **announced,
    )
    SpeakingIntent.objects.create(
        session=session,
        delegation=own.delegation,
        participant=participant,
        language=own.language,
        registered_by=cast.focal_points[own.delegation.iso2],
        **announced,
    )
