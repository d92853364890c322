"""The export of a thousand applications: one file with 29 columns, formed and sent in one answer."""

from bench.rows import Filled
from bench.serving import Answer, Client

COLUMNS = 29


def take_away(staff: Client, filled: Filled) -> list[Answer]:
    """The table of applications as CSV, whole."""
    answers = staff.page(f"{filled.list_path}?export=csv")
    assert answers[0].body.partition("\n")[0].count(",") == COLUMNS - 1
    return answers
