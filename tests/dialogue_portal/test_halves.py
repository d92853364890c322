"""What each half of `make test` leaves out: only what cannot come out differently, and nothing that neither runs."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.halves import FOUND, HALVES, divide, half_of


def item(path="tests/sessions/test_x.py", fixtures=(), **markers):
    found = {name: SimpleNamespace(args=args) for name, args in markers.items()}
    return SimpleNamespace(path=Path(path), nodeid=path, fixturenames=fixtures, get_closest_marker=found.get)


BROWSER = "tests/e2e/test_x.py"


@pytest.mark.parametrize(
    ("of", "half"),
    [
        (item(), "sqlite"),
        (item(redis=()), ""),
        (item(django_db=()), ""),
        (item(fixtures=("session", "db")), ""),
        (item(fixtures=("transactional_db",)), ""),
        (item(BROWSER), ""),
        (item(BROWSER, only=("sqlite", "an SQLite of its own")), "sqlite"),
        (item(BROWSER, only=("postgresql", "what pages look like")), "postgresql"),
    ],
)
def test_what_touches_rows_runs_on_both(of, half):
    assert half_of(of) == half


@pytest.mark.parametrize("said", [("postgresql", ""), ("redis", "why")])
def test_half_and_reason_are_said(said):
    with pytest.raises(AssertionError):
        half_of(item(only=said))


def test_every_test_is_run_by_a_half(request):
    found = request.config.stash[FOUND]
    run = [set(map(id, divide(found, half)[0])) for half in HALVES]
    assert run[0] | run[1] == set(map(id, found))


def test_only_browser_tests_are_put_on_one_half(request):
    put = [item for item in request.config.stash[FOUND] if item.get_closest_marker("only")]
    assert {item.path.parent.name for item in put} <= {"e2e"}
