"""A round: opening, what groups say, closing."""

import uuid
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import RegionalGroup
from dialogue_portal.revisions import StaleRevision
from dialogue_portal.states import InvalidTransition
from mailings.models import Mailing, Message
from sessions.models import PhaseChange, PhaseWindow
from sessions.services import ReasonNeeded
from summaries.models import (
    GroupPosition,
    SummaryStatus,
)
from summaries.services import consultation as services, decisions, drafting
from summaries.services.versions import NothingWritten
from summaries.tasks import close_consultations
from tests import factories
from tests.summaries.rounds import comment, end_window, open_round, propose, state, stored

pytestmark = pytest.mark.django_db


# --- Opening --------------------------------------------------------------------------------------------------------


def test_opening_freezes_the_text_and_sets_the_phase(summary, chair, bureau, fresh, paragraphs):
    consultation = open_round(summary, chair)

    assert fresh().status == SummaryStatus.IN_CONSULTATION
    assert [row.text for row in consultation.version.paragraphs.values()] == [row.text for row in paragraphs]
    assert consultation.version.purpose == "consultation"
    window = PhaseWindow.objects.get(session=summary.session, phase="consultation")
    assert (window.opens_at, window.closes_at) == (consultation.opens_at, consultation.closes_at)
    assert services.takes_views(consultation)


def test_opening_writes_to_each_bureau_member_once(summary, chair, bureau):
    member = bureau["african"]
    member.session_roles.create(session=summary.session, role="bureau", regional_group="eastern_european")
    member.language = "fr"
    member.save()

    open_round(summary, chair)

    messages = Message.objects.filter(occasion="consultation-opened")
    assert {message.address for message in messages} == {user.email for user in bureau.values()}
    assert messages.count() == 2


def test_opening_uses_the_window_that_was_planned(summary, chair):
    planned = factories.open_phase(summary.session, "consultation")
    consultation = open_round(summary, chair)
    planned.refresh_from_db()
    assert planned.closes_at == consultation.closes_at


def test_empty_text_is_not_put_to_consultation(dialogue, rapporteur, chair):
    with pytest.raises(NothingWritten):
        open_round(drafting.start_summary(dialogue, actor=rapporteur), chair)


NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("opens", "hours", "count"),
    [
        (datetime(2019, 3, 18, 9, tzinfo=NEW_YORK), 80, 0),
        (datetime(2019, 3, 18, 9, tzinfo=NEW_YORK), 71, 1),
        (datetime(2019, 3, 15, 9, tzinfo=NEW_YORK), 80, 1),
        # Friday to the last second of Friday in New York, though Saturday elsewhere.
        (datetime(2019, 3, 15, 9, tzinfo=NEW_YORK), 15, 1),
        (datetime(2019, 3, 15, 9, tzinfo=NEW_YORK), 16, 2),
    ],
)
def test_unwise_window_warns(opens, hours, count):
    closes = (opens.astimezone(UTC) + timedelta(hours=hours)).astimezone(UTC)
    assert len(services.window_warnings(opens, closes, NEW_YORK)) == count


# --- What groups say ------------------------------------------------------------------------------------------------


def test_double_click_makes_one_comment(consultation, paragraphs, bureau):
    token = uuid.uuid4()
    assert comment(consultation, paragraphs, bureau, token=token) == comment(
        consultation, paragraphs, bureau, token=token
    )


@pytest.mark.parametrize("how", ["window over", "closed by hand", "window gone"])
def test_nothing_is_taken_once_the_round_is_over(consultation, paragraphs, bureau, chair, how):
    early = comment(consultation, paragraphs, bureau)
    if how == "window over":
        end_window(consultation)
    elif how == "closed by hand":
        services.close_consultation(consultation, actor=chair, reason="All have spoken")
    else:
        PhaseWindow.objects.all().delete()

    for act in (
        lambda: comment(consultation, paragraphs, bureau),
        lambda: propose(consultation, paragraphs, bureau),
        lambda: state(consultation, bureau),
        lambda: services.withdraw_contribution(early, actor=bureau["african"]),
    ):
        with pytest.raises(services.ConsultationClosed):
            act()


def test_group_has_one_position_that_may_change(consultation, bureau):
    state(consultation, bureau, "comments")
    state(consultation, bureau, "objection", seen=1)
    assert GroupPosition.objects.get().position == "objection"


