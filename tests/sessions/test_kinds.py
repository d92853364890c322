"""Kinds as templates: what the portal comes with, which phases a session has, which addresses are free."""

import pytest
from django.core.validators import slug_re

from dialogue_portal.registries import phases
from sessions.models import DialogueSession, Kind, SessionKind, phase_is_open, phases_of
from sessions.services.addresses import free_slug, is_reserved
from sessions.urls import urlpatterns
from tests.factories import SessionFactory, open_phase

pytestmark = pytest.mark.django_db


def test_portal_comes_with_four_kinds_whose_segments_fill_the_meeting():
    kinds = {kind.kind: kind for kind in Kind.objects.prefetch_related("segments")}

    assert set(kinds) == set(SessionKind.values)
    for kind in kinds.values():
        assert sum(segment.minutes for segment in kind.segments.all()) == kind.minutes
        openings = kind.segments.filter(segment="opening").values_list("minutes", flat=True)
        assert sum(openings) == kind.opening_minutes


def test_dialogue_is_as_at_csw63():
    kind = Kind.objects.get(kind=SessionKind.INTERACTIVE_DIALOGUE)

    assert (kind.minutes, kind.opening_minutes, kind.initial_seconds, kind.follow_up_seconds) == (180, 15, 180, 60)
    assert (kind.stakeholders_min, kind.stakeholders_max, kind.keeps_speakers_list) == (3, 4, False)


def test_session_has_the_phases_that_it_names_in_the_order_of_the_bar():
    session = SessionFactory(phase_keys=["consultation", "intents", "of-no-app"])

    assert phases_of(session) == ["intents", "consultation"]
    assert phases_of(SessionFactory()) == sorted(
        (key for key, _phase in phases.items()), key=lambda key: phases[key].order
    )


def test_phase_that_does_not_exist_is_never_open():
    session = SessionFactory(phase_keys=["intents"])
    open_phase(session, "applications")
    open_phase(session, "intents")

    assert phase_is_open(session, "intents")
    assert not phase_is_open(session, "applications")


def test_addresses_of_pages_are_reserved():
    first_parts = {str(pattern.pattern).split("/")[0] for pattern in urlpatterns} - {""}
    fixed = [part for part in first_parts if slug_re.fullmatch(part)]

    assert "new" in fixed
    assert [part for part in fixed if not is_reserved(part)] == []
    assert free_slug(DialogueSession.objects.all(), "new") == "new-2"


def test_address_is_free_until_a_session_has_it():
    SessionFactory(slug="round-table")

    assert not is_reserved("round-table")
    assert free_slug(DialogueSession.objects.all(), "round-table") == "round-table-2"
