"""Tasks, cards and links that the summary gives to the rest of the portal."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sessions.models import PhaseWindow
from summaries import providers
from summaries.models import SummaryStatus
from summaries.services import consultation as services
from summaries.services.drafting import start_summary
from summaries.services.publication import publish_summary
from tests import factories

pytestmark = pytest.mark.django_db


def titles(tasks):
    return [str(task.title) for task in tasks]


def comment(consultation, paragraphs, bureau):
    services.comment_on(
        consultation, paragraph_id=paragraphs[0].id, group="african", text="Why?", actor=bureau["african"]
    )


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (None, ["Draft the Chair’s summary"]),
        ("drafting", ["Draft the Chair’s summary"]),
        ("in_consultation", []),
        ("revising", ["Draft the Chair’s summary"]),
        ("finalized", []),
    ],
)
def test_rapporteur_drafts_until_the_text_is_final(
    dialogue, rapporteur, request, status, expected, django_assert_num_queries
):
    if status:
        request.getfixturevalue("final")(status)
    # One of them reads the person's roles, for all providers.
    with django_assert_num_queries(2):
        assert titles(providers.drafting_tasks(rapporteur)) == expected


def test_nobody_drafts_before_the_meeting_is_over(dialogue, rapporteur):
    later = timezone.now() + timedelta(days=1)
    dialogue.starts_at, dialogue.ends_at = later, later + timedelta(hours=3)
    dialogue.save()
    assert titles(providers.drafting_tasks(rapporteur)) == []


def test_bureau_member_is_asked_until_the_group_has_answered(consultation, bureau, stranger, django_assert_num_queries):
    member = bureau["african"]
    with django_assert_num_queries(3):
        tasks = list(providers.bureau_tasks(member))
    assert titles(tasks) == ["State the position of your group on the Chair’s summary: African Group"]
    assert tasks[0].deadline == consultation.closes_at

    services.state_position(
        consultation, group="african", position="comments", text="", seen=0, actor=bureau["african"]
    )
    assert titles(providers.bureau_tasks(member)) == []
    assert len(list(providers.bureau_tasks(bureau["latin_american_caribbean"]))) == 1
    with django_assert_num_queries(1):
        assert list(providers.bureau_tasks(stranger)) == []


def test_bureau_member_is_not_asked_outside_the_window(consultation, bureau):
    PhaseWindow.objects.update(closes_at=timezone.now())
    assert list(providers.bureau_tasks(bureau["african"])) == []


def test_chair_decides_then_finalizes_then_publishes(
    consultation, paragraphs, bureau, chair, final, django_assert_num_queries
):
    assert titles(providers.chair_tasks(chair)) == []
    comment(consultation, paragraphs, bureau)
    with django_assert_num_queries(1):
        assert titles(providers.chair_tasks(chair)) == ["Decide on 1 comment or amendment"]
    consultation.comments.update(state="withdrawn")
    for status, expected in (
        (SummaryStatus.REVISING, ["Finalize the Chair’s summary"]),
        (SummaryStatus.FINALIZED, ["Publish the Chair’s summary"]),
        (SummaryStatus.PUBLISHED, []),
    ):
        final(status)
        assert titles(providers.chair_tasks(chair)) == expected


def test_chair_has_nothing_to_do_before_the_summary_is_begun(dialogue, chair, stranger):
    assert titles(providers.chair_tasks(chair)) == []
    assert titles(providers.chair_tasks(stranger)) == []


def test_card_says_where_the_summary_stands(dialogue, rapporteur, secretariat):
    assert [card.detail for card in providers.summary_card(dialogue, secretariat)] == ["not begun"]
    start_summary(dialogue, actor=rapporteur)
    assert [(card.figure, card.detail) for card in providers.summary_card(dialogue, secretariat)] == [
        ("Being drafted", "")
    ]


def test_card_counts_what_waits_for_the_chair(consultation, paragraphs, bureau, dialogue, secretariat):
    comment(consultation, paragraphs, bureau)
    assert [card.detail for card in providers.summary_card(dialogue, secretariat)] == [
        "1 comment or amendment to decide on"
    ]


def test_link_is_for_those_who_work_on_it_until_it_is_published(dialogue, bureau, chair, stranger, final):
    def linked():
        return [bool(list(providers.summary_links(dialogue, user))) for user in (chair, bureau["african"], stranger)]

    assert linked() == [True, True, False]
    final(SummaryStatus.FINALIZED)
    assert linked() == [True, True, False]
    assert list(providers.summary_outcome(dialogue, stranger)) == []
    final(SummaryStatus.PUBLISHED)
    assert linked() == [True, True, True]
    assert [str(outcome.label) for outcome in providers.summary_outcome(dialogue, stranger)] == ["Chair’s summary"]


@pytest.fixture
def stranger():
    return factories.UserFactory()


def test_published_summary_shows_at_once_on_a_page_kept_for_visitors(client, settings, summary, chair, final):
    settings.VISITOR_PAGE_SECONDS = 60
    address = summary.session.get_absolute_url()
    final(SummaryStatus.FINALIZED)
    assert b"/summary/" not in client.get(address).content

    publish_summary(summary, actor=chair)

    assert b"/summary/" in client.get(address).content
    assert b"/summary/" in client.get(address).content
