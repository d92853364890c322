"""Making, joining and leaving an organisation, and what its pages show to whom."""

import uuid

import pytest
from django.urls import reverse

from accounts.models import FormerName, JoinRequest, Organization
from accounts.services import organizations as services
from accounts.services.ecosoc import check_ecosoc_status, declare_status
from dialogue_portal.revisions import StaleRevision
from dialogue_portal.states import InvalidTransition
from mailings.models import Message
from tests.factories import OrganizationFactory, SessionFactory, UserFactory, organization_member
from tests.stakeholders.rows import application

pytestmark = pytest.mark.django_db
LIST, NEW = "/people/organizations/", "/people/organizations/new/"
VALUES = {"name": "Water Watch", "kind": "ngo", "regional_group": "african", "website": "", "headquarters": None}


def url(name, row):
    return reverse(f"accounts:{name}", kwargs={"pk": row.pk})


def mails():
    return sorted(Message.objects.values_list("occasion", "address"))


@pytest.fixture
def organization():
    return OrganizationFactory(name="Women’s Water Watch")


@pytest.fixture
def member(organization):
    return organization_member(organization, email="member@example.org")


@pytest.fixture
def staff():
    return UserFactory(is_secretariat=True, email="staff@example.org")


@pytest.fixture
def asked(organization):
    joiner = UserFactory(email="joiner@example.org", full_name="Jo Iner")
    return services.ask_to_join(organization, actor=joiner, message="I run the field office.")


# --- Making one -------------------------------------------------------------------------------------------------------


def test_a_new_organization_is_made_once_however_often_the_button_is_pressed():
    actor, token = UserFactory(), uuid.uuid4()

    made = [services.create_organization(VALUES, actor=actor, token=token) for _twice in range(2)]

    assert made[0] == made[1]
    assert list(made[0].members.all()) == [actor]


def test_likely_duplicates_are_offered_first_and_set_aside_by_name(organization):
    actor, values = UserFactory(), {**VALUES, "name": "WATER WATCH womens inc."}
    with pytest.raises(services.LikelyDuplicates) as offered:
        services.create_organization(values, actor=actor)
    assert [match.organization for match in offered.value.matches] == [organization]

    made = services.create_organization(values, actor=actor, distinct_from=[organization.pk])

    assert Organization.objects.count() == 2
    assert made.name == "WATER WATCH womens inc."


@pytest.mark.parametrize("page", ["portal", "application"])
def test_pages_ask_is_it_one_of_these_and_keep_what_was_typed(client, organization, page):
    from tests.stakeholders.rows import call

    address = NEW if page == "portal" else reverse("stakeholders:apply-new", kwargs={"slug": call().slug})
    client.force_login(UserFactory())
    typed = {"name": "Womens Water Watch", "kind": "ngo", "regional_group": "african", "website": "kept.example"}

    page = client.post(address, typed)

    assert "Is it one of these?" in page.text
    assert url("organization-join", organization) in page.text
    assert 'value="kept.example"' in page.text
    assert Organization.objects.count() == 1
    assert client.post(address, {**typed, "none_of": page.context["form"].offered}).status_code == 302
    assert Organization.objects.count() == 2


# --- Joining ----------------------------------------------------------------------------------------------------------


def test_a_request_is_mailed_to_the_members_and_to_whoever_asked(organization, member, staff, asked):
    assert mails() == [
        ("organization-asked", "member@example.org"),
        ("organization-asked-receipt", "joiner@example.org"),
    ]
    assert "I run the field office." in Message.objects.get(occasion="organization-asked").text


def test_a_request_where_nobody_acts_goes_to_the_secretariat(staff, asked):
    assert ("organization-asked", "staff@example.org") in mails()


def test_asking_twice_is_one_request_and_members_need_not_ask(organization, member, asked):
    again = services.ask_to_join(organization, actor=asked.user, message="Again")

    assert again == asked
    with pytest.raises(services.AlreadyMember):
        services.ask_to_join(organization, actor=member, message="Me")


