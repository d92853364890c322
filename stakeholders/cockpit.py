"""What applications give to a session's cockpit beside their cards: plots and what is out of the ordinary.

Registered in `apps.py`; each costs a constant number of queries.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from accounts.models import Delegation, EcosocStatus, RegionalGroup, StakeholderKind
from dialogue_portal.access import read_once
from dialogue_portal.plots import BarPlot, bar_plot, share_plot
from dialogue_portal.registries import CockpitCard, CockpitException
from sessions.models import DialogueSession, phase_exists
from stakeholders.models import Application, ApplicationStatus, ConflictOfInterest, Route
from stakeholders.services.applying import PHASE

# Names that an exception spells out; the page behind it has all.
NAMED = 4


def conflict_cards(session: DialogueSession, user: Any) -> Iterable[CockpitCard]:
    """Conflicts of interest that were declared and are not settled. One query."""
    if not phase_exists(session, PHASE) or not user.has_perm("stakeholders.screen_applications", session):
        return
    opened = ConflictOfInterest.objects.filter(
        application__in=Application.objects.live().filter(session=session),
        declaration=ConflictOfInterest.Declaration.CONFLICT,
        settled_by=None,
    )
    rows = list(opened.order_by("application__organization__name").values_list("application", flat=True))
    if rows:
        yield CockpitCard(
            title=_("Conflicts of interest to settle"),
            figure=len(rows),
            detail=_("Say how each was dealt with, on the page of its application."),
            url=reverse("stakeholders:application", kwargs={"slug": session.slug, "pk": rows[0]}),
            order=32,
            waits=True,
        )


def application_plots(session: DialogueSession, user: Any) -> Iterable[BarPlot]:
    """What was submitted, by the region where the organisations work and by their kind. One query, and the members."""
    if not phase_exists(session, PHASE) or not user.has_perm("stakeholders.screen_applications", session):
        return
    rows = Application.objects.beyond_draft().filter(session=session).order_by()
    found = list(rows.values_list("organization__regional_group", "organization__kind"))
    if not found:
        return
    members = read_once(user, "members by group", Delegation.objects.members_by_group)
    regions = Counter(region for region, _kind in found)
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
    kinds = Counter(kind for _region, kind in found)
    yield bar_plot(
        _("Applications by kind of stakeholder"),
        [(kind.label, kinds[kind.value], "") for kind in StakeholderKind],
        of=_("Kind"),
        measure=_("Applications"),
    )


def status_exceptions(session: DialogueSession, user: Any) -> Iterable[CockpitException]:
    """Eligible applicants in consultative status whose status nobody has checked. One query."""
    if not phase_exists(session, PHASE) or not user.has_perm("stakeholders.screen_applications", session):
        return
    checked = EcosocStatus.objects.filter(organization=OuterRef("organization"), checked_by__isnull=False)
    rows = Application.objects.filter(
        ~Exists(checked), session=session, status=ApplicationStatus.ELIGIBLE, route=Route.CONSULTATIVE_STATUS
    )
    names = list(rows.order_by("organization__name").values_list("organization__name", flat=True))
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
