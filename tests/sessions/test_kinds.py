"""Kinds as templates: what the portal comes with, which phases a session has, which addresses are free."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.validators import slug_re

from dialogue_portal.registries import phases
from dialogue_portal.revisions import StaleRevision
from sessions.models import DialogueSession, Kind, SessionKind, phase_is_open, phases_of
from sessions.services import (
    NewMeeting,
    SetUp,
    create_session_from_kind,
    create_session_from_note,
    save_kind,
    save_set_up,
)
from sessions.services.addresses import free_slug, is_reserved
from sessions.services.programme import fit, segments_of
from sessions.services.programme_editing import ProgrammeRow
from sessions.urls import urlpatterns
from tests.factories import SessionFactory, UserFactory, open_phase

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


def meeting(hours=1.5, **changed):
    starts_at = datetime(2019, 3, 12, 14, tzinfo=UTC)
    values = {"title": "Care", "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=hours)}
    return NewMeeting(**{**values, "time_zone": "America/New_York", **changed})


def programme(session):
    return [(item.segment, item.minutes) for item in session.programme_items.all()]


def test_draft_from_a_kind_has_its_rules_programme_and_phases():
    staff = UserFactory(is_secretariat=True)
    kind = Kind.objects.get(kind="round_table")

    session, is_new = create_session_from_kind(kind, meeting(), actor=staff)

    session.refresh_from_db()
    assert (is_new, session.status, session.kind, session.slug) == (True, "draft", "round_table", "care")
    assert (session.stakeholders_max, session.open_to) == (0, ["delegations"])
    assert programme(session) == [("remarks", 10), ("dialogue", 70), ("closing", 10)]
    assert set(session.phase_windows.values_list("phase", flat=True)) <= set(session.phase_keys)
    assert session.phase_windows.filter(phase="intents").exists()


def test_side_event_from_its_kind_has_no_phase():
    session, _new = create_session_from_kind(
        Kind.objects.get(kind="side_event"), meeting(1.25), actor=UserFactory(is_secretariat=True)
    )

    assert phases_of(session) == []
    assert not session.phase_windows.exists()


def test_kind_changed_later_leaves_its_sessions_alone():
    staff = UserFactory(is_secretariat=True)
    kind = Kind.objects.get(kind="round_table")
    session, _new = create_session_from_kind(kind, meeting(), actor=staff)

    kind.initial_seconds = 120
    save_kind(
        kind, [ProgrammeRow("opening", 20), ProgrammeRow("dialogue", 40, "Views")], actor=staff, seen=kind.revision
    )
    save_set_up(session, SetUp(), actor=staff, seen=session.revision)

    session.refresh_from_db()
    assert (kind.minutes, kind.opening_minutes) == (60, 20)
    assert session.initial_seconds == 180
    assert programme(session) == [("remarks", 10), ("dialogue", 70), ("closing", 10)]
    later, _new = create_session_from_kind(kind, meeting(), actor=staff)
    assert later.initial_seconds == 120
    assert programme(later) == [("opening", 20), ("dialogue", 70)]


def test_stale_kind_is_not_saved_over():
    staff = UserFactory(is_secretariat=True)
    kind = Kind.objects.get(kind="round_table")
    save_kind(kind, [ProgrammeRow("dialogue", 60)], actor=staff, seen=kind.revision)

    with pytest.raises(StaleRevision):
        save_kind(kind, [ProgrammeRow("dialogue", 90)], actor=staff, seen=1)


@pytest.mark.parametrize(
    ("total", "opening", "fitted"),
    [
        (180, 15, [("opening", 15), ("dialogue", 150), ("closing", 15)]),
        (120, 30, [("opening", 30), ("dialogue", 75), ("closing", 15)]),
        (120, 0, [("dialogue", 105), ("closing", 15)]),
        (25, 15, [("opening", 15), ("closing", 10)]),
        (10, 15, [("opening", 10)]),
    ],
)
def test_programme_fits_the_meeting(total, opening, fitted):
    budgets = fit(segments_of("interactive_dialogue"), total, opening)

    assert [(one.segment, one.minutes) for one in budgets] == fitted


def test_note_of_a_kind_takes_the_kinds_rules_first():
    note = "Ministerial round table on care\n\n12 March 2019, 10 a.m. to 11.30 a.m.\n\nInitial comments: two minutes."

    session, _new = create_session_from_note(note, actor=UserFactory(is_secretariat=True))

    assert session.kind == "round_table"
    assert (session.initial_seconds, session.stakeholders_max) == (120, 0)
    assert programme(session) == [("remarks", 10), ("dialogue", 70), ("closing", 10)]
