"""How those concerned hear of a request to act for an organisation: a registry that `mailings` fills.

This app must not import mail.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from dialogue_portal.registries import Registry


class Event(StrEnum):
    """What somebody is written about."""

    ASKED = "asked"
    ADMITTED = "admitted"
    DECLINED = "declined"
    REMOVED = "removed"


# event, organization, the person concerned, message or reason -> writes to that person and to those who act for it
carriers: Registry[Callable[[Event, Any, Any, str], object]] = Registry()


def tell(event: Event, organization: Any, person: Any, words: str = "") -> None:
    for carrier in carriers:
        carrier(event, organization, person, words)
