"""Writing the text: start, sections, paragraphs out of points, facts, names of countries."""

import uuid
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Delegation
from dialogue_portal.revisions import StaleRevision
from dialogue_portal.word_diff import carry_over, diff_words
from sessions.models import CommissionSession
from speakers.models import Intervention
from summaries.models import Paragraph, Section, Summary, SummaryStatus
from summaries.outline import Line, NumberedParagraph
from summaries.services import drafting
from summaries.services.attribution import country_names, named_countries
from summaries.services.facts import Basis, facts_of
from summaries.services.status import TextIsClosed
from tests import factories

pytestmark = pytest.mark.django_db


def texts(summary):
    return [(row.number, row.text) for section in summary.outline() for row in section.paragraphs]


def add(section, text, rapporteur, **fields):
    return drafting.add_paragraph(section, text=text, actor=rapporteur, **fields)


# --- Starting ---------------------------------------------------------------------------------------------------------


def test_start_makes_facts_a_section_per_question_and_ways_forward(dialogue, rapporteur):
    dialogue.commission_session = CommissionSession.objects.create(
        slug="ce7", body="Commission on Examples", number=7, ordinal="Seventh session"
    )
    summary = drafting.start_summary(dialogue, actor=rapporteur)

    assert list(summary.sections.values_list("heading", flat=True)) == [
        "The dialogue",
        "How do alliances form?",
        "Ways forward",
    ]
    assert (summary.organ, summary.symbol, summary.title) == ("Commission on Examples", "", "Alliances for services")


def test_second_start_returns_the_summary_that_is_there(summary, dialogue, rapporteur):
    assert drafting.start_summary(dialogue, actor=rapporteur) == summary
    assert summary.sections.count() == 3


# --- Paragraphs -------------------------------------------------------------------------------------------------------


def test_numbers_run_on_over_sections(summary, rapporteur):
    first, _middle, last = summary.sections.all()
    add(last, "Last.", rapporteur)
    add(first, "First.", rapporteur)

    assert texts(summary) == [
        (1, "First."),
        (2, "Ministers stressed the role of mayors."),
        (3, "Several speakers noted a lack of data."),
        (4, "Last."),
    ]


def test_paragraph_knows_the_points_behind_it(summary, rapporteur, point):
    paragraph = add(summary.sections.first(), "Mayors had pooled budgets.", rapporteur, points=[point])
    assert list(paragraph.points.all()) == [point]

    drafting.edit_paragraph(paragraph, points=[], seen=1, actor=rapporteur)
    assert list(paragraph.points.all()) == []
    drafting.edit_paragraph(paragraph, points=[point], seen=2, actor=rapporteur)
    drafting.edit_paragraph(paragraph, points=[point], seen=3, actor=rapporteur)
    assert list(paragraph.points.all()) == [point]


def test_same_token_makes_one_paragraph(summary, rapporteur):
    token = uuid.uuid4()
    section = summary.sections.first()
    assert add(section, "Once.", rapporteur, token=token) == add(section, "Once.", rapporteur, token=token)


def test_stale_edit_is_refused(summary, rapporteur, paragraphs):
    mine, theirs = (Paragraph.objects.get(pk=paragraphs[0].id) for _ in range(2))
    theirs.text = "Theirs."
    drafting.edit_paragraph(theirs, points=[], seen=1, actor=rapporteur)

    mine.text = "Mine."
    with pytest.raises(StaleRevision) as stale:
        drafting.edit_paragraph(mine, points=[], seen=1, actor=rapporteur)
    assert stale.value.current.text == "Theirs."


@pytest.mark.parametrize(
    ("start", "up", "expected"),
    [
        ("C", True, "A B C|D|E"),
        ("D", True, "A B|D C|E"),
        ("C", False, "A B|D C|E"),
        ("A", True, "A B|C D|E"),
        ("E", False, "A B|C D|E"),
        ("B", False, "A|B C D|E"),
        ("E", True, "A B|C D E|"),
        ("A", False, "B A|C D|E"),
    ],
)
def test_moving_goes_by_one_place_and_over_the_edge_of_a_section(dialogue, rapporteur, start, up, expected):
    summary = drafting.start_summary(dialogue, actor=rapporteur)
    made = {}
    for section, names in zip(summary.sections.all(), ("AB", "CD", "E"), strict=True):
        for name in names:
            made[name] = add(section, name, rapporteur)

    drafting.move_paragraph(made[start], up=up, actor=rapporteur)

    outline = "|".join(" ".join(row.text for row in section.paragraphs) for section in summary.outline())
    assert outline == expected
    assert Paragraph.objects.get(pk=made[start].pk).revision == 1


