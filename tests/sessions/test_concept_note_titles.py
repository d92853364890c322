"""The title of a meeting and its theme areas, found in the heads of concept notes of all kinds."""

import pytest

from sessions.concept_note import recognise
from tests.sessions.note_values import values


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("Concept note for a ministerial dialogue", "ministerial dialogue"),
        ("Interactive dialogue of Ministers\n\nCare for all", "Care for all"),
        ("Title: Care for all\nPriority theme: Another thing", "Care for all"),
        ("Priority theme: Care for all", "Care for all"),
        ("Ministerial segment: theme – Care for all people", "Care for all people"),
        ("DRAFT 1\nUnited Nations\nCare for all", "Care for all"),
        ("Care for all\nand for everybody\nOnline", "Care for all and for everybody"),
    ],
)
def test_titles_are_found_in_heads_of_all_kinds(head, expected):
    assert expected in values(recognise(f"{head}\n\nOverview\n\nText."))["titles"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Theme areas\n\n- Care\n- Water;\n- Work", ["Care", "Water", "Work"]),
        ("Theme areas: care, water and work", ["care", "water", "work"]),
        ("Theme: Care and water", []),
    ],
)
def test_theme_areas_are_listed_or_enumerated(text, expected):
    assert values(recognise(text))["theme_areas"] == expected


@pytest.mark.parametrize("gap", ["\n\n", "\n"])
def test_title_is_what_follows_the_line_that_ends_in_on(gap):
    head = "COMMISSION ON THE STATUS OF WOMEN\nSeventy-first session\n8 – 19 March 2027"
    draft = recognise(
        f"{head}\n\nInteractive dialogue among ministers on{gap}WATER, WORK AND WAGES\n\nOverview\n\nText."
    )

    assert [title.value for title in draft.titles] == ["WATER, WORK AND WAGES"]


def test_title_gives_no_theme_areas_but_a_sentence_does():
    title = "Ministerial round table: Care, cash and clinics\n\nOverview\n\n"

    assert values(recognise(f"{title}Text."))["theme_areas"] == []
    named = recognise(f"{title}The three areas of the priority theme are water, work and wages.")
    assert values(named)["theme_areas"] == ["water", "work", "wages"]


@pytest.mark.parametrize("quotes", ["“{}”", '"{}"', "«{}»", "„{}“"])
def test_title_is_found_in_quotation_marks_of_all_kinds(quotes):
    note = f"Overview\n\nMinisters hold a dialogue on {quotes.format('Care for all people')} in March."

    assert values(recognise(note))["titles"] == ["Care for all people"]


@pytest.mark.parametrize("quotes", ["“{}”", '"{}"', "« {} »", "«{}»", "„{}“"])
def test_title_on_a_line_of_its_own_loses_its_quotation_marks(quotes):
    note = f"{quotes.format('Care for all people')}\n\nOverview\n\nText."

    assert values(recognise(note))["titles"] == ["Care for all people"]


def test_wrapped_lines_of_the_head_are_one():
    note = "Building Alliances for Care,\nPublic Services and\nWater\n\nOverview\n\nText."

    assert values(recognise(note))["titles"] == ["Building Alliances for Care, Public Services and Water"]
