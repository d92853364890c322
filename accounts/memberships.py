"""Who hears that somebody began or ceased to act for a delegation, or that its lead changed hands.

A registry that `mailings` fills, because this app must not import mail. Called by `services.delegations`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.models import Delegation, User
from dialogue_portal.registries import Registry


@dataclass(frozen=True)
class MembershipChange:
    """`occasion` names the mail, `told` are the persons concerned: all focal points, and whoever ceased to be one."""

    occasion: str
    delegation: Delegation
    person: User
    actor: User
    told: tuple[User, ...]


# change -> tells those concerned
messengers: Registry[Callable[[MembershipChange], object]] = Registry()
