"""Writes docs/permissions.md from the table: `make permissions`. A test fails when the document is stale."""

from collections.abc import Iterator
from pathlib import Path

from tests.permissions.roles import EVERYBODY, ROLES, SIGNED_IN, Who
from tests.permissions.row import Row
from tests.permissions.table import TABLE

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "permissions.md"

HEAD = """# Who may open what

Written by `make permissions` from `tests/permissions/table.py`; a test tries every cell with a real request and fails
when this page is stale. To change it, change the table.

For every address: who gets in by GET and by POST. “–” means that the address does not take the method, whoever asks
(405). Whoever is not let in is refused: a visitor is sent to sign in, anybody else gets 403, unless the row says
otherwise. Superusers have every permission and are named only where they alone are let in. Roles are held in the
session whose address it is, today; “this” delegation, organization or group is the one that the address is about.
Where `SECOND_FACTOR_ROLES` names a role, its holders come to no page at all before they have set up a second factor.

What a person *sees* on a page that many may open is settled by the querysets' `visible_to`, which agrees with the
rules about single rows (`tests/dialogue_portal/test_visibility.py`).
"""


def in_words(let_in: Who | None) -> str:
    if let_in is None:
        return "–"
    if let_in == EVERYBODY:
        return "everybody"
    if let_in == SIGNED_IN:
        return "whoever is signed in"
    if not let_in:
        return "nobody"
    if len(let_in) > len(SIGNED_IN) // 2 + 3:
        return "everybody but: " + ", ".join(ROLES[name] for name in ROLES if name not in let_in)
    named = [ROLES[name] for name in ROLES if name in let_in and name != "superuser"]
    return ", ".join(named) or ROLES["superuser"]


def refusal_in_words(row: Row) -> str:
    """What is unusual about the refusal."""
    words = [str(row.refused["others"])] if "others" in row.refused else []
    for key, outcome in row.refused.items():
        role, _by, method = key.partition(" by ")
        if key != "others":
            words.append(f"{ROLES.get(role, role)}{' by POST' if method else ''}: {outcome}")
    return "; ".join(words)


def by_address() -> Iterator[str]:
    for title, rows in TABLE.items():
        yield f"\n## {title}\n\n| address | GET | POST | refusal |\n|---|---|---|---|\n"
        for name, row in rows.items():
            yield f"| `{name}` | {in_words(row.get)} | {in_words(row.post)} | {refusal_in_words(row)} |\n"


def by_role() -> Iterator[str]:
    """What each role opens beyond what every signed-in person may."""
    yield "\n## By role\n\nWhat each opens beyond what everybody and every signed-in person may. A star marks a POST.\n"
    rows = {name: row for group in TABLE.values() for name, row in group.items()}
    for role, words in ROLES.items():
        if role in ("visitor", "nobody", "superuser"):
            continue
        yield f"\n**{words[0].upper()}{words[1:]}**: "
        names = []
        for name, row in rows.items():
            reads = row.get is not None and role in row.get and row.get != SIGNED_IN and row.get != EVERYBODY
            writes = row.post is not None and role in row.post and row.post != SIGNED_IN and row.post != EVERYBODY
            if reads or writes:
                names.append(f"`{name}`{'*' if writes else ''}")
        yield (", ".join(names) or "nothing more") + ".\n"


def written() -> str:
    return HEAD + "".join(by_address()) + "".join(by_role())


if __name__ == "__main__":
    DOCUMENT.write_text(written())
