"""What an organisation takes part in, told by apps that this one must not import. Shown on the organisation's page."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from dialogue_portal.registries import Registry, Words


@dataclass(frozen=True)
class Involvement:
    """One application, or whatever else an organisation does in a session, as this reader may know it."""

    title: Words
    status: Words
    tone: str
    url: str


# organization, user -> what the organisation takes part in
involvements: Registry[Callable[[Any, Any], Iterable[Involvement]]] = Registry()
