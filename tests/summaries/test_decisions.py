"""The Chair's decisions, up to publication."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from dialogue_portal.revisions import StaleRevision
from dialogue_portal.states import InvalidTransition
from mailings.models import Message
from sessions.services.instructions import Source
from summaries.models import (
    Disposition,
    SummaryStatus,
)
from summaries.models.text import TRANSITIONS
from summaries.services import consultation as services, decisions, drafting, publication
from summaries.services.status import TextIsClosed, lock, move
from tests.summaries.rounds import comment, open_round, propose, stored

pytestmark = pytest.mark.django_db


# --- Decisions ------------------------------------------------------------------------------------------------------


def test_accepted_wording_goes_into_the_text(consultation, paragraphs, bureau, chair):
    amendment = propose(consultation, paragraphs, bureau)
    disposition = decisions.decide_amendment(amendment, outcome="accepted", reason="Clearer.", actor=chair)

    paragraph = stored(paragraphs[0])
    assert (paragraph.text, paragraph.revision) == (amendment.proposed_text, 2)
    assert disposition.adopted_text == amendment.proposed_text
    assert consultation.version.paragraphs[paragraph.pk].text == "Ministers stressed the role of mayors."


def test_accepting_is_a_conflict_once_the_paragraph_has_changed(consultation, paragraphs, bureau, chair):
    first = propose(consultation, paragraphs, bureau)
    second = propose(consultation, paragraphs, bureau, "Ministers stressed the role of governors.")
    decisions.decide_amendment(first, outcome="accepted", reason="Clearer.", actor=chair)

    with pytest.raises(StaleRevision) as stale:
        decisions.decide_amendment(second, outcome="accepted", reason="Also.", actor=chair)

    assert stale.value.current.text == first.proposed_text
    second.refresh_from_db()
    assert second.state == "proposed"
    assert Disposition.objects.count() == 1


def test_accepting_with_modification_takes_the_chairs_wording(consultation, paragraphs, bureau, chair):
    decisions.decide_amendment(
        propose(consultation, paragraphs, bureau), outcome="accepted", reason="Clearer.", actor=chair
    )
    second = propose(consultation, paragraphs, bureau, "Ministers stressed the role of governors.")
    words = {"outcome": "modified", "reason": "Both.", "wording": "Ministers stressed both.", "actor": chair}
    with pytest.raises(StaleRevision):
        decisions.decide_amendment(second, **words, seen=1)

    decisions.decide_amendment(second, **words, seen=2)
    assert stored(paragraphs[0]).text == "Ministers stressed both."


@pytest.mark.parametrize(("wording", "seen"), [(" ", 1), ("Words.", None)])
def test_modification_needs_wording(consultation, paragraphs, bureau, chair, wording, seen):
    amendment = propose(consultation, paragraphs, bureau)
    with pytest.raises(decisions.WordingMissing):
        decisions.decide_amendment(amendment, outcome="modified", reason="So.", wording=wording, seen=seen, actor=chair)


def test_wording_of_a_removed_paragraph_is_a_conflict(consultation, paragraphs, bureau, chair, rapporteur):
    amendment = propose(consultation, paragraphs, bureau)
    drafting.remove_paragraph(stored(paragraphs[0]), seen=1, actor=rapporteur)
    with pytest.raises(StaleRevision):
        decisions.decide_amendment(amendment, outcome="modified", reason="So.", wording="X", seen=2, actor=chair)


def test_not_accepted_changes_nothing_and_is_decided_once(consultation, paragraphs, bureau, chair):
    amendment = propose(consultation, paragraphs, bureau)
    decisions.decide_amendment(amendment, outcome="not_accepted", reason="Not discussed.", actor=chair)
    assert stored(paragraphs[0]).revision == 1
    with pytest.raises(InvalidTransition):
        decisions.decide_amendment(amendment, outcome="accepted", reason="After all.", actor=chair)


def test_secretariat_records_on_the_chairs_word_only(consultation, paragraphs, bureau, secretariat, chair):
    remark = comment(consultation, paragraphs, bureau)
    with pytest.raises(decisions.InstructionMissing):
        decisions.decide_comment(remark, outcome="accepted", reason="Right.", actor=secretariat)
    source = Source("telephone", str(chair), timezone.now(), "Take it as proposed", decider=chair)
    disposition = decisions.decide_comment(
        remark, outcome="accepted", reason="Right.", actor=secretariat, source=source
    )
    assert disposition.decided_by == chair
    kept = disposition.instructions.get()
    assert (kept.recorded_by, kept.person, kept.act) == (secretariat, chair, "decided")
    assert Message.objects.filter(occasion="done-on-behalf", recipient=chair).count() == 1


def test_disposition_is_of_one_thing_and_has_a_reason_by_constraint(consultation, paragraphs, bureau, chair):
    remark = comment(consultation, paragraphs, bureau)
    for wrong in ({"reason": "X"}, {"comment": remark, "reason": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Disposition.objects.create(outcome="accepted", decided_by=chair, **wrong)


# --- The end --------------------------------------------------------------------------------------------------------


def test_summary_is_finalized_and_published_once_all_is_decided(consultation, paragraphs, bureau, chair, fresh):
    remark, amendment = comment(consultation, paragraphs, bureau), propose(consultation, paragraphs, bureau)
    services.close_consultation(consultation, actor=chair, reason="All have spoken")
    with pytest.raises(publication.Undecided) as undecided:
        publication.finalize_summary(fresh(), actor=chair)
    assert undecided.value.count == 2

    decisions.decide_comment(remark, outcome="accepted", reason="Right.", actor=chair)
    decisions.decide_amendment(amendment, outcome="accepted", reason="Clearer.", actor=chair)
    summary = publication.finalize_summary(fresh(), actor=chair)
    assert (summary.status, summary.final_version.purpose) == (SummaryStatus.FINALIZED, "final")
    assert summary.final_version.paragraphs[paragraphs[0].id].text == amendment.proposed_text

    summary = publication.publish_summary(summary, actor=chair)
    assert summary.is_published
    assert summary.published_at is not None


def test_finalized_summary_is_reopened_for_a_correction(summary, chair, final, fresh):
    final(SummaryStatus.FINALIZED)
    publication.reopen_summary(fresh(), actor=chair)
    assert (fresh().status, fresh().final_version) == (SummaryStatus.REVISING, None)


def test_decisions_end_with_the_text(consultation, paragraphs, bureau, chair, final):
    remark = comment(consultation, paragraphs, bureau)
    final(SummaryStatus.FINALIZED)
    with pytest.raises(TextIsClosed):
        decisions.decide_comment(remark, outcome="accepted", reason="Late.", actor=chair)


MOVES = {
    "open": (SummaryStatus.IN_CONSULTATION, lambda s, u: open_round(s, u)),
    "finalize": (SummaryStatus.FINALIZED, lambda s, u: publication.finalize_summary(s, actor=u)),
    "publish": (SummaryStatus.PUBLISHED, lambda s, u: publication.publish_summary(s, actor=u)),
    "reopen": (SummaryStatus.REVISING, lambda s, u: publication.reopen_summary(s, actor=u)),
}
LEGAL = {
    ("drafting", "open"),
    ("revising", "open"),
    ("revising", "finalize"),
    ("finalized", "publish"),
    ("finalized", "reopen"),
}


@pytest.mark.parametrize("act", MOVES)
@pytest.mark.parametrize("status", SummaryStatus.values)
def test_illegal_move_is_refused(summary, chair, bureau, final, fresh, status, act):
    target, run = MOVES[act]
    final(status)
    if (status, act) in LEGAL:
        run(fresh(), chair)
        assert fresh().status == target
    else:
        with pytest.raises(InvalidTransition):
            run(fresh(), chair)
        assert fresh().status == status


@pytest.mark.parametrize("target", SummaryStatus.values)
@pytest.mark.parametrize("source", SummaryStatus.values)
def test_table_holds_for_every_pair(summary, final, source, target):
    version = final(source)
    row = lock(summary.pk)
    times = {"published_at": timezone.now()} if target == "published" else {}
    if target in TRANSITIONS[source]:
        assert move(row, target, final_version=version, **times).status == target
    else:
        with pytest.raises(InvalidTransition):
            move(row, target)
