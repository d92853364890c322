"""The switcher: for whom a person acts is theirs to choose among their own, and nothing else."""

import pytest
from django.urls import reverse

from accounts.models import OrganizationMember
from tests.factories import OrganizationFactory, UserFactory, delegation, focal_point, organization_member

pytestmark = pytest.mark.django_db
SWITCH = "/people/act-for/"


def test_delegation_and_organization_are_chosen_apart(client):
    person = focal_point("NO")
    for name in ("Water Alliance", "Wells for All"):
        OrganizationMember.objects.create(organization=OrganizationFactory(name=name), user=person)
    client.force_login(person)
    wells = person.organizations.get(name="Wells for All")

    client.post(SWITCH, {"principal": f"organization:{wells.pk}"})

    text = client.get(reverse("accounts:me")).content.decode()
    assert "You act for <strong>Norway</strong>" in text
    assert "You act for <strong>Wells for All</strong>" in text


@pytest.mark.parametrize("principal", ["", "delegation", "user:1", "delegation:not-a-key", "delegation:{}"])
def test_nobody_acts_for_somebody_elses(client, principal):
    client.force_login(focal_point("NO"))

    answer = client.post(SWITCH, {"principal": principal.format(delegation("SE").pk), "next": "/"}, follow=True)

    text = answer.content.decode()
    assert "You do not act for this delegation" in text
    assert "Sweden" not in text


def test_switch_leads_to_no_other_site(client):
    client.force_login(organization_member(OrganizationFactory()))

    assert client.post(SWITCH, {"next": "https://elsewhere.example/"})["Location"] == reverse("accounts:me")


def test_front_page_leads_a_focal_point_to_the_delegation(client):
    client.force_login(focal_point("NO"))
    assert delegation("NO").get_absolute_url() in client.get("/").content.decode()

    client.force_login(UserFactory())
    assert "You act for" not in client.get("/").content.decode()
