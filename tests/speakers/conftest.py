"""Fixtures of the speakers' tests."""

import pytest

from dialogue_portal.registries import session_links
from speakers.services.floor_meeting import open_meeting
from tests.factories import SessionFactory, role


@pytest.fixture
def no_links(monkeypatch):
    """Without the links that every app adds to a session's frame, whose cost is not the page's own."""
    monkeypatch.setattr(session_links, "_items", {})


@pytest.fixture
def session(db):
    return SessionFactory()


@pytest.fixture
def moderator(session):
    return role(session, "moderator")


@pytest.fixture
def meeting(session, moderator):
    """A session whose meeting runs."""
    open_meeting(session, actor=moderator)
    return session
