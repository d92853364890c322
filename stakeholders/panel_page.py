"""What the page of the panel shows: the balance before and after choosing, seats with alternates, costs, swaps.

Read by `views.panels`; nothing here writes.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, Prefetch
from django.utils.translation import gettext as _

from accounts.models import RegionalGroup, User
from dialogue_portal.plots import BarPlot, bar_plot
from dialogue_portal.registries import Words
from sessions.models import DialogueSession, Role
from sessions.permissions import roles_of
from stakeholders import balance
from stakeholders.balance import Candidate, Swap
from stakeholders.forms.panels import RULE_LABELS
from stakeholders.models import Application, Panel, PanelSeat, Review
from stakeholders.services.panels import constraints_of, field_of

REGIONS = [group for group in RegionalGroup if group != RegionalGroup.NONE]


@dataclass(frozen=True)
class BalanceRow:
    """One regional group: how many applied, are eligible, sit in the set."""

    region: RegionalGroup
    applied: int
    eligible: int
    chosen: int


@dataclass(frozen=True)
class Entry:
    """One eligible applicant; `score` is None where this reader may not see it yet."""

    application: Application
    candidate: Candidate
    score: float | None
    is_chosen: bool


class PanelPage:
    """Everything about one session's panel as one person may see it."""

    def __init__(self, session: DialogueSession, user: User) -> None:
        self.session, self.user = session, user
        self.panel = Panel.objects.filter(session=session).first() or Panel(session=session)
        self.field = field_of(session)
        self.constraints = constraints_of(session, self.panel)

    def seats(self, stage: str) -> list[PanelSeat]:
        """Seats of a stage with their alternates, by name of the organisation."""
        if self.panel._state.adding:
            return []
        organization = "application__organization__headquarters"
        ranked = PanelSeat.objects.select_related(organization).order_by("rank")
        seats = self.panel.seats.filter(stage=stage, alternate_for=None)
        statuses = "application__organization__ecosoc_statuses"
        return list(seats.select_related(organization).prefetch_related(Prefetch("alternates", ranked), statuses))

    @cached_property
    def recommended(self) -> list[PanelSeat]:
        return self.seats(PanelSeat.Stage.RECOMMENDED)

    @cached_property
    def decided(self) -> list[PanelSeat]:
        return self.seats(PanelSeat.Stage.DECIDED)

    @cached_property
    def chosen(self) -> list[Candidate]:
        return self.field.chosen(self.recommended)

    @cached_property
    def broken(self) -> list[Words]:
        """Labels of the rules that the set breaks."""
        return [RULE_LABELS[rule] for rule in balance.broken(self.chosen, self.constraints)] if self.chosen else []

    @property
    def costs(self) -> list[tuple[Words, float]]:
        """What each rule cost in score at the last suggestion, those that cost something first."""
        costs = self.panel.record.get("costs", {})
        return [(RULE_LABELS[rule], cost) for rule, cost in sorted(costs.items(), key=lambda item: -item[1])]

    @property
    def collision(self) -> list[Words] | None:
        """The rules that could not be kept together at the last suggestion; None if there was a set."""
        if self.panel.record.get("is_feasible", True):
            return None
        return [RULE_LABELS[rule] for rule in self.panel.record["collision"]]

    @cached_property
    def balance(self) -> list[BalanceRow]:
        applied = dict(
            Application.objects.beyond_draft()
            .filter(session=self.session)
            .order_by()
            .values_list("organization__regional_group")
            .annotate(Count("pk"))
        )
        eligible = Counter(candidate.region for candidate in self.field.candidates.values())
        chosen = Counter(seat.application.organization.regional_group for seat in self.decided or self.recommended)
        return [
            BalanceRow(region, applied.get(region.value, 0), eligible[region.value], chosen[region.value])
            for region in REGIONS
        ]

    @property
    def plot(self) -> BarPlot:
        rows = [(row.region.label, row.eligible, f"bar-{row.region.value.replace('_', '-')}") for row in self.balance]
        return bar_plot(_("Eligible applicants by the region where they work"), rows)

    @cached_property
    def own_reviews(self) -> set[Any] | None:
        """The applications whose scores a reviewer may see, None for whoever may see all."""
        if Role.REVIEWER not in roles_of(self.user, self.session):
            return None
        mine = Review.objects.submitted().filter(reviewer=self.user, application__session=self.session)
        return set(mine.values_list("application", flat=True))

    def entries(self) -> list[Entry]:
        """All eligible applicants by name: an order by score would tell scores before one's own review is in."""
        chosen = {candidate.key for candidate in self.chosen}
        return [
            Entry(application, self.field.candidates[key], self.score_of(application), key in chosen)
            for key, application in self.field.applications.items()
        ]

    def score_of(self, application: Application) -> float | None:
        if self.own_reviews is not None and application.pk not in self.own_reviews:
            return None
        candidate = self.field.candidates.get(str(application.pk))
        return candidate.score if candidate else None

    def swap(self, leaving: str, joining: str) -> "SwapWords | None":
        """What a swap would do; None unless it is one of the set for one who is not in it."""
        seated = {candidate.key: candidate for candidate in self.chosen}
        if leaving not in seated or joining in seated or joining not in self.field.candidates:
            return None
        effect = balance.swap(self.chosen, seated[leaving], self.field.candidates[joining], self.constraints)
        applications = self.field.applications
        shown = self.own_reviews is None or {applications[key].pk for key in (leaving, joining)} <= self.own_reviews
        return SwapWords(effect, applications[leaving], applications[joining], shows_score=shown)

    def keys_with(self, *, leaving: str = "", joining: str = "") -> Sequence[str]:
        """The set's applications after somebody left and somebody joined."""
        keys: Iterable[str] = (str(seat.application_id) for seat in self.recommended)
        return [key for key in keys if key != leaving] + ([joining] if joining else [])


@dataclass(frozen=True)
class SwapWords:
    """A swap in words."""

    effect: Swap
    leaving: Application
    joining: Application
    shows_score: bool

    @property
    def newly_broken(self) -> list[Words]:
        return [RULE_LABELS[rule] for rule in self.effect.newly_broken]

    @property
    def newly_kept(self) -> list[Words]:
        return [RULE_LABELS[rule] for rule in self.effect.newly_kept]
