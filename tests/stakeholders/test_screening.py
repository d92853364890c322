"""Findings, checked status, settled conflicts."""

from datetime import date

import pytest

from accounts.services.ecosoc import check_ecosoc_status
from dialogue_portal.revisions import StaleRevision
from dialogue_portal.states import InvalidTransition
from mailings.models import Message
from stakeholders import services
from stakeholders.models import ConflictOfInterest
from tests.factories import SessionFactory, UserFactory, role
from tests.stakeholders.rows import application, decided, field_of_applicants, member, reviewed

pytestmark = pytest.mark.django_db


def screen(row, is_eligible=True, **fields):
    return services.screen_application(
        row, actor=UserFactory(is_secretariat=True), seen=row.revision, is_eligible=is_eligible, **fields
    )


def test_eligible_with_evidence_gives_the_session_its_usual_criteria():
    row = application(SessionFactory(), "submitted")

    screen(row, has_worked_with_governments=True, government_evidence="Agreement of 2017.")
    row.refresh_from_db()

    assert (row.status, row.has_worked_with_governments, row.government_evidence) == (
        "eligible",
        True,
        "Agreement of 2017.",
    )
    assert row.session.criteria.count() == 4
    assert row.decision_released_at is None


def test_screening_tells_the_applicant_nothing():
    row = application(SessionFactory(), "submitted")
    member(row)
    screen(row, False, reason="No status.")
    assert Message.objects.count() == 0
    assert str(row.words_for_applicant) == "Submitted, under review"


def test_not_eligible_needs_a_reason():
    with pytest.raises(ValueError, match="with a reason"):
        screen(application(SessionFactory(), "submitted"), False, reason=" ")


def test_a_finding_can_be_amended_and_reversed():
    row = application(SessionFactory(), "submitted")
    screen(row, False, reason="No status.")
    screen(row, False, reason="Suspended.")
    assert (row.status, row.screening_reason) == ("ineligible", "Suspended.")

    screen(row)

    row.refresh_from_db()
    assert (row.status, row.screening_reason) == ("eligible", "")


def test_second_of_two_who_screen_is_told():
    row = application(SessionFactory(), "submitted")
    services.screen_application(row, actor=UserFactory(), seen=1, is_eligible=True)
    with pytest.raises(StaleRevision):
        services.screen_application(row, actor=UserFactory(), seen=1, is_eligible=True)


def test_a_draft_is_not_screened():
    with pytest.raises(InvalidTransition):
        screen(application(SessionFactory()))


def test_who_has_a_seat_by_decision_keeps_the_finding():
    session = SessionFactory()
    field_of_applicants(session)
    decided(session, role(session, "reviewer"), role(session, "commission_chair"))
    row = session.applications.filter(panel_seats__stage="decided").first()
    with pytest.raises(InvalidTransition):
        screen(row, False, reason="Too late.")


def test_checked_statuses_are_kept_per_day():
    row, staff = application(SessionFactory()), UserFactory()

    for status, day in (("special", 1), ("suspended", 2), ("special", 2)):
        check_ecosoc_status(row.organization, actor=staff, status=status, as_of=date(2019, 1, day))

    checked = row.organization.ecosoc_statuses.filter(checked_by=staff)
    assert [(c.status, c.as_of.day) for c in checked] == [("special", 2), ("special", 1)]


def test_settled_conflict_says_how_and_opens_again_when_declared_anew():
    row = application(SessionFactory(), "eligible")
    reviewer = role(row.session, "reviewer")
    (conflict,) = services.declare_conflicts([row], reviewer=reviewer, conflicts={row.pk})
    services.settle_conflict(conflict, actor=UserFactory(), settlement="Stood aside.")

    reviewed(row, reviewer, 3)
    services.declare_conflicts([row], reviewer=reviewer, conflicts={row.pk})

    assert ConflictOfInterest.objects.get().settled_by is None
