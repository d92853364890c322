"""Checked consultative statuses from a table: what each row will do, and what is recorded."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.ecosoc_table import NotATable, preview
from accounts.models import EcosocStatus
from accounts.services.ecosoc import check_ecosoc_status, record_statuses
from tests.factories import OrganizationFactory, SessionFactory, UserFactory, organization_member, role
from tests.stakeholders.rows import application

pytestmark = pytest.mark.django_db
IMPORT = "/people/organizations/ecosoc/"
TABLE = """name;status;as of
WATER WATCH Inc.;Special consultative status;2026-05-03
Rural Voices;suspended;3 May 2026
Nowhere Known;roster;2026-05-03
Rural Voices;excellent;2026-05-03
Rural Voices;general;05/03/2026
Rural Voices;general;2999-01-01
;general;2026-05-03
Twice;general;2026-05-03
"""


@pytest.fixture
def staff():
    return UserFactory(is_secretariat=True)


@pytest.fixture
def rows(staff):
    made = {name: OrganizationFactory(name=name) for name in ("Water Watch", "Rural Voices")}
    for name in ("Twice", "TWICE ltd"):
        OrganizationFactory(name=name)
    check_ecosoc_status(made["Rural Voices"], actor=staff, status="suspended", as_of=date(2026, 5, 3))
    return made


def test_each_row_is_new_known_unmatched_or_a_problem(rows):
    shown = preview(TABLE)

    assert [(row.organization, row.status) for row in shown.new] == [(rows["Water Watch"], "special")]
    assert [row.line for row in shown.known] == [3]
    assert [row.name for row in shown.unmatched] == ["Nowhere Known"]
    assert [row.line for row in shown.problems] == [5, 6, 7, 8, 9]


@pytest.mark.parametrize("text", ["", "a,b,c\n1,2,3", "name,status\nWater,general"])
def test_a_table_without_the_three_columns_is_refused_with_what_to_do(text):
    with pytest.raises(NotATable, match="first line"):
        preview(text)


def test_recording_twice_changes_nothing(rows, staff):
    for _twice in range(2):
        record_statuses(preview(TABLE).new, actor=staff, source="list.csv")

    status = rows["Water Watch"].ecosoc_statuses.get()
    assert (status.status, status.as_of, status.checked_by, status.source) == (
        "special",
        date(2026, 5, 3),
        staff,
        "list.csv",
    )


def test_staff_see_the_preview_and_record_it(client, rows, staff):
    client.force_login(organization_member(rows["Water Watch"]))
    assert client.get(IMPORT).status_code == 403
    client.force_login(staff)

    page = client.post(IMPORT, {"file": SimpleUploadedFile("list.csv", b"\xef\xbb\xbf" + TABLE.encode())})
    assert "1 status will be recorded" in page.text
    assert "Two organizations have this name" in page.text
    assert EcosocStatus.objects.count() == 1
    client.post(IMPORT, {"rows": page.context["preview"].text, "source": page.context["source"]})

    assert rows["Water Watch"].ecosoc_statuses.get().source == "list.csv"


@pytest.mark.parametrize("count", [3, 100])
def test_a_preview_costs_the_same_for_3_and_100(rows, count, django_assert_num_queries):
    for number in range(count):
        OrganizationFactory(name=f"Organization {number}")
    text = "name,status,as of\n" + "".join(f"Organization {n},roster,2026-05-03\n" for n in range(count))

    # Names, former names, organisations, their statuses.
    with django_assert_num_queries(4):
        assert len(preview(text).new) == count


@pytest.mark.parametrize("page", ["panel", "review", "application", "organization"])
def test_every_page_marks_a_status_that_nobody_has_checked(client, staff, page):
    session = SessionFactory()
    row = application(session, "eligible")
    reviewer = role(session, "reviewer")
    from tests.stakeholders.rows import services

    services.declare_conflicts([row], reviewer=reviewer, conflicts=set())
    keys = {"slug": session.slug, "pk": row.pk}
    address, user = {
        "panel": (reverse("stakeholders:panel", kwargs={"slug": session.slug}), reviewer),
        "review": (reverse("stakeholders:review-score", kwargs=keys), reviewer),
        "application": (reverse("stakeholders:application", kwargs=keys), staff),
        "organization": (row.organization.get_absolute_url(), staff),
    }[page]
    client.force_login(user)

    text = client.get(address).text

    assert "Special consultative status" in text
    assert "stated by the organization" in text
