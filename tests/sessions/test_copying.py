"""A new draft from an earlier session: structure and texts, never people, and nothing that anybody sent in."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from sessions.models import CommissionSession, DialogueSession, PhaseWindow, ProgrammeItem, SessionText
from sessions.services import NewMeeting, create_session_from_earlier
from sessions.services.copying import COPIED_COLUMNS, COPIED_RELATIONS
from speakers.models import SpeakingIntent
from tests.factories import SessionFactory, UserFactory, leading_question, minister, role

pytestmark = pytest.mark.django_db

# Columns that the new meeting has of its own.
OWN = {
    "id",
    "slug",
    "client_token",
    "revision",
    "revised_at",
    "status",
    "is_rehearsal",
    "title",
    "venue",
    "starts_at",
    "ends_at",
    "time_zone",
    "commission_session",
}
# What belongs to the earlier meeting alone: its people, what they sent in, what came of it, its history.
LEFT_BEHIND = {
    "join_url",
    "join_details",
    "access_contact_name",
    "access_contact_email",
    "series",
    # A side event's organizers and speakers are people of that event.
    "organizers",
    "event_speakers",
    "publishing_request",
    "floor_segments",
    "documents",
    "concept_note",
    "instructions",
    "roles",
    "participants",
    "phase_changes",
    "phase_leaves",
    "intents",
    "places",
    "floor",
    "floor_events",
    "floor_requests",
    "interventions",
    "points",
    "applications",
    "criteria",
    "panel",
    "summary",
}


def test_every_column_and_relation_is_copied_or_left_on_purpose():
    fields = {field.name for field in DialogueSession._meta.get_fields()}

    decided = [*COPIED_COLUMNS, *COPIED_RELATIONS, *OWN, *LEFT_BEHIND]

    # A new one is added to `sessions.services.copying`, or to the lists above.
    assert fields - set(decided) == set()
    assert sorted(decided) == sorted(set(decided))
    assert set(decided) - fields == set()


@pytest.fixture
def staff():
    return UserFactory(is_secretariat=True)


@pytest.fixture
def earlier():
    """CSW63's dialogue, whose deadline at 6 p.m. was before the change of clocks and the meeting after it."""
    session = SessionFactory(
        title="Alliances", initial_seconds=240, captioning="live", join_url="https://example.org/j"
    )
    SessionText.objects.create(session=session, part="title", language="fr", text="Des alliances")
    SessionText.objects.create(session=session, part="overview", language="en", text="Why we meet")
    SessionText.objects.create(session=session, part="overview", language="ar", text="لماذا نجتمع")
    leading_question(session, text="How do alliances form?").texts.create(language="fr", text="Comment ?")
    ProgrammeItem.objects.create(session=session, number=1, segment="dialogue", minutes=180)
    PhaseWindow.objects.create(
        session=session,
        phase="intents",
        opens_at=datetime(2019, 2, 1, 14, tzinfo=UTC),
        closes_at=datetime(2019, 3, 8, 23, tzinfo=UTC),
    )
    role(session, "moderator")
    minister(session)
    return session


def meeting(**changed):
    # 10 March 2020, 3 p.m. in New York: summer time, as in 2019.
    values = {"title": "", "starts_at": datetime(2020, 3, 10, 19, tzinfo=UTC), "ends_at": None}
    return NewMeeting(**{**values, "time_zone": "America/New_York", **changed})


def test_structure_and_texts_in_all_languages_are_copied(earlier, staff):
    session, is_new = create_session_from_earlier(earlier, meeting(), actor=staff)

    session = DialogueSession.objects.get(pk=session.pk)
    assert (is_new, session.status, session.title, session.initial_seconds) == (True, "draft", "Alliances", 240)
    assert session.ends_at == datetime(2020, 3, 10, 22, tzinfo=UTC)
    assert set(session.texts.values_list("part", "language", "text")) == set(
        earlier.texts.values_list("part", "language", "text")
    )
    assert session.leading_questions.get().texts.count() == 2
    assert session.leading_questions.get() != earlier.leading_questions.get()
    assert [(item.segment, item.minutes) for item in session.programme_items.all()] == [("dialogue", 180)]
    assert session.captioning == "live"


def test_no_person_and_no_link_is_copied(earlier, staff):
    session, _new = create_session_from_earlier(earlier, meeting(), actor=staff)

    assert not session.roles.exists()
    assert not session.participants.exists()
    assert not SpeakingIntent.objects.filter(session=session).exists()
    assert session.join_url == ""


def test_phases_keep_their_days_and_local_hours_across_the_change_of_clocks(earlier, staff):
    session, _new = create_session_from_earlier(earlier, meeting(), actor=staff)

    window = session.phase_windows.get(phase="intents")
    # 364 days later: 9 a.m. in winter; and 6 p.m. on Friday 6 March 2020, winter time too.
    assert window.opens_at == datetime(2020, 1, 31, 14, tzinfo=UTC)
    assert window.closes_at == datetime(2020, 3, 6, 23, tzinfo=UTC)
    # What the earlier one had no times for is proposed.
    assert session.phase_windows.filter(phase="applications").exists()


def test_another_title_takes_no_translations_of_the_earlier_one(earlier, staff):
    session, _new = create_session_from_earlier(earlier, meeting(title="Care"), actor=staff)

    assert session.title == "Care"
    assert not session.texts.filter(part="title").exists()


def test_copy_belongs_to_the_commission_session_that_is_named(earlier, staff):
    commission = CommissionSession.objects.create(
        slug="csw64", body="Commission on the Status of Women", number=64, ordinal="Sixty-fourth session"
    )

    session, _new = create_session_from_earlier(earlier, meeting(commission_session=commission), actor=staff)

    assert (session.commission_session, session.slug) == (commission, "csw64-interactive-dialogue")


def test_one_form_makes_one_copy(earlier, staff):
    token = uuid4()

    first, is_first_new = create_session_from_earlier(earlier, meeting(), actor=staff, token=token)
    second, is_second_new = create_session_from_earlier(earlier, meeting(), actor=staff, token=token)

    assert (first, is_first_new, is_second_new) == (second, True, False)
