"""Single facts as notes word them: dates and times, speaking times, counts, the list, the Commission."""

from datetime import date, time

import pytest

from sessions.concept_note import recognise
from tests.sessions.note_values import values


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Tuesday, 12 March 2019, 3.00pm – 6.00pm", (date(2019, 3, 12), time(15), time(18))),
        ("12 March 2019, 10 a.m. to 1 p.m.", (date(2019, 3, 12), time(10), time(13))),
        ("March 12, 2019 from 10–1 p.m.", (date(2019, 3, 12), time(10), time(13))),
        ("12/03/2019, 15:00-18:00", (None, time(15), time(18))),
        ("2 January 2019\n\n05/03/2019, 3 p.m. – 6 p.m.", (None, time(15), time(18))),
        ("2 January 2019\n\n5 March 2019\n\n05/03/2019, 3 p.m. – 6 p.m.", (date(2019, 3, 5), time(15), time(18))),
        ("Tuesday 12/02/2019, 15:00-18:00", (date(2019, 2, 12), time(15), time(18))),
        ("Monday 12/02/2019, 15:00-18:00", (date(2019, 12, 2), time(15), time(18))),
        ("12.12.2019, noon to 3 p.m.", (date(2019, 12, 12), time(12), time(15))),
        ("Tuesday, 12 March 2019,\nfrom 3 p.m. until\n6 p.m.", (date(2019, 3, 12), time(15), time(18))),
        ("31.12.2019, 15.00 – 18.30", (date(2019, 12, 31), time(15), time(18, 30))),
        ("03/31/2019 9:30 AM - noon", (date(2019, 3, 31), time(9, 30), time(12))),
        ("2019-03-12 15h00 – 18h00", (date(2019, 3, 12), time(15), time(18))),
        ("the twelfth of March 2019, 3–6 p.m.", (date(2019, 3, 12), time(15), time(18))),
        ("Tue. 12th Mar. 2019, between 3 p.m. and 6 p.m.", (date(2019, 3, 12), time(15), time(18))),
        ("12 March 2019, 12.30 p.m. until 2 p.m.", (date(2019, 3, 12), time(12, 30), time(14))),
        ("12 March 2019, 9 a.m.", (date(2019, 3, 12), time(9), None)),
        ("11–22 March 2019", (None, None, None)),
        ("31 February 2019, 25:00-26:00", (None, None, None)),
        ("3-4 stakeholders in Room 12", (None, None, None)),
    ],
)
def test_dates_and_times_are_read_as_people_write_them(line, expected):
    found = values(recognise(f"Dialogue on care\n{line}\n\nOverview\n\nText."))

    assert (found["date"], found["starts"], found["ends"]) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Initial comments are limited to 3 minutes and follow-ups to 1 minute.", (180, 60, None)),
        ("Each follow-up lasts 45 seconds; a first intervention three (3) minutes.", (180, 45, None)),
        (
            "A 3-minute limit applies to initial statements, and a two-minute limit to follow-up comments.",
            (180, 120, None),
        ),
        ("Ministers may speak for up to five minutes.", (300, None, None)),
        ("The meeting begins with twenty minutes of questions and answers.", (None, None, 20)),
        ("There will be a 15-minute Q&A, after which speakers have ninety seconds each.", (90, None, 15)),
        ("The dialogue opens with a quarter of an hour of questions.", (None, None, 15)),
        ("It begins with half an hour of questions; speakers have two and a half minutes.", (150, None, 30)),
        ("Follow-ups take 1.5 minutes, initial comments 2½ minutes.", (150, 90, None)),
        ("Initial comments last two to three minutes, follow-ups one minute.", (None, 60, None)),
        ("Coffee is served for 30 minutes.", (None, None, None)),
        ("Initial comments take zero minutes and follow-ups 0 minutes.", (None, None, None)),
    ],
)
def test_speaking_times_are_read_as_seconds_and_minutes(sentence, expected):
    found = values(recognise(f"Format and participation\n\n{sentence}"))

    assert (found["initial_seconds"], found["follow_up_seconds"], found["opening_minutes"]) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("3-4 stakeholders", (3, 4)),
        ("three to four stakeholders", (3, 4)),
        ("between three and five civil society representatives", (3, 5)),
        ("four stakeholders", (4, 4)),
        ("3 or 4 stakeholders", (3, 4)),
        ("up to four stakeholders", (None, 4)),
        ("at least three stakeholders", (3, None)),
        ("no fewer than three stakeholders", (3, None)),
        ("not less than 3 stakeholders", (3, None)),
        ("some stakeholders", (None, None)),
        ("9-2 stakeholders", (None, None)),
    ],
)
def test_number_of_stakeholders_is_read(words, expected):
    found = values(recognise(f"Format\n\nThe Ministers meet {words} at the start."))

    assert (found["stakeholders_min"], found["stakeholders_max"]) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("No speakers’ list will be kept.", False),
        ("There will be no pre-established list of speakers.", False),
        ("A speakers' list will not be opened.", False),
        ("A speakers' list is opened on Monday.", True),
        ("Ministers speak freely.", None),
    ],
)
def test_whether_a_speakers_list_is_kept_is_read(sentence, expected):
    assert values(recognise(f"Format\n\n{sentence}"))["keeps_speakers_list"] == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("the sixty-third session of the Commission on the Status of Women", ("Commission on the Status of Women", 63)),
        ("the 57th session of the Commission for Social Development", ("Commission for Social Development", 57)),
        (
            "its seventieth session, the Commission on Population and Development",
            ("Commission on Population and Development", 70),
        ),
        ("CSW63", ("Commission on the Status of Women", 63)),
        ("nobody in particular", (None, None)),
    ],
)
def test_commission_and_its_session_are_read(words, expected):
    found = values(recognise(f"Overview\n\nIt takes place at {words}."))

    assert (found["body"], found["session_number"]) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("COMMISSION ON THE STATUS OF WOMEN", "Commission on the Status of Women"),
        ("sixty-ninth session of the commission on the status of women", "Commission on the Status of Women"),
        ("SEVENTIETH SESSION OF THE COMMISSION ON OCEANS AND ISLANDS", "Commission on Oceans and Islands"),
        ("COMMISSION ON OCEANS SEVENTIETH SESSION", "Commission on Oceans"),
        ("csw69", "Commission on the Status of Women"),
    ],
)
def test_commission_is_read_in_any_case(words, expected):
    assert values(recognise(f"{words}\n\nOverview\n\nText."))["body"] == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("8 – 19 March 2027", (date(2027, 3, 8), date(2027, 3, 19))),
        ("New York, 26 February to 9 March 2027", (date(2027, 2, 26), date(2027, 3, 9))),
        ("March 8–19, 2027", (date(2027, 3, 8), date(2027, 3, 19))),
        ("12 March 2019, 3–6 p.m.", None),
        ("11–22 March", None),
    ],
)
def test_days_of_the_commissions_session_are_read_and_are_not_the_meetings(line, expected):
    draft = recognise(f"Commission for Social Development\nSixty-second session\n{line}\n\nCare for all")

    assert draft.session_days == expected
    assert draft.titles[0].value == "Care for all"
    assert draft.date is None or expected is None


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("initial interventions: max. three minutes. follow-up interventions: max. one minute.", (180, 60, None)),
        ("Initial comments: approx. 3 min. Follow-ups: 1 min.", (180, 60, None)),
        ("interventions: 3 min. follow-ups: min. 2 minutes.", (180, 120, None)),
        ("One hundred and eighty seconds per minister, sixty seconds for replies.", (180, 60, None)),
        ("Initial comments last a hundred seconds.", (100, None, None)),
        ("Panellists speak for 7 minutes each. Interventions from the floor: 2 minutes.", (120, None, None)),
        ("Keynote speakers, who come from all regions, speak for 10 minutes.", (None, None, None)),
        ("Ministers and stakeholders may comment for three minutes.", (180, None, None)),
    ],
)
def test_limits_are_read_behind_abbreviations_and_for_the_floor_alone(sentence, expected):
    found = values(recognise(f"Format\n\n{sentence}"))

    assert (found["initial_seconds"], found["follow_up_seconds"], found["opening_minutes"]) == expected


