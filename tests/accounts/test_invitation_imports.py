"""Inviting many at once: every table that a spreadsheet writes, every problem named, nothing sent before its time."""

import io
import re
import time
from datetime import date

import pytest
from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from accounts.invitation_rows import check_rows
from accounts.models import Delegation, Invitation, InvitationImport
from accounts.services.invitation_imports import keep_import, send_import
from accounts.services.invitations import accept_invitation, invite
from mailings.models import Message
from tests.factories import SessionFactory, UserFactory, delegation, focal_point, role

pytestmark = pytest.mark.django_db
NEW = "/people/invitations/import/"
HEAD = ["Name", "E-mail", "Delegation", "Role", "Language"]


@pytest.fixture
def staff(client):
    user = UserFactory(is_secretariat=True, full_name="Sofia Staff")
    client.force_login(user)
    return user


def excel(rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def hand_in(client, content, name="people.csv", page=NEW):
    answer = client.post(page, {"file": SimpleUploadedFile(name, content)})
    return InvitationImport.objects.get() if answer.status_code == 302 else answer.content.decode()


def kept(staff, *rows, scope=None):
    """An import of rows given as cells by column."""
    return keep_import(list(enumerate(rows, start=2)), file_name="people.csv", actor=staff, scope=scope)


def cells(**changes):
    return {"name": "Kari", "email": "kari@mfa.example", "delegation": "Norway", "role": "", "language": "", **changes}


def problems(source):
    return [dict(one.problems) for one in check_rows(source)]


CSV = "Name;E-mail;Delegation;Role;Language\r\nZoé Müller;zoe@mfa.example;Côte d’Ivoire;Lead focal point;French\r\n"


@pytest.mark.parametrize(
    "content",
    [
        CSV.encode("utf-8"),
        CSV.encode("utf-8-sig"),
        CSV.encode("utf-16"),
        CSV.encode("cp1252"),
        CSV.replace(";", ",").encode(),
        CSV.replace(";", "\t").encode(),
        CSV.replace("E-mail", "EMAIL ").replace("Delegation", "country").encode(),
        excel([line.split(";") for line in CSV.splitlines()]),
    ],
    ids=["utf-8", "mark", "utf-16", "western", "comma", "tab", "headings", "excel"],
)
def test_table_is_read_however_it_was_saved(client, staff, content):
    (one,) = check_rows(hand_in(client, content))

    assert one.problems == {}
    assert (one.values["name"], one.values["scope"], one.values["role"], one.values["language"]) == (
        "Zoé Müller",
        delegation("CI"),
        "lead",
        "fr",
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"Name;Delegation\r\nKari;Norway\r\n", "no heading “E-mail”"),
        (b"Name;E-mail;Delegation\r\n", "no row below them"),
        (b";;\r\n;;\r\n", "This table is empty"),
        (b"", "empty"),
        (b"%PDF-1.7 not a table", "Use one of: .csv, .xlsx"),
        (b"PK\x03\x04 not a table", "Use one of: .csv, .xlsx"),
        (b"Name;E-mail;Delegation\r\n" + b"A;a@b.example;NO\r\n" * 2001, "more than 2000 rows"),
    ],
)
def test_file_that_is_no_table_says_what_to_do(client, staff, content, words):
    assert words in hand_in(client, content)
    assert not InvitationImport.objects.exists()


@pytest.mark.parametrize("name", ["NO", "NOR", "norway", "Kingdom of Norway", "the Kingdom of Norway"])
def test_delegation_is_known_by_name_and_iso_code(staff, name):
    assert problems(kept(staff, cells(delegation=name))) == [{}]


def test_namibia_is_not_an_empty_cell(staff):
    (one,) = check_rows(kept(staff, cells(delegation="NA")))

    assert one.scope == delegation("NA")


@pytest.mark.parametrize(
    ("change", "column", "words"),
    [
        ({"name": ""}, "name", "missing"),
        ({"email": ""}, "email", "missing"),
        ({"email": "kari@"}, "email", "not an e-mail address"),
        ({"delegation": ""}, "delegation", "missing"),
        ({"delegation": "Norwy"}, "delegation", "Did you mean Norway?"),
        ({"delegation": "Atlantis"}, "delegation", "No delegation has this name"),
        ({"role": "king"}, "role", "no such role"),
        ({"language": "Klingon"}, "language", "does not write in this language"),
    ],
)
def test_problem_of_a_cell_is_named_beside_it(staff, change, column, words):
    (found,) = problems(kept(staff, cells(**change)))

    assert list(found) == [column]
    assert words in found[column]


