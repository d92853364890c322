"""Staff tables as CSV and Excel: what the file holds, who gets it, what is kept of it, and long ones by the worker."""

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from django.utils.translation import override
from openpyxl import load_workbook

from accounts.models import AuditEntry, Invitation, Organization
from dialogue_portal import jobs
from dialogue_portal.exports import staff_tables
from dialogue_portal.exports.answering import KIND
from dialogue_portal.models import Export
from tests.factories import OrganizationFactory, UserFactory, delegation

pytestmark = pytest.mark.django_db

LIST = "/people/organizations/"
NAMES = ("=HYPERLINK(1)", "منظمة المرأة", "妇女组织", "Mères 👩🏽‍🌾 solidaires", "-5 % for all")


@pytest.fixture
def staff(client):
    person = UserFactory(is_secretariat=True, full_name="Sam Secretary", time_zone="Africa/Nairobi")
    client.force_login(person)
    return person


def lines_of(response):
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def book_of(content):
    return load_workbook(io.BytesIO(content))


@pytest.mark.usefixtures("staff")
def test_csv_holds_every_script_and_runs_nothing(client):
    for name in NAMES:
        OrganizationFactory(name=name)

    response = client.get(LIST, {"export": "csv"})
    raw = response.content

    assert raw.startswith(b"\xef\xbb\xbf")
    assert response["Content-Disposition"] == f'attachment; filename="organizations-{timezone.localdate()}.csv"'
    names = {line[0] for line in csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""))}
    assert names == {"Organization", "'=HYPERLINK(1)", "'-5 % for all", *NAMES[1:4]}


@pytest.mark.usefixtures("staff")
def test_excel_holds_every_script_and_runs_nothing(client):
    for name in NAMES:
        OrganizationFactory(name=name)

    book = book_of(client.get(LIST, {"export": "xlsx", "kind": "ngo"}).content)

    page, about = book.worksheets
    assert (page.title, page.freeze_panes) == ("Organizations", "A2")
    assert {cell.value for cell in page["A"]} == {"Organization", "'=HYPERLINK(1)", "'-5 % for all", *NAMES[1:4]}
    assert all(cell.data_type != "f" for row in page.iter_rows() for cell in row)
    told = {row[0].value: row[1].value for row in about.iter_rows()}
    assert (told["Filter"], told["Made by"], told["Time zone"]) == ("kind = ngo", "Sam Secretary", "Africa/Nairobi")


def test_moments_are_dates_by_the_clock_of_the_zone_that_the_heading_names(client, staff):
    Invitation.objects.create(
        scope=delegation("NO"),
        role="focal_point",
        email="kari@example.org",
        name="Kari",
        token_hash="x",
        invited_by=staff,
        created_at=datetime(2019, 3, 1, 22, 30, tzinfo=UTC),
    )

    in_csv = lines_of(client.get("/people/invitations/", {"export": "csv"}))
    in_excel = book_of(client.get("/people/invitations/", {"export": "xlsx"}).content).worksheets[0]

    heading = "Invited on (Africa/Nairobi)"
    assert [line[8] for line in in_csv] == [heading, "2019-03-02 01:30"]
    assert [cell.value for cell in in_excel["I"]] == [heading, datetime.fromisoformat("2019-03-02 01:30")]


@pytest.mark.usefixtures("staff")
def test_filter_of_the_page_is_applied_and_its_pages_are_not(client):
    for number in range(60):
        OrganizationFactory(name=f"Union {number:02d}", kind="trade_union")
    OrganizationFactory(name="Academy", kind="academia")

    lines = lines_of(client.get(LIST, {"kind": "trade_union", "page": "2", "export": "csv"}))

    assert [line[0] for line in lines[1:]] == [f"Union {number:02d}" for number in range(60)]


@pytest.mark.usefixtures("staff")
def test_page_links_to_its_export_under_its_filter(client):
    OrganizationFactory(kind="ngo")

    html = client.get(LIST, {"kind": "ngo", "page": "1"}).content.decode()

    assert 'href="?kind=ngo&amp;export=csv"' in html
    assert 'href="?kind=ngo&amp;export=xlsx"' in html


@pytest.mark.parametrize("rows", [3, 100])
@pytest.mark.usefixtures("staff")
def test_export_costs_the_same_for_many_rows(client, rows, django_assert_num_queries):
    for _ in range(rows):
        OrganizationFactory().memberships.create(user=UserFactory())
    client.get(LIST)

    # The reader, the count, the rows with four of what belongs to them, the note of it and its entry in the log.
    with django_assert_num_queries(10):
        assert len(lines_of(client.get(LIST, {"export": "csv"}))) == rows + 1


def test_export_is_written_into_the_audit_log(client, staff):
    OrganizationFactory(kind="ngo")

    client.get(LIST, {"kind": "ngo", "export": "xlsx"})

    entry = AuditEntry.objects.get(content_type__model="export")
    assert (entry.actor, entry.object_repr) == (staff, "Organizations (XLSX)")
    assert entry.changes["query"][1] == "kind=ngo"
    assert entry.changes["rows"][1] == "1"


@pytest.mark.usefixtures("staff")
def test_table_that_cannot_be_formed_is_an_error_and_not_noted_as_taken(client, monkeypatch):
    broken = replace(staff_tables["accounts.organizations"], expand=lambda rows: [1 / 0])
    monkeypatch.setitem(staff_tables._items, "accounts.organizations", broken)
    client.raise_request_exception = False

    assert client.get(LIST, {"export": "csv"}).status_code == 500
    assert not Export.objects.exists()


