"""The search over all that is published: apps register what there is to find, this keeps the index and asks it.

An entry is written in the same transaction as the row that it comes from. Whether a thing is public is no part of the
index: that is asked anew of its app with every search, so a withdrawn document is gone at once.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from operator import attrgetter
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.signals import post_delete, post_save
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from dialogue_portal.models import SearchEntry
from dialogue_portal.registries import Registry, Words
from dialogue_portal.search_engines import TABLE, engine_of
from dialogue_portal.search_words import Term, excerpt, marked_words, parse_query, words_of

# Nobody turns more pages than these; another word narrows it.
MAX_HITS = 200
# Entries hold long texts; so many are in memory at a time.
BATCH = 100
# Longer texts are found by their beginning.
MAX_TEXT = 100_000


@dataclass(frozen=True)
class SearchText:
    """What there is to find of a thing in one language, and before which moment (UTC) by nobody."""

    key: UUID
    language: str
    title: str
    text: str = ""
    not_before: datetime | None = None


@dataclass(frozen=True)
class Found:
    """How a thing that was found is shown: where it is, of what kind, what it belongs to, of which date."""

    url: str
    kind: Words
    detail: Words = ""
    when: date | None = None


@dataclass(frozen=True)
class SearchSource:
    """One kind of thing that is found.

    `texts` gives what there is to find of the things with these keys, of all with None; `published` what everybody may
    read at this moment; `describe` how those of these keys are shown. `made_of` names the models whose rows go into
    the texts, each with the path from a row to the key of its thing, or what gives the keys of several; they are
    `shown_to_visitors` first, whose one row has two who change the same thing at a time wait for each other.
    `read_out` reads what is inside files where that was not done when they came in, and says of how many.
    """

    label: Words
    texts: Callable[[Iterable[UUID] | None], Iterable[SearchText]]
    published: Callable[[], models.QuerySet[Any]]
    describe: Callable[[Iterable[UUID]], dict[UUID, Found]]
    made_of: dict[type[models.Model], str | Callable[[Any], Iterable[UUID]]] = field(default_factory=dict)
    read_out: Callable[[], int] | None = None


class _Sources(Registry[SearchSource]):
    def register(self, name: str, item: SearchSource) -> None:
        super().register(name, item)
        for model, keys in item.made_of.items():
            _follow(name, model, keys)


search_sources = _Sources()


def _follow(source: str, model: type[models.Model], keys: str | Callable[[Any], Iterable[UUID]]) -> None:
    def changed(instance: models.Model, **kwargs: Any) -> None:
        reindex(source, [attrgetter(keys)(instance)] if isinstance(keys, str) else keys(instance))

    for signal in (post_save, post_delete):
        signal.connect(changed, sender=model, weak=False, dispatch_uid=f"search.{source}.{model._meta.label}")


def reindex(source: str, keys: Iterable[UUID] | None = None) -> None:
    """Write anew what there is to find of these things, or of all of a source; in the caller's transaction."""
    wanted = None if keys is None else list(keys)
    if wanted == []:
        return
    outdated = SearchEntry.objects.filter(source=source)
    if wanted is not None:
        outdated = outdated.filter(key__in=wanted)
    with transaction.atomic():
        since = dict(outdated.order_by("-since").values_list("key", "since"))
        outdated.delete()
        entries = (_entry(source, text, since) for text in search_sources[source].texts(wanted))
        while some := list(islice(entries, BATCH)):
            SearchEntry.objects.bulk_create(some)


def read_out_files() -> int:
    """Have every source read what is inside files and was never read; of how many files."""
    return sum(source.read_out() for source in search_sources if source.read_out)


def rebuild_index() -> int:
    """Write the whole index anew; how many entries it has."""
    with transaction.atomic():
        SearchEntry.objects.exclude(source__in=search_sources.names()).delete()
        for source in search_sources.names():
            reindex(source)
    return SearchEntry.objects.count()


def _entry(source: str, text: SearchText, since: dict[UUID, datetime]) -> SearchEntry:
    now = timezone.now()
    # A moment still ahead was that of an embargo, which may have been changed.
    first = min(since.get(text.key) or now, now)
    return SearchEntry(
        source=source,
        key=text.key,
        language=text.language,
        title=text.title,
        text=text.text[:MAX_TEXT],
        title_words=" ".join(words_of(text.title)),
        # Folding makes some signs many, and PostgreSQL takes no more than a megabyte of words.
        text_words=" ".join(words_of(text.text[:MAX_TEXT]))[:MAX_TEXT],
        since=max(first, text.not_before or first),
    )


class Hit(NamedTuple):
    """A thing that matches: one of its entries, and what it is as the database says it."""

    entry: int
    source: str
    key: Any
    language: str


