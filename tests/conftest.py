"""What every test may use. Fixtures of one app live in that app's folder; rows are made by `factories`."""

from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation

from accounts.audit import install_triggers, remove_triggers
from dialogue_portal.registries import session_links


def _flush_with_triggers_lifted(self):
    """The flush after a transactional test: audit triggers lifted around it, what migrations loaded put back."""
    remove_triggers(connection)
    # With cascade, because auditlog's own table stays behind empty, pointing to users, although its model is swapped.
    call_command("flush", verbosity=0, interactive=False, reset_sequences=False, allow_cascade=True)
    import_module("accounts.migrations.0002_delegations").load(apps, None)
    import_module("sessions.migrations.0007_kinds").load(apps, None)
    install_triggers(connection)


TransactionTestCase._fixture_teardown = _flush_with_triggers_lifted


def pytest_collection_modifyitems(items):
    """Browser tests last: while a browser is driven its event loop keeps this thread from the database."""
    items.sort(key=lambda item: "e2e" in item.path.parts)


@pytest.fixture(autouse=True)
def _plain_static_files(settings):
    """Pages rendered in-process need no collected files; the browser tests drive a server that has them."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def _english():
    """Whatever language an earlier test's request was answered in: it stays active in the thread."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _no_kept_pages(settings):
    """Every page is made anew; what is kept for visitors has tests of its own and the browser tests."""
    settings.VISITOR_PAGE_SECONDS = 0


@pytest.fixture
def no_links(monkeypatch):
    """Without the links that every app adds to a session's frame, whose cost is not the page's own."""
    monkeypatch.setattr(session_links, "_items", {})
