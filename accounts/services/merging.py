"""Two entries of one organisation become one, with nothing lost: staff see what moves and decide what clashes."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models, transaction

from accounts.merging import KEPT, MERGED, Clash, merge_rules, references
from accounts.models import FormerName, Organization, User
from dialogue_portal import audit


class Undecided(Exception):
    """A clash is not decided."""


class ChangedSinceSeen(Exception):
    """What would move is not what was shown any more."""


@dataclass(frozen=True)
class Plan:
    """What a merge would do: (name of the kind of rows, how many of each entry), and what is to be decided."""

    kept: Organization
    merged: Organization
    rows: list[tuple[str, int, int]]
    clashes: list[Clash]
    # Of all rows concerned, so that only what was seen is merged.
    digest: str


def plan_merge(kept: Organization, merged: Organization) -> Plan:
    """What would follow from `merged` into `kept`. Writes nothing."""
    rows, seen = [], [f"{one.pk} {one.revision}" for one in (kept, merged)]
    for reference in references():
        keys = [list(reference.rows(one).values_list("pk", flat=True)) for one in (kept, merged)]
        if keys[0] or keys[1]:
            name = str(reference.model._meta.verbose_name_plural)
            rows.append((name[:1].upper() + name[1:], len(keys[0]), len(keys[1])))
            seen.append(f"{reference.model._meta.label} {keys}")
    clashes = [clash for rule in merge_rules for clash in rule.clashes(kept, merged)]
    text = "\n".join([*seen, *(f"{clash.key} {clash.kept} {clash.merged}" for clash in clashes)])
    return Plan(kept, merged, rows, clashes, hashlib.sha256(text.encode()).hexdigest()[:16])


@transaction.atomic
def merge_organizations(
    kept: Organization, merged: Organization, *, actor: User, choices: Mapping[str, str], seen: str
) -> Organization:
    """Let everything that refers to `merged` refer to `kept`, keep its name and key as former ones, delete its row.

    `choices` decides each clash, `seen` is the digest of the plan that was read. What `kept` lacks it takes over.
    Raises Undecided, ChangedSinceSeen.
    """
    locked = Organization.objects.select_for_update(of=("self",)).order_by("pk").in_bulk([kept.pk, merged.pk])
    if len(locked) < 2:
        raise ChangedSinceSeen
    kept, merged = locked[kept.pk], locked[merged.pk]
    plan = plan_merge(kept, merged)
    if plan.digest != seen:
        raise ChangedSinceSeen
    if any(choices.get(clash.key) not in (KEPT, MERGED) for clash in plan.clashes):
        raise Undecided
    for rule in merge_rules:
        rule.settle(kept, merged, choices, actor)
    for reference in references():
        reference.move(merged, kept)
    _take_over(kept, merged, actor=actor)
    return kept


def _take_over(kept: Organization, merged: Organization, *, actor: User) -> None:
    """The name, the key, and what only the merged entry said."""
    FormerName.objects.create(organization=kept, name=merged.name, former_id=merged.pk)
    for name in ("website", "headquarters"):
        if not getattr(kept, name):
            setattr(kept, name, getattr(merged, name))
    kept.revision += 1
    kept.save()
    audit.record(kept, actor=actor, changes={"merged": [f"{merged.name} ({merged.pk})", kept.name]})
    left = [reference.model._meta.label for reference in references() if reference.rows(merged).exists()]
    if left:
        raise models.ProtectedError(f"still refers to {merged.pk}: {left}", {merged})
    merged.delete()
