"""Names of countries in a text. The summary attributes no view to a country: whoever writes is warned, never refused.

A name is right where it states a fact: who chaired, who moderated.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from accounts.models import Delegation

# Common short forms that are not the official short names.
INFORMAL = ("United Kingdom", "United States", "Russia", "Syria", "Tanzania", "Moldova", "North Korea", "South Korea")
IN_BRACKETS = re.compile(r"\s*\(.*\)$")


def country_names() -> tuple[str, ...]:
    """Short names of all delegations, with and without what stands in brackets. One query."""
    names = set(Delegation.objects.values_list("short_name", flat=True))
    return tuple(sorted(names | {IN_BRACKETS.sub("", name) for name in names} | set(INFORMAL)))


def named_countries(text: str, names: Iterable[str]) -> list[str]:
    """Those of `names` that `text` mentions, each once, in the order of mention."""
    return list(dict.fromkeys(_pattern(tuple(names)).findall(text.replace("\u2019", "'").replace("\n", " "))))


@lru_cache(maxsize=4)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    # The longest first: "Papua New Guinea" is not "Guinea".
    longest = sorted((name.replace("\u2019", "'") for name in names), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest)) + r")(?!\w)")
