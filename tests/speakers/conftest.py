"""Fixtures of the speakers' tests."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sessions.models import Series
from speakers.services.floor_meeting import open_meeting
from tests.factories import SessionFactory, UserFactory, role
from tests.speakers.series import table


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


@pytest.fixture
def staff(db):
    return UserFactory(is_secretariat=True)


@pytest.fixture
def series(db):
    """A series whose choices close tomorrow; its meetings are `morning` and `evening`."""
    return Series.objects.create(title="Round tables", choices_until=timezone.now() + timedelta(days=1))


@pytest.fixture
def morning(series):
    return table(series, "Morning table", seats=2)


@pytest.fixture
def evening(series):
    return table(series, "Evening table", hours=6)
