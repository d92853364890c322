"""The page of the panel as CSV and Excel: eligible applicants, the set, the balance, each as its reader may see it.

Registered by `stakeholders.exports`.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, gettext_lazy as _

from accounts.models import RegionalGroup, StakeholderKind
from dialogue_portal.exports import Asked, Column, StaffTable, staff_tables
from stakeholders.models import Application, ApplicationStatus, PanelSeat, PanelStatus
from stakeholders.panel_page import Entry, PanelPage


def register() -> None:
    staff_tables.register("stakeholders.candidates", CANDIDATES)
    staff_tables.register("stakeholders.panel", PANEL)
    staff_tables.register("stakeholders.balance", BALANCE)


def _score(entry: "Entry | _Seat") -> Any:
    return gettext("after your review") if entry.score is None else round(entry.score, 2)


def _candidates(asked: Asked) -> list[Entry]:
    return PanelPage(asked.scope, asked.user).entries()


CANDIDATES = StaffTable(
    title=_("Eligible applicants"),
    permission="stakeholders.view_panel",
    rows=_candidates,
    columns=[
        Column(_("Organization"), "application.organization.name"),
        Column(_("Kind"), "application.organization.kind", StakeholderKind.choices),
        Column(_("Works in"), "application.organization.regional_group", RegionalGroup.choices),
        Column(_("Open conflict of interest"), "candidate.has_conflict"),
        Column(_("Score"), _score),
        Column(_("In the set"), "is_chosen"),
    ],
)


@dataclass(frozen=True)
class _Seat:
    """A seat as the page shows it to this reader: scores and statuses where it says them, and nowhere else."""

    page: PanelPage
    seat: PanelSeat

    @property
    def application(self) -> Application:
        return self.seat.application

    @property
    def is_decided(self) -> bool:
        return self.seat.stage == PanelSeat.Stage.DECIDED

    @property
    def stage(self) -> str:
        """As recommended, as decided, or not yet either."""
        panel = self.page.panel
        is_prepared = panel.status == PanelStatus.PROPOSED
        return panel.get_status_display() if is_prepared else self.seat.get_stage_display()

    @property
    def score(self) -> float | None:
        return self.page.score_of(self.application)

    @property
    def shown_score(self) -> Any:
        # Made known or withdrawn, an application is no longer in the field: nothing hides its score, there is none.
        is_over = self.score is None and self.page.panel.status != PanelStatus.PROPOSED
        return "" if self.is_decided or self.seat.invited_by_chair or is_over else _score(self)

    @property
    def standing(self) -> str:
        """That somebody is out; of a decision that was made known, how far it has come."""
        is_out = self.application.status in (ApplicationStatus.WITHDRAWN, ApplicationStatus.INELIGIBLE)
        is_known = self.is_decided and self.page.panel.status == PanelStatus.RELEASED
        return self.application.get_status_display() if is_out or is_known else ""

    @property
    def alternates(self) -> list[str]:
        return [f"{one.rank}. {one.application.organization}" for one in self.seat.alternates.all()]


def _seats(asked: Asked) -> list[_Seat]:
    page = PanelPage(asked.scope, asked.user)
    return [_Seat(page, seat) for seat in [*page.recommended, *page.decided]]


PANEL = StaffTable(
    title=_("Panel of stakeholders"),
    permission="stakeholders.view_panel",
    rows=_seats,
    columns=[
        Column(_("The set"), "stage"),
        Column(_("Organization"), "application.organization.name"),
        Column(_("Speaker"), "application.speaker_name"),
        Column(_("Functional title"), "application.speaker_title"),
        Column(_("Kind"), "application.organization.kind", StakeholderKind.choices),
        Column(_("Works in"), "application.organization.regional_group", RegionalGroup.choices),
        Column(_("Headquarters"), "application.organization.headquarters"),
        Column(_("Expertise at national level"), "application.has_national_expertise"),
        Column(_("Invited by the Chair"), "seat.invited_by_chair"),
        Column(_("Score"), "shown_score"),
        Column(_("Reason"), "seat.reason"),
        Column(_("Ranked alternates"), "alternates"),
        Column(_("Status"), "standing"),
    ],
)

BALANCE = StaffTable(
    title=_("Balance by region"),
    permission="stakeholders.view_panel",
    rows=lambda asked: PanelPage(asked.scope, asked.user).balance,
    columns=[
        Column(_("Regional group"), "region", RegionalGroup.choices),
        Column(_("Applied"), "applied"),
        Column(_("Eligible"), "eligible"),
        Column(_("In the set"), "chosen"),
    ],
)
