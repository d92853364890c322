"""A round: opening, what groups say, closing; and the Chair's decisions up to publication."""

import uuid
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from accounts.models import RegionalGroup
from dialogue_portal.revisions import StaleRevision
from dialogue_portal.states import InvalidTransition
from mailings.models import Message
from sessions.models import CommissionSession, PhaseWindow
from sessions.services.instructions import Source
from summaries.models import (
    Comment,
    ConsultationRound,
    Disposition,
    GroupPosition,
    Paragraph,
    Summary,
    SummaryStatus,
    SummaryVersion,
)
from summaries.models.text import TRANSITIONS
from summaries.services import consultation as services, decisions, drafting, publication
from summaries.services.status import TextIsClosed, lock, move
from summaries.services.versions import NothingWritten, freeze_version, masthead
from summaries.tasks import close_consultations
from tests import factories

pytestmark = pytest.mark.django_db


def open_round(summary, actor, **fields):
    now = timezone.now()
    window = {"opens_at": now - timedelta(minutes=1), "closes_at": now + timedelta(days=4)}
    return services.open_consultation(summary, **(window | {"silence_procedure": False} | fields), actor=actor)


def propose(consultation, paragraphs, bureau, text="Ministers stressed the essential role of mayors.", **fields):
    return services.propose_amendment(
        consultation,
        paragraph_id=paragraphs[0].id,
        group="african",
        proposed_text=text,
        explanation="",
        actor=bureau["african"],
        **fields,
    )


def comment(consultation, paragraphs, bureau, group="african", **fields):
    return services.comment_on(
        consultation, paragraph_id=paragraphs[0].id, group=group, text="Why?", actor=bureau[group], **fields
    )


def state(consultation, bureau, position="no_objection", seen=0):
    return services.state_position(
        consultation, group="african", position=position, text="", seen=seen, actor=bureau["african"]
    )


def end_window(consultation):
    PhaseWindow.objects.filter(session=consultation.session).update(closes_at=timezone.now())


def stored(paragraph):
    return Paragraph.objects.get(pk=paragraph.id)


# --- Opening ----------------------------------------------------------------------------------------------------------


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


# --- What groups say --------------------------------------------------------------------------------------------------


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
        services.close_consultation(consultation, actor=chair)
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


# --- Closing ----------------------------------------------------------------------------------------------------------


def test_closing_by_hand_ends_the_window(consultation, chair, fresh):
    services.close_consultation(consultation, actor=chair)
    assert fresh().status == SummaryStatus.REVISING
    assert not PhaseWindow.objects.get().is_open
    with pytest.raises(InvalidTransition):
        services.close_consultation(consultation, actor=chair)


@pytest.mark.parametrize("window", ["gone", "over"])
def test_closing_by_hand_after_the_window(consultation, chair, fresh, window):
    if window == "gone":
        PhaseWindow.objects.all().delete()
    else:
        end_window(consultation)
    services.close_consultation(consultation, actor=chair)
    assert fresh().status == SummaryStatus.REVISING


def test_closing_before_the_opening_leaves_no_window(summary, chair, bureau):
    soon = timezone.now() + timedelta(hours=1)
    consultation = open_round(summary, chair, opens_at=soon)
    services.close_consultation(consultation, actor=chair)
    assert not PhaseWindow.objects.exists()


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

    services.close_consultation(consultation, actor=chair)

    silent = GroupPosition.objects.filter(is_by_silence=True)
    assert silent.count() == (4 if silence else 0)
    assert RegionalGroup.NONE not in silent.values_list("regional_group", flat=True)
    assert GroupPosition.objects.get(regional_group="african").position == "objection"


# --- Decisions --------------------------------------------------------------------------------------------------------


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


# --- The end ----------------------------------------------------------------------------------------------------------


def test_summary_is_finalized_and_published_once_all_is_decided(consultation, paragraphs, bureau, chair, fresh):
    remark, amendment = comment(consultation, paragraphs, bureau), propose(consultation, paragraphs, bureau)
    services.close_consultation(consultation, actor=chair)
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


# --- Versions ---------------------------------------------------------------------------------------------------------


def test_version_is_never_changed(summary, chair):
    version = freeze_version(summary, purpose="draft", actor=chair)
    version.content = {"sections": []}
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        version.save()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        SummaryVersion.objects.update(number=9)


def test_versions_are_numbered_and_keep_their_text(summary, chair, rapporteur, paragraphs):
    first = freeze_version(summary, purpose="draft", actor=chair)
    drafting.remove_paragraph(stored(paragraphs[0]), seen=1, actor=rapporteur)
    second = freeze_version(summary, purpose="draft", actor=chair)

    assert (first.number, second.number) == (1, 2)
    numbers = [{row.id: row.number for row in version.paragraphs.values()} for version in (first, second)]
    assert numbers == [{paragraphs[0].id: 1, paragraphs[1].id: 2}, {paragraphs[1].id: 1}]
    assert SummaryVersion.objects.get(number=1).sections == first.sections


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ((2019, 3, 11), (2019, 3, 22), "11–22 March 2019"),
        ((2019, 3, 29), (2019, 4, 2), "29 March – 2 April 2019"),
        ((2019, 12, 30), (2020, 1, 3), "30 December 2019 – 3 January 2020"),
        ((2019, 3, 11), (2019, 3, 11), "11 March 2019"),
        ((2019, 3, 11), None, "11 March 2019"),
        (None, None, ""),
    ],
)
def test_masthead_says_when_the_session_was(summary, first, last, words):
    commission = summary.session.commission_session = CommissionSession(ordinal="Seventh session")
    commission.starts_on = first and datetime(*first, tzinfo=UTC).date()
    commission.ends_on = last and datetime(*last, tzinfo=UTC).date()
    summary.document_date = datetime(2019, 4, 1, tzinfo=UTC).date()

    head = masthead(summary)

    assert (head["session_dates"], head["date"]) == (words, "1 April 2019")


