"""Two entries of one organisation become one, and nothing of either is lost."""

import uuid

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from accounts.merging import merge_rules, references
from accounts.models import AuditEntry, FormerName, Organization
from accounts.services.ecosoc import check_ecosoc_status, declare_status
from accounts.services.merging import ChangedSinceSeen, Undecided, merge_organizations, plan_merge
from accounts.services.organizations import ask_to_join
from mailings.models import Message
from sessions.models import Instruction, PhaseLeave
from tests.factories import (
    OrganizationFactory,
    ParticipantFactory,
    SessionFactory,
    UserFactory,
    delegation,
    organization_member,
)
from tests.stakeholders.rows import application

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return UserFactory(is_secretariat=True)


@pytest.fixture
def kept():
    return OrganizationFactory(name="Water Watch")


@pytest.fixture
def merged():
    return OrganizationFactory(name="Watch for Water", website="https://watch.example", headquarters=delegation("KE"))


def merge(kept, merged, staff, **choices):
    return merge_organizations(kept, merged, actor=staff, choices=choices, seen=plan_merge(kept, merged).digest)


def test_every_row_that_only_one_organization_can_have_once_has_a_rule():
    needed = {reference.model._meta.label_lower for reference in references() if reference.needs_rule}

    assert needed == {name for name, _rule in merge_rules.items()}


def _sessions_refer_to(merged, session, staff):
    """A participant, an instruction, the organizer of a side event, leave to come late."""
    ParticipantFactory(session=session, organization=merged)
    Instruction.objects.create(
        session=session,
        act="application",
        organization=merged,
        channel="letter",
        given_by="Its director",
        received_at=timezone.now(),
        reference="Letter of 3 May",
        recorded_by=staff,
    )
    session.organizers.create(organization=merged, number=1)
    PhaseLeave.objects.create(
        session=session,
        phase="applications",
        organization=merged,
        until=timezone.now(),
        reason="A lost connection",
        given_by=staff,
    )


def test_everything_that_refers_to_the_merged_entry_follows(kept, merged, staff):
    session, person, joiner = SessionFactory(), organization_member(merged), UserFactory()
    both = organization_member(kept)
    merged.memberships.create(user=both)
    row = application(session, organization=merged)
    _sessions_refer_to(merged, session, staff)
    check_ecosoc_status(merged, actor=staff, status="special", as_of="2026-01-01")
    declare_status(merged, "roster")
    asked = ask_to_join(merged, actor=joiner, message="Hello")
    FormerName.objects.create(organization=merged, name="Older still", former_id=uuid.uuid4())
    # A reference that no test row stands for would go untested.
    concrete = {reference.model._meta.label for reference in references() if not reference.type_field}
    assert concrete == {
        reference.model._meta.label
        for reference in references()
        if not reference.type_field and reference.rows(merged).exists()
    }

    merge(kept, merged, staff)

    assert not Organization.objects.filter(pk=merged.pk).exists()
    assert set(kept.members.all()) == {person, both}
    row.refresh_from_db()
    asked.refresh_from_db()
    assert (row.organization, asked.organization, asked.state) == (kept, kept, "open")
    assert kept.ecosoc_statuses.count() == 2
    assert [former.name for former in kept.former_names.all()] == ["Watch for Water", "Older still"]
    about = Message.objects.filter(scope_type=ContentType.objects.get_for_model(Organization))
    assert set(about.values_list("scope_id", flat=True)) == {kept.pk}
    kept.refresh_from_db()
    assert (kept.website, str(kept.headquarters)) == ("https://watch.example", "Kenya")


def test_two_organizers_of_one_side_event_become_one_with_what_either_had(kept, merged, staff):
    session, other = SessionFactory(), SessionFactory()
    session.organizers.create(organization=kept, number=1, is_lead=False)
    session.organizers.create(organization=merged, number=2, members_edit=True)
    other.organizers.create(organization=merged, number=1)

    merge(kept, merged, staff)

    both = session.organizers.get()
    assert (both.organization, both.is_lead, both.members_edit) == (kept, True, True)
    assert other.organizers.get().organization == kept


def test_a_merge_stands_in_the_audit_log_with_its_actor(kept, merged, staff):
    merge(kept, merged, staff)

    entry = AuditEntry.objects.filter(object_pk=str(kept.pk), actor=staff).latest("pk")
    assert entry.changes == {"merged": [f"Watch for Water ({merged.pk})", "Water Watch"]}


@pytest.mark.parametrize(("choice", "goes_on"), [("kept", 0), ("merged", 1)])
def test_two_applications_to_one_session_are_decided_and_none_is_dropped(kept, merged, staff, choice, goes_on):
    session = SessionFactory()
    rows = [application(session, "submitted", organization=one) for one in (kept, merged)]
    with pytest.raises(Undecided):
        merge(kept, merged, staff)

    merge(kept, merged, staff, **{f"application-{session.pk}": choice})

    for row in rows:
        row.refresh_from_db()
    assert {row.organization for row in rows} == {kept}
    assert [row.status for row in rows] == ["submitted" if n == goes_on else "withdrawn" for n in range(2)]


def test_requests_of_members_and_second_requests_are_settled(kept, merged, staff):
    joiner, member = UserFactory(), organization_member(kept)
    ask_to_join(kept, actor=joiner, message="One")
    second = ask_to_join(merged, actor=joiner, message="Two")
    of_member = ask_to_join(merged, actor=member, message="Me")

    merge(kept, merged, staff)

    second.refresh_from_db()
    of_member.refresh_from_db()
    assert (second.state, of_member.state) == ("withdrawn", "admitted")
    assert kept.join_requests.waiting().get().message == "One"


def test_only_what_was_seen_is_merged(kept, merged, staff):
    seen = plan_merge(kept, merged).digest
    organization_member(merged)

    with pytest.raises(ChangedSinceSeen):
        merge_organizations(kept, merged, actor=staff, choices={}, seen=seen)


def test_staff_compare_decide_merge_and_the_old_address_leads_on(client, kept, merged, staff):
    session = SessionFactory(title="Dialogue")
    for one in (kept, merged):
        application(session, "submitted", organization=one)
    address = reverse("accounts:organization-merge", kwargs={"pk": kept.pk, "other": merged.pk})
    client.force_login(organization_member(kept))
    assert client.get(address).status_code == 403
    client.force_login(staff)
    found = client.get(reverse("accounts:organization-merge-choose", kwargs={"pk": kept.pk}), {"q": "watch for"})
    assert address in found.text

    page = client.get(address)
    assert "Both apply to “Dialogue”" in page.text
    assert client.post(address, {"seen": page.context["plan"].digest}).status_code == 409
    client.post(address, {"seen": page.context["plan"].digest, f"application-{session.pk}": "kept"})

    old = client.get(reverse("accounts:organization", kwargs={"pk": merged.pk}))
    assert (old.status_code, old["Location"]) == (301, kept.get_absolute_url())
    rows = client.get("/people/organizations/", {"q": "watch for water"}).context["organizations"]
    assert list(rows) == [kept]
