"""In which body it meets: the Commission, the number of its session and its days."""

import re

from sessions.concept_note.blocks import plain
from sessions.concept_note.number_words import ORDINAL, number_of
from sessions.concept_note.result import Days, Found
from sessions.concept_note.sections import Section, head_of, of_part
from sessions.concept_note.sentences import sentences_of
from sessions.concept_note.when import day_spans_in

SESSION_NUMBERS = range(1, 1000)
# Bodies that are known in any case, "COMMISSION ON THE STATUS OF WOMEN", and shown as they write themselves.
NAMES = (
    "Commission on the Status of Women",
    "Commission for Social Development",
    "Commission on Population and Development",
    "Commission on Sustainable Development",
    "Commission on Narcotic Drugs",
    "Commission on Crime Prevention and Criminal Justice",
    "Commission on Science and Technology for Development",
    "Commission on Human Rights",
    "High-level Political Forum on Sustainable Development",
    "Permanent Forum on Indigenous Issues",
    "Economic and Social Council",
    "Human Rights Council",
    "General Assembly",
)
KNOWN = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in NAMES), re.IGNORECASE)
BY_WORDS = {name.lower(): name for name in NAMES}
# Any other Commission, by the capitals of its name.
BODY = re.compile(
    r"\bCommission (?:on|for) (?:the )?[A-Z][\w-]{1,30}"
    r"(?: (?:of|and|for|on|the|in) (?:the )?[A-Z][\w-]{1,30}| [A-Z][\w-]{1,30}){0,6}"
)
# In capitals throughout it ends with the line, or where its session is named.
IN_CAPITALS = re.compile(r"\bCOMMISSION (?:ON|FOR) [A-Z][A-Z’'-]*(?:,? [A-Z][A-Z’'-]*){0,9}")
SMALL_WORDS = {"on", "for", "the", "of", "and", "in", "to", "at"}
ACRONYM = re.compile(r"\b(?P<body>CSW|CSocD|CPD)[ -]?(?P<number>\d{1,3})?\b", re.IGNORECASE)
ACRONYMS = {
    "csw": "Commission on the Status of Women",
    "csocd": "Commission for Social Development",
    "cpd": "Commission on Population and Development",
}
NTH_SESSION = re.compile(rf"\b(?P<number>{ORDINAL})\s(?P<kind>(?:annual |regular )?session)\b", re.IGNORECASE)


def commission_of(sections: list[Section]) -> tuple[Found[str] | None, Found[int] | None]:
    """The body that meets, and the number of its session."""
    blocks = [(plain(block.text), block.line) for section in _by_label(sections) for block in section.blocks]
    body = next((Found(name, line) for text, line in blocks if (name := _body(text))), None)
    number = next((found for text, line in blocks if (found := _number(text, line))), None)
    for text, line in blocks:
        for match in ACRONYM.finditer(text):
            body = body or Found(ACRONYMS[match["body"].lower()], line)
            if match["number"] and int(match["number"]) in SESSION_NUMBERS:
                number = number or Found(int(match["number"]), line)
    return body, number


def _by_label(sections: list[Section]) -> list[Section]:
    return sorted(sections, key=lambda section: section.part != "body")


def _body(text: str) -> str:
    """The first body that a text names, with its usual capitals; empty if it names none."""
    found = [(match.start(), BY_WORDS[match[0].lower()]) for match in KNOWN.finditer(text)]
    found += [(match.start(), match[0]) for match in BODY.finditer(text)]
    capitals = NTH_SESSION.sub(lambda named: "#" * len(named[0]), text)
    found += [(match.start(), _with_usual_capitals(match[0])) for match in IN_CAPITALS.finditer(capitals)]
    # Where two begin at one place, the known name stands first.
    return min(found, key=lambda item: item[0], default=(0, ""))[1]


def _with_usual_capitals(name: str) -> str:
    words = name.lower().split()
    return " ".join(word if word in SMALL_WORDS else word.capitalize() for word in words)


def _number(text: str, line: int) -> Found[int] | None:
    for match in NTH_SESSION.finditer(text):
        if (number := number_of(match["number"])) in SESSION_NUMBERS:
            return Found(number, line)
    return None


def session_days_of(sections: list[Section], number: Found[int] | None) -> Days | None:
    """First and last day of the Commission's session: in the head, else in a sentence that names the session."""
    labelled = [block for section in of_part(sections, "body") for block in section.blocks]
    texts = [plain(block.text) for block in [*labelled, *head_of(sections)]]
    if number:
        for block in (block for section in sections for block in section.blocks):
            texts += [one for one in sentences_of(plain(block.text)) if _names(one, number.value)]
    return next((days for text in texts for days in day_spans_in(text) if days), None)


def _names(text: str, number: int) -> bool:
    return any(number_of(match["number"]) == number for match in NTH_SESSION.finditer(text))
