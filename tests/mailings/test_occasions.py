"""Templates take listed placeholders only and never run code."""

from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.utils import timezone, translation

from mailings.occasions import STANDARD, Moment, Occasion, OccasionRegistry, compose, occasions, placeholders_in


@pytest.mark.parametrize("body", ["{secret}", "{user.password}", "{thing!r}", "{0}", "{", "{thing}}", "{{ thing }}"])
def test_register_refuses_what_is_not_a_listed_placeholder(body):
    with pytest.raises(ValueError, match="occasion 'x'"):
        OccasionRegistry().register("x", Occasion("X", "subject", body, ("thing",)))


def test_compose_fills_values_without_running_them():
    occasion = Occasion("X", "On {thing}", "{thing} {recipient}", ("thing",))

    subject, body = compose(occasion, {"thing": "{recipient} {{ settings }} %(x)s"}, recipient="Ana")

    assert subject == "On {recipient} {{ settings }} %(x)s"
    assert body == "{recipient} {{ settings }} %(x)s Ana"


def test_compose_writes_times_in_the_meetings_zone_and_the_readers():
    occasion = Occasion("X", "By {until}", "", ("until",))
    until = Moment(datetime(2019, 3, 1, 23, tzinfo=UTC), "America/New_York")

    subject, _ = compose(occasion, {"until": until}, recipient="", reader_zone="Africa/Nairobi")

    assert subject == "By Friday 1 March 2019, 6 p.m. New York (02:00 Saturday in Nairobi)"


def test_compose_keeps_the_subject_on_one_line():
    occasion = Occasion("X", "On {thing}", "", ("thing",))

    assert compose(occasion, {"thing": "a\r\nBcc: b@example.org"}, recipient="")[0] == "On a Bcc: b@example.org"


@pytest.mark.parametrize("values", [{}, {"thing": 1, "more": 2}, {"thing": timezone.now()}])
def test_compose_refuses_values_that_do_not_fit(values):
    with pytest.raises(ValueError):  # noqa: PT011  (three different sentences)
        compose(Occasion("X", "", "{thing}", ("thing",)), values, recipient="")


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES])
def test_registered_texts_use_listed_placeholders_in_every_language(language):
    with translation.override(language):
        for occasion in occasions:
            used = placeholders_in(str(occasion.subject) + str(occasion.body))
            assert used <= STANDARD | set(occasion.placeholders)
