"""The audit log: who, what, from where; append-only in the database itself."""

import csv
import io

import pytest
from auditlog.registry import auditlog
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry, DelegationMember
from dialogue_portal import audit
from dialogue_portal.models import Export
from tests.factories import OrganizationFactory, UserFactory, delegation, focal_point
from tests.permissions.addresses import addresses

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry():
    return AuditEntry.objects.get_for_object(OrganizationFactory()).get()


@pytest.mark.parametrize(
    "change",
    [
        {"actor_id": None, "timestamp": "2000-01-01T00:00Z"},
        {"object_repr": "Somebody else"},
        {"changes": {"name": ["x", "y"]}},
        {"remote_addr": "192.0.2.1"},
        {"action": 2},
    ],
)
def test_triggers_refuse_a_change(entry, change):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.filter(pk=entry.pk).update(**change)


def test_triggers_refuse_deletion(entry):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.filter(pk=entry.pk)._raw_delete("default")
    assert AuditEntry.objects.filter(pk=entry.pk).exists()


def test_triggers_refuse_to_empty_the_log(entry):
    # Else PostgreSQL refuses for the foreign keys of the row that was just written.
    connection.check_constraints()
    # SQLite empties a table at one go on a DELETE without conditions, unless a trigger stands in the way.
    emptying = (
        "TRUNCATE accounts_auditentry" if connection.vendor == "postgresql" else "DELETE FROM accounts_auditentry"
    )
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(emptying)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_auditentry SET action = 2",
        "UPDATE accounts_auditentry SET object_pk = 'another'",
        "UPDATE accounts_auditentry SET timestamp = '2000-01-01'",
        "DELETE FROM accounts_auditentry",
    ],
)
def test_database_refuses_change_and_deletion(entry, statement):
    before = list(AuditEntry.objects.order_by("pk").values())

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert list(AuditEntry.objects.order_by("pk").values()) == before


def test_superusers_find_no_page_to_change_an_entry(client, entry):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    administered = [
        f"/admin/accounts/auditentry/{end}" for end in ("", "add/", f"{entry.pk}/change/", f"{entry.pk}/delete/")
    ]

    assert [client.post(path, {"post": "yes"}).status_code for path in administered] == [404] * 4
    assert client.post(reverse("accounts:audit-log")).status_code == 405
    assert not any("auditentry" in str(address.path) for address in addresses())


def test_triggers_allow_blanking(entry):
    blank = {"object_repr": "", "changes": None, "changes_text": "", "serialized_data": None, "actor_email": None}

    assert AuditEntry.objects.filter(pk=entry.pk).update(**blank, remote_addr=None, additional_data=None) == 1


def test_request_is_logged_with_person_and_proxied_address(client, settings):
    settings.PROXY_COUNT = 1
    staff, delegate = UserFactory(is_secretariat=True, email="staff@un.example"), focal_point("NO")
    membership = DelegationMember.objects.get(user=delegate)
    client.force_login(staff)

    client.post(
        reverse("accounts:focal-point-remove", args=[membership.pk]),
        headers={"X-Forwarded-For": "6.6.6.6, 198.51.100.7", "X-Forwarded-Port": "99"},
    )

    logged = AuditEntry.objects.get(object_pk=str(membership.pk), action=AuditEntry.Action.DELETE)
    assert (logged.actor, logged.actor_email) == (staff, "staff@un.example")
    assert (logged.remote_addr, logged.remote_port) == ("198.51.100.7", None)


def test_acting_as_names_the_person_and_gives_the_word_back():
    outer, inner = UserFactory(), UserFactory()
    with audit.acting_as(outer):
        with audit.acting_as(inner):
            first = OrganizationFactory()
        second = OrganizationFactory()
    third = OrganizationFactory()

    actors = [AuditEntry.objects.get_for_object(row).get().actor for row in (first, second, third)]
    assert actors == [inner, outer, None]


def test_secrets_and_bookkeeping_are_never_logged():
    user = UserFactory()
    user.set_password("a long and quiet sentence")
    user.save()

    for logged in AuditEntry.objects.get_for_object(user):
        assert not {"password", "last_login", "revision"} & set(logged.changes)
        assert "argon2" not in str(logged.serialized_data)


def test_recorded_change_is_logged_for_what_no_save_tells():
    norway, staff = delegation("NO"), UserFactory()

    audit.record(norway, actor=staff, changes={"note": ["", "checked"]})

    assert AuditEntry.objects.get_for_object(norway).get().actor == staff


# Models whose changes are not in the log, and why.
NOT_AUDITED = {
    "accounts.AccountMail": "a mail with a code or link, sealed and short-lived",
    "accounts.AuditEntry": "is the log",
    "accounts.ImportedRow": "a row of a table before it is sent; what comes of it is an invitation",
    "account.EmailConfirmation": "holds a key for one use",
    "admin.LogEntry": "a log itself",
    "auth.Group": "not used",
    "auth.Permission": "written by migrations",
    "contenttypes.ContentType": "written by migrations",
    "dialogue_portal.PublicContent": "a version number for kept pages",
    "dialogue_portal.SearchEntry": "made of rows that have a history",
    "dialogue_sessions.FileText": "read out of a file that has a history",
    "mailings.Message": "is its own record; sending again by somebody's decision is logged explicitly",
    "mfa.Authenticator": "holds secrets; setting up and removing is logged as signing in is",
    "sessions.Session": "holds sign-ins",
    "speakers.FloorEvent": "a history itself, append-only",
    "stakeholders.Submission": "what was submitted, kept unchanged",
    "summaries.PointReference": "comes and goes with its paragraph's revision",
    "summaries.Rendering": "a file made of a version, with its hash",
    "summaries.SummaryVersion": "never changed, by trigger",
    "usersessions.UserSession": "where somebody is signed in; its owner's page shows it",
}


def test_every_model_is_audited_or_says_why_not():
    left_out = {model._meta.label for model in apps.get_models() if not auditlog.contains(model)}

    assert left_out == set(NOT_AUDITED)


def test_log_is_filtered_by_act_and_day_and_exported_without_formulas(client, django_assert_num_queries):
    client.force_login(UserFactory(is_secretariat=True))
    organization = OrganizationFactory(name="=HYPERLINK(1)")
    for number in range(30):
        organization.website = f"https://example.org/{number}"
        organization.save()
    today = timezone.now().date().isoformat()
    chosen = {"object": str(organization.pk), "action": AuditEntry.Action.UPDATE, "since": today, "until": today}

    # The process asks once for the type of an export.
    ContentType.objects.get_for_model(Export)
    # Session and person, the kinds that the filter offers, count and entries, the note of it and its own entry.
    with django_assert_num_queries(6):
        answer = client.get(reverse("accounts:audit-log"), chosen | {"export": "csv"})
        lines = answer.content.decode("utf-8-sig")

    rows = list(csv.reader(io.StringIO(lines)))
    assert len(rows) == 31
    assert {row[5] for row in rows[1:]} == {"'=HYPERLINK(1)"}
    assert client.get(reverse("accounts:audit-log"), chosen | {"until": "2019-03-12"}).context["entries"].count() == 0