@pytest.mark.parametrize("seen", [0, 1])
def test_second_answer_of_a_group_is_a_conflict(consultation, bureau, seen):
    state(consultation, bureau, "comments")
    state(consultation, bureau, "comments", seen=1)
    with pytest.raises(StaleRevision):
        state(consultation, bureau, "objection", seen=seen)


def test_one_position_per_group_by_constraint(consultation, bureau):
    state(consultation, bureau)
    with pytest.raises(IntegrityError), transaction.atomic():
        GroupPosition.objects.create(
            round=consultation, regional_group="african", position="comments", stated_by=bureau["african"]
        )


def test_position_by_silence_is_no_objection_by_constraint(consultation):
    with pytest.raises(IntegrityError), transaction.atomic():
        GroupPosition.objects.create(
            round=consultation, regional_group="african", position="objection", is_by_silence=True
        )


def test_group_withdraws_what_is_not_decided(consultation, paragraphs, bureau, chair):
    amendment = propose(consultation, paragraphs, bureau)
    services.withdraw_contribution(amendment, actor=bureau["african"])
    with pytest.raises(InvalidTransition):
        services.withdraw_contribution(amendment, actor=bureau["african"])
    with pytest.raises(InvalidTransition):
        decisions.decide_amendment(amendment, outcome="accepted", reason="Clearer.", actor=chair)
    assert stored(paragraphs[0]).text == paragraphs[0].text


# --- Closing --------------------------------------------------------------------------------------------------------


def test_closing_by_hand_ends_the_window(consultation, chair, fresh):
    services.close_consultation(consultation, actor=chair, reason="All have spoken")
    assert fresh().status == SummaryStatus.REVISING
    assert not PhaseWindow.objects.get().is_open
    with pytest.raises(InvalidTransition):
        services.close_consultation(consultation, actor=chair, reason="All have spoken")


@pytest.mark.parametrize("window", ["gone", "over"])
def test_closing_by_hand_after_the_window(consultation, chair, fresh, window):
    if window == "gone":
        PhaseWindow.objects.all().delete()
    else:
        end_window(consultation)
    services.close_consultation(consultation, actor=chair, reason="All have spoken")
    assert fresh().status == SummaryStatus.REVISING


def test_closing_before_the_opening_leaves_no_window(summary, chair, bureau):
    soon = timezone.now() + timedelta(hours=1)
    consultation = open_round(summary, chair, opens_at=soon)
    with pytest.raises(ReasonNeeded):
        services.close_consultation(consultation, actor=chair, reason=" ")
    services.close_consultation(consultation, actor=chair, reason="Not yet ripe")
    assert not PhaseWindow.objects.exists()
    assert PhaseChange.objects.first().reason == "Not yet ripe"


def test_new_round_throws_away_mail_about_the_deadline_of_the_last(consultation, summary, chair, bureau):
    services.close_consultation(consultation, actor=chair, reason="All have spoken")
    assert Mailing.objects.held().get().occasion == "phase-shortened"
    open_round(summary, chair)
    assert not Mailing.objects.held().exists()


def test_task_closes_what_is_due_and_nothing_else(consultation, fresh):
    close_consultations()
    assert fresh().status == SummaryStatus.IN_CONSULTATION

    end_window(consultation)
    close_consultations()
    close_consultations()
    consultation.refresh_from_db()
    assert fresh().status == SummaryStatus.REVISING
    assert consultation.closed_at == PhaseWindow.objects.get().closes_at


def test_task_leaves_a_round_without_a_window(consultation):
    PhaseWindow.objects.all().delete()
    assert services.close_due_consultations() == 0


@pytest.mark.parametrize("silence", [True, False])
def test_silence_counts_only_where_it_is_switched_on(summary, chair, bureau, silence):
    consultation = open_round(summary, chair, silence_procedure=silence)
    state(consultation, bureau, "objection")

    services.close_consultation(consultation, actor=chair, reason="All have spoken")

    silent = GroupPosition.objects.filter(is_by_silence=True)
    assert silent.count() == (4 if silence else 0)
    assert RegionalGroup.NONE not in silent.values_list("regional_group", flat=True)
    assert GroupPosition.objects.get(regional_group="african").position == "objection"
