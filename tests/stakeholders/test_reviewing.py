"""Declarations, scores and their weights."""

import pytest

from dialogue_portal.revisions import StaleRevision
from stakeholders import services
from stakeholders.models import Panel, Review
from stakeholders.services.reviewing import weighted_scores
from tests.factories import SessionFactory, UserFactory, role
from tests.stakeholders.rows import application, field_of_applicants, recommended, reviewed

pytestmark = pytest.mark.django_db


@pytest.fixture
def row():
    return application(SessionFactory(), "eligible")


def save(row, reviewer, scores, *, seen=1, submit=False, comment=""):
    return services.save_review(row, reviewer=reviewer, scores=scores, comment=comment, seen=seen, submit=submit)


def test_scores_wait_for_the_declaration(row):
    services.ensure_criteria(row.session)
    with pytest.raises(services.NotDeclared):
        save(row, UserFactory(), {})


def test_who_has_a_conflict_does_not_score(row):
    reviewer = UserFactory()
    services.declare_conflicts([row], reviewer=reviewer, conflicts={row.pk})
    with pytest.raises(services.NotDeclared):
        save(row, reviewer, {})


def test_declaring_twice_makes_one_row(row):
    reviewer = UserFactory()
    services.declare_conflicts([row], reviewer=reviewer, conflicts=set())
    services.declare_conflicts([row], reviewer=reviewer, conflicts=set())
    assert row.conflicts.get().declaration == "none"


def test_a_draft_may_leave_scores_out_and_a_submitted_review_may_not(row):
    reviewer = UserFactory()
    draft = reviewed(row, reviewer, None, submit=False)
    criteria = list(row.session.criteria.all())
    assert not draft.is_submitted

    with pytest.raises(services.IncompleteReview) as incomplete:
        save(row, reviewer, {criteria[0]: 5, criteria[1]: None}, seen=2, submit=True)
    assert incomplete.value.missing == [criteria[1]]


def test_a_submitted_review_is_amended_and_stays_submitted(row):
    reviewer = UserFactory()
    first = reviewed(row, reviewer, 2)
    criteria = list(row.session.criteria.all())

    second = save(row, reviewer, {**dict.fromkeys(criteria, 2), criteria[0]: 5}, seen=first.revision)

    assert second.submitted_at == first.submitted_at
    assert [score.value for score in second.scores.all()] == [5, 2, 2, 2]


def test_a_score_can_be_taken_back_in_a_draft(row):
    reviewer = UserFactory()
    reviewed(row, reviewer, 2, submit=False)
    save(row, reviewer, dict.fromkeys(row.session.criteria.all()), seen=2)
    assert Review.objects.get().scores.count() == 0


def test_second_click_is_no_conflict_but_another_text_is(row):
    reviewer = UserFactory()
    reviewed(row, reviewer, 2, "Good.")
    assert reviewed(row, reviewer, 2, "Good.").revision == 2
    with pytest.raises(StaleRevision):
        reviewed(row, reviewer, 2, "Better.")


def test_weighted_score_is_the_mean_of_counted_reviews(row):
    services.ensure_criteria(row.session)
    criteria = list(row.session.criteria.all())
    assert [c.weight for c in criteria] == [3, 2, 2, 1]
    first, second, drafting, conflicted = (UserFactory() for _ in range(4))
    reviewed(row, first, 5)
    reviewed(row, second, 1)
    reviewed(row, drafting, 0, submit=False)
    reviewed(row, conflicted, 0)
    services.declare_conflicts([row], reviewer=conflicted, conflicts={row.pk})

    assert weighted_scores(row.session) == {row.pk: 3.0}

    save(row, second, {**dict.fromkeys(criteria, 1), criteria[0]: 5}, seen=2)
    assert weighted_scores(row.session)[row.pk] == pytest.approx((5 + (15 + 5) / 8) / 2)


def test_scores_stand_once_the_panel_is_recommended():
    session = SessionFactory()
    rows = field_of_applicants(session)
    reviewer = role(session, "reviewer")
    reviewed(rows[0], reviewer, 3)
    recommended(session, reviewer)
    assert Panel.objects.get().status == "recommended"
    with pytest.raises(services.ReviewClosed):
        reviewed(rows[1], reviewer, 3)
