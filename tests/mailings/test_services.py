"""Writing, holding and releasing mail."""

import pytest
from django.utils import timezone

from accounts.models import AuditEntry
from dialogue_portal.jobs import JobState
from dialogue_portal.states import InvalidTransition
from mailings.models import Mailing, Message
from mailings.services import Letter, Recipient, discard, hold, release, retry, send
from tests.factories import SessionFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return UserFactory(is_secretariat=True, full_name="Staff")


def letters(*addresses):
    return [Letter(Recipient(address), {"thing": "Decision"}) for address in addresses]


def test_send_writes_in_the_recipients_language_and_queues():
    user = UserFactory(full_name="Amina <b>", language="ar")

    message = send(occasion="test", recipient=user, values={"thing": "https://example.org/?a=1&b=2"})

    assert (message.state, message.recipient, message.address) == (JobState.QUEUED, user, user.email)
    assert message.text.startswith("Dear Amina <b>,")
    assert '<html lang="ar" dir="rtl">' in message.html
    assert "Amina &lt;b&gt;" in message.html
    assert 'href="https://example.org/?a=1&amp;b=2"' in message.html


def test_send_once_makes_one_message():
    session = SessionFactory()
    for _ in range(2):
        send(occasion="test", recipient=Recipient("a@example.org"), values={"thing": 1}, scope=session, once="day 1")
    send(occasion="test", recipient=Recipient("a@example.org"), values={"thing": 1}, scope=session, once="day 2")

    assert Message.objects.about(session).count() == 2


def test_message_ids_are_stable_and_unique():
    first, second = (send(occasion="test", recipient=Recipient("a@example.org"), values={"thing": 1}) for _ in "ab")

    assert first.message_id != second.message_id
    assert Message.objects.get(pk=first.pk).message_id == first.message_id


def test_hold_keeps_messages_back_and_writes_to_each_once():
    session = SessionFactory()

    mailing = hold(occasion="test", letters=letters("a@example.org", "b@example.org", "A@example.org"), scope=session)

    assert mailing.is_held
    assert list(Mailing.objects.held().about(session)) == [mailing]
    assert {(m.address.lower(), m.state) for m in mailing.messages.all()} == {
        ("a@example.org", "held"),
        ("b@example.org", "held"),
    }
    assert mailing.messages.count() == 2


def test_hold_writes_twice_to_one_person_about_two_matters():
    one, two = SessionFactory(), SessionFactory()
    twice = [Letter(Recipient("a@example.org"), {"thing": s}, about=s) for s in (one, two)]

    assert hold(occasion="test", letters=twice).messages.count() == 2


def test_release_queues_all_and_names_who(staff, django_capture_on_commit_callbacks):
    mailing = hold(occasion="test", letters=letters("a@example.org", "b@example.org"))

    with django_capture_on_commit_callbacks() as sent:
        assert release(mailing, actor=staff) == 2

    mailing.refresh_from_db()
    assert (mailing.released_by, mailing.is_held, len(sent)) == (staff, False, 2)
    assert set(mailing.messages.values_list("state", flat=True)) == {"queued"}


@pytest.mark.parametrize(
    "act", [lambda mailing, staff: release(mailing, actor=staff), lambda mailing, _: discard(mailing)]
)
def test_released_mailing_is_neither_released_again_nor_discarded(act, staff):
    mailing = hold(occasion="test", letters=letters("a@example.org"))
    release(mailing, actor=staff)

    with pytest.raises(InvalidTransition):
        act(mailing, staff)


def test_discard_throws_the_messages_away():
    mailing = hold(occasion="test", letters=letters("a@example.org"))

    discard(mailing)

    assert not Message.objects.exists()
    assert not Mailing.objects.exists()


@pytest.mark.parametrize("state", ["failed", "uncertain"])
def test_retry_queues_by_a_persons_decision(state, staff):
    message = send(occasion="test", recipient=Recipient("a@example.org"), values={"thing": 1})
    Message.objects.filter(pk=message.pk).update(state=state, attempt=8, finished_at=timezone.now())
    message.refresh_from_db()

    retry(message, actor=staff)

    message.refresh_from_db()
    assert (message.state, message.attempt, message.reason) == ("queued", 0, "")
    assert AuditEntry.objects.get_for_object(message).get().actor == staff


@pytest.mark.parametrize("state", ["held", "queued", "running", "done"])
def test_retry_refuses_other_states(state, staff):
    message = send(occasion="test", recipient=Recipient("a@example.org"), values={"thing": 1})
    Message.objects.filter(pk=message.pk).update(state=state)
    message.refresh_from_db()

    with pytest.raises(InvalidTransition):
        retry(message, actor=staff)

    message.refresh_from_db()
    assert message.state == state
