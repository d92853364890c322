"""Every write on sessions that has a rule or a side effect, one module per journey."""

from sessions.services.participants import (
    register_participant,
    reinstate_participant,
    retire_participant,
    update_participant,
)

__all__ = [
    "register_participant",
    "reinstate_participant",
    "retire_participant",
    "update_participant",
]
