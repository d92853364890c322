"""Properties: what is put into a note comes out of it, in any order and style; any text or bytes give an answer."""

from contextlib import suppress
from datetime import date, time

from hypothesis import given, settings, strategies as st

from sessions.concept_note import FIELD_LABELS, UnreadableNote, read_note, recognise
from sessions.concept_note.number_words import CARDINALS, ordinal_words

WORDS = "alliances budgets care cooperatives districts energy families finance girls health housing labour markets partners pensions regions roads schools services skills transport trust villages water women workers".split()  # fmt: skip  # noqa: E501, SIM905
MINUTES_IN_WORDS = {number: word for word, number in CARDINALS.items()}

words = st.lists(st.sampled_from(WORDS), min_size=4, max_size=12).map(" ".join)
sentences = words.map(lambda text: text.capitalize() + ".")
paragraphs = st.lists(sentences, min_size=1, max_size=4).map(" ".join)
texts = st.lists(paragraphs, min_size=1, max_size=3)
questions = st.lists(words.map(lambda text: f"How do {text}?"), min_size=1, max_size=6)
days = st.dates(date(1990, 1, 1), date(2090, 12, 31))
hours = st.tuples(st.integers(0, 21), st.sampled_from([0, 15, 30, 45]), st.integers(1, 2))
minutes = st.integers(1, 20)

HEADING_STYLES = ["{}", "# {}", "## {}", "**{}**", "{}:", "{number}. {}", "### {number}. {}"]
MARKERS = ["- ", "• ", "* ", "{}. ", "({}) "]


def date_formats(day: date) -> list[str]:
    ordinal = ordinal_words(day.day)
    return [
        f"{day:%A}, {day.day} {day:%B} {day.year}",
        f"{day.day} {day:%b} {day.year}",
        f"{day:%B} {day.day}, {day.year}",
        f"the {ordinal} of {day:%B} {day.year}",
        day.isoformat(),
        f"{day.day}/{day.month}/{day.year}",
    ]


def time_formats(starts: time, ends: time) -> list[str]:
    def clock(moment: time) -> str:
        return f"{moment.hour % 12 or 12}.{moment.minute:02} {'p' if moment.hour >= 12 else 'a'}.m."

    def tight(moment: time) -> str:
        return f"{moment.hour % 12 or 12}:{moment.minute:02}{'pm' if moment.hour >= 12 else 'am'}"

    return [
        f"{clock(starts)} to {clock(ends)}",
        f"{tight(starts)} – {tight(ends)}",
        f"{starts:%H:%M}-{ends:%H:%M}",
        f"from {starts:%H.%M} until {ends:%H.%M}",
    ]


def minutes_formats(number: int) -> list[str]:
    unit = "minute" if number == 1 else "minutes"
    return [f"{number} {unit}", f"{MINUTES_IN_WORDS[number]} {unit}", f"{number * 60} seconds", f"{number} min"]


@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_what_is_put_into_a_note_comes_out(data):
    draw = data.draw
    title, overview, outcome, asked, day = draw(words), draw(texts), draw(texts), draw(questions), draw(days)
    hour, minute, length = draw(hours)
    starts, ends = time(hour, minute), time(hour + length, minute)
    initial, follow_up, opening = draw(minutes), draw(minutes), draw(minutes)
    least, more, session = draw(st.integers(2, 9)), draw(st.integers(0, 9)), draw(st.integers(1, 150))
    marker = draw(st.sampled_from(MARKERS))
    rules = (
        f"The meeting opens with a segment of {draw(st.sampled_from(minutes_formats(opening)))}. "
        f"It is among {least} to {least + more} stakeholders. No list of speakers is kept.\n\n"
        f"Initial comments are limited to {draw(st.sampled_from(minutes_formats(initial)))}, "
        f"follow-up comments to {draw(st.sampled_from(minutes_formats(follow_up)))}."
    )
    items = "\n".join(marker.format(number) + question for number, question in enumerate(asked, 1))
    parts = draw(
        st.permutations(
            [
                (draw(st.sampled_from(["Overview", "BACKGROUND", "Context"])), "\n\n".join(overview)),
                (draw(st.sampled_from(["Format and participation", "FORMAT", "Modalities"])), rules),
                (draw(st.sampled_from(["Leading questions", "GUIDING QUESTIONS"])), items),
                (draw(st.sampled_from(["Outcome", "EXPECTED OUTCOME"])), "\n\n".join(outcome)),
            ]
        )
    )
    style = draw(st.sampled_from(HEADING_STYLES))
    when = f"{draw(st.sampled_from(date_formats(day)))}, {draw(st.sampled_from(time_formats(starts, ends)))}"
    head = (
        f"{title.capitalize()}\n\n{when}, Palais des Nations\n\n"
        f"Commission for Social Development\n{ordinal_words(session).capitalize()} session"
    )
    sections = [f"{style.format(heading, number=n)}\n\n{text}" for n, (heading, text) in enumerate(parts, 1)]

    draft = recognise("\n\n".join([head, *sections]))

    assert draft.titles[0].value == title.capitalize()
    assert (draft.date.value, draft.starts.value, draft.ends.value) == (day, starts, ends)
    assert (draft.venue.value, draft.time_zone.value) == ("Palais des Nations", "Europe/Zurich")
    assert (draft.body.value, draft.session_number.value) == ("Commission for Social Development", session)
    assert draft.overview.value == "\n\n".join(overview)
    assert draft.format.value == rules
    assert draft.outcome.value == "\n\n".join(outcome)
    assert [question.value for question in draft.questions] == asked
    assert draft.initial_seconds.value == initial * 60
    assert draft.follow_up_seconds.value == follow_up * 60
    assert draft.opening_minutes.value == opening
    assert (draft.stakeholders_min.value, draft.stakeholders_max.value) == (least, least + more)
    assert draft.keeps_speakers_list.value is False


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=2000))
def test_any_text_gives_a_draft(text):
    draft = recognise(text)

    assert set(draft.gaps) | draft.as_json().keys() == set(FIELD_LABELS)


PIECES = [
    "Overview",
    "# Format",
    "- ",
    "\n",
    "\n\n",
    "Questions:",
    "Venue: ",
    "12 March 2019",
    "3–6 p.m.",
    "12/13/9999",
]
PIECES += [
    "99:99-12:61 p.m.",
    "0 minutes",
    "sixty-third session",
    "[x](",
    "“",
    "**",
    "theme\n\n",
    "3 to",
    " stakeholders",
]
NOTE_LIKE = st.lists(st.sampled_from(PIECES) | st.text(max_size=20), max_size=60).map("".join)


@settings(deadline=None, max_examples=60)
@given(NOTE_LIKE)
def test_any_pieces_of_notes_give_a_draft_that_can_be_stored(text):
    for found in recognise(text).as_json().values():
        for item in found if isinstance(found, list) else [found]:
            assert 1 <= item["line"] <= text.count("\n") + text.count("\r") + 1
            str(item["value"]).encode("utf-8")
            assert "\x00" not in str(item["value"])


@settings(deadline=None, max_examples=60)
@given(st.one_of(st.binary(max_size=2000), st.binary(max_size=500).map(lambda data: b"PK\x03\x04" + data)))
def test_any_bytes_are_text_or_a_clear_error(data):
    with suppress(UnreadableNote):
        read_note(data).encode("utf-8")
