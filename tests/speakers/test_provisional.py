"""A forwarded invitation gives no access and loses nobody's evening: left, seen by few, confirmed or discarded."""

import re
import uuid
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry, DelegationMember
from accounts.services.invitations import invite, withdraw_invitation
from dialogue_portal.registries import my_tasks
from dialogue_portal.states import InvalidTransition
from mailings.models import Message
from sessions.models import PhaseWindow
from speakers.floor_pool import pool_of
from speakers.models import SpeakingIntent
from speakers.services.intents import IntentExists, IntentsClosed, register_intent, withdraw_intent
from speakers.services.provisional import (
    confirm_provisional_intent,
    discard_provisional_intent,
    leave_provisional_intent,
)
from tests.factories import SessionFactory, UserFactory, delegation, focal_point, leading_question, open_phase, role

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(db):
    now = timezone.now()
    session = SessionFactory(starts_at=now + timedelta(days=2), ends_at=now + timedelta(days=2, hours=3))
    open_phase(session, "intents")
    return session


@pytest.fixture
def staff():
    return UserFactory(is_secretariat=True, full_name="Sofia Staff", email="staff@un.example")


@pytest.fixture
def lead():
    user = focal_point("KE", email="lead@mfa.example", full_name="Lena Lead")
    DelegationMember.objects.filter(user=user).update(is_lead=True)
    return user


@pytest.fixture
def author():
    return verified(UserFactory(email="night@mfa.example", full_name="Nora Night"))


@pytest.fixture
def invitation(staff):
    return invite(delegation("KE"), role="focal_point", email="kamau@mfa.example", name="Kamau", actor=staff)


def verified(user):
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def left(session, invitation, author, **fields):
    intent = SpeakingIntent(session=session, delegation=invitation.scope, **fields)
    return leave_provisional_intent(intent, questions=[], invitation=invitation, actor=author)


def close(session):
    PhaseWindow.objects.filter(session=session).update(closes_at=timezone.now() - timedelta(minutes=1))


def mails(occasion):
    return set(Message.objects.filter(occasion=occasion).values_list("address", flat=True))


def follow(client, invitation):
    text = Message.objects.about(invitation).latest("created_at").as_sent()[0]
    return client.get(re.search(r"http://[^/]+(/\S+)", text)[1], follow=True)


def page_of(intent, act=""):
    return reverse(f"speakers:{act}provisional-intent", args=[intent.session.slug, intent.pk])


# --- What it is ---


def test_left_intent_does_not_stand_and_gives_no_access(session, invitation, author, lead):
    intent = left(session, invitation, author, name="A. Wanjiru")

    assert intent.status == "provisional"
    assert not SpeakingIntent.objects.active().exists()
    assert not author.delegation_memberships.exists()
    assert pool_of(session).groups == []
    assert not author.has_perm("speakers.amend_intent", intent)


def test_left_intent_is_seen_by_author_lead_and_staff_only(session, invitation, author, lead, staff):
    intent = left(session, invitation, author)
    others = [
        focal_point("KE"),
        focal_point("FR"),
        UserFactory(),
        role(session, "moderator"),
        role(session, "reviewer"),
    ]

    def sees(user):
        return SpeakingIntent.objects.visible_to(user).exists(), user.has_perm(
            "speakers.view_provisional_intent", intent
        )

    assert [sees(user) for user in (author, lead, staff)] == [(True, True)] * 3
    assert [sees(user) for user in others] == [(False, False)] * 5


def test_several_may_wait_beside_one_that_stands(session, invitation, author, lead):
    register_intent(SpeakingIntent(session=session, delegation=delegation("KE")), questions=[], actor=lead)

    first = left(session, invitation, author)
    second = left(session, invitation, verified(UserFactory()))

    assert {first.status, second.status} == {"provisional"}


def test_same_person_leaves_one_for_a_group(session, invitation, author):
    first = left(session, invitation, author, on_behalf_of="African Group")
    with pytest.raises(IntentExists) as refused:
        left(session, invitation, author, on_behalf_of="AFRICAN group")

    assert refused.value.existing == first


def test_form_sent_twice_leaves_one(session, invitation, author):
    token = uuid.uuid4()
    made = {
        leave_provisional_intent(
            SpeakingIntent(session=session, delegation=delegation("KE")),
            questions=[],
            invitation=invitation,
            actor=author,
            token=token,
        )
        for _click in range(2)
    }

    assert len(made) == SpeakingIntent.objects.count() == 1
    assert Message.objects.filter(occasion="provisional-left").count() == 1


def test_leaving_needs_the_open_phase_and_a_good_invitation(session, invitation, author):
    withdraw_invitation(invitation)
    invitation.refresh_from_db()
    with pytest.raises(InvalidTransition):
        left(session, invitation, author)

    close(session)
    with pytest.raises(IntentsClosed):
        left(session, invitation, author)


