"""Fixtures of the speakers' tests."""

import pytest

from dialogue_portal.registries import session_links


@pytest.fixture
def no_links(monkeypatch):
    """Without the links that every app adds to a session's frame, whose cost is not the page's own."""
    monkeypatch.setattr(session_links, "_items", {})
