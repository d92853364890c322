"""The pages of screening, review and panel: work done, leaks, constant queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stakeholders import services
from stakeholders.models import Application, ConflictOfInterest, Panel, Review
from tests.factories import SessionFactory, UserFactory, organization_member, role
from tests.stakeholders.rows import application, call, decided, field_of_applicants, recommended, reviewed

pytestmark = pytest.mark.django_db


def url(name, session, **more):
    return reverse(f"stakeholders:{name}", kwargs={"slug": session.slug, **more})


def assert_constant(session, client, name, *, at_most):
    """As many queries with 3 more rows as with 100 more. What is above the app's own are the frame's links."""

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url(name, session)).status_code == 200
        return len(captured)

    field_of_applicants(session, 3)
    queries()
    few = queries()
    field_of_applicants(session, 97)
    assert queries() == few <= at_most


@pytest.fixture
def session():
    return call()


@pytest.fixture
def staff(client):
    user = UserFactory(is_secretariat=True)
    client.force_login(user)
    return user


@pytest.fixture
def reviewer(session, client):
    user = role(session, "reviewer")
    client.force_login(user)
    return user


# --- Screening --------------------------------------------------------------------------------------------------


def test_list_of_applications_costs_the_same_queries(session, staff, client):
    assert_constant(session, client, "applications", at_most=14)


def test_list_is_filtered_by_status_region_kind_and_words(session, staff, client):
    field_of_applicants(session, 6)
    application(session, "submitted", speaker_name="Zora")

    def found(**filters):
        return client.get(url("applications", session), filters).context["found"]

    assert [found(), found(status="submitted"), found(q="zora"), found(status="nonsense")] == [7, 1, 1, 7]
    assert found(region="african", kind="academia", status="eligible") == 1


def test_one_application_costs_few_queries(session, staff, client, django_assert_max_num_queries):
    row = application(session, "submitted")
    client.get(row.get_manage_url())
    with django_assert_max_num_queries(18):
        client.get(row.get_manage_url())


def test_screening_records_the_finding_and_goes_on_with_the_next(session, staff, client):
    first, second = (application(session, "submitted") for _ in range(2))
    answer = client.post(
        first.get_manage_url(),
        {"seen_revision": 1, "outcome": "eligible", "has_worked_with_governments": "true", "government_evidence": "E"},
    )
    first.refresh_from_db()
    assert (first.status, first.has_worked_with_governments) == ("eligible", True)
    assert answer["Location"] == second.get_manage_url()
    assert client.post(second.get_manage_url(), {"seen_revision": 1, "outcome": "eligible"})["Location"] == url(
        "applications", session
    )


def test_not_eligible_without_reason_and_a_stale_finding_are_told(session, staff, client):
    row = application(session, "submitted")
    page = client.post(row.get_manage_url(), {"seen_revision": 1, "outcome": "ineligible"})
    assert "Say why the application is not eligible." in page.text
    page = client.post(
        row.get_manage_url(), {"seen_revision": 9, "outcome": "ineligible", "screening_reason": "Suspended."}
    )
    assert [(c.theirs, c.yours) for c in page.context["form"].conflicts] == [("", "Suspended.")]
    row.refresh_from_db()
    assert row.status == "submitted"


def test_status_is_checked_and_conflict_settled(session, staff, client):
    row = application(session, "eligible")
    services.declare_conflicts([row], reviewer=role(session, "reviewer"), conflicts={row.pk})
    client.post(url("application-status", session, pk=row.pk), {"status": "general", "as_of": "2019-01-02"})
    client.post(url("application-status", session, pk=row.pk), {"status": "roster", "as_of": "2999-01-02"})
    conflict = ConflictOfInterest.objects.get()
    settle = url("application-settle", session, pk=row.pk)
    assert [client.post(settle, sent).status_code for sent in ({}, {"conflict": "no key"})] == [404, 404]
    client.post(settle, {"conflict": conflict.pk, "settlement": ""})
    client.post(settle, {"conflict": conflict.pk, "settlement": "Stood aside."})
    conflict.refresh_from_db()
    assert [s.status for s in row.organization.ecosoc_statuses.filter(checked_by=staff)] == ["general"]
    assert conflict.settlement == "Stood aside."


# --- Review -----------------------------------------------------------------------------------------------------


def test_queue_costs_the_same_queries(session, reviewer, client):
    assert_constant(session, client, "review", at_most=15)


def test_queue_comes_in_pages_and_counts_them_all(session, reviewer, client, monkeypatch):
    monkeypatch.setattr("stakeholders.views.reviewing.PER_PAGE", 2)
    field_of_applicants(session, 3)
    first, second = (client.get(url("review", session), {"page": number}).context for number in (1, 2))
    assert [len(first["entries"]), len(second["entries"])] == [2, 1]
    assert first["undeclared"] == second["undeclared"] == 3


def test_a_reviewer_declares_scores_and_goes_on_with_the_next(session, reviewer, client):
    first, second, third = field_of_applicants(session, 3)
    services.ensure_criteria(session)
    client.post(url("review-conflicts", session), {"organizations": [str(second.pk)]})
    scores = {f"score-{number}": "4" for number in range(1, 5)}

    answer = client.post(
        url("review-score", session, pk=first.pk), {"seen_revision": 1, **scores, "comment": "C", "submit": "1"}
    )

    review = Review.objects.get()
    assert (review.is_submitted, review.comment) == (True, "C")
    assert answer["Location"].startswith(url("review-score", session, pk=third.pk))
    page = client.get(url("review", session))
    assert (page.context["done"], page.context["total"], page.context["undeclared"]) == (1, 2, 0)


def test_a_review_without_all_scores_comes_back_with_what_was_typed(session, reviewer, client):
    (row,) = field_of_applicants(session, 1)
    services.ensure_criteria(session)
    services.declare_conflicts([row], reviewer=reviewer, conflicts=set())
    address = url("review-score", session, pk=row.pk)
    page = client.post(address, {"seen_revision": 1, "score-1": "4", "comment": "Typed", "submit": "1"})
    assert page.text.count("Choose a score before you submit the review.") == 6
    assert "Typed" in page.text
    client.post(address, {"seen_revision": 1, "score-1": "4", "comment": "Typed"})
    assert not Review.objects.get().is_submitted
    page = client.post(address, {"seen_revision": 1, "score-1": "3", "comment": "Typed"})
    assert [(c.theirs, c.yours) for c in page.context["form"].conflicts] == [("4", "3")]


def test_scores_of_others_show_only_after_ones_own(session, reviewer, client):
    (row,) = field_of_applicants(session, 1)
    reviewed(row, role(session, "reviewer"), 5, "SECRET")
    services.declare_conflicts([row], reviewer=reviewer, conflicts=set())
    for address in (url("review-score", session, pk=row.pk), url("panel", session)):
        page = client.get(address).text
        assert "SECRET" not in page
        assert "5.00" not in page
    reviewed(row, reviewer, 4)
    assert "SECRET" in client.get(url("review-score", session, pk=row.pk)).text
    assert "4.50" in client.get(url("panel", session)).text


def test_own_organization_is_nowhere_for_a_reviewer(session, client):
    own, *_others = field_of_applicants(session, 3)
    user = organization_member(own.organization)
    session.roles.create(user=user, role="reviewer")
    client.force_login(user)
    for name in ("review", "review-conflicts"):
        assert own.organization.name not in client.get(url(name, session)).text
    assert client.get(url("review-score", session, pk=own.pk)).status_code == 403
    assert client.get(url("panel", session)).status_code == 403


def test_a_conflict_declared_on_the_page_ends_scoring_until_taken_back(session, reviewer, client):
    (row,) = field_of_applicants(session, 1)
    declare = url("review-declare", session, pk=row.pk)
    client.post(declare, {"declaration": "conflict"})
    assert "so you do not score it" in client.get(url("review-score", session, pk=row.pk)).text
    client.post(declare, {"declaration": "none"})
    assert "Submit review" in client.get(url("review-score", session, pk=row.pk)).text


def test_needs_after_selection_are_never_shown_to_reviewers(session, reviewer, client):
    row = application(session, "selected")
    services.confirm_participation(row, actor=UserFactory(), needs_funding=True, accessibility_needs="WHEELCHAIR")
    assert "WHEELCHAIR" not in client.get(url("review-score", session, pk=row.pk)).text


# --- Panel ------------------------------------------------------------------------------------------------------


def test_panel_costs_the_same_queries(session, reviewer, client):
    field_of_applicants(session, 5)
    services.suggest_set(session, actor=reviewer, seen=1, rules={"one_per_region": True})
    assert_constant(session, client, "panel", at_most=24)


RULES = {
    "one_per_region": "on",
    "min_kinds": 2,
    "min_national": 1,
    "min_genders": 0,
    "min_languages": 0,
    "seen_revision": 1,
}


def test_from_suggestion_to_release(session, reviewer, client):
    rows = field_of_applicants(session, 7)
    chair, staff = role(session, "commission_chair"), UserFactory(is_secretariat=True)

    client.post(url("panel-suggest", session), RULES)
    page = client.get(url("panel", session))
    seats = [seat for seat, _score in page.context["seats"]]
    assert len(seats) == 4

    other = next(row for row in rows if row not in [seat.application for seat in seats])
    swap = {"leaving": seats[0].application_id, "joining": other.pk}
    assert client.get(url("panel", session), swap).context["swap"].joining == other
    client.post(url("panel-change", session), {**swap, "seen_revision": page.context["panel"].revision})
    client.post(url("panel-change", session), {**swap, "seen_revision": "stale"})

    page = client.get(url("panel", session))
    reasons = {f"reason-{seat.application_id}": "Why." for seat, _score in page.context["seats"]}
    assert str(other.pk) in "".join(reasons)
    refused = client.post(url("panel-recommend", session), {**reasons, "seen_revision": 3})
    assert "Reasons for this set" in refused.text
    client.post(
        url("panel-recommend", session),
        {**reasons, "reasons": "Set.", "seen_revision": page.context["panel"].revision},
    )

    client.force_login(chair)
    page = client.get(url("panel", session))
    form = page.context["decision_form"]
    choices = {f"seat-{seat.pk}": str(seat.application_id) for seat in form.seats}
    changed = {**choices, f"seat-{form.seats[0].pk}": "nobody"}
    assert "Say why you change" in client.post(url("panel-decide", session), {**changed, "seen_revision": 4}).text
    client.post(url("panel-decide", session), {**choices, "seen_revision": page.context["panel"].revision})
    assert client.post(url("panel-release", session)).status_code == 403

    client.force_login(staff)
    panel = Panel.objects.get()
    assert (panel.status, panel.decision) == ("decided", "approved")
    client.post(url("panel-release", session), {"seen_revision": panel.revision})
    assert Application.objects.filter(status="selected").count() == 4
    assert "Made known" in client.get(url("panel", session)).text


def test_collision_and_wrong_rules_are_told(session, reviewer, client):
    field_of_applicants(session, 5)
    client.post(url("panel-suggest", session), {**RULES, "min_languages": 5})
    page = client.get(url("panel", session))
    assert [str(label) for label in page.context["page"].collision] == ["Different languages, at least"]
    assert "relax any one of them" in page.text
    page = client.post(url("panel-suggest", session), {**RULES, "min_kinds": 99})
    assert page.context["rules_form"].errors


def test_release_is_refused_in_words_while_applications_wait(session, client, staff):
    field_of_applicants(session, 5)
    panel = decided(session, role(session, "reviewer"), role(session, "commission_chair"))
    application(session, "submitted")
    page = client.post(url("panel-release", session), {"seen_revision": panel.revision}, follow=True)
    assert "1 application is not screened" in page.text


def test_acts_on_a_panel_that_moved_on_are_refused_in_words(session, reviewer, client):
    field_of_applicants(session, 5)
    recommended(session, reviewer)
    page = client.post(url("panel-suggest", session), RULES, follow=True)
    assert "The panel has moved on meanwhile" in page.text


def test_staff_record_an_invitation_by_the_chair(session, staff, client):
    field_of_applicants(session, 3)
    invitation = {
        "name": "World Fund",
        "kind": "finance_institution",
        "regional_group": "western_european_others",
        "speaker_name": "C. Head",
        "speaker_title": "President",
    }
    assert client.post(url("panel-invite", session), {"name": "World Fund"}).context["invitation_form"].errors
    client.post(url("panel-invite", session), invitation)
    assert session.applications.get(route="invitation").status == "eligible"


# --- Registries -------------------------------------------------------------------------------------------------


def test_tasks_ask_each_person_for_the_next_step():
    from dialogue_portal.registries import my_tasks

    session = call()
    draft, selected = application(session), application(session, "selected")
    rows = field_of_applicants(session, 4)
    reviewer, chair = role(session, "reviewer"), role(session, "commission_chair")

    def asked(user):
        return [str(task.title) for task in my_tasks["stakeholders"](user)]

    assert asked(organization_member(draft.organization)) == [f"Submit the application of {draft.organization}"]
    assert asked(organization_member(selected.organization)) == [
        f"Confirm the participation of {selected.organization}"
    ]
    assert (asked(reviewer), asked(chair)) == (["4 applications to review"], [])
    reviewed(rows[0], reviewer, 3)
    services.declare_conflicts(rows[1:2], reviewer=reviewer, conflicts={rows[1].pk})
    assert asked(reviewer) == ["2 applications to review"]
    recommended(session, reviewer)
    assert (asked(reviewer), asked(chair)) == ([], ["Decide on the panel of stakeholders"])
    session.phase_windows.all().delete()
    assert asked(organization_member(draft.organization)) == []


def test_cockpit_counts_what_waits():
    from dialogue_portal.registries import cockpit_cards

    session = SessionFactory()
    application(session, "submitted")
    application(session, "withdrawn")
    screen, panel = cockpit_cards["stakeholders"](session, UserFactory())
    assert (screen.figure, str(screen.detail), str(panel.figure)) == (1, "of 1 applications", "Being prepared")


def test_links_are_those_a_person_may_open(session):
    from django.contrib.auth.models import AnonymousUser

    from dialogue_portal.registries import session_links

    def links(user):
        return [str(label) for label, _url in session_links["stakeholders"](session, user)]

    assert links(AnonymousUser()) == ["Apply"]
    assert links(UserFactory(is_secretariat=True)) == ["Applications", "Panel"]
    assert links(role(session, "reviewer")) == ["Review", "Panel"]
    assert links(role(session, "moderator")) == []
