"""What the pool of intents gives to a session's cockpit: cards, plots and what is out of the ordinary.

All of it from one query a request, which reads neither when nor in which order intents came. Registered in `apps.py`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from accounts.models import AuditEntry, Delegation, RegionalGroup
from dialogue_portal.access import read_once
from dialogue_portal.models import Export
from dialogue_portal.plots import BarPlot, bar_plot, share_plot
from dialogue_portal.registries import CockpitCard, CockpitException
from sessions.models import DialogueSession, Level, phase_exists
from speakers.exports import INTENTS_TABLE
from speakers.models import IntentStatus, SpeakingIntent
from speakers.pool import alphabetical
from speakers.services.intents import PHASE

# How long before the meeting a name or level "to be confirmed" is more than a thing that follows.
CHASED_FROM = timedelta(days=10)
# What the brief says of a minister.
ANNOUNCED = ["name", "functional_title", "level", "form_of_address", "pronunciation"]
# Names that an exception spells out; the page behind it has all.
NAMED = 8


@dataclass(frozen=True)
class _Intent:
    """As much of an intent as is counted."""

    pk: UUID
    delegation: str
    group: str
    level: str
    status: str
    name: str

    @property
    def is_open(self) -> bool:
        return not self.name or self.level == Level.TO_BE_CONFIRMED


def _pool(session: DialogueSession, user: Any) -> list[_Intent]:
    """Those that stand and the provisional ones; none for whoever may not see the pool."""
    if not (phase_exists(session, PHASE) and user.has_perm("speakers.view_pool", session)):
        return []
    columns = ("pk", "delegation__short_name", "delegation__regional_group", "level", "status", "name")
    rows = SpeakingIntent.objects.filter(session=session, status__in=[IntentStatus.ACTIVE, IntentStatus.PROVISIONAL])
    return read_once(
        user, f"pool of {session.pk}", lambda: [_Intent(*row) for row in rows.order_by().values_list(*columns)]
    )


def _standing(session: DialogueSession, user: Any) -> list[_Intent]:
    return [intent for intent in _pool(session, user) if intent.status == IntentStatus.ACTIVE]


def intent_cards(session: DialogueSession, user: Any) -> Iterable[CockpitCard]:
    if not (phase_exists(session, PHASE) and user.has_perm("speakers.view_pool", session)):
        return
    intents, standing = _pool(session, user), _standing(session, user)
    url = reverse("speakers:pool", kwargs={"slug": session.slug})
    open_names = sum(intent.is_open for intent in standing)
    words = ngettext(
        "%(count)d with a name or level to be confirmed", "%(count)d with a name or level to be confirmed", open_names
    )
    yield CockpitCard(_("Intents to speak"), len(standing), words % {"count": open_names}, url, order=20)
    if provisional := len(intents) - len(standing):
        yield CockpitCard(
            title=_("Provisional intents to confirm"),
            figure=provisional,
            detail=_("Left by somebody to whom an invitation was forwarded."),
            url=f"{url}?shown=provisional",
            order=21,
            waits=True,
        )


def intent_plots(session: DialogueSession, user: Any) -> Iterable[BarPlot]:
    """By regional group, beside what each has of the membership; by level."""
    standing = _standing(session, user)
    if not standing:
        return
    members = read_once(user, "members by group", Delegation.objects.members_by_group)
    by_group = Counter(intent.group for intent in standing)
    yield share_plot(
        _("Intents by regional group"),
        [(group.value, group.label, by_group[group.value], members.get(group.value, 0)) for group in _groups(by_group)],
        of=_("Regional group"),
        measure=_("Intents"),
        base=_("Member States"),
    )
    by_level = Counter(intent.level for intent in standing)
    rows = [(level.label, by_level[level.value], "") for level in Level if by_level[level.value]]
    yield bar_plot(_("Intents by level"), rows, of=_("Level"), measure=_("Intents"))


def _groups(counted: Counter[str]) -> list[RegionalGroup]:
    """The five, also those of which nobody comes; observers in none only where they do."""
    return [group for group in RegionalGroup if group != RegionalGroup.NONE or counted[group.value]]


def intent_exceptions(session: DialogueSession, user: Any) -> Iterable[CockpitException]:
    pool = _pool(session, user)
    if pool:
        yield from _several(session, pool)
        yield from _unconfirmed(session, pool)
        yield from _changed(session, pool)


def _several(session: DialogueSession, pool: list[_Intent]) -> Iterable[CockpitException]:
    """A delegation with more than one intent: its own and one for a group, or one that somebody else left."""
    of_delegation: dict[str, int] = defaultdict(int)
    for intent in pool:
        of_delegation[intent.delegation] += 1
    names = [name for name, count in of_delegation.items() if count > 1]
    if names:
        yield CockpitException(
            title=ngettext(
                "%(count)d delegation has more than one intent",
                "%(count)d delegations have more than one intent",
                len(names),
            )
            % {"count": len(names)},
            detail=_("%(names)s. Ask which one holds: its own, one for a group, or one that somebody else left.")
            % {"names": _listed(names)},
            url=_pool_url(session),
            button=_("See the intents"),
            order=20,
        )


def _unconfirmed(session: DialogueSession, pool: list[_Intent]) -> Iterable[CockpitException]:
    now = timezone.now()
    if session.starts_at is None or not now < session.starts_at <= now + CHASED_FROM:
        return
    names = [intent.delegation for intent in pool if intent.status == IntentStatus.ACTIVE and intent.is_open]
    if names:
        words = ngettext(
            "%(count)d intent is still “to be confirmed”", "%(count)d intents are still “to be confirmed”", len(names)
        )
        yield CockpitException(
            title=words % {"count": len(names)},
            detail=_("%(names)s. The meeting begins in a few days.") % {"names": _listed(names)},
            url=f"{_pool_url(session)}?shown=incomplete",
            button=_("Chase them"),
            order=21,
        )


def _changed(session: DialogueSession, pool: list[_Intent]) -> Iterable[CockpitException]:
    """Who will be announced otherwise than the table says that was taken away last. One query."""
    changed = AuditEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(SpeakingIntent),
        action=AuditEntry.Action.UPDATE,
        timestamp__gt=Export.objects.last_taken(INTENTS_TABLE, session),
        object_pk__in=[str(intent.pk) for intent in pool],
        changes__has_any_keys=ANNOUNCED,
    )
    keys = set(changed.values_list("object_pk", flat=True))
    names = [intent.delegation for intent in pool if str(intent.pk) in keys]
    if names:
        words = ngettext(
            "%(count)d minister changed since the intents were exported",
            "%(count)d ministers changed since the intents were exported",
            len(names),
        )
        yield CockpitException(
            title=words % {"count": len(names)},
            detail=_("%(names)s. What was printed from that table is out of date.") % {"names": _listed(names)},
            url=_pool_url(session),
            button=_("Export them again"),
            order=22,
        )


def _listed(names: Iterable[str]) -> str:
    """By name, some of them; a delegation once."""
    known = sorted(set(names), key=alphabetical)
    rest = len(known) - NAMED
    shown = ", ".join(known[:NAMED])
    return _("%(names)s and %(count)d more") % {"names": shown, "count": rest} if rest > 0 else shown


def _pool_url(session: DialogueSession) -> str:
    return reverse("speakers:pool", kwargs={"slug": session.slug})
