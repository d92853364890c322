"""One row of the permission matrix: who gets in at an address, and what becomes of the others."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tests.permissions.roles import Who


class Outcome(StrEnum):
    LET_IN = "let in"
    FORBIDDEN = "forbidden"
    SIGN_IN = "sent to sign in"
    PROVE = "asked to prove again who they are"
    NOT_FOUND = "not found"
    NO_METHOD = "method not allowed"


@dataclass(frozen=True)
class Row:
    """One address: who gets in by each method; None where the address does not take the method, whoever asks.

    A visitor who is not let in is sent to sign in, anybody else is refused with 403, unless `refused` says otherwise
    for a role or for the "others", or by one method only ("others by post"). `about` fills the address's arguments and
    `sends` the request, `{name}` standing for a thing of the world; a request needs only what its view must have to
    get as far as its own errors.
    """

    get: Who | None = None
    post: Who | None = None
    about: Mapping[str, str] = field(default_factory=dict)
    sends: Mapping[str, str] = field(default_factory=dict)
    refused: Mapping[str, Outcome] = field(default_factory=dict)

    def outcome(self, method: str, role: str) -> Outcome:
        let_in = self.get if method == "get" else self.post
        if let_in is None:
            return Outcome.NO_METHOD
        if role in let_in:
            return Outcome.LET_IN
        usual = Outcome.SIGN_IN if role == "visitor" else Outcome.FORBIDDEN
        keys = (f"{role} by {method}", role, f"others by {method}", "others")
        return next((self.refused[key] for key in keys if key in self.refused), usual)
