import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _fresh_rate_limits():
    cache.clear()


@pytest.fixture(autouse=True)
def _slow_fingers(settings):
    """A code that changes between being read and being typed must not fail a test."""
    settings.MFA_TOTP_TOLERANCE = 1
