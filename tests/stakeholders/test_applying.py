"""Starting, saving, submitting, taking back and withdrawing an application."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Organization
from dialogue_portal.revisions import StaleRevision
from dialogue_portal.states import InvalidTransition
from mailings.models import Message
from sessions.models import PhaseWindow
from stakeholders import services
from stakeholders.models import TRANSITIONS, Application, ApplicationStatus, Submission
from stakeholders.services.applying import digest_of
from stakeholders.services.moves import move
from stakeholders.steps import Step, gaps_in
from tests.factories import OrganizationFactory, SessionFactory, UserFactory, organization_member
from tests.stakeholders.rows import application, call, figure, member, theme_area

pytestmark = pytest.mark.django_db

NEW = {"name": "Rural Women", "kind": "ngo", "regional_group": "african", "website": "", "ecosoc_status": "special"}


@pytest.mark.parametrize(
    ("source", "target"),
    [(s, t) for s in ApplicationStatus for t in ApplicationStatus if t not in TRANSITIONS[s]],
)
def test_illegal_move_is_refused(source, target):
    row = application(SessionFactory(), source)
    with pytest.raises(InvalidTransition):
        move(row, target)
    assert Application.objects.get().status == source


def test_start_makes_organization_member_declared_status_and_draft():
    session, actor = call(), UserFactory()

    row = services.start_application(session, actor=actor, organization=NEW)

    assert list(row.organization.members.all()) == [actor]
    assert row.organization.ecosoc_statuses.get().is_checked is False
    assert (row.status, row.route, row.initiatives.count()) == ("draft", "consultative_status", 1)


def test_start_twice_with_one_token_makes_one_application():
    session, actor = call(), UserFactory()
    token = "6f1d5a3e-3d1b-4f7e-9d57-2f6f1b0b8a11"

    first = services.start_application(session, actor=actor, organization=NEW, token=token)
    second = services.start_application(session, actor=actor, organization=NEW, token=token)

    assert first == second
    assert Organization.objects.count() == 1


def test_start_for_own_organization_finds_the_draft_that_is_there():
    session, organization = call(), OrganizationFactory(kind="academia")
    actor = organization_member(organization)

    first = services.start_application(session, actor=actor, organization=organization)

    assert first.route == "nomination"
    assert services.start_application(session, actor=actor, organization=organization) == first


def test_a_second_application_of_an_organization_is_refused_by_the_database():
    row = application(call())
    with pytest.raises(IntegrityError), transaction.atomic():
        application(row.session, organization=row.organization)


def test_an_organization_may_apply_anew_after_withdrawing():
    row = application(call())
    services.withdraw_application(row, actor=row.started_by)
    assert services.start_application(row.session, actor=row.started_by, organization=row.organization) != row


@pytest.mark.parametrize("offset", [timedelta(0), timedelta(days=-30)])
def test_nothing_starts_or_is_saved_from_the_second_of_the_close_on(offset):
    row = application(call())
    PhaseWindow.objects.update(closes_at=timezone.now() + offset, opens_at=timezone.now() - timedelta(days=60))
    acts = [
        lambda: services.start_application(row.session, actor=row.started_by, organization=row.organization),
        lambda: services.save_application(row, {"motivation": "late"}, actor=row.started_by, seen=1),
        lambda: services.save_initiative(row, {"title": "late"}, actor=row.started_by, seen=1),
        lambda: services.save_organization(row, {"name": "late"}, actor=row.started_by, seen=1),
        lambda: services.submit_application(row, actor=row.started_by),
    ]
    for act in acts:
        with pytest.raises(services.ApplicationsClosed) as refused:
            act()
        assert refused.value.window is not None
    row.refresh_from_db()
    assert (row.status, row.motivation) == ("draft", "What we learned.")


def test_a_draft_is_submitted_one_second_before_the_close():
    row = application(call())
    PhaseWindow.objects.update(closes_at=timezone.now() + timedelta(seconds=1))
    assert services.submit_application(row, actor=row.started_by).status == "submitted"


def test_save_organization_settles_the_route_and_amends_what_is_declared():
    row = application(call())

    services.save_organization(row, {"kind": "trade_union", "ecosoc_status": "none"}, actor=row.started_by, seen=1)

    row.refresh_from_db()
    assert row.route == "nomination"
    assert row.organization.ecosoc_statuses.get().status == "none"


def test_save_application_writes_only_what_is_given():
    session = call()
    row, area = application(session), theme_area(session)

    revision = services.save_application(
        row, {"motivation": "New.", "theme_areas": [area], "status": "eligible"}, actor=row.started_by, seen=1
    )

    row.refresh_from_db()
    assert (revision, row.motivation, row.speaker_name, row.status) == (2, "New.", "Amina Speaker", "draft")
    assert list(row.theme_areas.all()) == [area]


def test_second_of_two_members_who_save_gets_the_stored_text():
    row = application(call())
    services.save_application(row, {"motivation": "Hers."}, actor=row.started_by, seen=1)

    with pytest.raises(StaleRevision) as stale:
        services.save_application(row, {"motivation": "His."}, actor=row.started_by, seen=1)

    assert stale.value.current.motivation == "Hers."


def test_a_submitted_application_is_not_edited():
    row = application(call(), "submitted")
    with pytest.raises(InvalidTransition):
        services.save_application(row, {"motivation": "New."}, actor=row.started_by, seen=1)


def test_figures_are_written_joined_changed_and_removed_by_number():
    row = application(call())
    figures = [figure(), figure("of judges", 13, part_of=1, overlaps=True), {}]
    services.save_initiative(row, {"title": "T"}, actor=row.started_by, seen=1, figures=figures)
    initiative = row.initiatives.get()
    first, second = initiative.indicators.all()
    assert (second.part_of, second.overlaps) == (first, True)

    services.save_initiative(
        row,
        {},
        actor=row.started_by,
        seen=2,
        figures=[{}, figure("of judges", 14, part_of=2), figure("C", 1, part_of=1)],
    )

    assert [(f.number, f.value, f.part_of) for f in initiative.indicators.all()] == [(2, 14, None), (3, 1, None)]


def test_gaps_name_step_and_field_for_both_routes():
    session = call()
    theme_area(session)
    accredited = application(session, complete=False)
    nominated = application(session, organization=OrganizationFactory(kind="academia"), has_national_expertise=True)

    assert {gap.step for gap in gaps_in(accredited)} == set(Step) - {Step.CHECK}
    assert [str(gap.label) for gap in gaps_in(nominated)] == [
        "Nominated by",
        "What this expertise is, and where",
        "Theme areas",
    ]


def test_an_incomplete_application_is_not_submitted():
    row = application(call(), complete=False)
    with pytest.raises(services.IncompleteApplication) as incomplete:
        services.submit_application(row, actor=row.started_by)
    assert "Consultative status with ECOSOC" in [str(gap.label) for gap in incomplete.value.gaps]


def test_submit_keeps_what_was_submitted_and_sends_one_receipt_per_member():
    row = application(call())
    first, second = member(row), member(row)

    services.submit_application(row, actor=first, seen=digest_of(row))

    kept = row.submissions.get()
    assert (row.status, kept.submitted_by) == ("submitted", first)
    assert kept.snapshot["speaker_name"] == "Amina Speaker"
    assert kept.snapshot["organization"]["ecosoc_status"]["status"] == "special"
    assert {m.recipient for m in Message.objects.filter(occasion="application-received")} == {first, second}


def test_second_click_submits_nothing():
    row = application(call())
    member(row)
    services.submit_application(row, actor=row.started_by)
    with pytest.raises(InvalidTransition):
        services.submit_application(row, actor=row.started_by)
    assert (Submission.objects.count(), Message.objects.count()) == (1, 1)


def test_only_the_text_that_was_read_is_submitted():
    row = application(call())
    seen = digest_of(row)
    services.save_initiative(row, {"title": "Another"}, actor=row.started_by, seen=1)
    with pytest.raises(services.ChangedSinceSeen):
        services.submit_application(row, actor=row.started_by, seen=seen)


def test_a_submission_taken_back_and_corrected_keeps_both_texts():
    row = application(call())
    services.submit_application(row, actor=row.started_by)
    services.reopen_application(row, actor=row.started_by)
    services.save_application(row, {"speaker_name": "Berta"}, actor=row.started_by, seen=row.revision)
    services.submit_application(row, actor=row.started_by)

    assert [s.snapshot["speaker_name"] for s in row.submissions.all()] == ["Berta", "Amina Speaker"]


def test_a_submission_is_not_taken_back_after_the_close():
    row = application(call(), "submitted")
    PhaseWindow.objects.update(closes_at=timezone.now())
    with pytest.raises(services.ApplicationsClosed):
        services.reopen_application(row, actor=row.started_by)


def test_withdrawing_a_confirmed_stakeholder_takes_them_off_the_floor():
    row = application(call(), "selected")
    person = member(row)
    participation = services.confirm_participation(row, actor=person)

    services.withdraw_application(Application.objects.get(), actor=person)

    participation.participant.refresh_from_db()
    assert participation.participant.is_active is False


def test_confirming_makes_a_participant_with_the_speakers_name_and_group():
    row = application(SessionFactory(), "selected", organization=OrganizationFactory(regional_group="asia_pacific"))
    person = member(row)

    services.confirm_participation(row, actor=person, needs_funding=True)

    participant = row.session.participants.get()
    assert (participant.capacity, participant.name, participant.functional_title, participant.regional_group) == (
        "stakeholder",
        "Amina Speaker",
        "Director",
        "asia_pacific",
    )
    assert Message.objects.get().occasion == "participation-confirmed"
    with pytest.raises(InvalidTransition):
        services.confirm_participation(row, actor=person)
