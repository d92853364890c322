"""What applications give to a session's cockpit: cards, plots and what is out of the ordinary.

Registered in `apps.py`. Only staff open a cockpit; each provider costs a constant number of queries.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from accounts.models import Delegation, EcosocStatus, RegionalGroup, StakeholderKind
from dialogue_portal.access import read_once
from dialogue_portal.plots import BarPlot, bar_plot, share_plot
from dialogue_portal.registries import CockpitCard, CockpitException, Words
from sessions.models import DialogueSession, phase_exists
from stakeholders.models import Application, ApplicationStatus, ConflictOfInterest, Panel, PanelStatus, Route
from stakeholders.services.applying import PHASE

# Names that an exception spells out; the page behind it has all.
NAMED = 4


# What a panel waits for.
PANEL_WAITS: dict[str, Words] = {
    PanelStatus.RECOMMENDED: gettext_lazy("It waits for the Chair’s decision."),
    PanelStatus.DECIDED: gettext_lazy("Decisions wait to be made known."),
}


@dataclass(frozen=True)
class _Application:
    """As much of an application as is counted."""

    organization: str
    kind: str
    region: str
    route: str
    status: str
    key: UUID
    open_conflicts: int
    is_checked: bool


def _applications(session: DialogueSession, user: Any) -> list[_Application]:
    """All but withdrawn ones, by name; one query a request. None where the session takes none."""
    if not phase_exists(session, PHASE):
        return []
    checked = EcosocStatus.objects.filter(organization=OuterRef("organization"), checked_by__isnull=False)
    opened = Q(conflicts__declaration=ConflictOfInterest.Declaration.CONFLICT, conflicts__settled_by=None)
    rows = Application.objects.live().filter(session=session).order_by("organization__name", "pk")
    counted = rows.annotate(open_conflicts=Count("conflicts", filter=opened), is_checked=Exists(checked))
    columns = ("organization__name", "organization__kind", "organization__regional_group", "route", "status")
    return read_once(
        user,
        f"applications of {session.pk}",
        lambda: [_Application(*row) for row in counted.values_list(*columns, "pk", "open_conflicts", "is_checked")],
    )


def application_cards(session: DialogueSession, user: Any) -> Iterable[CockpitCard]:
    """Two queries."""
    if not phase_exists(session, PHASE):
        return
    found = _applications(session, user)
    waiting = sum(row.status == ApplicationStatus.SUBMITTED for row in found)
    listed = reverse("stakeholders:applications", kwargs={"slug": session.slug})
    yield CockpitCard(
        title=_("Applications to screen"),
        figure=waiting,
        detail=_("of %(total)d applications") % {"total": len(found)},
        url=f"{listed}?status=submitted" if waiting else listed,
        order=30,
        waits=bool(waiting),
    )
    panel = Panel.objects.filter(session=session).first() or Panel(session=session)
    yield CockpitCard(
        title=_("Panel of stakeholders"),
        figure=panel.get_status_display(),
        detail=PANEL_WAITS.get(panel.status, ""),
        url=reverse("stakeholders:panel", kwargs={"slug": session.slug}),
        order=31,
        waits=panel.status in PANEL_WAITS,
    )


def conflict_cards(session: DialogueSession, user: Any) -> Iterable[CockpitCard]:
    """Conflicts of interest that were declared and are not settled."""
    if not user.has_perm("stakeholders.screen_applications", session):
        return
    if concerned := [row for row in _applications(session, user) if row.open_conflicts]:
        yield CockpitCard(
            title=_("Conflicts of interest to settle"),
            figure=sum(row.open_conflicts for row in concerned),
            detail=_("Say how each was dealt with, on the page of its application."),
            url=reverse("stakeholders:application", kwargs={"slug": session.slug, "pk": concerned[0].key}),
            order=32,
            waits=True,
        )


def application_plots(session: DialogueSession, user: Any) -> Iterable[BarPlot]:
    """What was submitted, by the region where the organisations work and by their kind."""
    found = [row for row in _applications(session, user) if row.status != ApplicationStatus.DRAFT]
    if not found:
        return
    members = read_once(user, "members by group", Delegation.objects.members_by_group)
    regions = Counter(row.region for row in found)
    yield share_plot(
        _("Applications by the region where they work"),
        [
            (group.value, group.label, regions[group.value], members.get(group.value, 0))
            for group in RegionalGroup
            if group != RegionalGroup.NONE
        ],
        of=_("Regional group"),
        measure=_("Applications"),
        base=_("Member States"),
    )
    kinds = Counter(row.kind for row in found)
    yield bar_plot(
        _("Applications by kind of stakeholder"),
        [(kind.label, kinds[kind.value], "") for kind in StakeholderKind],
        of=_("Kind"),
        measure=_("Applications"),
    )


def status_exceptions(session: DialogueSession, user: Any) -> Iterable[CockpitException]:
    """Eligible applicants in consultative status whose status nobody has checked."""
    names = [
        row.organization
        for row in _applications(session, user)
        if row.status == ApplicationStatus.ELIGIBLE and row.route == Route.CONSULTATIVE_STATUS and not row.is_checked
    ]
    if not names:
        return
    words = ngettext(
        "%(count)d eligible applicant has a consultative status that nobody has checked",
        "%(count)d eligible applicants have a consultative status that nobody has checked",
        len(names),
    )
    shown, rest = ", ".join(names[:NAMED]), len(names) - NAMED
    yield CockpitException(
        title=words % {"count": len(names)},
        detail=_("%(names)s and %(count)d more") % {"names": shown, "count": rest} if rest > 0 else shown,
        url=f"{reverse('accounts:organizations')}?show=unchecked",
        button=_("Check the statuses"),
        order=30,
    )
