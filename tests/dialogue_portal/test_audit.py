"""The audit log: who, what, from where; append-only in the database itself."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from accounts.models import AuditEntry, DelegationMember
from dialogue_portal import audit
from tests.factories import OrganizationFactory, UserFactory, delegation, focal_point

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


def test_triggers_refuse_truncation():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE accounts_auditentry")


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
