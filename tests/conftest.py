"""What every test may use. Fixtures of one app live in that app's folder; rows are made by `factories`."""

import os
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation

from accounts.audit import install_triggers, remove_triggers
from dialogue_portal import search
from dialogue_portal.registries import session_links
from tests.e2e.running_portal import database_name, fresh_database, migrated
from tests.halves import FOUND, HALVES, divide


def _flush_with_triggers_lifted(self):
    """The flush after a transactional test: audit triggers lifted around it, what migrations loaded put back."""
    remove_triggers(connection)
    # With cascade, because auditlog's own table stays behind empty, pointing to users, although its model is swapped.
    call_command("flush", verbosity=0, interactive=False, reset_sequences=False, allow_cascade=True)
    import_module("accounts.migrations.0002_delegations").load(apps, None)
    import_module("sessions.migrations.0007_kinds").load(apps, None)
    install_triggers(connection)


TransactionTestCase._fixture_teardown = _flush_with_triggers_lifted


def pytest_addoption(parser):
    parser.addoption("--half", choices=HALVES, default="", help="leave out what the other half proves")


def pytest_collection_modifyitems(config, items):
    """Browser tests last: while a browser is driven its event loop keeps this thread from the database."""
    items.sort(key=lambda item: "e2e" in item.path.parts)
    config.stash[FOUND] = list(items)
    items[:], left = divide(items, config.getoption("--half"))
    config.hook.pytest_deselected(items=left)


@pytest.fixture(scope="session")
def django_db_setup(request, django_db_setup, django_db_blocker, tmp_path_factory):
    """The tests' database; where browser tests follow, a copy of it as it was migrated is kept for their portals."""
    if not any("e2e" in item.path.parts for item in request.session.items):
        return
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            kept = tmp_path_factory.mktemp("migrated") / "portal.sqlite3"
            connection.cursor().execute("VACUUM INTO %s", [str(kept)])
            migrated[""] = str(kept)
        else:
            connection.close()
            server = os.environ["DATABASE_URL"]
            copy = fresh_database(server, copy_of=connection.settings_dict["NAME"])
            migrated[server] = database_name(copy)


@pytest.fixture(autouse=True)
def _plain_static_files(settings):
    """Pages rendered in-process need no collected files; the browser tests drive a server that has them."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    """Hashing is made to take long; tests of how long it takes put the portal's own hashers back."""
    settings.PASSWORD_HASHERS = ["tests.hashers.QuickArgon2", *settings.PASSWORD_HASHERS[1:]]


@pytest.fixture(autouse=True)
def _english():
    """Whatever language an earlier test's request was answered in: it stays active in the thread."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _no_kept_pages(settings):
    """Every page is made anew; what is kept for visitors has tests of its own and the browser tests."""
    settings.VISITOR_PAGE_SECONDS = 0


@pytest.fixture(autouse=True)
def _index_only_for_searches(request, monkeypatch):
    """Each row saved writes all entries of its session anew, in most tests for nobody: only where one asks for them."""
    database = request.node.get_closest_marker("django_db")
    is_committed = database is not None and database.kwargs.get("transaction")
    if not is_committed and request.node.get_closest_marker("searches") is None:
        monkeypatch.setattr(search, "reindex", lambda source, keys=None: None)


@pytest.fixture
def no_links(monkeypatch):
    """Without the links that every app adds to a session's frame, whose cost is not the page's own."""
    monkeypatch.setattr(session_links, "_items", {})
