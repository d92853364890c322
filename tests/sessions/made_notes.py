"""Made-up concept notes with what they state: any order, wording, case, bullets, formats, dashes, spaces, line ends.

Each fact may be left out; it is then None (or empty) in `facts`, and nothing may be found in its place.
"""

import textwrap
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from hypothesis import strategies as st

from sessions.concept_note.number_words import CARDINALS, ordinal_words
from sessions.concept_note.sections import HEADINGS, ROMAN, TEXTS

WORDS = "alliances budgets care cooperatives districts energy families finance girls health housing labour markets partners pensions regions roads schools services skills transport trust villages water women workers".split()  # fmt: skip  # noqa: E501, SIM905
IN_WORDS = {number: word for word, number in CARDINALS.items()}

words = st.lists(st.sampled_from(WORDS), min_size=4, max_size=12).map(" ".join)
sentences = words.map(lambda text: text.capitalize() + ".")
paragraphs = st.lists(sentences, min_size=1, max_size=4).map(" ".join)
texts = st.lists(paragraphs, min_size=1, max_size=3)
questions = st.lists(words.map(lambda text: f"How do {text}?"), min_size=1, max_size=6)
# In digits a day up to the twelfth may be a month: those are a test of their own.
days = st.dates(date(1990, 1, 1), date(2090, 12, 31))
minutes = st.integers(1, 20)

HEADING_STYLES = [
    "{}", "# {}", "## {}", "**{}**", "{}:", "{number}. {}", "### {number}. {}", "{roman}. {}", "{letter}) {}",
    "**{roman}. {}**", "({letter}) {}", "{number} {}", "{number}.1 {}",
]  # fmt: skip
MARKERS = [
    "- ",
    "• ",
    "* ",
    "– ",
    "{}. ",
    "({}) ",
    "{}) ",
    "Question {}: ",
    "Q{}. ",
    "3.{} ",
    "- {}) ",
    "• ({}) ",
    "**{}.** ",
]
CASES = [str.upper, str.title, str.capitalize]
HYPHENS = ["-", "\u2010", "\u2011"]
DASHES = ["–", "—", "-", "\u2012", "\u2212"]
SPACES = [" ", "\u00a0", "\u202f", "  "]
LINE_ENDS = ["\n", "\r\n", "\r"]


@dataclass(frozen=True)
class MadeNote:
    """The paragraphs of a note, and by field of the draft what they state; None or () for what they do not."""

    paragraphs: list[str]
    facts: dict[str, Any]

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)


def date_formats(day: date) -> list[str]:
    ordinal = ordinal_words(day.day)
    digits = [f"{day.day}/{day.month}/{day.year}", f"{day.day:02}.{day.month:02}.{day.year}"] if day.day > 12 else []
    return [
        f"{day:%A}, {day.day} {day:%B} {day.year}",
        f"{day:%a} {day.day} {day:%b} {day.year}",
        f"{day.day} {day:%b} {day.year}",
        f"{day:%B} {day.day}, {day.year}",
        f"the {ordinal} of {day:%B} {day.year}",
        day.isoformat(),
        *digits,
    ]


def time_formats(starts: time, ends: time, dash: str) -> list[str]:
    def clock(moment: time, minute: str = ".{:02}", half: str = " {}.m.") -> str:
        minutes = minute.format(moment.minute) if moment.minute or "02" in minute else ""
        return f"{moment.hour % 12 or 12}{minutes}{half.format('p' if moment.hour >= 12 else 'a')}"

    formats = [
        f"{clock(starts)} to {clock(ends)}",
        f"{clock(starts, ':{:02}', '{}m')} {dash} {clock(ends, ':{:02}', '{}m')}",
        f"{clock(starts, '.{:02}', '{}m')} {dash} {clock(ends, '.{:02}', '{}m')}",
        f"{starts:%H:%M}{dash}{ends:%H:%M}",
        f"from {starts:%H.%M} until {ends:%H.%M}",
    ]
    if not starts.minute and (starts.hour >= 12) == (ends.hour >= 12):
        formats.append(f"{starts.hour % 12 or 12}{dash}{ends.hour % 12 or 12} {'p' if ends.hour >= 12 else 'a'}.m.")
    return formats


def minutes_formats(number: int) -> list[str]:
    unit = "minute" if number == 1 else "minutes"
    formats = [
        f"max. {IN_WORDS[number]} {unit}",
        f"{number} {unit}",
        f"{IN_WORDS[number]} {unit}",
        f"{number * 60} seconds",
        f"{number} min",
    ]
    return [*formats, f"{IN_WORDS[number]} ({number}) {unit}", *(["a quarter of an hour"] if number == 15 else [])]


