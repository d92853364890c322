"""The pages about people: what they show, to whom, and at what cost."""

import pytest
from django.urls import reverse

from accounts.models import AuditEntry, User
from accounts.services.invitations import invite
from tests.factories import OrganizationFactory, SessionFactory, UserFactory, delegation, focal_point, role

pytestmark = pytest.mark.django_db
ME, AUDIT, DELEGATIONS = "/people/me/", "/people/audit/", "/people/delegations/"


@pytest.fixture
def staff(client):
    user = UserFactory(is_secretariat=True, full_name="Sofia Staff")
    client.force_login(user)
    return user


def my_account(user, **fields):
    values = {"full_name": user.full_name, "language": user.language, "time_zone": user.time_zone}
    return {**values, "seen_revision": user.revision, **fields}


def test_my_account_is_saved_and_answers_in_the_chosen_language(client):
    user = UserFactory()
    client.force_login(user)

    answer = client.post(ME, my_account(user, full_name="Ana Núñez", language="es", time_zone="Africa/Nairobi"))

    user.refresh_from_db()
    assert answer["Location"] == "/es/people/me/"
    assert (user.full_name, user.language, user.time_zone) == ("Ana Núñez", "es", "Africa/Nairobi")


def test_my_account_keeps_what_was_typed_and_shows_what_is_wrong(client):
    user = UserFactory(full_name="Ana")
    client.force_login(user)

    page = client.post(ME, my_account(user, full_name="", time_zone="Mars/Base")).content.decode()

    assert "Something has to be corrected first" in page
    assert User.objects.get().full_name == "Ana"


def test_my_account_in_two_tabs_is_a_conflict(client):
    user = UserFactory(full_name="Ana")
    client.force_login(user)
    client.post(ME, my_account(user, full_name="First"))

    page = client.post(ME, my_account(user, full_name="Second")).content.decode()

    assert "What somebody else saved meanwhile" in page
    assert 'value="Second"' in page
    assert User.objects.get().full_name == "First"


def test_my_account_names_for_whom_i_act(client):
    client.force_login(focal_point("NO"))

    assert "Kingdom of Norway" in client.get(ME).content.decode()


def test_delegation_page_invites_and_refuses_twice(client, staff):
    page = delegation("NO").get_absolute_url()
    form = {"name": "Kari", "email": "kari@mfa.example", "role": "focal_point", "language": "en"}

    assert client.post(f"{page}invite/", form)["Location"] == page
    again = client.post(f"{page}invite/", form)

    assert "has an open invitation" in again.content.decode()
    assert 'value="Kari"' in again.content.decode()
    assert client.get(page).content.decode().count("kari@mfa.example") >= 1


def test_delegations_are_filtered(client, staff):
    focal_point("NO")

    def found(**query):
        return {row.iso2 for row in client.get(DELEGATIONS, query).context["delegations"]}

    assert found(q="norw") == {"NO"}
    assert found(q="nor", without="on") == {"GB", "MK"}
    assert len(found(group="eastern_european")) == 23


@pytest.mark.parametrize("rows", [3, 100])
def test_audit_log_costs_a_constant_number_of_queries(client, staff, django_assert_num_queries, rows):
    for _ in range(rows // 3):
        OrganizationFactory()
        UserFactory()
        SessionFactory()

    # Session, person; the kinds that were logged; the page and its count.
    with django_assert_num_queries(5):
        assert client.get(AUDIT).status_code == 200


@pytest.mark.parametrize("rows", [3, 100])
def test_delegation_pages_cost_a_constant_number_of_queries(client, staff, django_assert_num_queries, rows):
    norway = delegation("NO")
    for number in range(rows // 3):
        focal_point("NO")
        invite(norway, role="lead", email=f"{number}@mfa.example", name="X", actor=staff)

    with django_assert_num_queries(3):
        assert client.get(DELEGATIONS).status_code == 200
    # Session, person; the delegation, its focal points, its invitations.
    with django_assert_num_queries(5):
        assert client.get(norway.get_absolute_url()).status_code == 200


def test_audit_log_is_found_by_record_and_person(client, staff):
    organization = OrganizationFactory(name="Wanted")
    OrganizationFactory(name="Other")
    client.post(ME, my_account(staff, full_name="Renamed"))

    def found(**query):
        return [(entry.object_repr, entry.actor) for entry in client.get(AUDIT, query).context["entries"]]

    assert found(object="wanted") == found(object=organization.pk) == [("Wanted", None)]
    assert [actor for _, actor in found(actor="renamed")] == [staff]


def test_audit_log_shows_changes_in_words(client, staff):
    client.post(ME, my_account(staff, full_name="Renamed"))

    entry = client.get(AUDIT, {"actor": "renamed"}).context["entries"][0]

    assert [(c.field, c.before, c.after) for c in entry.shown_changes] == [("full name", "Sofia Staff", "Renamed")]


def test_staff_pages_are_closed_to_everybody_else(client):
    session, norway = SessionFactory(), delegation("NO")
    invitation = invite(norway, role="lead", email="x@mfa.example", name="X", actor=UserFactory())
    membership = focal_point("SE").delegation_memberships.get()
    pages = [AUDIT, DELEGATIONS, norway.get_absolute_url()]
    acts = [
        f"{norway.get_absolute_url()}invite/",
        reverse("accounts:invitation-renew", args=[invitation.pk]),
        reverse("accounts:invitation-withdraw", args=[invitation.pk]),
        reverse("accounts:focal-point-remove", args=[membership.pk]),
        reverse("accounts:focal-point-lead", args=[membership.pk]),
    ]

    for user in (UserFactory(), focal_point("DK"), role(session, "commission_chair"), role(session, "moderator")):
        client.force_login(user)
        assert [client.get(page).status_code for page in pages] == [403] * 3
        assert [client.post(act).status_code for act in acts] == [403] * 5
    client.logout()
    assert [client.get(page).status_code for page in [*pages, ME]] == [302] * 4
    assert not AuditEntry.objects.filter(action=AuditEntry.Action.DELETE).exists()
