"""From a note to a draft: all of it or nothing, once per form; and what staff save on the set-up page."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError
from django.urls import reverse

from accounts.models import AuditEntry
from dialogue_portal.revisions import StaleRevision
from dialogue_portal.uploads import TEXT, checked_upload
from sessions.concept_note import MAX_CHARACTERS, read_note
from sessions.models import CommissionSession, ConceptNote, DialogueSession, Document, LeadingQuestion, SessionText
from sessions.services import NumberedText, SetUp, StillInUse, create_session_from_note, drafting, save_set_up
from speakers.models import Point
from tests.factories import SessionFactory, UserFactory, leading_question
from tests.sessions.real_note import real_note

pytestmark = pytest.mark.django_db

NOTE = """Ministerial dialogue on care

Tuesday, 12 March 2019, 3–6 p.m., United Nations Headquarters

Overview

The Commission on the Status of Women meets at its sixty-third session.

Leading questions

- How do alliances form?
- What lasts?
"""


@pytest.fixture
def staff():
    return UserFactory(is_secretariat=True)


def texts_of(rows):
    return [str(row.text) for row in rows.all()]


def test_real_note_becomes_a_whole_draft(staff):
    session, is_new = create_session_from_note(read_note(real_note()), actor=staff)
    session.refresh_from_db()

    assert is_new
    assert (session.status, session.slug) == ("draft", "csw63-interactive-dialogue")
    # 3 to 6 p.m. in New York, two days after the clocks were changed.
    assert session.starts_at == datetime(2019, 3, 12, 19, tzinfo=UTC)
    assert session.ends_at == datetime(2019, 3, 12, 22, tzinfo=UTC)
    assert (session.initial_seconds, session.follow_up_seconds, session.opening_minutes) == (180, 60, 15)
    assert (session.stakeholders_min, session.stakeholders_max, session.keeps_speakers_list) == (3, 4, False)
    assert str(session.commission_session) == "Commission on the Status of Women, sixty-third session"
    assert len(texts_of(session.leading_questions)) == 3
    assert texts_of(session.theme_areas)[0] == "social protection systems"
    assert session.texts.count() == 4
    assert [(item.segment, item.minutes) for item in session.programme_items.all()] == [
        ("opening", 15),
        ("dialogue", 150),
        ("closing", 15),
    ]
    assert {window.phase for window in session.phase_windows.all()} >= {"intents", "applications"}
    assert (session.concept_note.gaps, session.concept_note.imported_by) == ([], staff)
    assert session.concept_note.recognised["date"] == {"value": "2019-03-12", "line": 9}


def test_proposed_phases_are_at_the_meetings_local_hours(staff):
    session, _new = create_session_from_note(NOTE, actor=staff)

    window = session.phase_windows.get(phase="intents")

    # Winter time when it opens, summer time when it closes.
    assert window.opens_at == datetime(2019, 1, 29, 14, tzinfo=UTC)
    assert window.closes_at == datetime(2019, 3, 11, 22, tzinfo=UTC)


def test_days_of_the_commissions_session_are_kept_with_it_unless_it_has_its_own(staff):
    head = "COMMISSION ON THE STATUS OF WOMEN\nSeventy-first session\n{} March 2027\n\nCare for all"

    for days in ("8 – 19", "1 – 5"):
        session, _new = create_session_from_note(head.format(days), actor=staff)

    commission = CommissionSession.objects.get()
    assert session.commission_session == commission
    assert (f"{commission.starts_on}", f"{commission.ends_on}") == ("2027-03-08", "2027-03-19")


def test_number_of_a_session_stands_in_its_field_without_a_commission(staff, client):
    session, _new = create_session_from_note("Care for all\nSeventy-first session", actor=staff)
    client.force_login(staff)

    page = client.get(reverse("sessions:set-up", kwargs={"slug": session.slug}))

    assert page.context["form"]["session_number"].value() == 71
    assert "Commission" in map(str, page.context["gap_labels"])


def test_note_without_anything_becomes_a_draft_of_gaps(staff):
    session, _new = create_session_from_note("Nothing that is known", actor=staff)

    assert session.starts_at is None
    assert "date" in session.concept_note.gaps
    assert not session.phase_windows.exists()
    assert not session.programme_items.exists()


def test_local_time_that_does_not_exist_is_left_to_staff(staff):
    session, _new = create_session_from_note(
        "Dialogue on care\n10 March 2019, 2:30 a.m. to 5 a.m., United Nations Headquarters", actor=staff
    )

    assert session.starts_at is None
    assert session.concept_note.recognised["date"]["value"] == "2019-03-10"


def test_double_click_makes_one_session(staff):
    token = uuid4()

    first, first_is_new = create_session_from_note(NOTE, actor=staff, token=token)
    second, second_is_new = create_session_from_note(NOTE, actor=staff, token=token)

    assert (first, first_is_new, second_is_new) == (second, True, False)
    assert DialogueSession.objects.count() == ConceptNote.objects.count() == 1


def test_same_note_twice_gets_addresses_of_its_own(staff):
    slugs = [create_session_from_note(NOTE, actor=staff)[0].slug for _ in range(3)]

    assert slugs == ["csw63-interactive-dialogue", "csw63-interactive-dialogue-2", "csw63-interactive-dialogue-3"]
    assert CommissionSession.objects.count() == 1


def test_address_is_of_the_commissions_session_where_another_body_has_its_initials(staff):
    CommissionSession.objects.create(slug="csw63", body="Commission for Safer Water", number=63, ordinal="63rd session")

    assert create_session_from_note(NOTE, actor=staff)[0].slug == "csw63-2-interactive-dialogue"


def test_address_taken_in_the_same_moment_is_tried_again(staff, monkeypatch):
    SessionFactory(slug="taken")
    free = iter(["taken", "free"])
    monkeypatch.setattr(drafting, "free_slug", lambda *args: next(free))

    assert create_session_from_note(NOTE, actor=staff)[0].slug == "free"


def test_address_that_stays_taken_is_an_error(staff, monkeypatch):
    SessionFactory(slug="taken")
    monkeypatch.setattr(drafting, "free_slug", lambda *args: "taken")

    with pytest.raises(IntegrityError):
        create_session_from_note(NOTE, actor=staff)


def test_emptied_text_is_removed(staff):
    session, _new = create_session_from_note(NOTE, actor=staff)

    save_set_up(session, SetUp(texts={"overview": ""}), actor=staff, seen=1)

    assert not session.text("overview")


def test_title_never_takes_the_address_of_a_page(staff):
    assert create_session_from_note("New\n\nOverview\n\nText.", actor=staff)[0].slug == "new-2"


def test_failure_on_the_way_leaves_nothing_behind(staff, monkeypatch):
    def fail(*args):
        raise DatabaseError

    monkeypatch.setattr(drafting, "propose_windows", fail)

    with pytest.raises(DatabaseError):
        create_session_from_note(NOTE, actor=staff)

    assert not DialogueSession.objects.exists()
    assert not LeadingQuestion.objects.exists()
    assert not SessionText.objects.exists()


def test_longest_wordings_fit_the_columns(staff):
    long = "Alliances " * (MAX_CHARACTERS // 10)

    session, _new = create_session_from_note(f"Dialogue\n{long}\nVenue: {long}\nTheme: {long}", actor=staff)
    session.full_clean(exclude=["title"])


def test_uploaded_note_is_kept_and_not_public(staff, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    upload = checked_upload(SimpleUploadedFile("note.txt", NOTE.encode()), accept={TEXT})

    session, _new = create_session_from_note(NOTE, actor=staff, upload=upload)

    document = Document.objects.get(session=session)
    assert (document.kind, document.is_public, document.title) == ("concept_note", False, "Concept note")
    with document.files.get().file.open() as stored:
        assert stored.read() == NOTE.encode()
    assert session.concept_note.document == document


def test_set_up_is_saved_as_a_whole_and_logged(staff):
    session, _new = create_session_from_note(NOTE, actor=staff)
    first, second = session.leading_questions.all()
    session.title = "Another title"

    save_set_up(
        session,
        SetUp(
            texts={"overview": "Changed.", "outcome": "A summary."},
            questions=[NumberedText("What lasts longer?", second.pk), NumberedText("Who pays?")],
            theme_areas=[NumberedText("Care")],
            body="Commission for Social Development",
            session_number=57,
        ),
        actor=staff,
        seen=1,
    )

    session = DialogueSession.objects.get(pk=session.pk)
    assert (session.title, session.revision) == ("Another title", 2)
    assert str(session.text("overview")) == "Changed."
    assert texts_of(session.leading_questions) == ["What lasts longer?", "Who pays?"]
    assert session.leading_questions.first().pk == second.pk
    assert not LeadingQuestion.objects.filter(pk=first.pk).exists()
    assert texts_of(session.theme_areas) == ["Care"]
    assert session.commission_session.ordinal == "Fifty-seventh session"
    assert AuditEntry.objects.get_for_object(session).filter(action=AuditEntry.Action.UPDATE).exists()


def test_questions_may_change_places(staff):
    session, _new = create_session_from_note(NOTE, actor=staff)
    first, second = session.leading_questions.all()
    swapped = [NumberedText(str(row.text), row.pk) for row in (second, first)]

    save_set_up(session, SetUp(questions=swapped), actor=staff, seen=1)

    assert [row.pk for row in session.leading_questions.all()] == [second.pk, first.pk]


def test_question_that_points_refer_to_is_not_removed(staff):
    session = SessionFactory()
    question = leading_question(session)
    Point.objects.create(session=session, text="Noted", question=question, noted_by=staff)

    with pytest.raises(StillInUse) as refused:
        save_set_up(session, SetUp(), actor=staff, seen=1)

    assert refused.value.row == question
    session.refresh_from_db()
    assert session.revision == 1


def test_second_saver_of_two_is_told(staff):
    session = SessionFactory()
    save_set_up(session, SetUp(texts={"overview": "Mine"}), actor=staff, seen=1)

    with pytest.raises(StaleRevision):
        save_set_up(session, SetUp(texts={"overview": "Yours"}), actor=staff, seen=1)

    assert str(SessionText.objects.get(session=session).text) == "Mine"


def test_programme_follows_the_rules_and_the_times(staff):
    session, _new = create_session_from_note(NOTE, actor=staff)
    session.opening_minutes = 0

    save_set_up(session, SetUp(), actor=staff, seen=1)

    assert [(item.segment, item.minutes) for item in session.programme_items.all()] == [
        ("dialogue", 165),
        ("closing", 15),
    ]


@pytest.mark.parametrize(("words", "expected"), [("up to two", (2, 2)), ("at least six", (6, 6)), ("3-4", (3, 4))])
def test_number_of_stakeholders_that_a_note_states_in_part_makes_the_kinds_own_give_way(staff, words, expected):
    note = f"Interactive dialogue on care\n\nFormat\n\nMinisters meet {words} stakeholders."

    session, _new = create_session_from_note(note, actor=staff)

    assert (session.stakeholders_min, session.stakeholders_max) == expected
