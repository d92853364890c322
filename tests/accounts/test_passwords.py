"""A password needs words of one's own."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError


@pytest.mark.parametrize(
    "password",
    ["Ministerial-Dialogue-2026", "DialoguePortal2026!", "welcome delegation 2026", "password-localhost-1"],
)
def test_password_of_the_portals_words_is_refused(password):
    with pytest.raises(ValidationError) as error:
        validate_password(password)

    assert [each.code for each in error.value.error_list] == ["password_of_portal_words"]


@pytest.mark.parametrize(
    "password", ["the minister prefers oranges", "welcome-to-the-dialogue-garden", "жаворонок над полем"]
)
def test_password_with_words_of_ones_own_is_taken(password):
    validate_password(password)


def test_short_password_is_told_only_that_it_is_short():
    with pytest.raises(ValidationError) as error:
        validate_password("xk7Qp")

    assert [each.code for each in error.value.error_list] == ["password_too_short"]
