"""The demo: a believable crowd, the same each time, loaded once."""

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.utils import timezone

from accounts.models import DelegationMember, Invitation, InvitationState, RegionalGroup, User
from dialogue_portal.demo.people import PASSWORD, SIGN_INS, address
from dialogue_portal.search import find, read_out_files, results
from sessions.models import DialogueSession, Document, DocumentFile, Role, SessionRole, SessionStatus
from speakers.models import Point, SpeakingIntent
from stakeholders.models import Application, Review
from summaries.models import Comment, Summary

pytestmark = [pytest.mark.django_db, pytest.mark.searches]


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """Loaded once for all tests of this module, each of which only reads."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", verbosity=0)
        yield
        transaction.set_rollback(True)


def test_everybody_can_sign_in(demo):
    for _, account in SIGN_INS:
        user = authenticate(username=address(account), password=PASSWORD)
        assert user is not None, account
        assert user.emailaddress_set.filter(verified=True, primary=True).count() == 1, account


def test_every_delegation_has_a_focal_point(demo):
    assert DelegationMember.objects.values("delegation").distinct().count() == 196


def test_crowd_is_as_large_as_a_real_one(demo):
    main = DialogueSession.objects.filter(applications__isnull=False, is_rehearsal=False).distinct().get()
    intents = SpeakingIntent.objects.filter(session=main)
    assert intents.active().count() >= 70
    assert set(intents.values_list("delegation__regional_group", flat=True)) == set(RegionalGroup.values) - {"none"}
    assert intents.values("level").distinct().count() >= 5
    applications = Application.objects.filter(session=main)
    assert applications.count() >= 120
    assert applications.values("organization__kind").distinct().count() == 7
    by_region = [applications.filter(organization__regional_group=group).count() for group in RegionalGroup.values[:5]]
    assert max(by_region) >= 3 * min(by_region)
    assert Review.objects.values("reviewer").distinct().count() >= 4


def test_invitations_are_in_every_state(demo):
    counts = Invitation.objects.count_by_state()

    assert {state for state, number in counts.items() if number} == set(InvitationState)


def test_bureau_has_one_member_for_each_group(demo):
    staffed = DialogueSession.objects.filter(status=SessionStatus.PUBLISHED, roles__role=Role.MODERATOR)
    for session in staffed.distinct():
        bureau = SessionRole.objects.filter(session=session, role=Role.BUREAU)
        assert sorted(bureau.values_list("regional_group", flat=True)) == sorted(RegionalGroup.values[:5])


def test_side_events_have_a_statement_an_organizer_and_the_report_an_embargo(demo):
    events = DialogueSession.objects.filter(kind="side_event")
    held, draft = events.get(slug__startswith="side-event-books"), events.get(status=SessionStatus.DRAFT)
    statement = held.documents.get(kind="statement")
    assert sorted(statement.files.values_list("language", flat=True)) == ["en", "fr"]
    organizer = User.objects.get(email=address("organizer"))
    assert organizer.has_perm("sessions.edit_side_event", draft)
    assert not organizer.has_perm("sessions.edit_side_event", held)
    report = Document.objects.get(kind="report", embargo_until__gt=timezone.now())
    public = Document.objects.visible_to(AnonymousUser())
    assert statement in public
    assert report not in public
    # Read by the worker, once the demo runs.
    assert read_out_files() == DocumentFile.objects.count()
    for inside in ("pirogue", '"paid for the boat"'):
        assert [result.key for result in results(find(inside), inside)] == [statement.pk]
    assert find('"figures on roads"') == []


def test_one_summary_is_in_consultation_and_one_published(demo):
    assert sorted(Summary.objects.values_list("status", flat=True)) == ["in_consultation", "published"]
    assert Point.objects.filter(kind="alliance").count() >= 4
    assert Comment.objects.filter(round__version__summary__status="in_consultation").exists()


def test_second_load_changes_nothing(demo):
    User.objects.filter(email=address("delegate")).update(full_name="Somebody else")
    before = User.objects.count()
    call_command("load_demo", verbosity=0)
    assert User.objects.count() == before
    assert User.objects.get(email=address("delegate")).full_name == "Somebody else"
