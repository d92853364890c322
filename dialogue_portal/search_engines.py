"""How each database finds words in `SearchEntry`: full text search in PostgreSQL, FTS5 in SQLite.

Each keeps its own index beside the table, made by the migration and kept by the database itself: a generated column,
or a virtual table and its triggers. A migration that rebuilds the table on SQLite has to set the index up again.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from dialogue_portal.search_words import Term

TABLE = "dialogue_portal_searchentry"
INDEX = "dialogue_portal_searchtext"
# A word of the title weighs as much as ten of the text.
TITLE_WEIGHT, TEXT_WEIGHT = 10.0, 1.0


@dataclass(frozen=True)
class Matching:
    """Parts of a query: what it reads, the key of an entry there, which match, and their rank, the best lowest.

    `parameters` are those of `tables` and of `condition`, in this order; the rank has none.
    """

    tables: str
    key: str
    condition: str
    rank: str
    parameters: tuple[Any, ...]


class Engine(ABC):
    """A database's way of finding: the statements that make its index and drop it, and how it is asked."""

    set_up: tuple[str, ...]
    take_down: tuple[str, ...]

    @abstractmethod
    def matching(self, terms: list[Term]) -> Matching:
        """How entries are found in which all of the terms stand."""


# What keeps an FTS5 table in step with the table whose words it finds (SQLite, "External Content Tables").
_INSERT = (
    f"INSERT INTO {INDEX}(rowid, title_words, text_words) "  # noqa: S608  (our own names)
    "VALUES (NEW.id, NEW.title_words, NEW.text_words);"
)
_DELETE = (
    f"INSERT INTO {INDEX}({INDEX}, rowid, title_words, text_words) "  # noqa: S608  (our own names)
    "VALUES ('delete', OLD.id, OLD.title_words, OLD.text_words);"
)
_TRIGGERS = {"insert": _INSERT, "delete": _DELETE, "update": _DELETE + _INSERT}


class Sqlite(Engine):
    """FTS5 over the words as they are folded."""

    set_up = (
        f"CREATE VIRTUAL TABLE {INDEX} USING fts5(title_words, text_words, "
        f"content='{TABLE}', content_rowid='id', tokenize='unicode61')",
        *(
            f"CREATE TRIGGER {INDEX}_{act} AFTER {act.upper()} ON {TABLE} BEGIN {statements} END"
            for act, statements in _TRIGGERS.items()
        ),
        f"INSERT INTO {INDEX}({INDEX}) VALUES ('rebuild')",  # noqa: S608  (our own names)
    )
    take_down = (
        *(f"DROP TRIGGER IF EXISTS {INDEX}_{act}" for act in _TRIGGERS),
        f"DROP TABLE IF EXISTS {INDEX}",
    )

    def matching(self, terms: list[Term]) -> Matching:
        # Words are letters and figures only, so nothing in them is an operator.
        asked = " AND ".join(f'"{" ".join(term.words)}"{"*" if term.is_prefix else ""}' for term in terms)
        return Matching(
            # Not the table, whose rows are long.
            tables=INDEX,
            key="rowid",
            condition=f"{INDEX} MATCH %s",
            rank=f"bm25({INDEX}, {TITLE_WEIGHT}, {TEXT_WEIGHT})",
            parameters=(asked,),
        )


# A language's forms of words are one for PostgreSQL; Arabic and Chinese are found word for word.
CONFIGURATIONS = {"en": "english", "fr": "french", "ru": "russian", "es": "spanish"}
_CASES = " ".join(f"WHEN '{code}' THEN '{name}'::regconfig" for code, name in CONFIGURATIONS.items())
_OWN = f"CASE language {_CASES} ELSE 'simple'::regconfig END"


class Postgresql(Engine):
    """Full text search by the rules of a text's language, and word for word beside that."""

    set_up = (
        f"ALTER TABLE {TABLE} ADD COLUMN vector tsvector GENERATED ALWAYS AS ("
        f"setweight(to_tsvector({_OWN}, title_words), 'A') || setweight(to_tsvector('simple', title_words), 'A') || "
        f"to_tsvector({_OWN}, text_words) || to_tsvector('simple', text_words)) STORED",
        f"CREATE INDEX {INDEX} ON {TABLE} USING gin (vector)",
    )
    take_down = (f"DROP INDEX IF EXISTS {INDEX}", f"ALTER TABLE {TABLE} DROP COLUMN IF EXISTS vector")

    def matching(self, terms: list[Term]) -> Matching:
        # A text is of one language, a question of any: each term by the rules of all of them, or word for word.
        names = [*CONFIGURATIONS.values(), "simple"]
        by_all = " || ".join(f"to_tsquery('{name}', %s)" for name in names)
        asked = " && ".join([f"({by_all})"] * len(terms))
        parameters: list[str] = []
        for term in terms:
            words = " <-> ".join(f"'{word}'" for word in term.words)
            parameters += [words] * len(CONFIGURATIONS)
            parameters.append(f"{words}:*" if term.is_prefix else words)
        # Of the weights D to A.
        weights = f"'{{{TEXT_WEIGHT / TITLE_WEIGHT}, 0, 0, 1}}'"
        return Matching(
            tables=f"{TABLE}, (SELECT {asked} AS asked) question",
            key=f"{TABLE}.id",
            condition=f"{TABLE}.vector @@ question.asked",
            rank=f"-ts_rank({weights}, {TABLE}.vector, question.asked)",
            parameters=tuple(parameters),
        )


ENGINES: dict[str, Engine] = {"sqlite": Sqlite(), "postgresql": Postgresql()}


def engine_of(connection: BaseDatabaseWrapper) -> Engine:
    return ENGINES[connection.vendor]


def set_up(connection: BaseDatabaseWrapper) -> None:
    """Make the database's index; the table must exist."""
    _execute(connection, engine_of(connection).set_up)


def take_down(connection: BaseDatabaseWrapper) -> None:
    _execute(connection, engine_of(connection).take_down)


def _execute(connection: BaseDatabaseWrapper, statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
