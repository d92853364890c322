"""Dates and times as notes write them.

"12 March 2019", "March 12, 2019", "12/03/2019"; "3.00pm – 6.00pm", "10 a.m. to 1 p.m.", "15:00-18:00".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

from sessions.concept_note.number_words import ORDINAL, number_of

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_MONTH = "|".join(f"{month}|{month[:3]}|{month[:4]}" for month in MONTHS)
_WEEKDAY = "|".join(f"{day}|{day[:3]}|{day[:4]}" for day in WEEKDAYS)
# Not the last day of a span ("11–22 March"): that is when the Commission meets, not when this meeting is.
_NO_SPAN = r"(?<![\d/.-])(?<!\d[–—])(?<!\d [–—-] )(?<!\d[–—-] )(?<!\d to )(?<!\d and )"
DATES = [
    re.compile(
        rf"{_NO_SPAN}(?:\b(?P<weekday>{_WEEKDAY})\.?,?\s(?:the\s)?)?(?P<day>{ORDINAL}|\d{{1,2}})\s(?:day\s)?(?:of\s)?"
        rf"(?P<month>{_MONTH})\.?,?\s(?P<year>\d{{4}})\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?:\b(?P<weekday>{_WEEKDAY})\.?,?\s)?\b(?P<month>{_MONTH})\.?\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s"
        rf"(?P<year>\d{{4}})\b",
        re.IGNORECASE,
    ),
    re.compile(r"(?<![\d.-])(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?![\d-])"),
    re.compile(
        rf"(?<![\d/.-])(?:\b(?P<weekday>{_WEEKDAY})\.?,?\s)?(?P<day>\d{{1,2}})(?P<sep>[./-])(?P<month>\d{{1,2}})(?P=sep)"
        r"(?P<year>\d{4})(?!\d)",
        re.IGNORECASE,
    ),
]
# "8–19 March 2027", "26 February to 9 March 2027", "March 8–19, 2027": the days of a Commission's session.
_DAY = r"(?:\d{1,2})(?:st|nd|rd|th)?"
_TO = r"\s?(?:–|—|-|\bto\b|\bthrough\b|\buntil\b|\band\b)\s?"
DAY_SPANS = [
    re.compile(
        rf"(?<![\d:./-])(?P<first>{_DAY})(?:\s(?P<first_month>{_MONTH})\b)?{_TO}(?P<last>{_DAY})\s(?:of\s)?"
        rf"(?P<month>{_MONTH})\b\.?(?:,?\s(?P<year>\d{{4}})\b)?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?P<first_month>{_MONTH})\.?\s(?P<first>{_DAY}){_TO}(?:(?P<month>{_MONTH})\.?\s)?(?P<last>{_DAY})"
        rf"(?![\d:.]|\s?[ap]\.?m)(?:,?\s(?P<year>\d{{4}})\b)?",
        re.IGNORECASE,
    ),
]
YEAR = re.compile(r"(?<!\d)(?:19|20|21)\d\d(?!\d)")
YEARS = range(1945, 2200)

_MERIDIEM = r"(?:[ap]\.\s?m\b\.?|[ap]m\b)"
_TIME = (
    rf"(?:(?P<hour{{0}}>\d{{{{1,2}}}})(?:[:.h](?P<minute{{0}}>[0-5]\d))?\s?(?P<half{{0}}>{_MERIDIEM})?"
    rf"|(?:12\s)?(?P<noon{{0}}>noon|midday))"
)
_HOURS = r"(?:\s?(?:hours|hrs|h|uhr))?"
TIME_SPAN = re.compile(
    rf"(?<![\d:.]){_TIME.format(1)}{_HOURS}\s?(?:–|—|-|\bto\b|\buntil\b|\btill\b|\band\b)\s?{_TIME.format(2)}{_HOURS}(?![\d:])",
    re.IGNORECASE,
)
SINGLE_TIME = re.compile(rf"(?<![\d:.]){_TIME.format(1)}(?![\d:])", re.IGNORECASE)


@dataclass(frozen=True)
class FoundDate:
    """A date in a text. `other` is its other reading where digits allow two: neither is taken then, both are named.

    `weekday` is 0 for Monday; a day of the week that only one reading falls on decides between them.
    """

    start: int
    end: int
    day: date
    weekday: int | None = None
    other: date | None = None


@dataclass(frozen=True)
class FoundTimes:
    """A beginning and an end, as written; the end is missing where only one time is."""

    start: int
    end: int
    starts: time
    ends: time | None


def dates_in(text: str) -> list[FoundDate]:
    """All dates of a text, in its order."""
    if not YEAR.search(text):
        return []
    # A day of a span ("11–22 March 2019") is none of these: spans are blotted out.
    text = _blotted(text, DAY_SPANS)
    found = [date_ for pattern in DATES for match in pattern.finditer(text) if (date_ := _date_of(match))]
    return sorted(found, key=lambda item: item.start)


def _date_of(match: re.Match[str]) -> FoundDate | None:
    groups = match.groupdict()
    day, year = number_of(groups["day"]), int(groups["year"])
    month = int(groups["month"]) if groups["month"].isdigit() else _index(MONTHS, groups["month"]) + 1
    first, second = _date(year, month, day), None
    if groups.get("sep"):
        # In digits the day comes first, as the United Nations write; the other reading is shown beside it.
        second = _date(year, day, month) if day != month else None
        first, second = (first, second) if first else (second, None)
    if first is None:
        return None
    weekday = _index(WEEKDAYS, groups["weekday"]) if groups.get("weekday") else None
    if second and weekday is not None and (first.weekday() == weekday) != (second.weekday() == weekday):
        first, second = (first if first.weekday() == weekday else second), None
    return FoundDate(match.start(), match.end(), first, weekday, second)


def day_spans_in(text: str) -> list[tuple[date, date] | None]:
    """First and last day of each span of days; None where it names no year, or no days that there are."""
    return [_days_of(match) for span in DAY_SPANS for match in span.finditer(text)]


def _days_of(match: re.Match[str]) -> tuple[date, date] | None:
    if match["year"] is None:
        return None
    months = [_index(MONTHS, name) + 1 for name in (match["first_month"], match["month"]) if name]
    year = int(match["year"])
    first = _date(year, months[0], number_of(match["first"]))
    last = _date(year, months[-1], number_of(match["last"]))
    return (first, last) if first and last and first < last else None


def _blotted(text: str, patterns: list[re.Pattern[str]]) -> str:
    """The text with the matches made unreadable; places stay."""
    for pattern in patterns:
        text = pattern.sub(lambda match: "#" * len(match[0]), text)
    return text


def _index(names: list[str], written: str) -> int:
    return next(index for index, name in enumerate(names) if name.startswith(written.lower()[:3]))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in YEARS else None
    except ValueError:
        return None


def times_in(text: str) -> FoundTimes | None:
    """The first span of time in a text; else its first single time, which must be marked a.m., p.m. or by a colon."""
    # Dates are blotted out, so that "12.03.2019 - 15.00" is not read as a span.
    text = _blotted(text, [*DAY_SPANS, *DATES]) if YEAR.search(text) else text
    return next(_spans(text), None) or next(_single_times(text), None)


def _spans(text: str) -> Iterator[FoundTimes]:
    for match in TIME_SPAN.finditer(text):
        # Noon says which half of the day it is as well: "noon to 3", "10 to noon".
        halves = _half(match, 1), _half(match, 2) or ("p" if match["noon1"] else "")
        both_minutes = match["minute1"] and match["minute2"]
        if not (any(halves) or both_minutes):
            continue
        ends = _time(match, 2, halves[1])
        starts = _time(match, 1, halves[0]) if halves[0] or not halves[1] else _inherited(match, halves[1], ends)
        if starts and ends and starts != ends:
            yield FoundTimes(match.start(), match.end(), starts, ends)


def _inherited(match: re.Match[str], half: str, ends: time | None) -> time | None:
    """The beginning of "3–6 p.m." is in the end's half of the day, unless it would then come after it: "10–1 p.m."."""
    starts = _time(match, 1, half)
    if starts and ends and starts >= ends:
        return _time(match, 1, "a" if half == "p" else "p")
    return starts


def _single_times(text: str) -> Iterator[FoundTimes]:
    for match in SINGLE_TIME.finditer(text):
        half = _half(match, 1)
        is_marked = half or match["noon1"] or (match["minute1"] and ":" in match[0])
        if is_marked and (starts := _time(match, 1, half)):
            yield FoundTimes(match.start(), match.end(), starts, None)


def _half(match: re.Match[str], number: int) -> str:
    return "p" if match[f"noon{number}"] else (match[f"half{number}"] or "")[:1].lower()


def _time(match: re.Match[str], number: int, half: str) -> time | None:
    if match[f"noon{number}"]:
        return time(12)
    hour, minute = int(match[f"hour{number}"]), int(match[f"minute{number}"] or 0)
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute) if hour < 24 else None
