"""Who may see and do what; `visible_to` and the permission on one row agree."""

import pytest
from django.contrib.auth.models import AnonymousUser

from sessions.models import SessionRole
from stakeholders.models import Application, ApplicationStatus
from tests.factories import OrganizationFactory, SessionFactory, UserFactory, organization_member, role
from tests.stakeholders.rows import application, field_of_applicants

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    """Two sessions with one application of each status, one of them the reviewer's own, and everybody."""
    session, elsewhere = SessionFactory(), SessionFactory()
    organization = OrganizationFactory()
    people = {
        "visitor": AnonymousUser(),
        "somebody": UserFactory(),
        "secretariat": UserFactory(is_secretariat=True),
        "superuser": UserFactory(is_superuser=True),
        "member": organization_member(organization),
        "reviewer": role(session, "reviewer"),
        "chair": role(session, "commission_chair"),
        "moderator": role(session, "moderator"),
        "reviewer elsewhere": role(elsewhere, "reviewer"),
        "reviewer who applies": organization_member(organization),
    }
    SessionRole.objects.create(session=session, user=people["reviewer who applies"], role="reviewer")
    application(session, "eligible", organization=organization)
    for status in ApplicationStatus:
        application(session, status)
        application(elsewhere, status)
    application(session, "eligible", route="invitation")
    return session, people


WHO = [
    "visitor",
    "somebody",
    "secretariat",
    "superuser",
    "member",
    "reviewer",
    "chair",
    "moderator",
    "reviewer elsewhere",
    "reviewer who applies",
]


@pytest.mark.parametrize("who", WHO)
def test_visible_to_agrees_with_view_application(scene, who):
    _session, people = scene
    user = people[who]
    visible = set(Application.objects.visible_to(user))
    assert visible == {row for row in Application.objects.all() if user.has_perm("stakeholders.view_application", row)}


@pytest.mark.parametrize("who", ["reviewer", "reviewer who applies", "chair", "secretariat"])
def test_for_reviewer_agrees_with_review_application(scene, who):
    session, people = scene
    user = people[who]
    queue = set(Application.objects.for_reviewer(user, session)) if who.startswith("reviewer") else set()
    rows = session.applications.all()
    assert queue == {row for row in rows if user.has_perm("stakeholders.review_application", row)}


def test_reviewers_read_only_what_was_found_eligible_and_never_their_own(scene):
    session, people = scene
    statuses = {row.status for row in Application.objects.visible_to(people["reviewer"])}
    assert statuses == {"eligible", "selected", "not_selected", "confirmed"}
    applying = people["reviewer who applies"]
    queue = Application.objects.for_reviewer(applying, session)
    assert applying.organizations.get() not in {row.organization for row in queue}


PANEL = {
    "view_panel": {"secretariat", "superuser", "reviewer", "chair"},
    "recommend_panel": {"superuser", "reviewer"},
    "decide_panel": {"superuser", "chair", "secretariat"},
    "release_decisions": {"superuser", "secretariat"},
    "review_applications": {"superuser", "reviewer", "reviewer who applies"},
    "screen_applications": {"superuser", "secretariat"},
    "apply": set(WHO) - {"visitor"},
}


@pytest.mark.parametrize("act", PANEL)
def test_acts_on_a_session(scene, act):
    session, people = scene
    assert {who for who in WHO if people[who].has_perm(f"stakeholders.{act}", session)} == PANEL[act]


def test_acts_on_an_application_of_ones_own(scene):
    session, people = scene
    row = session.applications.get(organization__members=people["member"])
    may = {who for who in WHO if people[who].has_perm("stakeholders.edit_application", row)}
    assert may == {"member", "reviewer who applies", "superuser"}
    may = {who for who in WHO if people[who].has_perm("stakeholders.confirm_participation", row)}
    assert may == {"member", "reviewer who applies", "superuser", "secretariat"}


def test_a_role_that_has_ended_opens_nothing():
    session = SessionFactory()
    (row,) = field_of_applicants(session, 1)
    ended = role(session, "reviewer", ends_on="2019-01-01")
    assert not ended.has_perm("stakeholders.view_application", row)
    assert not Application.objects.visible_to(ended).exists()
