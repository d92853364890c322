"""Versions, which never change, and who sees what."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from sessions.models import CommissionSession
from summaries.models import (
    Comment,
    ConsultationRound,
    Summary,
    SummaryStatus,
    SummaryVersion,
)
from summaries.services import drafting
from summaries.services.versions import freeze_version, masthead
from tests import factories
from tests.summaries.rounds import comment, open_round, propose, state, stored

pytestmark = pytest.mark.django_db


# --- Versions -------------------------------------------------------------------------------------------------------


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


@pytest.mark.parametrize(
    ("language", "last", "words"),
    [
        ("zh-hans", (2019, 3, 22), "2019年3月11日 – 2019年3月22日"),
        ("es", (2019, 3, 22), "11–22 de marzo de 2019"),
        ("es", (2019, 4, 2), "11 de marzo de 2019 – 2 de abril de 2019"),
        ("fr", (2019, 4, 2), "11 mars – 2 avril 2019"),
    ],
)
def test_masthead_shortens_days_only_as_its_language_writes_them(summary, language, last, words):
    commission = summary.session.commission_session = CommissionSession(ordinal="Seventh session")
    commission.starts_on, commission.ends_on = date(2019, 3, 11), date(*last)
    summary.original_language = language

    assert masthead(summary)["session_dates"] == words


def test_masthead_without_a_commission_session(summary):
    head = masthead(summary)
    assert (head["session"], head["session_dates"], head["date"]) == ("", "", "")


# --- Who sees what --------------------------------------------------------------------------------------------------


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