def test_nobody_asks_to_join_a_sixth_organization_in_a_month():
    joiner = UserFactory()
    for _each in range(services.MAX_REQUESTS):
        services.ask_to_join(OrganizationFactory(), actor=joiner, message="Hello")

    with pytest.raises(services.TooManyRequests):
        services.ask_to_join(OrganizationFactory(), actor=joiner, message="Hello")


def test_an_admitted_person_acts_for_it_and_all_hear(organization, member, asked):
    services.admit(asked, actor=member)

    assert set(organization.members.all()) == {member, asked.user}
    assert mails()[:1] == [("organization-admitted", "joiner@example.org")]
    assert ("organization-new-member", "member@example.org") in mails()


def test_a_declined_person_is_told_why_and_does_not_act_for_it(organization, member, asked):
    with pytest.raises(ValueError, match="reason"):
        services.decline(asked, actor=member, answer="  ")

    services.decline(asked, actor=member, answer="We do not know you.")

    assert list(organization.members.all()) == [member]
    assert "We do not know you." in Message.objects.get(occasion="organization-declined").text


@pytest.mark.parametrize("first", ["admit", "decline", "withdraw"])
@pytest.mark.parametrize("second", ["admit", "decline", "withdraw"])
def test_a_settled_request_is_not_settled_again(member, asked, first, second):
    acts = {
        "admit": lambda: services.admit(asked, actor=member),
        "decline": lambda: services.decline(asked, actor=member, answer="No"),
        "withdraw": lambda: services.withdraw_join_request(asked, actor=asked.user),
    }
    acts[first]()

    with pytest.raises(InvalidTransition):
        acts[second]()


def test_the_joining_page_shows_nothing_but_the_name_until_admitted(client, organization, member, asked):
    application(SessionFactory(), organization=organization, speaker_name="Secret Speaker")
    client.force_login(asked.user)

    page = client.get(url("organization-join", organization))

    assert "I run the field office." in page.text
    for hidden in (member.email, member.full_name, "Secret Speaker"):
        assert hidden not in page.text
    assert client.get(url("organization", organization)).status_code == 403
    assert client.get(url("organization-leave", organization)).status_code == 403


def test_a_declined_person_reads_the_answer_and_may_ask_again(client, organization, member, asked):
    services.decline(asked, actor=member, answer="Wrong office.")
    client.force_login(asked.user)

    page = client.get(url("organization-join", organization))
    client.post(url("organization-join", organization), {"message": "The right one."})

    assert "Wrong office." in page.text
    assert JoinRequest.objects.waiting().get().message == "The right one."


@pytest.mark.parametrize("who", ["member", "staff"])
def test_member_and_secretariat_find_the_request_on_their_home_page_and_admit(
    client, organization, member, staff, asked, who
):
    client.force_login({"member": member, "staff": staff}[who])
    assert "1 person asks to act for an organization" in client.get("/").text
    assert "I run the field office." in client.get(url("organization", organization)).text

    client.post(url("join-request-admit", asked))

    assert asked.user in organization.members.all()
    assert "asks to act" not in client.get("/").text


@pytest.mark.parametrize("act", ["admit", "decline", "withdraw"])
def test_nobody_else_answers_a_request(client, asked, act):
    client.force_login(organization_member(OrganizationFactory()))

    assert client.post(url(f"join-request-{act}", asked), {"answer": "No"}).status_code == 403
    asked.refresh_from_db()
    assert asked.state == "open"


def test_whoever_asked_takes_it_back(client, asked):
    client.force_login(asked.user)
    client.post(url("join-request-withdraw", asked))
    assert not JoinRequest.objects.waiting()
    assert client.post(url("join-request-admit", asked)).status_code == 403


# --- Leaving ----------------------------------------------------------------------------------------------------------


def test_the_last_member_is_warned_before_leaving(client, organization, member):
    client.force_login(member)
    address = url("organization-leave", organization)
    assert "You are the last who acts for it" in client.get(address).text
    client.post(address)
    assert member in organization.members.all()

    client.post(address, {"leaves_nobody": "yes"})

    assert not organization.members.exists()


