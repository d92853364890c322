"""Registering, amending, withdrawing and reinstating intents: rules, deadlines, conflicts, receipts."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from accounts.services.invitations import invite
from dialogue_portal.revisions import StaleRevision
from dialogue_portal.states import InvalidTransition
from mailings.models import Message
from sessions.models import Participant
from speakers.models import IntentStatus, ProvisionalAct, SpeakingIntent
from speakers.models.intents import TRANSITIONS
from speakers.services.intents import (
    IntentExists,
    IntentsClosed,
    amend_intent,
    register_intent,
    reinstate_intent,
    withdraw_intent,
)
from speakers.services.provisional import confirm_provisional_intent, discard_provisional_intent
from tests.factories import SessionFactory, UserFactory, delegation, focal_point, leading_question, open_phase

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    session = SessionFactory()
    open_phase(session, "intents")
    return session


@pytest.fixture
def delegate():
    return focal_point("KE")


def new_intent(session, iso2="KE", **fields):
    return SpeakingIntent(session=session, delegation=delegation(iso2), **fields)


def registered(session, actor, iso2="KE", **fields):
    return register_intent(new_intent(session, iso2, **fields), questions=[], actor=actor)[0]


def test_registering_needs_the_delegation_alone(session, delegate):
    intent, made = register_intent(new_intent(session), questions=[], actor=delegate)

    assert made
    assert (intent.status, intent.level, intent.is_complete) == ("active", "to_be_confirmed", False)
    assert intent.registered_by == delegate


def test_registering_makes_a_participant(session, delegate):
    question = leading_question(session)
    intent, _ = register_intent(
        new_intent(session, name="A. Wanjiru", level="minister", on_behalf_of="African Group"),
        questions=[question],
        actor=delegate,
    )

    participant = Participant.objects.get()
    assert intent.participant == participant
    assert str(participant) == "A. Wanjiru (Kenya, on behalf of African Group)"
    assert (participant.capacity, participant.level, participant.regional_group) == ("minister", "minister", "african")
    assert list(intent.questions.all()) == [question]


def test_registering_twice_with_one_token_makes_one(session, delegate):
    token = uuid.uuid4()
    first, _ = register_intent(new_intent(session), questions=[], actor=delegate, token=token)
    second, made = register_intent(new_intent(session), questions=[], actor=delegate, token=token)

    assert (second, made) == (first, False)
    assert Participant.objects.count() == Message.objects.count() == 1


def test_second_intent_of_a_delegation_names_the_first(session, delegate):
    first = registered(session, delegate)
    with pytest.raises(IntentExists) as refused:
        registered(session, delegate)

    assert refused.value.existing == first
    assert Participant.objects.count() == 1


def test_group_names_are_compared_without_case(session, delegate):
    registered(session, delegate, on_behalf_of="African Group")
    with pytest.raises(IntentExists):
        registered(session, delegate, on_behalf_of="AFRICAN group")


def test_delegation_may_speak_for_itself_and_for_a_group(session, delegate):
    registered(session, delegate)
    registered(session, delegate, on_behalf_of="African Group")

    assert SpeakingIntent.objects.active().count() == 2


def test_token_of_another_delegations_form_finds_nothing(session, delegate):
    token = uuid.uuid4()
    register_intent(new_intent(session), questions=[], actor=delegate, token=token)
    with pytest.raises(IntegrityError):
        register_intent(new_intent(session, "FR"), questions=[], actor=focal_point("FR"), token=token)


@pytest.mark.parametrize(
    ("opens", "closes", "is_open"), [(0, 60, True), (1, 60, False), (-60, 1, True), (-60, 0, False)]
)
def test_phase_counts_to_the_second(monkeypatch, delegate, opens, closes, is_open):
    now = timezone.now().replace(microsecond=0)
    monkeypatch.setattr(timezone, "now", lambda: now)
    session = SessionFactory()
    window = {"opens_at": now + timedelta(seconds=opens), "closes_at": now + timedelta(seconds=closes)}
    open_phase(session, "intents", **window)

    if is_open:
        assert registered(session, delegate).pk
    else:
        with pytest.raises(IntentsClosed):
            registered(session, delegate)


def test_every_act_of_a_delegation_needs_the_open_phase(session, delegate):
    intent = registered(session, delegate)
    session.phase_windows.all().delete()

    with pytest.raises(IntentsClosed):
        amend_intent(intent, questions=[], actor=delegate, seen=1)
    with pytest.raises(IntentsClosed):
        withdraw_intent(intent, actor=delegate)
    with pytest.raises(IntentsClosed):
        reinstate_intent(intent, actor=delegate)


def test_secretariat_acts_on_behalf_after_the_phase_and_the_delegation_gets_the_receipt(delegate):
    staff = UserFactory(is_secretariat=True)
    intent = registered(SessionFactory(), staff)
    amend_intent(intent, questions=[], actor=staff, seen=1)
    withdraw_intent(intent, actor=staff)

    assert intent.registered_by == staff
    assert set(Message.objects.values_list("occasion", "address")) == {
        ("intent-received", delegate.email),
        ("intent-amended", delegate.email),
        ("intent-withdrawn", delegate.email),
    }


def test_receipt_goes_to_all_active_focal_points_and_says_that_there_is_no_list(session, delegate):
    other, left = focal_point("KE"), focal_point("KE", is_active=False)
    focal_point("FR")
    registered(session, delegate)

    assert set(Message.objects.values_list("address", flat=True)) == {delegate.email, other.email}
    text = Message.objects.first().text
    assert "No speakers’ list is kept" in text
    assert "name to be confirmed" in text
    assert left.email not in text


def test_amending_updates_the_participant(session, delegate):
    intent = registered(session, delegate)
    intent.name, intent.functional_title = "B. Otieno", "Minister for Gender"
    amend_intent(intent, questions=[], actor=delegate, seen=1)

    participant = Participant.objects.get()
    assert (participant.name, participant.functional_title) == ("B. Otieno", "Minister for Gender")
    assert intent.revision == 2


def test_amending_a_stale_intent_is_a_conflict(session, delegate):
    intent = registered(session, delegate)
    amend_intent(SpeakingIntent.objects.get(), questions=[], actor=delegate, seen=1)
    intent.name = "Typed meanwhile"
    with pytest.raises(StaleRevision):
        amend_intent(intent, questions=[], actor=delegate, seen=1)

    assert Participant.objects.get().name == ""


def test_amending_into_another_intents_group_names_it(session, delegate):
    own = registered(session, delegate)
    group = registered(session, delegate, on_behalf_of="African Group")
    group.on_behalf_of = ""
    with pytest.raises(IntentExists) as refused:
        amend_intent(group, questions=[], actor=delegate, seen=1)

    assert refused.value.existing == own


def test_amending_a_withdrawn_intent_is_refused(session, delegate):
    intent = withdraw_intent(registered(session, delegate), actor=delegate)
    with pytest.raises(InvalidTransition):
        amend_intent(intent, questions=[], actor=delegate, seen=intent.revision)


def test_withdrawing_retires_the_participant_and_reinstating_brings_it_back(session, delegate):
    intent = withdraw_intent(registered(session, delegate), actor=delegate)
    assert not Participant.objects.get().is_active

    intent = reinstate_intent(intent, actor=delegate)
    assert Participant.objects.get().is_active
    assert (intent.status, intent.revision) == ("active", 3)


def test_reinstating_beside_a_newer_intent_names_it(session, delegate):
    old = withdraw_intent(registered(session, delegate), actor=delegate)
    newer = registered(session, delegate)
    with pytest.raises(IntentExists) as refused:
        reinstate_intent(old, actor=delegate)

    assert refused.value.existing == newer


# Which status each act is for, and which it leads to.
ACTS = {
    withdraw_intent: ({"active"}, "withdrawn"),
    reinstate_intent: ({"withdrawn"}, "active"),
    confirm_provisional_intent: ({"provisional", "discarded"}, "active"),
    discard_provisional_intent: ({"provisional"}, "discarded"),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("source", IntentStatus)
def test_status_moves_as_the_acts_say(session, delegate, source, act):
    intent = registered(session, delegate)
    ProvisionalAct.objects.create(
        intent=intent, invitation=invite(delegation("KE"), role="lead", email="x@y.example", name="X", actor=delegate)
    )
    SpeakingIntent.objects.update(status=source)
    among, target = ACTS[act]

    if source in among:
        assert act(intent, actor=delegate).status == target
        assert target in TRANSITIONS[source]
    else:
        with pytest.raises(InvalidTransition):
            act(intent, actor=delegate)


def test_no_transition_is_without_an_act():
    moves = {(source, target) for among, target in ACTS.values() for source in among}

    assert moves == {(source, target) for source, targets in TRANSITIONS.items() for target in targets}
