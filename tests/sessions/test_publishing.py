"""Publishing and its ways back: what must be there first, and every move that does not exist."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AuditEntry
from dialogue_portal.revisions import StaleRevision
from dialogue_portal.states import InvalidTransition
from sessions.models import PhaseWindow, SessionStatus
from sessions.services import (
    NotReady,
    cancel_session,
    lacks_of,
    propose_windows,
    publish_session,
    return_to_draft,
    warnings_of,
)
from tests.factories import SessionFactory, UserFactory, leading_question

pytestmark = pytest.mark.django_db

MOVES = {
    SessionStatus.PUBLISHED: publish_session,
    SessionStatus.DRAFT: return_to_draft,
    SessionStatus.CANCELLED: cancel_session,
}


def ready(**fields):
    session = SessionFactory(status=SessionStatus.DRAFT, **fields)
    leading_question(session)
    return session


def test_complete_draft_is_published_and_logged():
    session = ready()

    published = publish_session(session, actor=UserFactory(is_secretariat=True), seen=1)

    assert (published.status, published.revision) == (SessionStatus.PUBLISHED, 2)
    changes = AuditEntry.objects.get_for_object(session).first().changes
    assert changes["status"] == ["draft", "published"]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (SessionStatus.DRAFT, SessionStatus.PUBLISHED),
        (SessionStatus.DRAFT, SessionStatus.CANCELLED),
        (SessionStatus.PUBLISHED, SessionStatus.DRAFT),
        (SessionStatus.PUBLISHED, SessionStatus.CANCELLED),
        (SessionStatus.CANCELLED, SessionStatus.DRAFT),
    ],
)
def test_legal_transitions(source, target):
    session = ready()
    type(session).objects.filter(pk=session.pk).update(status=source)

    MOVES[target](session, actor=UserFactory(), seen=1)

    session.refresh_from_db()
    assert session.status == target


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (SessionStatus.DRAFT, SessionStatus.DRAFT),
        (SessionStatus.PUBLISHED, SessionStatus.PUBLISHED),
        (SessionStatus.CANCELLED, SessionStatus.PUBLISHED),
        (SessionStatus.CANCELLED, SessionStatus.CANCELLED),
    ],
)
def test_illegal_transitions_are_refused(source, target):
    session = ready()
    type(session).objects.filter(pk=session.pk).update(status=source)

    with pytest.raises(InvalidTransition):
        MOVES[target](session, actor=UserFactory(), seen=1)

    session.refresh_from_db()
    assert session.status == source


def test_draft_that_lacks_something_is_not_published():
    session = SessionFactory(status=SessionStatus.DRAFT, title="", starts_at=None, ends_at=None)

    with pytest.raises(NotReady) as refused:
        publish_session(session, actor=UserFactory(), seen=1)

    assert [lack.field for lack in refused.value.lacks] == ["title", "date", "questions"]
    session.refresh_from_db()
    assert session.status == SessionStatus.DRAFT


def test_end_of_the_meeting_is_needed():
    assert [lack.field for lack in lacks_of(ready(ends_at=None))] == ["ends"]


def test_phase_that_opens_after_the_meeting_is_a_lack():
    session = ready()
    later = session.ends_at + timedelta(days=1)
    PhaseWindow.objects.create(session=session, phase="intents", opens_at=later, closes_at=later + timedelta(days=1))

    assert [lack.field for lack in lacks_of(session)] == ["intents"]


def test_publishing_what_somebody_changed_meanwhile_is_refused():
    session = ready()

    with pytest.raises(StaleRevision):
        publish_session(session, actor=UserFactory(), seen=0)


def test_warnings_say_what_hinders_nothing():
    past = ready()
    propose_windows(past)
    begins = timezone.now() + timedelta(days=200)
    coming = ready(starts_at=begins, ends_at=begins + timedelta(hours=3))
    without = len(warnings_of(coming))
    propose_windows(coming)

    assert "The meeting is in the past." in warnings_of(past)
    assert any("has closed already" in warning for warning in warnings_of(past))
    assert (without > 0, warnings_of(coming)) == (True, [])
    PhaseWindow.objects.filter(session=coming, phase="intents").update(closes_at=coming.ends_at + timedelta(days=1))
    assert "only after the meeting has ended" in warnings_of(coming)[0]