def test_removed_paragraph_leaves_the_text_and_can_be_put_back(summary, rapporteur, paragraphs):
    paragraph = Paragraph.objects.get(pk=paragraphs[0].id)
    drafting.remove_paragraph(paragraph, seen=1, actor=rapporteur)
    assert texts(summary) == [(1, "Several speakers noted a lack of data.")]

    drafting.restore_paragraph(paragraph, actor=rapporteur)
    assert [number for number, _text in texts(summary)] == [1, 2]
    assert texts(summary)[1][1] == paragraph.text


def test_paragraph_of_a_removed_section_comes_back_in_the_last_one(summary, rapporteur, paragraphs):
    rows = [Paragraph.objects.get(pk=row.id) for row in paragraphs]
    for row in rows:
        drafting.remove_paragraph(row, seen=1, actor=rapporteur)
    drafting.remove_section(rows[0].section, actor=rapporteur)

    drafting.restore_paragraph(rows[0], actor=rapporteur)

    assert [section.heading for section in summary.outline() if section.paragraphs] == ["Ways forward"]


# --- Sections, masthead -----------------------------------------------------------------------------------------------


def headings(summary):
    return [section.heading for section in summary.outline()]


def test_new_section_stands_before_the_ways_forward(summary, rapporteur):
    drafting.add_section(summary, heading="Alliances", actor=rapporteur)
    assert headings(summary) == ["The dialogue", "How do alliances form?", "Alliances", "Ways forward"]


@pytest.mark.parametrize(
    ("position", "up", "order"),
    [(1, True, [1, 2, 3]), (1, False, [2, 1, 3]), (3, True, [1, 3, 2]), (3, False, [1, 2, 3])],
)
def test_section_moves_by_one_place(summary, rapporteur, position, up, order):
    names = headings(summary)
    drafting.move_section(summary.sections.get(position=position), up=up, actor=rapporteur)
    assert headings(summary) == [names[number - 1] for number in order]


def test_section_with_paragraphs_is_not_removed(summary, rapporteur):
    with pytest.raises(drafting.SectionInUse):
        drafting.remove_section(summary.sections.get(position=2), actor=rapporteur)


def test_only_section_is_not_removed(summary, rapporteur, paragraphs):
    Section.objects.filter(summary=summary).exclude(position=1).update(removed_at=timezone.now())
    with pytest.raises(drafting.SectionInUse):
        drafting.remove_section(summary.sections.get(position=1), actor=rapporteur)


def test_two_sections_never_share_a_place(summary):
    with pytest.raises(IntegrityError), transaction.atomic():
        Section.objects.create(summary=summary, heading="Twice", position=1)


def test_stale_masthead_is_refused(summary, rapporteur):
    other = Summary.objects.get(pk=summary.pk)
    summary.symbol = "E/TEST/1"
    drafting.edit_masthead(summary, seen=1, fields=["symbol"], actor=rapporteur)
    with pytest.raises(StaleRevision):
        drafting.edit_masthead(other, seen=1, fields=["symbol"], actor=rapporteur)


@pytest.mark.parametrize(
    "write",
    [
        lambda s, p, u: drafting.add_section(s, heading="X", actor=u),
        lambda s, p, u: drafting.rename_section(p.section, seen=1, actor=u),
        lambda s, p, u: drafting.move_section(p.section, up=True, actor=u),
        lambda s, p, u: drafting.remove_section(p.section, actor=u),
        lambda s, p, u: drafting.add_paragraph(p.section, text="X", actor=u),
        lambda s, p, u: drafting.edit_paragraph(p, points=[], seen=1, actor=u),
        lambda s, p, u: drafting.move_paragraph(p, up=True, actor=u),
        lambda s, p, u: drafting.remove_paragraph(p, seen=1, actor=u),
        lambda s, p, u: drafting.restore_paragraph(p, actor=u),
        lambda s, p, u: drafting.write_facts(s, basis=Basis.SPOKE, actor=u),
        lambda s, p, u: drafting.edit_masthead(s, seen=1, fields=["symbol"], actor=u),
    ],
)
@pytest.mark.parametrize("status", [SummaryStatus.FINALIZED, SummaryStatus.PUBLISHED])
def test_nothing_is_written_after_the_end(summary, rapporteur, paragraphs, write, status, final):
    final(status)
    with pytest.raises(TextIsClosed):
        write(summary, Paragraph.objects.get(pk=paragraphs[0].id), rapporteur)


def test_rename_section_is_kept(summary, rapporteur):
    section = summary.sections.get(position=1)
    section.heading = "Proceedings"
    drafting.rename_section(section, seen=1, actor=rapporteur)
    assert headings(summary)[0] == "Proceedings"


