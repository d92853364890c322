"""What is held on a person is purged when its time has come, and not before."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import (
    AuditEntry,
    Invitation,
    JoinRequest,
)
from accounts.services.invitations import invite
from accounts.services.personal_data import (
    purge_due,
)
from dialogue_portal.personal_data import retentions
from mailings.models import Message
from stakeholders.models import Application
from tests.factories import OrganizationFactory, SessionFactory, UserFactory, delegation
from tests.stakeholders.rows import application

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return UserFactory(is_secretariat=True, full_name="Staff")


@pytest.fixture
def old(staff):
    """One row of each kind that is due, and one that is not yet."""
    long_ago, now = timezone.now() - timedelta(days=3000), timezone.now()
    made = {}
    for name, when in (("due", long_ago), ("kept", now)):
        session = SessionFactory(starts_at=when - timedelta(hours=3), ends_at=when)
        draft = application(session, "draft", organization=OrganizationFactory())
        lost = application(session, "not_selected", speaker_name="Lost Speaker")
        joining = JoinRequest.objects.create(
            organization=OrganizationFactory(),
            user=UserFactory(),
            message="Hello",
            state="admitted",
            answered_at=when,
            answered_by=staff,
        )
        invited = invite(delegation("NO"), role="lead", email=f"{name}@example.org", name="N", actor=staff)
        Invitation.objects.filter(pk=invited.pk).update(expires_at=when)
        Message.objects.filter(address=invited.email).update(state="done", created_at=when)
        made[name] = {"draft": draft, "lost": lost, "joining": joining, "invited": invited}
    return made


def test_what_is_due_is_purged_and_what_is_not_stays(old):
    done = purge_due()

    assert {name: done[name] for name in ("drafts", "unsuccessful-applications", "invitations", "mail-texts")} == {
        "drafts": 1,
        "unsuccessful-applications": 1,
        "invitations": 1,
        "mail-texts": 1,
    }
    assert list(Application.objects.filter(status="draft")) == [old["kept"]["draft"]]
    assert [Application.objects.get(pk=old[name]["lost"].pk).speaker_name for name in old] == ["", "Lost Speaker"]
    assert list(JoinRequest.objects.all()) == [old["kept"]["joining"]]
    assert [bool(m.text) for m in Message.objects.order_by("created_at")] == [False, True]
    assert set(purge_due().values()) == {0}


def test_the_audit_log_does_not_keep_what_was_purged(old):
    purge_due()

    assert not AuditEntry.objects.filter(object_pk=str(old["due"]["joining"].pk)).exclude(object_repr="").exists()
    assert AuditEntry.objects.filter(object_pk=str(old["kept"]["joining"].pk)).exclude(object_repr="").exists()


def test_a_dry_run_lists_what_is_due_and_removes_nothing(old):
    out = StringIO()

    call_command("purge_personal_data", "--dry-run", stdout=out)

    assert len(out.getvalue().splitlines()) == len(list(retentions))
    assert "      1  drafts (180 days)" in out.getvalue()
    assert Application.objects.filter(status="draft").count() == 2


def test_zero_days_keep_for_ever(old, settings):
    settings.RETAIN_DRAFTS_DAYS = 0

    assert purge_due()["drafts"] == 0
