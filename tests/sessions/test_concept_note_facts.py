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
