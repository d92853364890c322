"""docs/security.md speaks of every requirement once, and of nothing that does not exist."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/security.md").read_text()
STATES = {"met", "partly", "not met", "not applicable"}
# OWASP ASVS 5.0: section -> numbers of its requirements of levels 1 and 2.
REQUIREMENTS = {
    "1.1": (1, 2), "1.2": range(1, 10), "1.3": range(1, 12), "1.4": (1, 2, 3), "1.5": (1, 2),
    "2.1": (1, 2, 3), "2.2": (1, 2, 3), "2.3": (1, 2, 3, 4), "2.4": (1,),
    "3.2": (1, 2), "3.3": (1, 2, 3, 4), "3.4": range(1, 7), "3.5": range(1, 6), "3.7": (1, 2),
    "4.1": (1, 2, 3), "4.2": (1,), "4.3": (1, 2), "4.4": (1, 2, 3, 4),
    "5.1": (1,), "5.2": (1, 2, 3), "5.3": (1, 2), "5.4": (1, 2, 3),
    "6.1": (1, 2, 3), "6.2": range(1, 12), "6.3": (1, 2, 3), "6.4": (1, 2, 3, 4), "6.5": range(1, 6),
    "6.6": (1, 2, 3), "6.8": (1, 2, 3, 4),
    "7.1": (1, 2, 3), "7.2": (1, 2, 3, 4), "7.3": (1, 2), "7.4": range(1, 6), "7.5": (1, 2), "7.6": (1, 2),
    "8.1": (1, 2), "8.2": (1, 2, 3), "8.3": (1,), "8.4": (1,),
    "9.1": (1, 2, 3), "9.2": (1, 2, 3, 4),
    "10.1": (1, 2), "10.2": (1, 2), "10.3": (1, 2, 3, 4), "10.4": range(1, 12), "10.5": range(1, 6),
    "10.6": (1, 2), "10.7": (1, 2, 3),
    "11.1": (1, 2), "11.2": (1, 2, 3), "11.3": (1, 2, 3), "11.4": (1, 2, 3, 4), "11.5": (1,), "11.6": (1,),
    "12.1": (1, 2, 3), "12.2": (1, 2), "12.3": (1, 2, 3, 4),
    "13.1": (1,), "13.2": range(1, 6), "13.3": (1, 2), "13.4": range(1, 6),
    "14.1": (1, 2), "14.2": (1, 2, 3, 4), "14.3": (1, 2, 3),
    "15.1": (1, 2, 3), "15.2": (1, 2, 3), "15.3": range(1, 8),
    "16.1": (1,), "16.2": range(1, 6), "16.3": (1, 2, 3, 4), "16.4": (1, 2, 3), "16.5": (1, 2, 3),
    "17.1": (1,), "17.2": (1, 2, 3, 4), "17.3": (1, 2),
}  # fmt: skip
ROWS = re.findall(r"^\| (\d+\.\d+\.\d+[^|]*) \| ([^|]+) \| ([^|]+) \| ?([^|]*?) ?\|$", PAGE, re.MULTILINE)


def exists(name):
    """Whether there is such a setting, such a test in such a file, or such a file."""
    if name.startswith("settings."):
        return hasattr(settings, name.removeprefix("settings."))
    path, _, test = name.partition("::")
    return (ROOT / path).exists() and (not test or f"\ndef {test}(" in (ROOT / path).read_text())


def test_every_requirement_stands_once():
    wanted = sorted(f"{section}.{number}" for section, numbers in REQUIREMENTS.items() for number in numbers)

    assert sorted(number for row in ROWS for number in row[0].split(", ")) == wanted


@pytest.mark.parametrize("row", [pytest.param(row, id=row[0]) for row in ROWS])
def test_row_names_what_shows_it(row):
    _, state, _, shown_by = row
    named = re.findall(r"`([^`]+)`", shown_by)

    assert state in STATES
    assert [name for name in named if not exists(name)] == []
    assert named or state == "not applicable"