def test_one_of_two_leaves_without_a_warning(client, organization, member):
    other = organization_member(organization)
    client.force_login(other)
    assert "the last" not in client.get(url("organization-leave", organization)).text

    client.post(url("organization-leave", organization))

    assert list(organization.members.all()) == [member]


def test_staff_remove_a_member_who_hears(client, organization, member, staff):
    membership = organization.memberships.get()
    client.force_login(member)
    assert client.post(url("organization-member-remove", membership)).status_code == 403
    client.force_login(staff)

    client.post(url("organization-member-remove", membership))

    assert mails() == [("organization-removed", "member@example.org")]


# --- Pages ------------------------------------------------------------------------------------------------------------


def test_a_renamed_organization_is_found_by_its_former_name(client, staff):
    organization = services.create_organization(VALUES, actor=UserFactory())
    client.force_login(staff)
    typed = {**VALUES, "name": "Blue Alliance", "headquarters": "", "seen_revision": 1}

    client.post(url("organization-edit", organization), typed)

    assert FormerName.objects.get().name == "Water Watch"
    page = client.get(LIST, {"q": "water watch"})
    assert [row.name for row in page.context["organizations"]] == ["Blue Alliance"]
    with pytest.raises(StaleRevision):
        services.update_organization(organization, VALUES, seen=1)


@pytest.mark.parametrize("show", ["waiting", "unchecked", "duplicates", "nobody"])
def test_the_list_shows_what_is_asked_for(client, staff, show):
    rows = {
        "waiting": OrganizationFactory(name="Asked for"),
        "unchecked": OrganizationFactory(name="Says so itself"),
        "duplicates": OrganizationFactory(name="Twice"),
        "nobody": OrganizationFactory(name="Empty"),
    }
    for name in ("waiting", "unchecked", "duplicates"):
        organization_member(rows[name])
    twin = OrganizationFactory(name="TWICE inc")
    organization_member(twin)
    services.ask_to_join(rows["waiting"], actor=UserFactory(), message="Hello")
    declare_status(rows["unchecked"], "special")
    client.force_login(staff)

    shown = set(client.get(LIST, {"show": show}).context["organizations"])

    assert shown == {rows[show], twin} if show == "duplicates" else {rows[show]}


@pytest.mark.parametrize("count", [3, 100])
def test_the_list_costs_the_same_for_3_and_100(client, staff, count, django_assert_num_queries):
    for number in range(count):
        organization = OrganizationFactory(name=f"Organization {number:03}")
        check_ecosoc_status(organization, actor=staff, status="roster", as_of="2026-01-01")
    client.force_login(staff)

    # Session, user, the secretariat's tasks none, count, rows, statuses, former names.
    with django_assert_num_queries(6):
        page = client.get(LIST)

    assert len(page.context["organizations"]) == min(count, 50)


def test_a_stated_status_is_marked_so_until_staff_have_checked_it(client, organization, member, staff):
    declare_status(organization, "special")
    client.force_login(member)
    assert "stated by the organization, not checked" in client.get(url("organization", organization)).text
    assert client.post(url("organization-ecosoc", organization), {"status": "general"}).status_code == 403
    client.force_login(staff)

    client.post(url("organization-ecosoc", organization), {"status": "suspended", "as_of": "2026-05-03"})

    page = client.get(LIST).text
    assert "Suspended, as of 3 May 2026: checked" in page
    assert "Special" not in page


def test_a_member_reads_the_application_as_an_applicant_may_and_staff_as_it_stands(client, organization, member, staff):
    row = application(SessionFactory(title="Dialogue"), "ineligible", organization=organization)

    texts = {}
    for user in (member, staff):
        client.force_login(user)
        texts[user] = client.get(url("organization", organization)).text

    assert "Submitted, under review" in texts[member]
    assert "Not eligible" not in texts[member]
    assert "Not eligible" in texts[staff]
    assert row.get_manage_url() in texts[staff]
