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
from tests.factories import SessionFactory, UserFactory, delegation

pytestmark = pytest.mark.django_db
ANSWER = "/people/invitations/answer/"


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
    return re.search(r"http://[^/]+(/\S+)", message.as_sent()[0])[1]


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
    stored = [*Invitation.objects.values(), *AuditEntry.objects.values(), *Message.objects.values()]
    assert token not in str(stored)
    assert token in message.as_sent()[1]
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
    assert [client.get(path, follow=True).status_code for path in new if path != old] == [200]
    assert client.get(old).status_code == 404


def test_link_leads_a_newcomer_to_sign_in_and_back(client, staff):
    _, path = invited(staff)

    page = client.get(path, follow=True).content.decode()

    assert f"{reverse('account_signup')}?next={ANSWER.replace('/', '%2F')}&amp;email=kari%40mfa.example" in page
    assert reverse("account_login") in page
    assert "Norway" in page


def test_link_gives_the_invited_person_access(client, staff):
    _, path = invited(staff)
    user = verified("kari@mfa.example")
    client.force_login(user)

    assert "Accept" in client.get(path, follow=True).content.decode()
    assert client.post(ANSWER)["Location"] == "/"
    assert user.delegation_memberships.exists()


def test_link_gives_somebody_else_nothing_and_says_why(client, staff):
    _, path = invited(staff)
    stranger = verified("stranger@example.org")
    client.force_login(stranger)

    for page in (client.get(path, follow=True), client.post(ANSWER)):
        text = page.content.decode()
        assert "kari@mfa.example" in text
        assert "stranger@example.org" in text
    assert not stranger.delegation_memberships.exists()


@pytest.mark.parametrize("state", ["expired", "accepted", "withdrawn"])
def test_settled_link_explains_itself(client, staff, state):
    invitation, path = invited(staff)
    settle(invitation, state)

    page = client.get(path, follow=True).content.decode()
    assert {"expired": "has expired", "accepted": "has been used", "withdrawn": "has withdrawn"}[state] in page
    assert "Accept the invitation" not in page


def test_link_is_good_once(client, staff):
    _, path = invited(staff)
    client.force_login(verified("kari@mfa.example"))
    client.get(path)
    client.post(ANSWER)

    again = client.get(path, follow=True).content.decode()

    assert "There is nothing left to do" in again
    assert delegation("NO").memberships.count() == 1


def test_link_leaves_its_token_in_no_later_address_and_no_log(client, staff, caplog):
    caplog.set_level("DEBUG")
    invitation, path = invited(staff)
    token = path.rstrip("/").rsplit("/", 1)[1]
    caplog.clear()

    page = client.get(path, follow=True)
    settle(invitation, "expired")
    client.get(path, follow=True)

    assert page.redirect_chain == [(ANSWER, 302)]
    assert token not in page.content.decode()
    assert token not in caplog.text


def test_link_notes_when_it_was_opened_first(client, staff):
    invitation, path = invited(staff)
    assert invitation.state == InvitationState.INVITED

    client.get(path)
    invitation.refresh_from_db()
    first = invitation.opened_at
    client.get(path)

    invitation.refresh_from_db()
    assert (invitation.state, invitation.opened_at) == (InvitationState.OPENED, first)


def test_page_of_an_invitation_is_the_same_whether_there_is_an_account(client, staff):
    _, path = invited(staff)
    pages = []
    for _account in range(2):
        pages.append(re.sub(r'csrfmiddlewaretoken" value="\w+"', "", client.get(path, follow=True).content.decode()))
        verified("kari@mfa.example") if not _account else None

    assert pages[0] == pages[1]


@pytest.mark.parametrize("state", InvitationState)
def test_states_are_found_as_the_rows_say(staff, state):
    for number, settled in enumerate(("expired", "accepted", "withdrawn")):
        settle(invited(staff, email=f"{number}@mfa.example")[0], settled)
    invited(staff)
    Invitation.objects.filter(pk=invited(staff, email="o@mfa.example")[0].pk).update(opened_at=timezone.now())

    assert [row.state for row in Invitation.objects.all().in_state(state)] == [state]
    assert Invitation.objects.all().count_by_state() == dict.fromkeys(InvitationState, 1)


def test_unknown_link_explains_itself(client):
    assert client.get(ANSWER).status_code == 404
    assert client.get(reverse("accounts:invitation", args=["nonsense"])).status_code == 404


def list_of(client, **query):
    return client.get("/people/invitations/", query)


def test_list_tells_how_far_each_invitation_came(client, staff):
    client.force_login(staff)
    invited(staff)
    Message.objects.update(state="uncertain")

    page = list_of(client)

    (row,) = page.context["invitations"]
    text = page.content.decode()
    assert (row.delivery.state, row.role_label) == ("uncertain", "Focal point")
    assert Message.objects.get().get_absolute_url() in text
    assert all(words in text for words in ("Norway", "kari@mfa.example", "Uncertain", "Invited"))


def test_list_is_filtered_by_state_address_and_what_was_offered(client, staff):
    client.force_login(staff)
    settle(invited(staff, email="late@mfa.example")[0], "expired")
    invited(staff)
    invite(SessionFactory(), role="moderator", email="mo@un.example", name="Mo", actor=staff)

    def found(**query):
        return [row.email for row in list_of(client, **query).context["invitations"]]

    assert found(state="expired") == ["late@mfa.example"]
    assert found(q="KARI") == ["kari@mfa.example", "late@mfa.example"]
    assert found(to="dialogue_sessions.dialoguesession") == ["mo@un.example"]
    assert list_of(client, state="expired").context["counts"] == [("invited", 2), ("expired", 1)]
    assert "No invitation fits" in list_of(client, q="nobody").content.decode()


def test_list_sends_again_withdraws_and_stays_where_it_was(client, staff):
    client.force_login(staff)
    invitation, _ = invited(staff)
    here = "/people/invitations/?state=invited"

    assert client.post(reverse("accounts:invitation-renew", args=[invitation.pk]), {"next": here})["Location"] == here
    away = {"next": "https://evil.example/"}
    answer = client.post(reverse("accounts:invitation-withdraw", args=[invitation.pk]), away)

    assert answer["Location"] == delegation("NO").get_absolute_url()
    assert Message.objects.about(invitation).count() == 2
    assert "Send a new link" not in list_of(client).content.decode()


@pytest.mark.parametrize("rows", [3, 100])
def test_list_costs_a_constant_number_of_queries(client, staff, django_assert_num_queries, rows):
    client.force_login(staff)
    for number in range(rows // 3):
        invited(staff, email=f"{number}@mfa.example")
        invite(SessionFactory(), role="moderator", email=f"{number}@un.example", name="Kari Nordmann", actor=staff)
        settle(invited(staff, role="lead", email=f"{number}@mfa.example")[0], "accepted")
    list_of(client)

    # Session, person; the page and its count, delegations and sessions, mails; counts by state.
    with django_assert_num_queries(8):
        assert list_of(client).status_code == 200