def test_invitation_lets_nobody_act_for_another_delegation(session, invitation, author):
    with pytest.raises(ValueError, match="another delegation"):
        leave_provisional_intent(
            SpeakingIntent(session=session, delegation=delegation("FR")),
            questions=[],
            invitation=invitation,
            actor=author,
        )


# --- What becomes of it ---


def test_confirmed_after_the_deadline_it_stands(session, invitation, author, lead):
    intent = left(session, invitation, author, name="A. Wanjiru")
    close(session)

    confirmed = confirm_provisional_intent(intent, actor=lead)

    assert confirmed.status == "active"
    assert [entry.participant.name for group in pool_of(session).groups for entry in group.entries] == ["A. Wanjiru"]
    assert confirmed.provisional_act.decided_by == lead


def test_confirming_beside_another_is_a_conflict_that_names_it(session, invitation, author, lead):
    standing, _ = register_intent(
        SpeakingIntent(session=session, delegation=delegation("KE")), questions=[], actor=lead
    )
    intent = left(session, invitation, author)

    with pytest.raises(IntentExists) as refused:
        confirm_provisional_intent(intent, actor=lead)
    assert refused.value.existing == standing
    assert SpeakingIntent.objects.get(pk=intent.pk).status == "provisional"

    withdraw_intent(standing, actor=lead)
    assert confirm_provisional_intent(intent, actor=lead).status == "active"


def test_discarded_is_kept_with_its_reason_and_can_be_confirmed_after_all(session, invitation, author, lead, staff):
    intent = left(session, invitation, author, name="A. Wanjiru", outline="Typed at night")

    discard_provisional_intent(intent, actor=lead, reason="The minister stays at home")

    kept = SpeakingIntent.objects.get()
    assert (kept.status, kept.outline, kept.provisional_act.reason) == (
        "discarded",
        "Typed at night",
        "The minister stays at home",
    )
    assert "discarded" in str(AuditEntry.objects.get_for_object(kept).values_list("changes", flat=True))
    assert confirm_provisional_intent(kept, actor=staff).status == "active"


def test_all_three_sides_are_told(session, invitation, author, lead, staff):
    colleague = focal_point("KE")
    intent = left(session, invitation, author)
    assert mails("provisional-left") == {author.email}
    assert mails("provisional-to-decide") == {lead.email, staff.email}
    assert mails("provisional-forwarded") == {invitation.email}

    discard_provisional_intent(intent, actor=lead, reason="No")
    assert mails("provisional-discarded") == {author.email, lead.email, staff.email}

    confirm_provisional_intent(intent, actor=lead)
    assert mails("provisional-confirmed") == {author.email, staff.email}
    assert mails("intent-received") == {lead.email, colleague.email}


def test_lead_and_staff_are_asked_to_decide(session, invitation, author, lead, staff):
    intent = left(session, invitation, author)

    def asked(user):
        return [task.url for task in my_tasks["speakers.provisional"](user)]

    assert asked(lead) == asked(staff) == [page_of(intent)]
    assert asked(author) == asked(focal_point("KE")) == []
    discard_provisional_intent(intent, actor=lead)
    assert asked(lead) == []


def test_delegation_is_still_asked_for_its_own_word(session, invitation, author, lead):
    left(session, invitation, author)

    assert [str(task.title) for task in my_tasks["speakers.intents"](lead)] == [
        "Communicate your minister’s intention to speak"
    ]


@pytest.mark.parametrize("waiting", [3, 60])
def test_tasks_cost_one_query(session, invitation, staff, django_assert_num_queries, waiting):
    for _ in range(waiting):
        left(session, invitation, UserFactory())

    # What waits, and for whom the person acts, which other providers ask too.
    with django_assert_num_queries(2):
        assert len(list(my_tasks["speakers.provisional"](staff))) == waiting


# --- The pages ---


def test_forwarded_link_offers_to_leave_an_intent_and_keeps_it(client, session, invitation, author):
    question = leading_question(session)
    assert "Leave an intent to speak of Kenya" in follow(client, invitation).content.decode()
    client.force_login(author)
    assert "Leave an intent to speak of Kenya" in follow(client, invitation).content.decode()
    here = reverse("speakers:leave-provisional-intent", args=[session.slug])

    form = {"name": "A. Wanjiru", "level": "minister", "language": "fr", "questions": [question.pk]}
    answer = client.post(here, form)

    intent = SpeakingIntent.objects.get()
    assert answer["Location"] == f"{page_of(intent)}?sent=1"
    page = client.get(page_of(intent)).content.decode()
    assert "does not stand yet" in page
    assert "A. Wanjiru" in page
    assert "Confirm the intent" not in page
    about = client.get(reverse("speakers:intent", args=[session.slug])).content.decode()
    assert page_of(intent) in about


