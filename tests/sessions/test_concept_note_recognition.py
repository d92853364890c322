"""What is recognised in a concept note: the real one, our own, and other people's ways of writing the same."""

import time as clock
from datetime import date, time
from pathlib import Path

import pytest

from sessions import concept_note
from sessions.concept_note import FIELD_LABELS, MAX_CHARACTERS, Found, read_note, recognise
from tests.sessions.note_values import values
from tests.sessions.real_note import real_note

EXAMPLE = Path(concept_note.__file__).parents[1] / "examples" / "concept-note.txt"
FORMAT_RULES = {
    "initial_seconds": 180,
    "follow_up_seconds": 60,
    "opening_minutes": 15,
    "stakeholders_min": 3,
    "stakeholders_max": 4,
    "keeps_speakers_list": False,
}


def test_real_note_is_recognised_completely():
    draft = recognise(read_note(real_note()))
    found = values(draft)

    assert draft.gaps == []
    assert [title.line for title in draft.titles] == [7, 13]
    assert found["titles"][0].startswith("Building alliances for social protection systems")
    assert found["titles"][1].startswith("Building alliances to promote social protection systems")
    assert found["theme"] == found["titles"][0]
    assert found["theme_areas"] == [
        "social protection systems",
        "access to public services",
        "sustainable infrastructure",
    ]
    assert (found["kind"], found["body"], found["session_number"]) == (
        "interactive_dialogue",
        "Commission on the Status of Women",
        63,
    )
    assert (found["date"], found["starts"], found["ends"]) == (date(2019, 3, 12), time(15), time(18))
    assert (found["time_zone"], found["venue"]) == ("America/New_York", "United Nations Headquarters")
    assert {name: found[name] for name in FORMAT_RULES} == FORMAT_RULES


def test_real_note_gives_its_four_texts_and_three_questions():
    found = values(recognise(read_note(real_note())))

    assert [question[:20] for question in found["questions"]] == [
        "How have gender equa",
        "How can gender equal",
        "How can gaps in cove",
    ]
    # Wrapped by a blank line in the middle of the sentence.
    assert "stakeholders who have worked with governments" in found["format"]
    assert found["format"].count("\n\n") == 2
    assert found["overview"].count("\n\n") == 2
    assert "(#)" not in found["overview"]
    assert found["questions_text"].endswith("during the dialogue:")
    assert found["outcome"].startswith("The outcome of the dialogue")


def test_example_note_is_recognised_completely():
    draft = recognise(read_note(EXAMPLE.read_bytes()))
    found = values(draft)

    assert draft.gaps == []
    assert found["theme_areas"] == ["decent care work", "rural water and energy services", "digital skills"]
    assert (found["date"], found["starts"], found["ends"]) == (date(2027, 3, 18), time(10), time(13))
    assert found["venue"] == "Conference Room 4, United Nations Headquarters"
    assert (found["session_number"], len(found["questions"]), len(found["titles"])) == (71, 3, 2)
    assert {name: found[name] for name in FORMAT_RULES} == FORMAT_RULES


@pytest.mark.parametrize(
    "heading",
    [
        "OVERVIEW",
        "overview",
        "# Overview",
        "## 1. Overview ##",
        "**Overview**",
        "I. Overview",
        "1) Background:",
        "__Context__",
        "A. Purpose and objectives",
        "A) Background & Context",
        "SUGGESTED OBJECTIVES:",
        "Section I: Overview of the dialogue",
    ],
)
def test_headings_are_known_in_any_case_numbering_and_markup(heading):
    draft = recognise(f"Dialogue on care\n\n{heading}\n\nThe text of it.")

    assert draft.overview == Found("The text of it.", 3)


def test_sections_in_another_order_give_the_same_draft():
    parts = ["Outcome\nA summary.", "Leading questions\n- How?\n- Why?", "Overview\nIts text.", "Format\nFree talk."]

    found = values(recognise("\n\n".join(["Dialogue on care", *parts])))

    assert (found["overview"], found["format"], found["outcome"]) == ("Its text.", "Free talk.", "A summary.")
    assert found["questions"] == ["How?", "Why?"]


