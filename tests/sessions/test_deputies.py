"""Deputies of the Chair, of who presides and of Bureau members: named for some days, with the principal's powers."""

from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry, Invitation
from accounts.second_factor import needs_second_factor
from accounts.services.invitations import accept_invitation, invite
from mailings.models import Message
from sessions.models import Instruction, SessionRole
from sessions.permissions import roles_of
from stakeholders import services
from tests.factories import SessionFactory, UserFactory, role
from tests.stakeholders.rows import field_of_applicants, recommended

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return SessionFactory()


@pytest.fixture
def chair(session):
    return role(session, "commission_chair")


def page(name, session, *args):
    return reverse(f"sessions:{name}", args=[session.slug, *args])


def held_by(user):
    return user.session_roles.get()


def deputy_of(principal, **days):
    """Somebody who has accepted to deputize."""
    user = UserFactory()
    EmailAddress.objects.create(user=user, email=user.email, verified=True)
    invitation = invite(held_by(principal), role="deputy", email=user.email, name="D", actor=principal, **days)
    accept_invitation(invitation, actor=user)
    return user


def test_chair_invites_a_deputy_who_may_then_do_what_the_chair_may(client, session, chair):
    client.force_login(chair)
    own = held_by(chair)
    form = {"name": "Dora", "email": "dora@mfa.example", "role": "deputy", "language": "en", "ends_on": "2999-01-01"}

    client.post(page("name-deputy", session, own.pk), {f"{own.pk}-{name}": value for name, value in form.items()})

    invitation = Invitation.objects.get()
    assert (invitation.scope, invitation.invited_by, invitation.ends_on) == (own, chair, date(2999, 1, 1))
    assert "dora@mfa.example" in client.get(page("deputies", session)).content.decode()
    deputy = deputy_of(chair)
    assert roles_of(deputy, session) == {"commission_chair"}
    assert deputy.has_perm("stakeholders.decide_panel", session)
    assert set(Message.objects.filter(occasion="deputy-began").values_list("recipient", flat=True)) == {
        chair.pk,
        deputy.pk,
    }


@pytest.mark.parametrize("days", [{"starts_on": 1}, {"ends_on": -1}])
def test_deputy_has_the_powers_on_the_named_days_only(session, chair, days):
    today = timezone.now().date()

    deputy = deputy_of(chair, **{name: today + timedelta(days=days[name]) for name in days})

    assert roles_of(deputy, session) == set()


def test_deputys_powers_end_with_the_principals_role(session, chair):
    deputy = deputy_of(chair)

    SessionRole.objects.filter(user=chair).update(ends_on=timezone.now().date() - timedelta(days=1))

    assert roles_of(deputy, session) == set()


def test_principal_and_secretariat_end_it_and_nobody_else(client, session, chair):
    deputy, other = deputy_of(chair), role(session, "bureau", regional_group="african")
    end = page("end-deputy", session, held_by(deputy).pk)
    for person in (deputy, other, UserFactory()):
        client.force_login(person)
        assert client.post(end).status_code == 403
    client.force_login(chair)

    client.post(end)

    assert roles_of(type(deputy).objects.get(pk=deputy.pk), session) == set()
    assert Message.objects.filter(occasion="deputy-ended").count() == 2
    client.force_login(UserFactory(is_secretariat=True))
    assert client.post(page("end-deputy", session, held_by(deputy_of(chair)).pk)).status_code == 302
    # The Chair's own role is nobody's to end here.
    assert client.post(page("end-deputy", session, held_by(chair).pk)).status_code == 404


def test_deputy_names_no_deputies_and_others_have_none(client, session, chair):
    for person in (deputy_of(chair), role(session, "moderator"), role(session, "reviewer")):
        client.force_login(person)
        assert client.get(page("deputies", session)).status_code == 403
        assert client.post(page("name-deputy", session, held_by(chair).pk)).status_code == 403
    bureau = role(session, "bureau", regional_group="african")
    client.force_login(bureau)
    assert str(chair) not in client.get(page("deputies", session)).content.decode()
    assert client.post(page("name-deputy", session, held_by(chair).pk)).status_code == 403


def test_decision_of_a_deputy_says_so_and_the_chair_hears_of_it(client, session, chair):
    field_of_applicants(session)
    panel = recommended(session, role(session, "reviewer"))
    deputy = deputy_of(chair)

    services.decide_panel(session, actor=deputy, seen=panel.revision, choices={})

    panel.refresh_from_db()
    kept = Instruction.objects.get()
    assert (panel.decided_by, kept.recorded_by, kept.person, kept.channel) == (deputy, deputy, chair, "deputy")
    assert Message.objects.filter(occasion="done-on-behalf").get().recipient == chair
    client.force_login(chair)
    text = client.get(reverse("stakeholders:panel", args=[session.slug])).content.decode()
    assert f"Decided by {deputy} on behalf of {chair}" in text
    assert "As deputy." in text


def test_audit_log_names_in_whose_place_a_deputy_acted(client, session):
    presiding = role(session, "presiding_chair")
    deputy = deputy_of(presiding)
    client.force_login(deputy)

    client.post(reverse("speakers:floor-meeting", args=[session.slug]), {"act": "open"})

    entry = AuditEntry.objects.filter(actor=deputy, content_type__model="floor").first()
    assert entry.additional_data == {"acted_as": [f"deputy of {presiding} (presiding_chair)"]}
    client.force_login(UserFactory(is_secretariat=True))
    assert f"deputy of {presiding}" in client.get("/people/audit/").content.decode()


def test_deputy_needs_the_second_factor_of_the_role(session, chair, settings):
    settings.SECOND_FACTOR_ROLES = ["commission_chair"]

    assert needs_second_factor(deputy_of(chair))


def test_roles_of_a_deputy_cost_one_query(session, chair, django_assert_num_queries):
    deputy = type(chair).objects.get(pk=deputy_of(chair).pk)

    with django_assert_num_queries(1):
        assert roles_of(deputy, session) == {"commission_chair"}