# --- Facts ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def crowd(dialogue):
    """Two Ministers and a Vice-Minister of two States, and an observer entity; one Minister has spoken."""
    ministers = [
        factories.ParticipantFactory(session=dialogue, delegation=factories.delegation(code), level=level)
        for code, level in (("NA", "minister"), ("NA", "vice_minister"), ("FR", "minister"), ("EU", ""))
    ]
    organization = factories.OrganizationFactory(name="Water for All")
    factories.ParticipantFactory(
        session=dialogue, capacity="stakeholder", name="Ann Lee", functional_title="Director", organization=organization
    )
    factories.ParticipantFactory(session=dialogue, capacity="chair", name="Kim Roe")
    moment = datetime(2019, 3, 12, 19, 20, tzinfo=UTC)
    for kind, ended in (("initial", moment), ("follow_up", moment)):
        first = Intervention.objects.filter(session=dialogue).first()
        Intervention.objects.create(
            session=dialogue,
            participant=ministers[0],
            kind=kind,
            follows=first if kind == "follow_up" else None,
            allotted_seconds=180,
            started_at=moment,
            ended_at=ended,
        )
    return ministers


def test_facts_count_those_registered(dialogue, crowd, django_assert_num_queries):
    with django_assert_num_queries(2):
        when, led, took_part = facts_of(dialogue, basis=Basis.REGISTERED)

    assert when == (
        "The interactive dialogue entitled “Alliances for services” was held on 12 March 2019, from 3 p.m. to 6 p.m., "
        "at United Nations Headquarters, on the priority theme “Access to public services”."
    )
    assert led == (
        "The meeting was chaired by Kim Roe and moderated by [name of the moderator]. One stakeholder took part in the "
        "opening segment: Ann Lee (Director, Water for All)."
    )
    assert took_part == (
        "Representatives of 2 States and 1 observer entity had registered to take part in the dialogue: 2 Ministers, "
        "1 Vice-Minister and 1 participant whose level is to be confirmed."
    )


def test_facts_count_those_who_spoke_once_each(dialogue, crowd):
    assert facts_of(dialogue, basis=Basis.SPOKE)[2] == "Representatives of 1 State spoke in the dialogue: 1 Minister."


def test_facts_of_an_empty_record(db):
    session = factories.SessionFactory(starts_at=None, ends_at=None, status="draft", venue="", title="Plain")
    factories.role(session, "moderator")
    when, led, took_part = facts_of(session, basis=Basis.SPOKE)
    assert when == "The interactive dialogue entitled “Plain” was held."
    assert "moderated by Person" in led
    assert took_part == "Representatives of 0 States spoke in the dialogue."


def test_facts_are_written_into_the_first_section(summary, rapporteur):
    drafting.write_facts(summary, basis=Basis.SPOKE, actor=rapporteur)
    assert [row.number for row in summary.outline()[0].paragraphs] == [1, 2, 3]


# --- Wording ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Ministers stressed alliances.", []),
        ("The Minister of Nigeria spoke.", ["Nigeria"]),
        ("Papua New Guinea and Guinea; again Guinea.", ["Papua New Guinea", "Guinea"]),
        ("As in Iran and the United Kingdom.", ["Iran", "United Kingdom"]),
        ("Côte d’Ivoire and Türkiye.", ["Côte d'Ivoire", "Türkiye"]),
        ("Chadian and jordan are not names.", []),
        ("The United States\nof America.", ["United States of America"]),
    ],
)
def test_countries_are_found_in_a_text(text, named):
    assert named_countries(text, country_names()) == named


def test_every_delegation_is_found_by_its_short_name():
    names = country_names()
    missed = [row.short_name for row in Delegation.objects.all() if not named_countries(row.short_name, names)]
    assert missed == []


def test_lines_of_a_paragraph_have_levels():
    text = "Ministers agreed:\n\n(a) On data;\n(i) Of women;\n(ii) Of girls;\n(b) On money.\n(h) Eighth;\n(i) Ninth."
    paragraph = NumberedParagraph(uuid.uuid4(), 1, text, 1)
    assert paragraph.lines == [
        Line(0, "", "Ministers agreed:"),
        Line(1, "(a)", "On data;"),
        Line(2, "(i)", "Of women;"),
        Line(2, "(ii)", "Of girls;"),
        Line(1, "(b)", "On money."),
        Line(1, "(h)", "Eighth;"),
        Line(1, "(i)", "Ninth."),
    ]


def test_diff_is_by_words():
    pieces = diff_words("Ministers stressed the role of mayors.", "Ministers stressed the essential role of mayors.")
    assert [(int(piece.change), piece.text) for piece in pieces] == [
        (0, "Ministers stressed the"),
        (1, " essential"),
        (0, " role of mayors."),
    ]
    assert pieces[1].is_inserted
    assert not pieces[0].is_deleted


def test_proposal_is_carried_over_to_a_text_that_moved_on():
    base, proposed = "Ministers stressed the role of mayors.", "Ministers stressed the essential role of mayors."
    assert carry_over(base, proposed, "In closing, ministers stressed the role of mayors.") == (
        "In closing, ministers stressed the essential role of mayors."
    )
    assert carry_over(base, proposed, "Nothing alike") is None
