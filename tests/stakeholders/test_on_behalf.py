"""Applications that the secretariat enters or amends for an organisation: with their source, also after the close."""

import pytest
from django.urls import reverse

from accounts.models import Organization
from mailings.models import Message
from sessions.models import Instruction
from stakeholders.models import Application, ApplicationStatus
from tests.factories import OrganizationFactory, SessionFactory, UserFactory, organization_member, source_data
from tests.stakeholders.rows import application, call

pytestmark = pytest.mark.django_db
ORGANIZATION = {"name": "Wells for All", "kind": "trade_union", "regional_group": "african"}


@pytest.fixture
def staff(client):
    user = UserFactory(is_secretariat=True)
    client.force_login(user)
    return user


def manage(name, session, *args):
    return reverse(f"stakeholders:{name}", args=[session.slug, *args])


def test_application_by_letter_is_entered_after_the_close(client, staff):
    session = SessionFactory()
    known = OrganizationFactory(name="Wells for All")
    member = organization_member(known)

    answer = client.post(
        manage("application-add", session), {**ORGANIZATION, **source_data(receipt_to="w@all.example")}
    )

    row, kept = Application.objects.get(), Instruction.objects.get()
    assert answer["Location"] == manage("apply-step", session, row.pk, "organization")
    assert (row.organization, row.status, row.started_by) == (known, ApplicationStatus.DRAFT, staff)
    assert (kept.scope, kept.principal) == (row, known)
    assert {message.address for message in Message.objects.all()} == {member.email, "w@all.example"}
    assert list(known.members.all()) == [member]
    assert client.get(answer["Location"]).status_code == 200


def test_source_is_needed_and_a_second_application_refused_with_a_link(client, staff):
    row = application(call(), organization=OrganizationFactory(name="Wells for All"))
    add = manage("application-add", row.session)

    assert "Something has to be corrected" in client.post(add, {**ORGANIZATION, "name": "Other"}).content.decode()
    text = client.post(add, {**ORGANIZATION, **source_data()}).content.decode()

    assert f'<a href="{row.get_manage_url()}">' in text
    assert (Application.objects.count(), Organization.objects.count()) == (1, 1)
    assert not Instruction.objects.exists()


def test_staff_touch_an_application_only_on_the_organizations_word(client, staff):
    row = application(call(), "submitted")
    assert client.get(row.get_absolute_url()).status_code == 403

    client.post(manage("application-amend", row.session, row.pk), source_data(reference="Our speaker has changed"))

    row.refresh_from_db()
    assert row.status == ApplicationStatus.DRAFT
    page = client.get(row.get_absolute_url())
    assert "Our speaker has changed" in page.content.decode()
    client.post(manage("apply-submit", row.session, row.pk), {"seen": page.context["digest"]})
    row.refresh_from_db()
    assert (row.status, row.submissions.get().submitted_by) == (ApplicationStatus.SUBMITTED, staff)


def test_screened_application_is_not_amended(client, staff):
    row = application(call(), "eligible")

    client.post(manage("application-amend", row.session, row.pk), source_data())

    row.refresh_from_db()
    assert row.status == ApplicationStatus.ELIGIBLE
    assert not Instruction.objects.exists()


def test_staff_confirm_with_a_source_and_members_without(client, staff):
    row = application(call(), "selected")
    confirm = manage("apply-confirm", row.session, row.pk)

    assert client.post(confirm, {"presence": "online"}).status_code == 200
    client.post(confirm, {"presence": "online", **source_data()})

    row.refresh_from_db()
    assert (row.status, Instruction.objects.get().act) == (ApplicationStatus.CONFIRMED, "confirmed")


def test_members_read_the_source_and_others_do_not(client, staff):
    row = application(call())
    client.post(manage("application-amend", row.session, row.pk), source_data())

    client.force_login(organization_member(row.organization))
    assert "H.E. Kari Nordmann" in client.get(row.get_absolute_url()).content.decode()
    client.force_login(organization_member(OrganizationFactory()))
    assert client.get(row.get_absolute_url()).status_code == 403
    assert client.post(manage("application-add", row.session), ORGANIZATION).status_code == 403
