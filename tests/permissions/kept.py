"""Who asks, read once for the whole matrix: a session store and a sign-in backend that keep what they have read.

Else the same few rows are read some ten thousand times. Whatever a request changes is taken back, so what is kept
stays true.
"""

from copy import copy, deepcopy
from typing import Any

from accounts import session_store
from accounts.backends import SignInBackend
from accounts.models import User

_sessions: dict[str | None, dict[str, Any]] = {}
_people: dict[Any, User | None] = {}


def forget() -> None:
    """To be called when the people of a matrix are made and have signed in."""
    _sessions.clear()
    _people.clear()


class SessionStore(session_store.SessionStore):
    def load(self) -> dict[str, Any]:
        if self.session_key not in _sessions:
            _sessions[self.session_key] = super().load()
        return deepcopy(_sessions[self.session_key])


class KeptPeople(SignInBackend):
    def get_user(self, user_id: Any) -> User | None:
        if user_id not in _people:
            _people[user_id] = super().get_user(user_id)
        person = copy(_people[user_id])
        if person is not None:
            # What each request reads of the person stays its own.
            person._read_once = copy(getattr(person, "_read_once", {}))
        return person
