"""Numbers as a note writes them, in digits and in words: "3", "three", "63rd", "sixty-third"."""

import re

UNITS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
IRREGULAR = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}


def _cardinal(number: int) -> str:
    if number >= 100:
        rest = number % 100
        return "one hundred" + (f" and {_cardinal(rest)}" if rest else "")
    if number < 10:
        return UNITS[number - 1]
    if number < 20:
        return TEENS[number - 10]
    tens, unit = divmod(number, 10)
    return TENS[tens - 2] + (f"-{UNITS[unit - 1]}" if unit else "")


def ordinal_words(number: int) -> str:
    """A number from 1 to 199 as an ordinal in words: 63 is "sixty-third"; beyond that in digits."""
    if not 1 <= number <= 199:
        return f"{number}th"
    words = _cardinal(number)
    last = re.split(r"[- ]", words)[-1]
    stem = words.removesuffix(last)
    if last in IRREGULAR:
        return stem + IRREGULAR[last]
    return stem + (last[:-1] + "ieth" if last.endswith("y") else last + "th")


CARDINALS = {_cardinal(number): number for number in range(1, 100)}
ORDINALS = {ordinal_words(number): number for number in range(1, 200)}


def _pattern(words: dict[str, int]) -> str:
    # Longest first, so that "sixty-third" is not read as "sixty"; a hyphen may be missing.
    return "|".join(word.replace("-", "[- ]") for word in sorted(words, key=len, reverse=True))


_HUNDREDS = rf"(?:a|{'|'.join(UNITS)})[- ]hundred(?:(?: and)?[- ](?:{_pattern(CARDINALS)}))?"
CARDINAL = rf"(?:\d{{1,4}}|{_HUNDREDS}|{_pattern(CARDINALS)})"
ORDINAL = rf"(?:\d{{1,3}}(?:st|nd|rd|th)|{_pattern(ORDINALS)})"


def number_of(text: str) -> int:
    """The number that `CARDINAL` or `ORDINAL` matched."""
    if digits := re.match(r"\d+", text):
        return int(digits[0])
    words = " ".join(text.lower().replace("-", " ").split())
    if words in _BY_PLAIN_WORDS:
        return _BY_PLAIN_WORDS[words]
    hundreds, _hundred, rest = words.partition(" hundred")
    rest = rest.removeprefix(" and").strip()
    return 100 * _BY_PLAIN_WORDS.get(hundreds, 1) + (_BY_PLAIN_WORDS[rest] if rest else 0)


_BY_PLAIN_WORDS = {word.replace("-", " "): number for word, number in {**CARDINALS, **ORDINALS}.items()}