def test_what_was_typed_comes_back_when_it_cannot_be_kept(client, session, invitation, author):
    client.force_login(author)
    follow(client, invitation)
    here = reverse("speakers:leave-provisional-intent", args=[session.slug])
    form = {"name": "A. Wanjiru", "level": "minister", "language": "fr", "outline": "Typed at night"}

    withdraw_invitation(invitation)
    withdrawn = client.post(here, form).content.decode()
    close(session)
    closed = client.post(here, form).content.decode()

    assert "was withdrawn" in withdrawn
    assert "the time for it has not begun or is over" in closed
    assert "Typed at night" in withdrawn
    assert "Typed at night" in closed


def test_leaving_needs_a_followed_link_and_a_verified_address(client, session, invitation, author):
    here = reverse("speakers:leave-provisional-intent", args=[session.slug])
    client.force_login(author)
    assert client.get(here).status_code == 404

    client.force_login(UserFactory())
    follow(client, invitation)
    assert client.get(here).status_code == 403

    client.logout()
    follow(client, invitation)
    assert client.get(here)["Location"].startswith("/accounts/login/")


def test_invited_person_and_focal_points_are_sent_where_they_belong(client, session, invitation, lead):
    here = reverse("speakers:leave-provisional-intent", args=[session.slug])
    for user, there in (
        (verified(UserFactory(email="kamau@mfa.example")), "/people/invitations/answer/"),
        (verified(lead), reverse("speakers:register-intent", args=[session.slug])),
    ):
        client.force_login(user)
        follow(client, invitation)
        assert client.get(here)["Location"] == there


def test_lead_confirms_from_the_page(client, session, invitation, author, lead):
    intent = left(session, invitation, author, name="A. Wanjiru")
    client.force_login(lead)
    page = client.get(page_of(intent)).content.decode()
    assert all(words in page for words in ("Nora Night", "Kamau", "A. Wanjiru", "Confirm the intent"))

    client.post(page_of(intent, "confirm-"))

    intent.refresh_from_db()
    assert intent.status == "active"
    client.force_login(author)
    page = client.get(page_of(intent)).content.decode()
    assert "has confirmed it" in page
    assert "A. Wanjiru" not in page


def test_conflict_is_shown_before_and_after_confirming(client, session, invitation, author, lead):
    register_intent(
        SpeakingIntent(session=session, delegation=delegation("KE"), name="B. Otieno"), questions=[], actor=lead
    )
    intent = left(session, invitation, author)
    client.force_login(lead)

    assert "stands already" in client.get(page_of(intent)).content.decode()
    answer = client.post(page_of(intent, "confirm-"), follow=True).content.decode()

    assert "another intent stands" in answer
    assert "B. Otieno" in answer


def test_author_is_not_told_whether_the_delegation_has_an_intent(client, session, invitation, author, lead):
    register_intent(
        SpeakingIntent(session=session, delegation=delegation("KE"), name="B. Otieno"), questions=[], actor=lead
    )
    intent = left(session, invitation, author)
    client.force_login(author)

    page = client.get(page_of(intent)).content.decode()

    assert "B. Otieno" not in page
    assert "stands already" not in page


def test_discarding_asks_for_a_reason_of_those_who_decide_only(client, session, invitation, author, lead):
    first, second = left(session, invitation, author), left(session, invitation, author, on_behalf_of="African Group")
    client.force_login(lead)
    assert "This field is required" in client.post(page_of(first, "discard-"), {"reason": ""}).content.decode()
    client.post(page_of(first, "discard-"), {"reason": "Not this time"})
    client.force_login(author)
    client.post(page_of(second, "discard-"))

    assert set(SpeakingIntent.objects.values_list("status", flat=True)) == {"discarded"}
    assert "Not this time" in client.get(page_of(first)).content.decode()


def test_decisions_are_closed_to_everybody_else(client, session, invitation, author):
    intent = left(session, invitation, author)
    for user in (author, focal_point("KE"), focal_point("FR"), role(session, "moderator"), UserFactory()):
        client.force_login(user)
        assert client.post(page_of(intent, "confirm-")).status_code == 403
        if user != author:
            assert client.get(page_of(intent)).status_code == 403
            assert client.post(page_of(intent, "discard-")).status_code == 403
    amend = [f"speakers:{act}-intent" for act in ("amend", "withdraw", "reinstate")]
    assert {client.post(reverse(act, args=[session.slug, intent.pk])).status_code for act in amend} == {403}
    intent.refresh_from_db()
    assert intent.status == "provisional"