def test_rows_that_meet_others_are_named(staff):
    verified = focal_point("NO", email="member@mfa.example")
    EmailAddress.objects.create(user=verified, email="second@mfa.example", verified=True)
    invite(delegation("NO"), role="focal_point", email="invited@mfa.example", name="X", actor=staff)

    found = problems(
        kept(
            staff,
            cells(),
            cells(email="KARI@mfa.example"),
            cells(delegation="Sweden"),
            cells(role="lead"),
            cells(email="Invited@mfa.example"),
            cells(email="second@MFA.example"),
            cells(email="second@MFA.example", role="lead"),
        )
    )

    assert [" ".join(one.values()) for one in found] == [
        "",
        "Stands twice in this table: also in line 2.",
        "",
        "",
        "Invited already, not accepted yet. Send that invitation again instead.",
        "This person acts in this role already.",
        "",
    ]


def test_preview_shows_each_row_and_sends_nothing(client, staff):
    source = kept(staff, cells(), cells(name="Ola", email="ola"))

    for _reload in range(2):
        page = client.get(source.get_absolute_url()).content.decode()
        assert "Send 1 invitation" in page
        assert "This is not an e-mail address." in page
        assert 'value="ola"' in page
    assert not Invitation.objects.exists()


def test_good_rows_are_sent_and_bad_ones_corrected_later(client, staff):
    source = kept(staff, cells(), cells(name="Ola", email="ola"))
    send = reverse("accounts:invitation-import-send", args=[source.pk])

    for _click in range(2):
        client.post(send)
    assert [row.name for row in Invitation.objects.all()] == ["Kari"]

    row = source.rows.get(invitation=None)
    corrected = {f"{row.pk}-{name}": value for name, value in cells(name="Ola", email="ola@mfa.example").items()}
    client.post(source.get_absolute_url(), corrected)
    client.post(send)

    assert [row.name for row in Invitation.objects.all()] == ["Kari", "Ola"]
    assert Message.objects.count() == 2
    assert "Everybody in this table was invited." in client.get(source.get_absolute_url()).content.decode()


def test_row_left_out_is_not_sent_and_can_be_taken_in_again(client, staff):
    source = kept(staff, cells())
    row = source.rows.get()
    typed = {f"{row.pk}-{name}": value for name, value in row.cells.items()}

    client.post(source.get_absolute_url(), {**typed, f"{row.pk}-is_left_out": "on"})
    assert send_import(source, actor=staff) == 0

    client.post(source.get_absolute_url(), typed)
    assert send_import(source, actor=staff) == 1


def test_correction_that_is_still_wrong_keeps_what_was_typed(client, staff):
    source = kept(staff, cells(email="ola"))
    row = source.rows.get()

    client.post(source.get_absolute_url(), {f"{row.pk}-email": "ola@", f"{row.pk}-name": "Ola"})

    assert 'value="ola@"' in client.get(source.get_absolute_url()).content.decode()


def test_problems_are_taken_away_mended_and_handed_in_anew(client, staff):
    source = kept(staff, cells(name="=cmd()", email="ola"), cells())

    table = client.get(reverse("accounts:invitation-import-problems", args=[source.pk])).content
    assert "'=cmd()" in table.decode()
    source.delete()

    (one,) = check_rows(hand_in(client, table.replace(b"ola,", b"ola@mfa.example,")))
    assert (one.values["name"], one.problems) == ("=cmd()", {})


def test_table_is_thrown_away_while_nothing_was_sent(client, staff):
    sent, unsent = kept(staff, cells()), kept(staff, cells(email="b@mfa.example"))
    send_import(sent, actor=staff)

    for source in (sent, unsent):
        client.post(reverse("accounts:invitation-import-discard", args=[source.pk]))

    assert list(InvitationImport.objects.all()) == [sent]


@pytest.mark.parametrize(
    ("kind", "offered"), [("csv", "accounts.delegation"), ("xlsx", "dialogue_sessions.dialoguesession")]
)
def test_template_has_the_headings(client, staff, kind, offered):
    content = client.get(f"{NEW}template.{kind}", {"to": offered}).content

    if kind == "csv":
        assert content.decode("utf-8-sig").splitlines()[0] == ",".join(HEAD)
    else:
        heads = [cell.value for cell in next(load_workbook(io.BytesIO(content)).active.rows)]
        assert heads == ["Name", "E-mail", "Role", "Regional group", "Designate", "From", "To", "Language"]
    assert client.get(f"{NEW}template.pdf").status_code == 404


