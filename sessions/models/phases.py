"""When a phase of a session is open. Computed from the clock at the moment of the act; tasks only notify."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogue_portal.registries import Phase, phases
from dialogue_portal.revisions import Revisioned
from sessions.models.meeting import DialogueSession


class PhaseState(models.TextChoices):
    UPCOMING = "upcoming", _("Opens later")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class PhaseWindow(Revisioned):
    """One phase of one session: open from `opens_at` on, until just before `closes_at` (UTC, to the second).

    `phase` is a key of the registry that the apps fill: intents, applications, consultation …
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(DialogueSession, on_delete=models.CASCADE, related_name="phase_windows")
    phase = models.CharField(_("phase"), max_length=30)
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))

    class Meta:
        ordering = ["opens_at"]
        constraints = [
            models.UniqueConstraint(fields=["session", "phase"], name="one_window_per_phase"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="phase_closes_after_opening"),
        ]

    def __str__(self) -> str:
        return f"{self.session}: {self.phase}"

    def state(self, now: datetime | None = None) -> PhaseState:
        now = now or timezone.now()
        if now < self.opens_at:
            return PhaseState.UPCOMING
        return PhaseState.OPEN if now < self.closes_at else PhaseState.CLOSED

    @property
    def is_open(self) -> bool:
        return self.state() == PhaseState.OPEN

    @property
    def definition(self) -> Phase:
        return phases[self.phase]


def phase_is_open(session: DialogueSession, phase: str, now: datetime | None = None) -> bool:
    """Whether an act of this phase is allowed at this moment; a phase without a window is closed."""
    window = next((window for window in session.phase_windows.all() if window.phase == phase), None)
    return window is not None and window.state(now) == PhaseState.OPEN


def moments_ahead(now: datetime) -> set[datetime]:
    """When phases open or close and meetings begin or end, from now on."""
    pairs = [
        *PhaseWindow.objects.filter(closes_at__gt=now).values_list("opens_at", "closes_at"),
        *DialogueSession.objects.filter(ends_at__gt=now).values_list("starts_at", "ends_at"),
    ]
    return {moment for pair in pairs for moment in pair if moment and moment > now}