@pytest.mark.parametrize("path", [LIST, "/people/delegations/", "/people/invitations/", "/people/audit/"])
def test_export_is_refused_where_the_page_is(client, path):
    client.force_login(UserFactory())

    assert client.get(path, {"export": "csv"}).status_code == 403
    assert not Export.objects.exists()


@pytest.mark.usefixtures("staff")
def test_unknown_format_is_not_found(client):
    assert client.get(LIST, {"export": "pdf"}).status_code == 404


@pytest.fixture
def many(monkeypatch):
    """More organisations than are sent with the answer."""
    monkeypatch.setattr("dialogue_portal.exports.answering.AT_ONCE", 3)
    monkeypatch.setattr("dialogue_portal.exports.writing.PIECE", 2)
    return [OrganizationFactory(name=f"Union {number}") for number in range(5)]


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
@pytest.mark.usefixtures("many")
def test_long_table_is_made_by_the_worker(client, staff, file_format):
    page = client.get(LIST, {"export": file_format}).url
    assert "Queued" in client.get(page).content.decode()

    export = Export.objects.get(taken_by=staff)
    jobs.run(KIND, export.pk)

    export.refresh_from_db()
    assert (export.state, export.progress_done, export.progress_total) == ("done", 5, 5)
    assert export.file_name == f"organizations-{timezone.localdate()}.{file_format}"
    content = b"".join(client.get(f"{page}file/").streaming_content)
    names = (
        [line[0] for line in csv.reader(io.StringIO(content.decode("utf-8-sig")))]
        if file_format == "csv"
        else [cell.value for cell in book_of(content).worksheets[0]["A"]]
    )
    assert names == ["Organization", *(f"Union {number}" for number in range(5))]
    assert export.file_name in client.get(page).content.decode()


@pytest.mark.usefixtures("staff", "many")
def test_second_click_on_a_long_table_leads_to_the_same_work(client):
    first, again = (client.get(LIST, {"export": "csv"}).url for _ in range(2))

    assert first == again


@pytest.mark.usefixtures("many")
def test_long_table_is_made_in_the_language_of_who_asked(client, staff):
    client.get(LIST, {"export": "csv"})
    with override("fr"):
        page = client.get("/fr" + LIST, {"export": "csv"}).url
    export = Export.objects.get(taken_by=staff, language="fr")
    assert page == f"/fr/exports/{export.pk}/"

    jobs.run(KIND, export.pk)

    content = b"".join(client.get(f"{page}file/").streaming_content).decode("utf-8-sig")
    assert content.startswith("Organisation,")


@pytest.mark.usefixtures("many")
def test_long_table_is_not_made_for_who_lost_the_right(client, staff):
    client.get(LIST, {"export": "csv"})
    type(staff).objects.update(is_secretariat=False)

    export = Export.objects.get(taken_by=staff)
    jobs.run(KIND, export.pk)

    export.refresh_from_db()
    assert (export.state, export.reason) == ("failed", "You may not read this table any more.")
    assert client.get(f"/exports/{export.pk}/file/").status_code == 403


@pytest.mark.usefixtures("staff", "many")
def test_long_table_that_failed_is_started_over(client):
    page = client.get(LIST, {"export": "csv"}).url
    Export.objects.update(state="failed", reason="The disk was full.")
    assert "The disk was full." in client.get(page).content.decode()

    client.post(f"{page}retry/")

    assert Export.objects.get().state == "queued"


@pytest.mark.usefixtures("staff", "many")
def test_file_goes_after_some_days_and_the_record_stays(client, settings):
    settings.RETAIN_EXPORTS_DAYS = 7
    page = client.get(LIST, {"export": "csv"}).url
    export = Export.objects.get()
    jobs.run(KIND, export.pk)
    export.refresh_from_db()
    storage, name = export.file.storage, export.file.name
    Export.objects.update(taken_at=timezone.now() - timedelta(days=8))

    call_command("purge_personal_data")

    assert not storage.exists(name)
    assert "no longer kept" in client.get(page).content.decode()
    assert client.get(f"{page}file/").status_code == 404
    assert AuditEntry.objects.filter(content_type__model="export", changes__has_key="query").exists()


@pytest.mark.usefixtures("staff")
def test_organizations_are_one_line_each_with_what_is_known_of_them(client):
    organization = OrganizationFactory(name="Kisumu Carers", website="https://carers.example.org")
    organization.memberships.create(user=UserFactory(full_name="Neema", email="neema@example.org"))
    organization.former_names.create(name="Carers of Kisumu")

    (heading, line) = lines_of(client.get(LIST, {"export": "csv"}))

    told = dict(zip(heading, line, strict=True))
    assert told["Formerly"] == "Carers of Kisumu"
    assert told["People"] == "Neema <neema@example.org>"
    assert Organization.objects.count() == 1


@pytest.mark.usefixtures("staff")
def test_delegations_are_exported_with_their_focal_points(client):
    delegation("NO").memberships.create(user=UserFactory(full_name="Kari", email="kari@example.org"), is_lead=True)
    delegation("NO").memberships.create(user=UserFactory(full_name="Anne", email="anne@example.org"))

    lines = lines_of(client.get("/people/delegations/", {"q": "Norway", "export": "csv"}))

    assert [line[0::6] for line in lines[1:]] == [["Norway", "Kari"], ["Norway", "Anne"]]
    assert [line[5:] for line in lines[1:]] == [
        ["2", "Kari", "kari@example.org", "Yes"],
        ["2", "Anne", "anne@example.org", "No"],
    ]
