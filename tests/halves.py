"""What each half of `make test` leaves out, because the other half proves it: the one place where that is decided.

One half runs on SQLite, the other on PostgreSQL with Redis. What touches a row, mail, Redis or the portal's own
processes runs on both. Three kinds of tests cannot come out differently, and run on one half:

- what may not touch the database (pytest-django refuses it to them) runs on SQLite's half, unless it is marked `redis`;
- what starts a portal on an SQLite of its own, whatever the half, is marked `only("sqlite", reason)`;
- what a page looks like in a browser, once its rows are there, is marked `only("postgresql", reason)`.

Who is let in where is asked of every role on SQLite, and on PostgreSQL of one for each outcome at each address
(tests/dialogue_portal/test_permissions.py).

Without `--half` everything runs, as it does in a part that somebody runs by hand.
"""

import pytest

HALVES = ("sqlite", "postgresql")
# All tests that were found, before they are divided.
FOUND = pytest.StashKey[list[pytest.Item]]()
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup"}


def half_of(item: pytest.Item) -> str:
    """The half that a test runs on alone; "" for both."""
    if only := item.get_closest_marker("only"):
        half, reason = only.args
        assert half in HALVES, item.nodeid
        assert reason, item.nodeid
        return half
    return "" if touches_rows(item) or item.get_closest_marker("redis") else "sqlite"


def touches_rows(item: pytest.Item) -> bool:
    """Whether a test may: in this process, or in that of the portal which a browser drives."""
    return (
        "e2e" in item.path.parts
        or item.get_closest_marker("django_db") is not None
        or not DATABASE_FIXTURES.isdisjoint(item.fixturenames)
    )


def divide(items: list[pytest.Item], half: str) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """What a half runs, and what it leaves to the other; with "" it runs everything."""
    left = [item for item in items if half and half_of(item) not in ("", half)]
    gone = set(map(id, left))
    return [item for item in items if id(item) not in gone], left
