"""To what a person can be invited, and how an invitation reaches them: registries that apps fill from `apps.py`.

This app must import neither sessions nor mailings, so what a role means and how mail is sent is told from there.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from dialogue_portal.registries import Registry, Words

# Scope's key, role, regional group, e-mail address in lower case.
Holding = tuple[UUID, str, str, str]


@dataclass(frozen=True)
class InvitationScope:
    """What rows of one model offer.

    `label` is what is offered, for the filter of the list; `roles` is key → label; `give(invitation, user)` gives one,
    twice is once; `page(scope)` is the address where staff see who holds them; `holders(scope ids)` tells which
    addresses hold which role already. `group_roles` are those held for one regional group; with `has_term` a role may
    be "designate" and from and to a day.
    """

    label: Words
    roles: Mapping[str, Words]
    give: Callable[[Any, Any], object]
    page: Callable[[Any], str]
    holders: Callable[[Collection[UUID]], set[Holding]]
    # (user, scope) -> whether they renew and withdraw its invitations beside the secretariat
    may_manage: Callable[[Any, Any], bool] | None = None
    group_roles: frozenset[str] = frozenset()
    has_term: bool = False
    # scope -> the roles that this one offers, where they are not all of `roles`
    narrowed: Callable[[Any], Mapping[str, Words]] | None = None

    def roles_in(self, scope: Any) -> Mapping[str, Words]:
        return self.narrowed(scope) if self.narrowed else self.roles


@dataclass(frozen=True)
class Delivery:
    """How far the latest mail of an invitation came: a job's state, and the address where staff read the mail."""

    state: str
    url: str


@dataclass(frozen=True)
class OfferedAct:
    """What somebody may leave to whom an invitation was forwarded, until those concerned confirm or discard it."""

    title: Words
    detail: Words
    url: str
    button: Words
    deadline: datetime | None = None
    time_zone: str = "UTC"


# "app_label.modelname" of the scope → what can be offered there
scopes: Registry[InvitationScope] = Registry()
# invitation, token of its link -> brings it to the invited person
carriers: Registry[Callable[[Any, str], object]] = Registry()
# invitations -> how far the latest mail of each came, by the invitation's key
deliveries: Registry[Callable[[Collection[Any]], Mapping[UUID, Delivery]]] = Registry()
# invitation, somebody else who follows its link -> what this person may leave provisionally
provisional_acts: Registry[Callable[[Any, Any], Iterable[OfferedAct]]] = Registry()


def scope_of(row: Any) -> InvitationScope:
    """What this row offers. Raises KeyError for a model that offers nothing."""
    return scopes[row._meta.label_lower]


def with_deliveries(rows: Iterable[Any]) -> list[Any]:
    """Invitations whose scopes are read, each with its role in words and how far its latest mail came."""
    invitations = list(rows)
    delivered = {key: value for source in deliveries for key, value in source(invitations).items()}
    for invitation in invitations:
        name_role(invitation)
        invitation.delivery = delivered.get(invitation.pk)
    return invitations


def name_role(invitation: Any) -> None:
    roles = scope_of(invitation.scope).roles if invitation.scope else {}
    invitation.role_label = roles.get(invitation.role, invitation.role)
