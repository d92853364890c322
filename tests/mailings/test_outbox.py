"""The outbox page: what waits, what did not arrive, and who may see it."""

import csv
import io
import threading

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from dialogue_portal.jobs import JobState
from dialogue_portal.registries import cockpit_cards, my_tasks
from mailings.models import SEALED_MARK, Mailing, Message
from mailings.occasions import Occasion, occasions
from mailings.services import Letter, Recipient, hold, release, retry_failed, send
from tests.factories import SessionFactory, UserFactory, focal_point, role
from tests.stakeholders.rows import application

pytestmark = pytest.mark.django_db
OUTBOX = "/mailings/"


@pytest.fixture
def staff(client):
    user = UserFactory(is_secretariat=True)
    client.force_login(user)
    return user


def held(count=1, **fields):
    letters = [Letter(Recipient(f"a{n}@example.org", f"Ana {n}"), {"thing": "Panel"}) for n in range(count)]
    return hold(occasion="test", letters=letters, **fields)


def write(state="queued", occasion="test", **fields):
    message = send(occasion=occasion, recipient=Recipient("ana@example.org", "Ana"), values={"thing": "Receipt"})
    Message.objects.filter(pk=message.pk).update(state=state, **fields)
    return message


def test_state_has_one_word_in_filter_table_counts_and_export(client, staff):
    for state in JobState:
        write(state=state)
    page = client.get(OUTBOX)
    offered = [str(word) for value, word in page.context["filter"].fields["state"].choices if value]

    export = list(csv.DictReader(io.StringIO(client.get(OUTBOX, {"export": "csv"}).content.decode("utf-8-sig"))))

    assert {"Sent", "Being sent", "Not sent"} < set(offered)
    assert not {"Done", "Running", "Failed"} & set(offered)
    assert sorted(row["State"] for row in export) == sorted(offered)
    # Once in the counts, once in the table, once in the filter.
    assert all(page.text.count(f">{word}<") == 3 for word in offered)


