"""When a phase of a session is open, for everybody or for one by leave, and what was changed of it and why.

Computed from the clock at the moment of the act; tasks only notify. `phase_is_open` is the one rule.
"""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Delegation, Organization, User
from dialogue_portal.registries import Phase, phases
from dialogue_portal.revisions import Dated
from mailings.models import Mailing
from sessions.models.format_rules import FormatRules
from sessions.models.leaves import PhaseLeave, leave_of
from sessions.models.meeting import DialogueSession


class PhaseState(models.TextChoices):
    UPCOMING = "upcoming", _("Opens later")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class PhaseWindow(Dated):
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
    def is_saved(self) -> bool:
        return not self._state.adding

    @property
    def definition(self) -> Phase:
        return phases[self.phase]


class PhaseAct(models.TextChoices):
    """How the times of a phase came to be changed."""

    SET = "set", _("Times set")
    OPENED = "opened", _("Opened by hand")
    CLOSED = "closed", _("Closed by hand")


class PhaseChange(models.Model):
    """One change of a phase's times: from when to when (UTC), why, by whom. Rows are added, never changed.

    `mailing` is the held mail that tells those concerned; it is empty where nobody had to be told.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(DialogueSession, on_delete=models.CASCADE, related_name="phase_changes")
    phase = models.CharField(_("phase"), max_length=30)
    act = models.CharField(_("what was done"), max_length=10, choices=PhaseAct)
    # Empty for the first window of a phase.
    opened_before = models.DateTimeField(_("opened before"), null=True)
    closed_before = models.DateTimeField(_("closed before"), null=True)
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    # The deadline that those concerned knew: not that of a change of which nobody was told yet.
    known_close = models.DateTimeField(null=True, editable=False)
    # Given whenever the times were public.
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(_("when"), default=timezone.now)
    mailing = models.ForeignKey(Mailing, on_delete=models.SET_NULL, null=True, editable=False, related_name="+")

    class Meta:
        ordering = ["-changed_at"]
        verbose_name = _("change of a phase")
        verbose_name_plural = _("changes of phases")

    def __str__(self) -> str:
        return f"{self.session}: {self.phase}, {self.get_act_display()}"

    @property
    def definition(self) -> Phase:
        return phases[self.phase]


def phases_of(session: FormatRules) -> list[str]:
    """Keys of the phases that exist in a session or kind, in the order of the phase bar. The one rule that says so.

    A key that no installed app knows is left out.
    """
    return sorted(
        (key for key, _phase in phases.items() if key in session.phase_keys), key=lambda key: phases[key].order
    )


def phase_exists(session: FormatRules, phase: str) -> bool:
    """Whether the session has this phase at all; where it has not, its acts are closed to everybody."""
    return phase in session.phase_keys


def window_of(session: DialogueSession, phase: str) -> PhaseWindow | None:
    """The session's window of a phase, from what was prefetched where it was; none of a phase that it has not."""
    if not phase_exists(session, phase):
        return None
    return next((window for window in session.phase_windows.all() if window.phase == phase), None)


def phase_is_open(
    session: DialogueSession,
    phase: str,
    now: datetime | None = None,
    *,
    principal: Delegation | Organization | str | None = None,
) -> bool:
    """Whether an act of this phase is allowed at this moment; a phase without a window is closed.

    After the close a principal (a delegation, an organisation, or a regional group's key) is still let in by leave.
    """
    window = window_of(session, phase)
    if window is None:
        return False
    state = window.state(now)
    if state == PhaseState.CLOSED and principal is not None:
        return leave_of(session, phase, principal, now) is not None
    return state == PhaseState.OPEN


def leave_after_close(
    session: DialogueSession, phase: str, principal: Delegation | Organization | str | None
) -> PhaseLeave | None:
    """By which leave this principal acts now that the phase is closed for all others, to be shown to its people."""
    window = window_of(session, phase)
    if principal is None or window is None or window.state() != PhaseState.CLOSED:
        return None
    return leave_of(session, phase, principal)


def moments_ahead(now: datetime) -> set[datetime]:
    """When phases open or close and meetings begin or end, from now on."""
    pairs = [
        *PhaseWindow.objects.filter(closes_at__gt=now).values_list("opens_at", "closes_at"),
        *DialogueSession.objects.filter(ends_at__gt=now).values_list("starts_at", "ends_at"),
    ]
    return {moment for pair in pairs for moment in pair if moment and moment > now}