@pytest.mark.parametrize("marker", ["- {}", "* {}", "• {}", "{}. ", "({}) ", "Question {}: ", "Q{}. "])
def test_questions_are_separate_however_they_are_listed(marker):
    asked = ["How do alliances form, and what do they cost?", "What lasts?"]
    lines = [
        marker.replace("{}", str(n) if marker[-1] == " " else text) + (text if marker[-1] == " " else "")
        for n, text in enumerate(asked, 1)
    ]

    found = values(recognise("Guiding questions\n\nAn introduction.\n\n" + "\n".join(lines)))

    assert (found["questions"], found["questions_text"]) == (asked, "An introduction.")


def test_questions_without_marks_are_the_paragraphs_that_ask():
    found = values(recognise("Questions\n\nAn introduction.\n\nHow do alliances\nform?\n\nWhat lasts?"))

    assert found["questions"] == ["How do alliances form?", "What lasts?"]


def test_questions_are_found_without_a_section_of_their_own():
    found = values(recognise("Overview\n\nMinisters address the following questions:\n\n- How?\n- Why?\n\nThank you."))

    assert found["questions"] == ["How?", "Why?"]


def test_labels_anywhere_in_the_note_are_read():
    note = (
        "Outcome\n\nA summary.\n\n**Date and time:** 12 March 2019, 15:00-18:00\n\n"
        "**Venue:** Palais des Nations, Room XX\n\nTheme: Care, water, and decent work"
    )

    found = values(recognise(note))

    assert (found["date"], found["venue"], found["time_zone"]) == (
        date(2019, 3, 12),
        "Palais des Nations, Room XX",
        "Europe/Zurich",
    )
    assert (found["theme"], found["theme_areas"]) == ("Care, water, and decent work", ["Care", "water", "decent work"])
    assert found["outcome"] == "A summary."


def test_subheadings_stay_in_the_text_and_other_sections_are_named():
    draft = recognise("## Format\n\nFree talk.\n\n### Moderation\n\nOne person.\n\n## Contact\n\nWrite to us.")

    assert draft.format == Found("Free talk.\n\n**Moderation**\n\nOne person.", 1)
    assert len(draft.remarks) == 1
    assert "Contact" in draft.remarks[0]


OTHER_NOTE = """E/CN.5/2024/CRP.2
12 January 2024

Commission for Social Development
Sixty-second session
New York, 5–14 February 2024

CONCEPT NOTE

High-level panel discussion on the priority theme “Fairness by policies that reach all”

Date: Monday, 5 February 2024
Time: 3 p.m. to 6 p.m. (EST)
Venue: Conference Room 4, New York

1. BACKGROUND

The priority theme of the session was chosen by the Economic and Social
Council. It builds on:

(a) earlier debates;

(b) reports.

2. OBJECTIVES

To share experience.

3. FORMAT AND STRUCTURE

Interventions should not exceed 3 minutes (2 min for a second intervention).

4. GUIDING QUESTIONS

    1. What works?
        - in rural areas?
    2. Who pays?

5. EXPECTED OUTCOME

A summary:
1. facts
2. ways forward

6. CONTACT

Write to us.
"""


def test_note_of_another_body_in_another_style_is_recognised():
    draft = recognise(OTHER_NOTE)
    found = values(draft)

    assert found["titles"] == ["Fairness by policies that reach all"]
    assert found["theme"] == "Fairness by policies that reach all"
    assert (found["kind"], found["body"], found["session_number"]) == (
        "expert_panel",
        "Commission for Social Development",
        62,
    )
    assert (found["date"], found["starts"], found["ends"]) == (date(2024, 2, 5), time(15), time(18))
    assert (found["venue"], found["time_zone"]) == ("Conference Room 4, New York", "America/New_York")
    assert found["overview"].endswith(
        "It builds on:\n\n(a) earlier debates;\n\n(b) reports.\n\n**OBJECTIVES**\n\nTo share experience."
    )
    assert (found["initial_seconds"], found["follow_up_seconds"]) == (180, 120)
    assert found["questions"] == ["What works? in rural areas?", "Who pays?"]
    assert found["outcome"] == "A summary:\n\n1. facts\n2. ways forward"
    assert [remark for remark in draft.remarks if "CONTACT" in remark]


NUMBERED_NOTE = """1. Background

1.1 Context
Transport is planned for commuters.

2. FORMAT
2.1 Participants
Member States at the level of ministers.
2.2 Time limits
Initial remarks last
2.5 minutes at most.
2.3 Stakeholders
Between three and four representatives of civil society open the meeting.
2.4 Those who speak first are asked to leave written texts aside.

3. KEY QUESTIONS
3.1 What data exist?
3.2 what makes stations safe?

4. CONTACT

Write to us.
"""


