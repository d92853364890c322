"""Invitations reach the right person, give what they say, and explain themselves to everybody else."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry, Invitation, InvitationState
from accounts.services.invitations import (
    AlreadyInvited,
    InvitationForSomebodyElse,
    accept_invitation,
    invite,
    renew_invitation,
    withdraw_invitation,
)
from dialogue_portal.states import InvalidTransition
from mailings.models import Message
from tests.factories import UserFactory, delegation

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return UserFactory(is_secretariat=True, full_name="Staff")


def verified(email, **fields):
    user = UserFactory(email=email, **fields)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def invited(staff, **fields):
    """An invitation for Norway and the path of its link."""
    values = {"role": "focal_point", "email": "kari@mfa.example", "name": "Kari Nordmann", **fields}
    invitation = invite(delegation("NO"), actor=staff, **values)
    return invitation, link_in(Message.objects.about(invitation).last())


def link_in(message):
    return re.search(r"http://[^/]+(/\S+)", message.text)[1]


def settle(invitation, state):
    now = timezone.now()
    changes = {
        "expired": {"expires_at": now},
        "accepted": {"accepted_at": now, "accepted_by": UserFactory()},
        "withdrawn": {"withdrawn_at": now},
    }
    Invitation.objects.filter(pk=invitation.pk).update(**changes[state])
    invitation.refresh_from_db()


def test_invite_writes_a_mail_and_stores_no_token(staff):
    invitation, path = invited(staff, language="fr")

    message = Message.objects.about(invitation).get()
    token = path.rstrip("/").rsplit("/", 1)[1]
    assert (message.address, message.language) == ("kari@mfa.example", "fr")
    assert "/fr/people/invitations/" in path
    assert "Norway" in message.subject
    assert token not in str(list(Invitation.objects.values()) + list(AuditEntry.objects.values()))
    assert invitation.token_hash not in str(list(AuditEntry.objects.values()))


def test_invite_refuses_a_second_open_invitation(staff):
    invited(staff)

    with pytest.raises(AlreadyInvited):
        invited(staff, email="KARI@mfa.example")


def test_invite_refuses_a_role_that_the_scope_does_not_offer(staff):
    with pytest.raises(ValueError, match="offers no role 'moderator'"):
        invited(staff, role="moderator")


@pytest.mark.parametrize(("role", "is_lead"), [("focal_point", False), ("lead", True)])
def test_accept_gives_the_membership_once(staff, role, is_lead):
    invitation, _ = invited(staff, role=role)
    user = verified("Kari@MFA.example")

    for _click in range(2):
        accept_invitation(invitation, actor=user)

    membership = user.delegation_memberships.get()
    assert (membership.delegation, membership.is_lead) == (delegation("NO"), is_lead)
    invitation.refresh_from_db()
    assert (invitation.state, invitation.accepted_by) == (InvitationState.ACCEPTED, user)


def test_accept_does_not_take_the_lead_away(staff):
    user = verified("kari@mfa.example")
    delegation("NO").memberships.create(user=user, is_lead=True)

    accept_invitation(invited(staff)[0], actor=user)

    assert user.delegation_memberships.get().is_lead


def test_accept_needs_the_invited_address_verified(staff):
    invitation, _ = invited(staff)
    unverified = UserFactory(email="kari@mfa.example")
    EmailAddress.objects.create(user=unverified, email="kari@mfa.example", verified=False)

    for user in (unverified, verified("other@mfa.example")):
        with pytest.raises(InvitationForSomebodyElse):
            accept_invitation(invitation, actor=user)
    assert not delegation("NO").memberships.exists()


@pytest.mark.parametrize("state", ["expired", "accepted", "withdrawn"])
def test_accept_refuses_a_settled_invitation(staff, state):
    invitation, _ = invited(staff)
    settle(invitation, state)

    with pytest.raises(InvalidTransition):
        accept_invitation(invitation, actor=verified("kari@mfa.example"))


@pytest.mark.parametrize("state", ["accepted", "withdrawn"])
def test_settled_invitation_is_neither_renewed_nor_withdrawn(staff, state):
    invitation, _ = invited(staff)
    settle(invitation, state)

    with pytest.raises(InvalidTransition):
        renew_invitation(invitation, actor=staff)
    with pytest.raises(InvalidTransition):
        withdraw_invitation(invitation)


def test_renew_sends_a_new_link_and_ends_the_old(client, staff):
    invitation, old = invited(staff)
    settle(invitation, "expired")

    renewed = renew_invitation(invitation, actor=staff)

    new = [link_in(message) for message in Message.objects.about(invitation)]
    assert renewed.expires_at > timezone.now() + timedelta(days=13)
    assert [client.get(path).status_code for path in new if path != old] == [200]
    assert client.get(old).status_code == 404


def test_link_leads_a_newcomer_to_sign_in_and_back(client, staff):
    _, path = invited(staff)

    page = client.get(path).content.decode()

    assert f"{reverse('account_signup')}?next={path.replace('/', '%2F')}&amp;email=kari%40mfa.example" in page
    assert reverse("account_login") in page
    assert "Norway" in page


def test_link_gives_the_invited_person_access(client, staff):
    _, path = invited(staff)
    user = verified("kari@mfa.example")
    client.force_login(user)

    assert "Accept" in client.get(path).content.decode()
    assert client.post(path).status_code == 302
    assert user.delegation_memberships.exists()


def test_link_gives_somebody_else_nothing_and_says_why(client, staff):
    _, path = invited(staff)
    stranger = verified("stranger@example.org")
    client.force_login(stranger)

    for page in (client.get(path), client.post(path)):
        text = page.content.decode()
        assert "kari@mfa.example" in text
        assert "stranger@example.org" in text
    assert not stranger.delegation_memberships.exists()


@pytest.mark.parametrize("state", ["expired", "accepted", "withdrawn"])
def test_settled_link_explains_itself(client, staff, state):
    invitation, path = invited(staff)
    settle(invitation, state)

    assert client.get(path).status_code == 410


def test_unknown_link_explains_itself(client):
    assert client.get(reverse("accounts:invitation", args=["nonsense"])).status_code == 404