def test_masthead_without_a_commission_session(summary):
    head = masthead(summary)
    assert (head["session"], head["session_dates"], head["date"]) == ("", "", "")


# --- Who sees what ----------------------------------------------------------------------------------------------------


@pytest.fixture
def people(dialogue, rapporteur, chair, bureau, secretariat):
    other = factories.SessionFactory()
    former = factories.role(dialogue, "bureau", regional_group="african", ends_on=datetime(2019, 1, 1, tzinfo=UTC))
    return {
        "rapporteur": rapporteur,
        "chair": chair,
        "secretariat": secretariat,
        "superuser": factories.UserFactory(is_superuser=True),
        "african": bureau["african"],
        "grulac": bureau["latin_american_caribbean"],
        "former member": former,
        "moderator": factories.role(dialogue, "moderator"),
        "presiding chair": factories.role(dialogue, "presiding_chair"),
        "bureau elsewhere": factories.role(other, "bureau", regional_group="african"),
        "chair elsewhere": factories.role(other, "commission_chair"),
        "stranger": factories.UserFactory(),
    }


TEAM = {"rapporteur", "chair", "secretariat", "superuser"}


def test_what_a_group_says_is_seen_by_it_and_the_team_only(consultation, paragraphs, bureau, people):
    own = [comment(consultation, paragraphs, bureau), propose(consultation, paragraphs, bureau)]
    position = state(consultation, bureau)
    expected = TEAM | {"african"}

    for row in [*own, position]:
        seen_by = {name for name, user in people.items() if row in type(row).objects.visible_to(user)}
        assert seen_by == expected
    for row in own:
        allowed = {name for name, user in people.items() if user.has_perm("summaries.view_contribution", row)}
        assert allowed == expected
        withdraw = {name for name, user in people.items() if user.has_perm("summaries.withdraw_contribution", row)}
        assert withdraw == {"african", "superuser"}


def test_visitor_sees_nothing_of_a_round(consultation, paragraphs, bureau, visitor):
    comment(consultation, paragraphs, bureau)
    assert not Comment.objects.visible_to(visitor).exists()
    assert not SummaryVersion.objects.visible_to(visitor).exists()
    assert not visitor.has_perm("summaries.view_contribution", Comment.objects.get())


@pytest.mark.parametrize(
    ("version_of", "expected"),
    [
        ("draft", TEAM),
        ("round to come", TEAM),
        ("round begun", TEAM | {"african", "grulac"}),
        ("final", TEAM),
        ("published", "everybody"),
    ],
)
def test_version_is_seen_by_those_it_is_for(summary, chair, people, final, visitor, version_of, expected):
    if version_of == "draft":
        version = freeze_version(summary, purpose="draft", actor=chair)
    elif version_of.startswith("round"):
        later = timezone.now() + timedelta(hours=1)
        version = open_round(summary, chair, **({"opens_at": later} if version_of == "round to come" else {})).version
    else:
        version = final(SummaryStatus.PUBLISHED if version_of == "published" else SummaryStatus.FINALIZED)
    everybody = people | {"visitor": visitor}

    version = SummaryVersion.objects.get(pk=version.pk)
    visible = {name for name, user in everybody.items() if version in SummaryVersion.objects.visible_to(user)}
    allowed = {name for name, user in everybody.items() if user.has_perm("summaries.view_version", version)}
    files = {
        name
        for name, user in everybody.items()
        if user.has_perm("summaries.view_rendering", version.renderings.first())
    }
    assert visible == allowed == files == (set(everybody) if expected == "everybody" else expected)


def test_earlier_version_stays_with_the_team_after_publication(summary, chair, people, final, visitor):
    draft = freeze_version(summary, purpose="draft", actor=chair)
    final(SummaryStatus.PUBLISHED)
    assert draft not in SummaryVersion.objects.visible_to(visitor)
    assert draft not in SummaryVersion.objects.visible_to(people["african"])


@pytest.mark.parametrize(
    ("permission", "expected"),
    [
        ("read_draft", TEAM),
        ("draft_summary", {"rapporteur", "secretariat", "superuser"}),
        ("open_consultation", {"chair", "secretariat", "superuser"}),
        ("read_consultation", TEAM | {"african", "grulac"}),
        ("speak_for_group", {"african", "grulac", "superuser"}),
        ("decide_contribution", {"chair", "secretariat", "superuser"}),
        ("publish_summary", {"chair", "secretariat", "superuser"}),
    ],
)
def test_permission_on_the_session_and_on_its_rows(summary, paragraphs, people, visitor, permission, expected):
    for row in (summary.session, summary, stored(paragraphs[0]), stored(paragraphs[0]).section):
        allowed = {
            name
            for name, user in (people | {"visitor": visitor}).items()
            if user.has_perm(f"summaries.{permission}", row)
        }
        assert allowed == expected


def test_round_shows_the_session_it_is_of(consultation, dialogue):
    assert ConsultationRound.objects.get().session == dialogue
    assert Summary.objects.get().session == dialogue