def test_numbers_of_parts_are_neither_figures_nor_text():
    draft = recognise(NUMBERED_NOTE)
    found = values(draft)

    assert (found["stakeholders_min"], found["stakeholders_max"], found["initial_seconds"]) == (3, 4, 150)
    assert found["questions"] == ["What data exist?", "what makes stations safe?"]
    assert found["format"].split("\n\n") == [
        "**Participants**",
        "Member States at the level of ministers.",
        "**Time limits**",
        "Initial remarks last 2.5 minutes at most.",
        "**Stakeholders**",
        "Between three and four representatives of civil society open the meeting.",
        "2.4 Those who speak first are asked to leave written texts aside.",
    ]
    assert "CONTACT" in draft.remarks[0]


@pytest.mark.parametrize("marker", ["- a)", "* (a)", "• i.", "**1.**", "- **a)**", "1. (a)", "\uf0b7", "3.1", "3.1."])
def test_questions_lose_every_marker(marker):
    assert values(recognise(f"## Questions\n{marker} What works?\n{marker} Who pays?"))["questions"] == [
        "What works?",
        "Who pays?",
    ]


@pytest.mark.parametrize(
    "heading", ["Background. ", "**Background.** ", "Background: ", "1. Background: ", "Background:\n"]
)
def test_kind_and_venue_are_read_from_the_sentence_after_a_run_in_heading(heading):
    sentence = (
        "This note is prepared for the interactive dialogue of the Commission, to be held on 15 March 2024, "
        "from 10 am to 12.30 pm in the Trusteeship Council Chamber."
    )

    found = values(recognise(f"{heading}{sentence}\n\n2. Format: Ministers speak freely."))

    assert (found["kind"], found["venue"]) == ("interactive_dialogue", "Trusteeship Council Chamber")
    assert found["overview"].startswith(sentence)


def test_remarks_name_what_does_not_fit_together():
    draft = recognise("Dialogue on care\nMonday, 12/03/2019, 10 p.m. to 1 a.m.\n\nOverview\n\nSee [here](#).")

    assert len(draft.remarks) == 4
    assert "12 March 2019 or 3 December 2019: fill in which" in draft.remarks[1]


def test_span_of_minutes_is_named_where_one_limit_is_needed():
    draft = recognise("Format\n\nInitial comments last two to three minutes.")

    assert "initial_seconds" in draft.gaps
    assert "two to three minutes" in draft.remarks[0]


def test_note_without_a_section_names_the_gap():
    gaps = recognise("Dialogue on care\n12 March 2019, 3–6 p.m.\n\nOverview\n\nText.").gaps

    assert {"format", "outcome", "questions", "venue", "initial_seconds"} <= set(gaps)
    assert not {"titles", "date", "starts", "ends", "overview"} & set(gaps)


def test_empty_text_gives_a_draft_of_gaps():
    assert recognise("").gaps == list(FIELD_LABELS)


def test_result_is_plain_values_with_lines():
    stored = recognise("Dialogue on care\n12 March 2019, 3–6 p.m.").as_json()

    assert stored["date"] == {"value": "2019-03-12", "line": 2}
    assert stored["starts"] == {"value": "15:00:00", "line": 2}
    assert stored["titles"] == [{"value": "Dialogue on care", "line": 1}]
    assert "venue" not in stored


PATTERNS = ["a ", "a\n", "- a?\n", "3 minutes, ", "3 to 4 ", "(", "[a](", "*a ", "# a #", "12 March 2019 ", "12-", "“"]
PATTERNS += ["panellist 3 minutes ", "max. 3 ", "11–12 March 2019 ", "meeting on "]
PATTERNS += ["one hundred and ", "Venue: x\n", "a: b\n", "theme ", "How?\n\n", "a and ", "in the context "]


@pytest.mark.parametrize("unit", PATTERNS)
def test_longest_text_of_one_pattern_takes_seconds_at_most(unit):
    text = ("Format\n" + unit * MAX_CHARACTERS)[:MAX_CHARACTERS]

    started = clock.process_time()
    recognise(text)

    assert clock.process_time() - started < 10
