"""What tests of several journeys of a session use."""

import pytest

from tests.factories import UserFactory


@pytest.fixture
def staff(client):
    """Somebody of the secretariat, signed in."""
    user = UserFactory(is_secretariat=True)
    client.force_login(user)
    return user
