"""The search over all that is published: apps register what there is to find, this keeps the index and asks it.

An entry is written in the same transaction as the row that it comes from. Whether a thing is public is no part of the
index: that is asked anew of its app with every search, so a withdrawn document is gone at once.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import attrgetter
from typing import Any
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
MAX_HITS = 500
BATCH = 500
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
    """

    label: Words
    texts: Callable[[Iterable[UUID] | None], Iterable[SearchText]]
    published: Callable[[], models.QuerySet[Any]]
    describe: Callable[[Iterable[UUID]], dict[UUID, Found]]
    made_of: dict[type[models.Model], str | Callable[[Any], Iterable[UUID]]] = field(default_factory=dict)


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
        entries = [_entry(source, text, since) for text in search_sources[source].texts(wanted)]
        SearchEntry.objects.bulk_create(entries, batch_size=BATCH)


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
        text_words=" ".join(words_of(text.text[:MAX_TEXT])),
        since=max(first, text.not_before or first),
    )


@dataclass(frozen=True)
class Hit:
    """A thing that matches: the entry in the reader's language if that one matches, else the best."""

    entry: int
    language: str


def find(query: str, *, source: str = "", language: str = "") -> list[Hit]:
    """The published things that match, the best first, at most MAX_HITS; of one source, in one language if named."""
    terms = parse_query(query)
    if not terms:
        return []
    allowed = _published().filter(
        **{name: value for name, value in (("source", source), ("language", language)) if value}
    )
    return _each_once(_matching(terms, allowed))[:MAX_HITS]


def newest(count: int) -> list[Hit]:
    """The things published last, the newest first."""
    rows = _published().order_by("-since", "pk").values_list("pk", "source", "key", "language")
    return _each_once(rows[: count * len(settings.LANGUAGES)])[:count]


def _each_once(rows: Iterable[tuple[int, str, object, str]]) -> list[Hit]:
    """Each thing in the place of its first entry, in the reader's language if it has an entry in that."""
    found: dict[tuple[str, object], Hit] = {}
    for entry, source, key, language in rows:
        known = found.get((source, key))
        if known is None or language == get_language() != known.language:
            found[source, key] = Hit(entry, language)
    return list(found.values())


def _published() -> models.QuerySet[SearchEntry]:
    public = Q(pk__in=[])
    for name, source in search_sources.items():
        # Row by row, for those that match: there are few of these, and many that are public.
        public |= Q(Exists(source.published().order_by().filter(pk=OuterRef("key"))), source=name)
    return SearchEntry.objects.filter(public)


def _matching(terms: list[Term], allowed: models.QuerySet[SearchEntry]) -> list[tuple[int, str, object, str]]:
    matching = engine_of(connection).matching(terms)
    within, parameters = allowed.query.get_compiler(connection=connection).compile(allowed.query.where)
    names = ", ".join(f"{TABLE}.{name}" for name in ("id", "source", "key", "language"))
    statement = (
        f"SELECT {names} FROM {matching.tables} WHERE {matching.condition} AND {within} "  # noqa: S608  (our own parts; what is asked for is a parameter)
        f"ORDER BY {matching.rank}, {TABLE}.title LIMIT {MAX_HITS * 4}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*matching.parameters, *parameters])
        return cursor.fetchall()


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