def test_session_takes_roles_with_group_and_term(client, staff):
    session = SessionFactory()
    role(session, "moderator")
    table = excel(
        [
            ["Name", "E-mail", "Role", "Regional group", "Designate", "From", "To"],
            ["Bea", "bea@mission.example", "Bureau member", "GRULAC", "yes", date(2019, 3, 1), "31.03.2030"],
            ["Bob", "bob@mission.example", "bureau", "", "", "", ""],
            ["Rex", "rex@uni.example", "reviewer", "African", "", "2019-03-02", "2019-03-01"],
        ]
    )

    source = hand_in(client, table, "people.xlsx", reverse("sessions:import-people", args=[session.slug]))
    assert problems(source) == [
        {},
        {"regional_group": "Name the regional group for which this person acts."},
        {"ends_on": "This is before the first day."},
    ]

    send_import(source, actor=staff)
    bea = UserFactory(email="bea@mission.example")
    EmailAddress.objects.create(user=bea, email=bea.email, verified=True)
    accept_invitation(Invitation.objects.get(), actor=bea)
    held = bea.session_roles.get()
    assert (held.role, held.regional_group, held.is_designate, held.starts_on, held.ends_on) == (
        "bureau",
        "latin_american_caribbean",
        True,
        date(2019, 3, 1),
        date(2030, 3, 31),
    )


def two_hundred(staff):
    names = Delegation.objects.values_list("short_name", flat=True)
    rows = [cells(name=f"Person {n}", email=f"p{n}@mfa.example", delegation=names[n % 195]) for n in range(200)]
    return kept(staff, *rows)


@pytest.mark.no_cover  # what is measured is the portal's time
def test_two_hundred_take_one_confirmation_and_ten_seconds(client, staff):
    source = two_hundred(staff)

    begun = time.monotonic()
    client.get(source.get_absolute_url())
    client.post(reverse("accounts:invitation-import-send", args=[source.pk]))
    took = time.monotonic() - begun

    assert Invitation.objects.count() == 200
    # What leaves is the worker's: nothing was sent while staff waited.
    assert set(Message.objects.values_list("state", flat=True)) == {"queued"}
    assert took < 10, f"{took:.1f} s"


@pytest.mark.parametrize("rows", [3, 100])
def test_preview_costs_a_constant_number_of_queries(client, staff, django_assert_num_queries, rows):
    source = kept(staff, *(cells(email=f"{n}@mfa.example" if n % 3 else "bad") for n in range(rows)))
    client.get(source.get_absolute_url())

    # Session, person; the table, its rows; delegations and their names; who is invited, who acts already.
    with django_assert_num_queries(8):
        assert client.get(source.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("rows", [3, 100])
def test_sent_table_costs_a_constant_number_of_queries(client, staff, django_assert_num_queries, rows):
    source = kept(staff, *(cells(email=f"{n}@mfa.example") for n in range(rows)))
    send_import(source, actor=staff)

    # Session, person; the table, its rows; delegations and their names; the mails.
    with django_assert_num_queries(7):
        assert client.get(source.get_absolute_url()).status_code == 200


def test_no_token_stands_in_a_page_of_an_import(client, staff):
    source = kept(staff, cells())
    send_import(source, actor=staff)
    token = re.search(r"/invitations/([^/\s]+)/\s", Message.objects.get().as_sent()[0])[1]

    assert token not in client.get(source.get_absolute_url()).content.decode()


def test_imports_are_closed_to_everybody_else(client, staff):
    session, source = SessionFactory(), kept(staff, cells())
    pages = [NEW, f"{NEW}template.csv", source.get_absolute_url(), f"{source.get_absolute_url()}problems.csv"]
    acts = [NEW, *(f"{source.get_absolute_url()}{act}" for act in ("", "send/", "discard/"))]

    for user in (UserFactory(), focal_point("NO"), role(session, "commission_chair"), role(session, "moderator")):
        client.force_login(user)
        assert [client.get(page).status_code for page in pages] == [403] * 4
        assert [client.post(act).status_code for act in acts] == [403] * 4
    client.logout()
    assert [client.get(page).status_code for page in pages] == [302] * 4
    assert not Invitation.objects.exists()
