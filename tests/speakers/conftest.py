"""Fixtures of the speakers' tests."""

import pytest

from speakers.services.floor_meeting import open_meeting
from tests.factories import SessionFactory, role


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
