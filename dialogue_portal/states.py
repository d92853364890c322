"""Moving a status field: one table per field says which moves exist."""

from collections.abc import Mapping


class InvalidTransition(Exception):
    """The row is not in a state from which this move exists. Not a matter of permission."""

    def __init__(self, source: str, target: str) -> None:
        self.source, self.target = source, target
        super().__init__(f"no transition from {source!r} to {target!r}")


def check_transition(transitions: Mapping[str, set[str]], source: str, target: str) -> None:
    """Raise InvalidTransition unless `transitions` lets `source` become `target`."""
    if target not in transitions[source]:
        raise InvalidTransition(source, target)
