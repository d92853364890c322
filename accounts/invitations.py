"""To what a person can be invited, and how an invitation reaches them: registries that apps fill from `apps.py`.

This app must import neither sessions nor mailings, so what a role means and how mail is sent is told from there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dialogue_portal.registries import Registry, Words


@dataclass(frozen=True)
class InvitationScope:
    """What rows of one model offer.

    `roles` is key → label; `give(invitation, user)` gives one, twice is once; `page(scope)` is the address where staff
    see who holds them. `group_roles` are those held for one regional group.
    """

    roles: Mapping[str, Words]
    give: Callable[[Any, Any], object]
    page: Callable[[Any], str]
    group_roles: frozenset[str] = frozenset()


# "app_label.modelname" of the scope → what can be offered there
scopes: Registry[InvitationScope] = Registry()
# invitation, token of its link -> brings it to the invited person
carriers: Registry[Callable[[Any, str], object]] = Registry()


def scope_of(row: Any) -> InvitationScope:
    """What this row offers. Raises KeyError for a model that offers nothing."""
    return scopes[row._meta.label_lower]
