"""The live floor: its state, who spoke when, who asked for it, and the history of it all.

`Intervention` and its kin are the record, `FloorEvent` the history from which it can be rebuilt. Both are written
in one transaction under the lock of the session's `Floor` row, so the order of numbers is the order of commits.
"""

import uuid
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from sessions.models import DialogueSession, LeadingQuestion, Participant
from speakers.models.floor_segments import FloorSegment


class FloorState(models.TextChoices):
    NOT_STARTED = "not_started", _("Not started")
    RUNNING = "running", _("Running")
    SUSPENDED = "suspended", _("Suspended")
    CLOSED = "closed", _("Closed")


TRANSITIONS: dict[str, set[str]] = {
    FloorState.NOT_STARTED: {FloorState.RUNNING},
    FloorState.RUNNING: {FloorState.SUSPENDED, FloorState.CLOSED},
    FloorState.SUSPENDED: {FloorState.RUNNING, FloorState.CLOSED},
    # A meeting closed by mistake is resumed, and the history shows it.
    FloorState.CLOSED: {FloorState.RUNNING},
}


class Floor(models.Model):
    """The floor of one session; its row is the lock under which everything on it changes."""

    session = models.OneToOneField(DialogueSession, on_delete=models.PROTECT, primary_key=True, related_name="floor")
    state = models.CharField(_("state"), max_length=12, choices=FloorState, default=FloorState.NOT_STARTED)
    question = models.ForeignKey(LeadingQuestion, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    running_segment = models.OneToOneField(
        FloorSegment, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The number of the last event of each stream.
    last_event = models.PositiveIntegerField(default=0)
    last_request_event = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.session}: {self.get_state_display()}"


class InterventionKind(models.TextChoices):
    INITIAL = "initial", _("Initial comment")
    FOLLOW_UP = "follow_up", _("Follow-up")
    ANSWER = "answer", _("Stakeholder’s answer")
    QUESTION = "question", _("Moderator’s question")
    CHAIR = "chair", _("Chair")


class ClockState(StrEnum):
    """What the clock of an intervention does; it follows from the row's times and is stored nowhere."""

    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"


CLOCK_TRANSITIONS: dict[str, set[str]] = {
    ClockState.RUNNING: {ClockState.PAUSED, ClockState.ENDED},
    ClockState.PAUSED: {ClockState.RUNNING, ClockState.ENDED},
    ClockState.ENDED: set(),
}


class InterventionQuerySet(models.QuerySet["Intervention"]):
    def running(self) -> "InterventionQuerySet":
        return self.filter(ended_at=None)


class Intervention(models.Model):
    """One speaking turn. Times UTC; `allotted_seconds` is advice: the clock warns, the chair decides."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(DialogueSession, on_delete=models.PROTECT, related_name="interventions")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="interventions")
    kind = models.CharField(_("kind"), max_length=12, choices=InterventionKind)
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="follow_ups")
    question = models.ForeignKey(LeadingQuestion, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    allotted_seconds = models.PositiveSmallIntegerField(_("allotted seconds"))
    started_at = models.DateTimeField(_("started"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    # Set while the clock stands still; what it stood still before is added up in `paused_seconds`.
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_seconds = models.FloatField(default=0)

    objects = InterventionQuerySet.as_manager()

    class Meta:
        ordering = ["started_at"]
        constraints = [
            models.UniqueConstraint(fields=["session"], condition=Q(ended_at=None), name="one_speaker_has_the_floor"),
            models.CheckConstraint(
                condition=~Q(kind=InterventionKind.FOLLOW_UP) | Q(follows__isnull=False),
                name="follow_up_follows_an_intervention",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.participant}"

    @property
    def spoken_as(self) -> str:
        """Capacity and kind in words; the kind alone where it says the capacity."""
        kind = str(self.get_kind_display())
        if self.kind in (InterventionKind.INITIAL, InterventionKind.FOLLOW_UP):
            return f"{self.participant.get_capacity_display()} · {kind}"
        return kind

    @property
    def clock(self) -> ClockState:
        if self.ended_at:
            return ClockState.ENDED
        return ClockState.PAUSED if self.paused_at else ClockState.RUNNING

    def spoken_seconds(self, now: datetime | None = None) -> float:
        """Seconds spoken, pauses taken out, until the end or until `now`."""
        until = self.ended_at or self.paused_at or now or timezone.now()
        return max(0.0, (until - self.started_at - timedelta(seconds=self.paused_seconds)).total_seconds())


class RequestState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    GRANTED = "granted", _("Granted")
    PASSED = "passed", _("Passed over for now")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


REQUEST_TRANSITIONS: dict[str, set[str]] = {
    RequestState.WAITING: {
        RequestState.GRANTED,
        RequestState.PASSED,
        RequestState.DECLINED,
        RequestState.WITHDRAWN,
    },
    RequestState.PASSED: {RequestState.GRANTED, RequestState.DECLINED, RequestState.WITHDRAWN},
    RequestState.GRANTED: set(),
    RequestState.DECLINED: set(),
    RequestState.WITHDRAWN: set(),
}


# Requests on which something may still be decided.
OPEN_REQUESTS = [RequestState.WAITING, RequestState.PASSED]


class FloorRequest(models.Model):
    """A delegation's wish to speak now, from a phone or by a raised nameplate. Never shown or sorted by arrival."""

    class Kind(models.TextChoices):
        INITIAL = "initial", _("Initial comment")
        FOLLOW_UP = "follow_up", _("Follow-up")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(DialogueSession, on_delete=models.PROTECT, related_name="floor_requests")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="floor_requests")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    state = models.CharField(_("state"), max_length=10, choices=RequestState, default=RequestState.WAITING)
    intervention = models.OneToOneField(
        Intervention, on_delete=models.PROTECT, null=True, blank=True, related_name="request"
    )

    class Meta:
        # By group, then by name: the same order as the pool, never the order of asking.
        ordering = ["participant__regional_group", "participant__delegation__short_name"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "participant"],
                condition=Q(state__in=["waiting", "passed"]),
                name="one_open_request_per_participant",
            )
        ]


