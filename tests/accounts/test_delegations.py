"""A delegation's focal points: its lead and the secretariat invite, remove and hand over; what was done stays."""

import pytest
from django.urls import reverse

from accounts.models import AuditEntry, DelegationMember, Invitation
from accounts.services.delegations import LastLead, give_focal_point, hand_over_lead, remove_focal_point
from accounts.services.invitations import invite
from mailings.models import Message
from tests.factories import UserFactory, delegation, focal_point

pytestmark = pytest.mark.django_db
FORM = {"name": "Kari", "email": "kari@mfa.example", "role": "focal_point", "language": "en"}


def member(iso2, *, is_lead=False, **fields):
    user = focal_point(iso2, **fields)
    user.delegation_memberships.update(is_lead=is_lead)
    return user.delegation_memberships.select_related("user", "delegation").get()


@pytest.fixture
def lead():
    return member("NO", is_lead=True, full_name="Lena Lead")


@pytest.fixture
def colleague():
    return member("NO", full_name="Karl Colleague")


def page(of="NO"):
    return delegation(of).get_absolute_url()


def act(name, membership):
    return reverse(f"accounts:focal-point-{name}", args=[membership.pk])


def leads(iso2="NO"):
    return {row.user.full_name for row in DelegationMember.objects.filter(delegation__iso2=iso2, is_lead=True)}


def told(occasion):
    return set(Message.objects.filter(occasion=occasion).values_list("name", flat=True))


def test_lead_invites_renews_and_withdraws_for_the_own_delegation_only(client, lead):
    client.force_login(lead.user)
    other = invite(delegation("SE"), role="lead", email="x@mfa.example", name="X", actor=UserFactory())

    assert client.post(f"{page()}invite/", FORM)["Location"] == page()
    own = Invitation.objects.get(email="kari@mfa.example")
    assert own.invited_by == lead.user
    assert client.post(reverse("accounts:invitation-renew", args=[own.pk]))["Location"] == page()
    assert client.post(reverse("accounts:invitation-withdraw", args=[own.pk]))["Location"] == page()
    assert client.post(reverse("accounts:invitation-withdraw", args=[other.pk])).status_code == 403
    assert client.post(f"{page('SE')}invite/", FORM).status_code == 403


def test_focal_point_reads_the_page_and_changes_nothing(client, lead, colleague):
    client.force_login(colleague.user)
    text = client.get(page()).content.decode()

    assert "Lena Lead" in text
    assert act("remove", lead) not in text
    assert client.get(page("SE")).status_code == 403
    assert [client.post(url).status_code for url in (act("remove", lead), act("lead", colleague))] == [403, 403]
    assert client.post(f"{page()}invite/", FORM).status_code == 403
    assert not Invitation.objects.exists()


def test_removed_focal_point_is_shut_out_and_all_hear_of_it(client, lead, colleague):
    client.force_login(lead.user)
    assert "Remove Karl Colleague" in client.get(act("remove", colleague)).content.decode()

    client.post(act("remove", colleague))

    assert told("focal-point-removed") == {"Lena Lead", "Karl Colleague"}
    entry = AuditEntry.objects.get(action=AuditEntry.Action.DELETE)
    assert (entry.actor, entry.object_repr) == (lead.user, "Karl Colleague (Norway)")
    client.force_login(colleague.user)
    assert client.get(page()).status_code == 403


def test_lead_hands_over_and_stays_a_focal_point(client, lead, colleague):
    client.force_login(lead.user)

    client.post(act("lead", colleague))

    assert leads() == {"Karl Colleague"}
    assert told("lead-handed-over") == {"Lena Lead", "Karl Colleague"}
    assert client.post(act("lead", lead)).status_code == 403
    assert client.get(page()).status_code == 200


def test_last_lead_is_kept_from_leaving_by_accident(client, lead, colleague):
    client.force_login(lead.user)
    assert "Hand over the lead first" in client.get(act("remove", lead)).content.decode()

    client.post(act("remove", lead), {"without_lead": "1"})

    assert leads() == {"Lena Lead"}
    hand_over_lead(colleague, actor=lead.user)
    lead.refresh_from_db()
    remove_focal_point(lead, actor=lead.user)
    assert leads() == {"Karl Colleague"}


def test_secretariat_is_warned_and_may_leave_a_delegation_without_lead(client, lead):
    staff = UserFactory(is_secretariat=True)
    with pytest.raises(LastLead):
        remove_focal_point(lead, actor=staff)
    client.force_login(staff)
    assert "Remove, leaving no lead" in client.get(act("remove", lead)).content.decode()

    client.post(act("remove", lead), {"without_lead": "1"})

    assert leads() == set()


def test_lead_who_cannot_sign_in_does_not_count(lead):
    gone = member("NO", is_lead=True, is_active=False)
    with pytest.raises(LastLead):
        remove_focal_point(lead, actor=lead.user)

    remove_focal_point(gone, actor=lead.user)

    assert "focal-point-removed" in set(Message.objects.values_list("occasion", flat=True))


def test_new_focal_point_is_announced_once(lead):
    invitation = invite(delegation("NO"), role="focal_point", email="n@mfa.example", name="N", actor=lead.user)
    newcomer = UserFactory(full_name="Nora New")

    for _ in range(2):
        give_focal_point(invitation, newcomer)

    assert Message.objects.filter(occasion="focal-point-added").count() == 2
    assert told("focal-point-added") == {"Lena Lead", "Nora New"}