def test_limits_that_compete_are_both_named():
    draft = recognise("Format\n\nInitial comments last 3 minutes.\n\nEach intervention is limited to 5 minutes.")

    assert draft.initial_seconds.value == 180
    assert "180 (line 3), 300 (line 5)" in draft.remarks[0]


def test_of_two_dates_the_one_beside_the_times_is_taken_and_both_are_named():
    draft = recognise("Care\n\nThe meeting set for 11 March 2025 at 10 a.m. has moved to 12 March 2025, 3 to 6 p.m.")

    assert (draft.date.value, draft.starts.value, draft.ends.value) == (date(2025, 3, 12), time(15), time(18))
    assert "12 March 2025 (line 3), 11 March 2025 (line 3)" in draft.remarks[0]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("noon to 3", (time(12), time(15))),
        ("10 to noon", (time(10), time(12))),
        ("10 a.m. – 12 noon", (time(10), time(12))),
        ("12 noon until 2.30 p.m.", (time(12), time(14, 30))),
        ("between midday and 2 p.m.", (time(12), time(14))),
    ],
)
def test_noon_is_a_time(line, expected):
    found = values(recognise(f"Dialogue on care\n12 March 2019, {line}"))

    assert (found["starts"], found["ends"]) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("at least two and at most five stakeholders", (2, 5)),
        ("a minimum of two and a maximum of four panellists", (2, 4)),
    ],
)
def test_least_and_most_stakeholders_are_read_from_one_phrase(words, expected):
    found = values(recognise(f"Format\n\nThe Ministers meet {words}."))

    assert (found["stakeholders_min"], found["stakeholders_max"]) == expected


@pytest.mark.parametrize(
    ("second", "is_named"),
    [
        ("The five panellists reply.", True),
        ("Two to four representatives reply.", True),
        ("The four stakeholders reply, up to four panellists at a time.", False),
        ("At least one of the stakeholders replies; each delegation sends one representative.", False),
        ("Five of the stakeholders reply.", False),
    ],
)
def test_counts_of_stakeholders_that_compete_are_named(second, is_named):
    draft = recognise(f"Format\n\nMinisters meet 3-4 stakeholders.\n\n{second}")

    found = values(draft)
    assert (found["stakeholders_min"], found["stakeholders_max"]) == (3, 4)
    assert len(draft.remarks) == is_named
    if is_named:
        assert "“3-4 stakeholders” (line 3), “" in draft.remarks[0]
        assert "(line 5). Check which holds." in draft.remarks[0]