class FloorEventKind(StrEnum):
    """What may happen on the floor; the first thirteen are public, the rest goes to staff and moderator."""

    OPENED = "meeting-opened"
    SUSPENDED = "meeting-suspended"
    RESUMED = "meeting-resumed"
    CLOSED = "meeting-closed"
    QUESTION_SET = "question-set"
    SEGMENT_STARTED = "segment-started"
    SEGMENT_ENDED = "segment-ended"
    FLOOR_GIVEN = "floor-given"
    CLOCK_PAUSED = "clock-paused"
    CLOCK_RESUMED = "clock-resumed"
    TIME_ADDED = "time-added"
    INTERVENTION_ENDED = "intervention-ended"
    SPEAKER_NAMED = "speaker-named"
    FLOOR_REQUESTED = "floor-requested"
    REQUEST_WITHDRAWN = "request-withdrawn"
    REQUEST_GRANTED = "request-granted"
    REQUEST_PASSED = "request-passed"
    REQUEST_DECLINED = "request-declined"


class FloorEvent(models.Model):
    """One thing that happened on the floor, numbered without gaps per session and stream. Append-only.

    `public` is what the room sees; `requests` is for staff and moderator only and has numbers of its own, so that
    the public numbering gives nothing away.
    """

    class Stream(models.TextChoices):
        PUBLIC = "public", _("Public")
        REQUESTS = "requests", _("Requests for the floor")

    session = models.ForeignKey(DialogueSession, on_delete=models.PROTECT, related_name="floor_events")
    stream = models.CharField(max_length=10, choices=Stream)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    data = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["session", "stream", "number"], name="one_event_per_number")]
