"""Rows that a person sees in lists are those that the rule about one row lets them open: no more, no fewer."""

from datetime import date, timedelta

import pytest
import rules
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.models import User
from sessions.models import DialogueSession, Document, Role, SessionRole
from speakers.models import SpeakingIntent
from stakeholders.models import Application
from summaries.models import ConsultationRound, Summary, SummaryVersion
from tests.factories import (
    OrganizationFactory,
    ParticipantFactory,
    SessionFactory,
    UserFactory,
    delegation,
    focal_point,
    organization_member,
    role,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def sessions():
    return [SessionFactory(), SessionFactory(), SessionFactory(status="draft")]


@pytest.fixture
def people(sessions):
    """Everybody there is: by role in one session and the next, with a role that ended, of delegations, of none."""
    for session in sessions[0], sessions[2]:
        for name in Role:
            group = "african" if name == Role.BUREAU else ""
            role(session, name, regional_group=group)
    for name in Role:
        former = role(sessions[1], name, regional_group="african" if name == Role.BUREAU else "")
        SessionRole.objects.filter(user=former).update(ends_on=date(2019, 1, 1))
    focal_point("NO")
    focal_point("SE")
    for iso2 in ("KE", "IS"):
        focal_point(iso2)
        focal_point(iso2).delegation_memberships.update(is_lead=True)
    UserFactory(is_secretariat=True)
    UserFactory(is_superuser=True)
    UserFactory()
    return User.objects


def everybody(people):
    return [*people.all(), AnonymousUser()]


def make_sessions(sessions):
    """The sessions themselves."""


def make_documents(sessions):
    for session in sessions:
        for is_public in (True, False):
            Document.objects.create(session=session, kind="other", title="X", size=1, is_public=is_public)


def make_intents(sessions):
    for session in sessions:
        statuses = {"NO": "active", "SE": "withdrawn", "KE": "provisional", "IS": "discarded", "FR": "active"}
        for iso2, status in statuses.items():
            SpeakingIntent.objects.create(
                session=session,
                delegation=delegation(iso2),
                status=status,
                participant=ParticipantFactory(session=session),
                registered_by=User.objects.first(),
            )


def make_applications(sessions):
    for number, status in enumerate(("draft", "submitted", "eligible", "ineligible")):
        organization = OrganizationFactory()
        organization_member(organization)
        if number:
            organization_member(organization, email=f"second{number}@ngo.example")
        for session in sessions:
            Application.objects.create(
                session=session,
                organization=organization,
                route="accreditation",
                status=status,
                started_by=User.objects.first(),
                submitted_at=None if status == "draft" else timezone.now(),
                screening_reason="Not in good standing" if status == "ineligible" else "",
            )


def make_versions(sessions):
    now, by = timezone.now(), User.objects.first()
    for session in sessions:
        summary = Summary.objects.create(session=session, title="S", organ="O")
        drafts = [
            SummaryVersion.objects.create(
                summary=summary, number=number, purpose="consultation", content=[], masthead={}, made_by=by
            )
            for number in (1, 2, 3, 4)
        ]
        for version, opens in zip(drafts, (now - timedelta(days=1), now + timedelta(days=1)), strict=False):
            ConsultationRound.objects.create(
                version=version, opens_at=opens, closes_at=opens + timedelta(days=3), opened_by=by
            )
        if session.status != "draft":
            Summary.objects.filter(pk=summary.pk).update(final_version=drafts[3], status="published", published_at=now)


@pytest.mark.parametrize(
    ("make", "model", "permission"),
    [
        (make_sessions, DialogueSession, "sessions.view_session"),
        (make_documents, Document, "sessions.download_document"),
        (make_intents, SpeakingIntent, "speakers.view_intent"),
        (make_applications, Application, "stakeholders.view_application"),
        (make_versions, SummaryVersion, "summaries.view_version"),
    ],
)
def test_list_and_rule_agree(sessions, people, make, model, permission):
    if not rules.perm_exists(permission):
        pytest.skip("no page shows one of these yet")
    make(sessions)
    rows = list(model.objects.all())
    assert rows

    seen_by_some = set()
    for user in everybody(people):
        listed = set(model.objects.visible_to(user))
        assert listed == {row for row in rows if user.has_perm(permission, row)}, user
        seen_by_some.add(len(listed))

    # The data tells people apart.
    assert len(seen_by_some) > 1
