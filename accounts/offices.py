"""Offices that a person holds in sessions, for the page "My account": a registry, because this app knows no session."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from dialogue_portal.registries import Registry


@dataclass(frozen=True)
class Office:
    """What a person is, and where: "Moderator", of the session at this address."""

    label: str
    scope: str
    url: str


# user -> the offices that this person holds today
offices: Registry[Callable[[Any], Iterable[Office]]] = Registry()
