"""For whom a person acts, where there are several: one delegation, one organisation at a time.

The choice is kept in the browser session and checked against the memberships on each request. Pages that act for one
call `acting_for` (no query of its own) and include `accounts/_acting.html`; who acted is recorded beside the principal
as ever.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from django.db import models
from django.http import HttpRequest

from accounts.models import Delegation, Organization
from accounts.permissions import own_delegations, own_organizations

SESSION_KEY = "acts_for"
OWN: dict[type[models.Model], Callable[[Any], list[Any]]] = {
    Delegation: own_delegations,
    Organization: own_organizations,
}
# A delegation or an organisation: a model with `members`.
P = TypeVar("P", bound=models.Model)


@dataclass(frozen=True)
class Acting(Generic[P]):
    """For whom the person acts on this page, None for nobody, and for whom else they could."""

    chosen: P | None
    others: tuple[P, ...] = ()

    @property
    def kind(self) -> str:
        """As the switcher sends it: "delegation" or "organization"."""
        return self.chosen._meta.model_name or "" if self.chosen else ""


def acting_for(request: HttpRequest, model: type[P], *, wanted: object = None) -> Acting[P]:
    """The delegation or the organisation for which the request acts: `wanted`, else the chosen one, else the first.

    `wanted` is the key that a page or its form names; one that is not the person's own is passed over.
    """
    own = cast("list[P]", OWN[model](request.user))
    kept = request.session.get(SESSION_KEY, {}).get(model._meta.model_name)
    by_key = {str(one.pk): one for one in own}
    chosen = by_key.get(str(wanted)) or by_key.get(kept) or (own[0] if own else None)
    return Acting(chosen, tuple(one for one in own if one != chosen))


def act_for(request: HttpRequest, principal: models.Model) -> None:
    """Keep the choice for this browser session; whether it is the person's own is asked again whenever it is used."""
    chosen = request.session.get(SESSION_KEY, {})
    request.session[SESSION_KEY] = {**chosen, str(principal._meta.model_name): str(principal.pk)}
