"""The pool of intents as pages and exports show it: by regional group, then alphabetically, never by time.

Read by `views.intents`. Accessibility needs are never among what is shown here.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import RegionalGroup
from sessions.models import Level
from speakers.models import SpeakingIntent
from speakers.models.intents import SpeakingIntentQuerySet


@dataclass(frozen=True)
class PoolGroup:
    """One regional group's part of the pool."""

    key: str
    label: str
    intents: list[SpeakingIntent]


def in_groups(intents: Iterable[SpeakingIntent]) -> list[PoolGroup]:
    """The intents by regional group in the fixed order of groups, each alphabetically; groups without any left out."""
    parts: dict[str, list[SpeakingIntent]] = {key: [] for key in RegionalGroup.values}
    for intent in intents:
        parts[intent.delegation.regional_group].append(intent)
    return [
        PoolGroup(key, str(RegionalGroup(key).label), sorted(part, key=_place)) for key, part in parts.items() if part
    ]


def _place(intent: SpeakingIntent) -> tuple[str, ...]:
    """Alphabetical whatever the database's collation: Côte d'Ivoire before Croatia. The random key settles the rest."""
    return (
        alphabetical(intent.delegation.short_name),
        alphabetical(intent.on_behalf_of),
        alphabetical(intent.name),
        str(intent.pk),
    )


def alphabetical(text: str) -> str:
    """What a text is sorted by: without regard to case and accents, whatever the database's collation."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@dataclass(frozen=True)
class PoolCounts:
    """How many intents stand: a row for each regional group, in it a figure for each level that occurs, and sums."""

    levels: list[str]
    # Key and name of the group, (level, figure) pairs, sum.
    rows: list[tuple[str, str, list[tuple[str, int]], int]]
    totals: list[tuple[str, int]]
    total: int


def count_by_group_and_level(intents: SpeakingIntentQuerySet) -> PoolCounts:
    cells = Counter(intents.order_by().values_list("delegation__regional_group", "level"))
    by_level = Counter(level for _group, level in cells.elements())
    levels = [level for level in Level if by_level[level]]
    names = [str(level.label) for level in levels]
    rows = []
    for group in RegionalGroup:
        figures = [cells[group.value, level.value] for level in levels]
        if any(figures):
            rows.append((group.value, str(group.label), list(zip(names, figures, strict=True)), sum(figures)))
    totals = [(name, by_level[level]) for name, level in zip(names, levels, strict=True)]
    return PoolCounts(names, rows, totals, cells.total())
