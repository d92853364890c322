"""Roles: given, ended, given again; what an ended one no longer opens; the Bureau's groups."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.invitations import scope_of
from accounts.models import Invitation
from sessions.models import DialogueSession, Document, Role, SessionStatus
from sessions.permissions import roles_anywhere, roles_of
from sessions.services import RoleHeld, assign_role, end_role
from tests.factories import SessionFactory, UserFactory, role

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return SessionFactory(status=SessionStatus.DRAFT)


def fresh(user):
    """The person as the next request has them: roles are read once per request."""
    return type(user).objects.get(pk=user.pk)


def test_role_opens_what_it_opens_until_it_is_ended(session):
    user = UserFactory()
    Document.objects.create(session=session, kind="other", title="Brief")

    held = assign_role(session, user=user, role="moderator", actor=None)
    assert roles_of(fresh(user), session) == roles_anywhere(fresh(user)) == {"moderator"}
    assert fresh(user).has_perm("sessions.view_session", session)
    assert DialogueSession.objects.visible_to(user).count() == Document.objects.visible_to(user).count() == 1

    end_role(held, actor=None)
    assert roles_of(fresh(user), session) == roles_anywhere(fresh(user)) == set()
    assert not fresh(user).has_perm("sessions.view_session", session)
    assert DialogueSession.objects.visible_to(user).count() == Document.objects.visible_to(user).count() == 0


def test_ended_role_may_begin_again(session):
    user = UserFactory()
    held = end_role(assign_role(session, user=user, role="reviewer", actor=None), actor=None)

    again = assign_role(session, user=user, role="reviewer", actor=None)

    assert (again.pk, again.ends_on) == (held.pk, None)


def test_role_that_is_held_is_not_given_twice(session):
    user = UserFactory()
    assign_role(session, user=user, role="reviewer", actor=None)

    with pytest.raises(RoleHeld):
        assign_role(session, user=user, role="reviewer", actor=None)


@pytest.mark.parametrize(("role", "group"), [("bureau", ""), ("moderator", "african")])
def test_bureau_members_and_nobody_else_act_for_a_group(session, role, group):
    with pytest.raises(ValueError, match="regional group"):
        assign_role(session, user=UserFactory(), role=role, regional_group=group, actor=None)


def test_role_that_begins_later_opens_nothing_yet(session):
    user = UserFactory()
    tomorrow = timezone.now().date() + timedelta(days=1)

    assign_role(session, user=user, role="rapporteur", starts_on=tomorrow, actor=None)

    assert roles_of(user, session) == set()


def test_accepted_invitation_gives_the_role_once(session):
    user, staff = UserFactory(), UserFactory(is_secretariat=True)
    invitation = Invitation(scope=session, role="bureau", regional_group="african", invited_by=staff)

    for _ in range(2):
        scope_of(session).give(invitation, user)

    assert session.roles.get(user=user).regional_group == "african"


def test_my_account_names_the_offices_that_i_hold_today(client):
    session = SessionFactory()
    member = role(session, Role.BUREAU, regional_group="african")
    session.roles.create(user=member, role=Role.MODERATOR, ends_on=date(2020, 1, 1))
    client.force_login(member)

    page = client.get("/people/me/").content.decode()

    assert f'<li>Bureau member, African Group: <a href="{session.get_absolute_url()}">' in page
    assert "Moderator" not in page
    assert "For nobody yet" not in page