def find(query: str, *, source: str = "", language: str = "") -> list[Hit]:
    """The published things that match, the best first, at most MAX_HITS; of one source, in one language if named."""
    terms = parse_query(query)
    if not terms:
        return []
    found: dict[tuple[str, object], Hit] = {}
    narrowed = {name: value for name, value in (("source", source), ("language", language)) if value}
    # Whether a thing is public is asked of the best only: of a word that is in thousands, that is most of the work.
    # Most things have entries in one language or two.
    start, size = 0, MAX_HITS * 2
    while len(found) < MAX_HITS:
        rows = _matching(terms, narrowed, start, size)
        _each_once((Hit(*row) for *row, is_public in rows if is_public), found)
        if len(rows) < size:
            break
        start, size = start + size, size * 4
    return list(found.values())[:MAX_HITS]


def newest(count: int) -> list[Hit]:
    """The things published last, the newest first."""
    rows = SearchEntry.objects.filter(_public()).order_by("-since", "pk").values_list("pk", "source", "key", "language")
    return list(_each_once(map(Hit._make, rows[: count * len(settings.LANGUAGES)]), {}).values())[:count]


def _each_once(hits: Iterable[Hit], found: dict[tuple[str, object], Hit]) -> dict[tuple[str, object], Hit]:
    """Each thing in the place of its first entry, in the reader's language if it has an entry in that."""
    wanted = get_language()
    for hit in hits:
        if (hit.source, hit.key) not in found or hit.language == wanted:
            found[hit.source, hit.key] = hit
    return found


def _public(only: str = "") -> Q:
    """Entries of things that everybody may read now; of one source if named."""
    public = Q(pk__in=[])
    for name, source in search_sources.items():
        if only in ("", name):
            # Row by row, for those that match: there are few of these, and many that are public.
            public |= Q(source=name) & Q(Exists(source.published().order_by().filter(pk=OuterRef("key"))))
    return public


COLUMNS = ", ".join(f"{TABLE}.{name}" for name in ("id", "source", "key", "language"))


def _matching(terms: list[Term], narrowed: dict[str, str], start: int, size: int) -> list[tuple[Any, ...]]:
    """So many of the entries that match from `start` on, the best first: what a hit is made of, and if it is public."""
    matching = engine_of(connection).matching(terms)
    allowed = SearchEntry.objects.filter(_public(narrowed.get("source", ""))).query
    is_public, parameters = allowed.get_compiler(connection=connection).compile(allowed.where)
    only = " AND ".join(f"{name} = %s" for name in narrowed)
    within = f"AND {matching.key} IN (SELECT id FROM {TABLE} WHERE {only})" if only else ""  # noqa: S608  (our own parts; what is asked for is a parameter)
    statement = (
        f"SELECT {COLUMNS}, {is_public} FROM "  # noqa: S608  (as above)
        f"(SELECT {matching.key} AS id, {matching.rank} AS place FROM {matching.tables} "
        f"WHERE {matching.condition} {within} ORDER BY place, {matching.key} LIMIT {size} OFFSET {start}) near "
        f"JOIN {TABLE} ON {TABLE}.id = near.id ORDER BY near.place, {TABLE}.title"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*parameters, *matching.parameters, *narrowed.values()])
        return cursor.fetchall()


def as_read(hits: Iterable[Hit], query: str) -> list[Hit]:
    """Those hits, each in the reader's language if its entry in that matches too: it may be far behind the best."""
    hits, wanted = list(hits), get_language()
    keys = [hit.key for hit in hits if hit.language != wanted]
    if not keys:
        return hits
    matching = engine_of(connection).matching(parse_query(query))
    statement = (
        f"SELECT {COLUMNS} FROM {TABLE} WHERE language = %s AND key IN ({', '.join(['%s'] * len(keys))}) "  # noqa: S608  (as above)
        f"AND id IN (SELECT {matching.key} FROM {matching.tables} WHERE {matching.condition})"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [wanted, *keys, *matching.parameters])
        own = {(hit.source, hit.key): hit for hit in map(Hit._make, cursor.fetchall())}
    return [own.get((hit.source, hit.key), hit) for hit in hits]


@dataclass(frozen=True)
class Result:
    """One line of the page of results; title and text are safe HTML with the words found marked."""

    key: UUID
    found: Found
    plain_title: str
    title: SafeString
    text: SafeString
    language: str
    since: datetime


def results(hits: Iterable[Hit], query: str) -> list[Result]:
    """Those hits as they are shown: one query, and one for each source among them."""
    hits, terms = list(hits), parse_query(query)
    entries = SearchEntry.objects.defer("title_words", "text_words").in_bulk([hit.entry for hit in hits])
    shown = [entries[hit.entry] for hit in hits if hit.entry in entries]
    by_source: dict[str, set[UUID]] = {}
    for entry in shown:
        by_source.setdefault(entry.source, set()).add(entry.key)
    described = {name: search_sources[name].describe(keys) for name, keys in by_source.items()}
    return [
        Result(
            key=entry.key,
            found=found,
            plain_title=entry.title,
            title=marked_words(entry.title, terms),
            text=excerpt(entry.text, terms),
            language=entry.language,
            since=entry.since,
        )
        for entry in shown
        if (found := described[entry.source].get(entry.key))
    ]