class Writer:
    """Draws what a note states and keeps it in `facts`."""

    def __init__(self, draw: Any) -> None:
        self.draw = draw
        self.facts: dict[str, Any] = {}
        self.dash = draw(st.sampled_from(DASHES))

    def one_of(self, choices: list[Any]) -> Any:
        return self.draw(st.sampled_from(choices))

    def maybe(self, name: str, strategy: Any) -> Any:
        """A fact, which every fifth note leaves out."""
        self.facts[name] = self.draw(strategy) if self.draw(st.integers(0, 4)) else None
        return self.facts[name]

    def head(self) -> list[str]:
        self.facts["title"] = self.one_of(["Care, cash and clinics", self.draw(words).capitalize()])
        self.facts["theme_areas"] = ()
        lines = [*self.one_of([[], ["Interactive dialogue among ministers on"]]), self.facts["title"]]
        when = [*self.date(), *self.times()]
        venue = self.maybe("venue", st.just("Palais des Nations"))
        self.facts["time_zone"] = "Europe/Zurich" if venue else None
        if when or venue:
            lines.append(", ".join([*when, *([venue] if venue else [])]))
        number = self.maybe("session_number", st.integers(1, 150))
        self.facts["body"] = "Commission for Social Development" if number else None
        if number:
            body = self.one_of([str, str.upper, str.lower])("Commission for Social Development")
            lines.append(f"{body}\n{ordinal_words(number).capitalize()} session")
            self.facts["session_days"] = (date(2027, 3, 8), date(2027, 3, 19)) if self.draw(st.booleans()) else None
            lines[-1] += "\n8 – 19 March 2027" if self.facts["session_days"] else ""
        return lines

    def date(self) -> list[str]:
        day = self.maybe("date", days)
        return [self.one_of(date_formats(day))] if day else []

    def times(self) -> list[str]:
        hours = st.tuples(st.integers(1, 21), st.sampled_from([0, 15, 30]), st.integers(1, 2))
        drawn = self.maybe("starts", hours)
        self.facts["ends"] = None
        if not drawn:
            return []
        hour, minute, length = drawn
        self.facts["starts"], self.facts["ends"] = time(hour, minute), time(hour + length, minute)
        return [self.one_of(time_formats(self.facts["starts"], self.facts["ends"], self.dash))]

    def text(self, part: str) -> list[str]:
        if part == "questions":
            asked, marker = self.maybe("questions", questions), self.one_of(MARKERS)
            return ["\n".join(marker.format(number) + one for number, one in enumerate(asked, 1))] if asked else []
        if part != "format":
            return self.maybe(part, texts) or []
        rules = [rule for rule in (self.opening(), self.seats(), self.list(), *self.limits()) if rule]
        self.facts["format"] = rules or None
        return rules

    def opening(self) -> str:
        opening = self.maybe("opening_minutes", minutes)
        return f"The meeting opens with a segment of {self.one_of(minutes_formats(opening))}." if opening else ""

    def limits(self) -> list[str]:
        initial, follow_up = self.maybe("initial_seconds", minutes), self.maybe("follow_up_seconds", minutes)
        for name in ("initial_seconds", "follow_up_seconds"):
            self.facts[name] = self.facts[name] and self.facts[name] * 60
        return [
            self.one_of(["Panellists speak for 7 minutes each.", ""]),
            f"Initial comments are limited to {self.one_of(minutes_formats(initial))}." if initial else "",
            f"Follow-up comments last {self.one_of(minutes_formats(follow_up))}." if follow_up else "",
        ]

    def seats(self) -> str:
        least, more = self.draw(st.integers(2, 9)), self.draw(st.integers(1, 9))
        most = least + more
        wordings = {
            f"{least}{self.one_of(HYPHENS)}{most}": (least, most),
            f"{least} {self.dash} {most}": (least, most),
            f"{IN_WORDS[least]} to {IN_WORDS[most]}": (least, most),
            f"between {IN_WORDS[least]} and {IN_WORDS[most]}": (least, most),
            f"{IN_WORDS[least]} ({least})": (least, least),
            f"up to {most}": (None, most),
            f"at least {IN_WORDS[least]}": (least, None),
            f"at least {IN_WORDS[least]} and at most {IN_WORDS[most]}": (least, most),
            f"no fewer than {IN_WORDS[least]}": (least, None),
            "some": (None, None),
        }
        wording = self.one_of(list(wordings))
        self.facts["stakeholders_min"], self.facts["stakeholders_max"] = wordings[wording]
        return f"Ministers meet {wording} stakeholders."

    def list(self) -> str:
        sentences = {
            "No speakers’ list will be kept.": False,
            "There will be no list of speakers.": False,
            "A speakers' list is opened in advance.": True,
            "": None,
        }
        sentence = self.one_of(list(sentences))
        self.facts["keeps_speakers_list"] = sentences[sentence]
        return sentence


@st.composite
def notes(draw: Any) -> MadeNote:
    writer = Writer(draw)
    head = writer.head()
    parts = [(part, text) for part in TEXTS if (text := writer.text(part))]
    style, case = writer.one_of(HEADING_STYLES), writer.one_of(CASES)
    body: list[str] = []
    for place, (part, text) in enumerate(draw(st.permutations(parts)), 1):
        names = [" ".join(name.split()) for name in HEADINGS[part].split("|")]
        numbers = {"number": place, "roman": ROMAN[place].upper(), "letter": "ABCD"[place - 1]}
        body += [style.format(case(writer.one_of(names)), **numbers), *text]
    return MadeNote([*head, *body], writer.facts)


def as_typed(draw: Any, text: str) -> str:
    """The same note as other programs write it: its lines wrapped, other spaces, other line ends."""
    width = draw(st.sampled_from([0, 60, 72]))
    lines = text.split("\n")
    if width:
        lines = [piece for line in lines for piece in (textwrap.wrap(line, width, break_on_hyphens=False) or [""])]
    # Not at the beginning of a line, where spaces are an indentation.
    space = draw(st.sampled_from(SPACES))
    return draw(st.sampled_from(LINE_ENDS)).join(line.replace(" ", space) for line in lines)