@pytest.mark.parametrize("rows", [3, 100])
def test_outbox_costs_a_constant_number_of_queries(client, staff, django_assert_num_queries, rows):
    for _ in range(rows // 3):
        held(2, scope=SessionFactory())
        write(state="failed")

    # Session, person; the held mailings and their sessions; counts by state; the page and its count.
    with django_assert_num_queries(7):
        assert client.get(OUTBOX).status_code == 200


@pytest.mark.parametrize("rows", [3, 100])
def test_mailing_costs_a_constant_number_of_queries(client, staff, django_assert_num_queries, rows):
    mailing = held(rows, scope=SessionFactory())

    # Session, person; the mailing, its scope; counts by state; the page and its count; the first letter's text.
    with django_assert_num_queries(8):
        assert client.get(mailing.get_absolute_url()).status_code == 200


def test_mailing_shows_recipients_and_full_text_before_release(client, staff):
    page = client.get(held(2).get_absolute_url()).content.decode()

    assert "Send 2 mails to 2 recipients" in page
    assert page.index("a1@example.org") < page.index("Send 2 mails")
    assert "Panel awaits." in page


def test_release_button_lets_the_mailing_go_once(client, staff):
    mailing = held(2)
    address = reverse("mailings:mailing-release", args=[mailing.pk])

    assert "2 mails are on their way." in client.post(address, follow=True).content.decode()
    assert "nothing was sent twice" in client.post(address, follow=True).content.decode()
    mailing.refresh_from_db()
    assert mailing.released_by == staff


def test_discard_button_throws_away_what_is_held_only(client, staff):
    kept, thrown = held(), held()
    release(kept, actor=staff)

    for mailing in (kept, thrown):
        client.post(reverse("mailings:mailing-discard", args=[mailing.pk]))

    assert list(Mailing.objects.all()) == [kept]


def test_mailing_finds_recipients_by_delegation_and_shows_for_whom_they_act(client, staff):
    norway, other = focal_point("NO", full_name="Kari"), UserFactory(full_name="Ola")
    mailing = hold(occasion="test", letters=[Letter(person, {"thing": "X"}) for person in (norway, other)])

    page = client.get(mailing.get_absolute_url(), {"q": "norway"})

    assert [letter.name for letter in page.context["letters"]] == ["Kari"]
    assert "Norway" in page.content.decode()


def test_recipients_are_taken_away_with_those_for_whom_they_act(client, staff):
    mailing = hold(occasion="test", letters=[Letter(focal_point("NO", full_name="Kari"), {"thing": "X"})])

    content = client.get(mailing.get_absolute_url(), {"export": "csv"}).content.decode("utf-8-sig")

    (line,) = csv.DictReader(io.StringIO(content, newline=""))
    assert (line["Recipient"], line["Delegation or organization"]) == ("Kari", "Norway")


def test_progress_asks_again_only_while_mails_are_on_their_way(client, staff):
    mailing = held(2)
    release(mailing, actor=staff)
    address = reverse("mailings:mailing-progress", args=[mailing.pk])

    assert 'hx-trigger="every 2s"' in client.get(address).content.decode()
    mailing.messages.update(state="done")
    assert "hx-trigger" not in client.get(address).content.decode()


def test_all_failed_of_a_mailing_are_sent_again_by_one_button(client, staff):
    mailing = held(3)
    release(mailing, actor=staff)
    for letter, state in zip(mailing.messages.all(), ("failed", "failed", "uncertain"), strict=True):
        Message.objects.filter(pk=letter.pk).update(state=state, reason="refused")

    page = client.post(reverse("mailings:mailing-retry", args=[mailing.pk]), follow=True).content.decode()

    assert "2 mails are sent again." in page
    assert sorted(mailing.messages.values_list("state", flat=True)) == ["queued", "queued", "uncertain"]


@pytest.mark.django_db(transaction=True)
def test_all_failed_are_sent_again_once_by_two_presses_at_the_same_moment(staff):
    mailing = held(3)
    release(mailing, actor=staff)
    mailing.messages.update(state="failed")
    counts = []

    def press():
        counts.append(retry_failed(mailing, actor=staff))
        connection.close()

    second = threading.Thread(target=press)
    with transaction.atomic():
        counts.append(retry_failed(mailing, actor=staff))
        second.start()
        # It waits for the first to be over.
        second.join(0.3)
    second.join()

    assert counts == [3, 0]


def test_sent_message_is_resent_as_a_message_of_its_own(client, staff):
    message = write(state="done", finished_at=timezone.now())
    address = reverse("mailings:message-resend", args=[message.pk])

    for _ in range(2):
        client.post(address)

    again = message.resends.get()
    assert (again.state, again.text, again.address) == ("queued", message.text, message.address)
    assert again.message_id != message.message_id
    assert AuditEntry.objects.get_for_object(message).get().actor == staff
    assert "The first mail" in client.get(again.get_absolute_url()).content.decode()


def test_message_with_a_personal_link_is_not_resent_and_says_what_to_do(client, staff):
    message = send(occasion="test", recipient=Recipient("a@example.org"), values={"thing": "t0ken"}, secret="t0ken")
    Message.objects.filter(pk=message.pk).update(state="done")

    client.post(reverse("mailings:message-resend", args=[message.pk]))

    assert not message.resends.exists()
    assert "Open the invitations" in client.get(message.get_absolute_url()).content.decode()
    assert message.words["thing"] == SEALED_MARK


def test_uncertain_is_explained_and_sent_again_by_a_person(client, staff):
    message = write(state="uncertain")

    assert "they may get it twice" in client.get(message.get_absolute_url()).content.decode()
    assert (
        "is sent again"
        in client.post(reverse("mailings:message-retry", args=[message.pk]), follow=True).content.decode()
    )
    message.refresh_from_db()
    assert message.state == "queued"


def test_sent_message_is_not_sent_again(client, staff):
    message = write(state="done", finished_at=timezone.now())

    assert "Send again" not in client.get(message.get_absolute_url()).content.decode()
    client.post(reverse("mailings:message-retry", args=[message.pk]))
    message.refresh_from_db()
    assert message.state == "done"


def test_filter_shows_one_state(client, staff):
    write(state="done")
    failed = write(state="failed")

    assert list(client.get(OUTBOX, {"state": "failed"}).context["outbox"]) == [failed]


def test_occasion_without_times_shows_none_and_no_order_of_time(client, staff):
    occasions._items["quiet"] = Occasion(
        label="Q", subject="{thing}", body="", placeholders=("thing",), shows_time=False
    )
    try:
        message = write(state="done", occasion="quiet", finished_at=timezone.now())
        pages = [client.get(address).content.decode() for address in (OUTBOX, message.get_absolute_url())]
    finally:
        del occasions._items["quiet"]

    assert ["<time" in page for page in pages] == [False, False]
    assert not any("-at" in name or "created" in name for name in Message._meta.ordering)


def test_others_see_no_mail(client):
    session = SessionFactory()
    mailing, message = held(), write()
    pages = [OUTBOX, mailing.get_absolute_url(), message.get_absolute_url()]
    acts = [
        reverse("mailings:mailing-release", args=[mailing.pk]),
        reverse("mailings:mailing-discard", args=[mailing.pk]),
        reverse("mailings:message-retry", args=[message.pk]),
    ]

    for user in (UserFactory(), focal_point("NO"), role(session, "moderator"), role(session, "commission_chair")):
        client.force_login(user)
        assert [client.get(page).status_code for page in pages] == [403] * 3
        assert [client.post(act).status_code for act in acts] == [403] * 3
    client.logout()
    assert [client.get(page).status_code for page in pages] == [302] * 3


def test_staff_are_told_what_waits_for_release(staff):
    session = SessionFactory()
    held(scope=session)

    (card,) = cockpit_cards["mailings"](session, staff)
    assert card.figure == 1
    assert [str(task.title) for task in my_tasks["mailings"](staff)] == ["1 mailing waits to be released"]
    assert list(my_tasks["mailings"](UserFactory())) == []
    assert list(cockpit_cards["mailings"](session, UserFactory())) == []


def test_staff_are_told_of_decisions_on_applications_that_did_not_arrive(staff):
    session, other = SessionFactory(), SessionFactory()
    for decided in (session, other):
        letters = [Letter(Recipient("a@example.org"), {"thing": "X"}, about=application(decided, "selected"))]
        hold(occasion="test", letters=letters, scope=decided).messages.update(state="failed")

    cards = {str(card.title): card.figure for card in cockpit_cards["mailings"](session, staff)}

    assert cards["Mails that did not arrive"] == 1
