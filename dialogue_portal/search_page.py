"""The page of the search: what was asked for, narrowed by kind and language, a page of results."""

from collections.abc import Iterable

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dialogue_portal.access import PUBLIC, requires
from dialogue_portal.registries import Words
from dialogue_portal.search import MAX_HITS, as_read, find, results, search_sources
from dialogue_portal.search_words import MAX_QUERY
from dialogue_portal.templatetags.portal import OWN_NAMES
from dialogue_portal.visitor_pages import same_for_visitors

RESULTS_PER_PAGE = 10
LANGUAGES = [(code, OWN_NAMES[code]) for code, _name in settings.LANGUAGES]


@require_safe
@same_for_visitors
@requires(PUBLIC)
def search(request: HttpRequest) -> HttpResponse:
    """What is not one of the choices narrows nothing: an old link still finds."""
    query = request.GET.get("q", "").strip()[:MAX_QUERY]
    kinds = [(name, source.label) for name, source in search_sources.items()]
    kind, language = _one_of(kinds, request.GET.get("kind")), _one_of(LANGUAGES, request.GET.get("language"))
    hits = find(query, source=kind, language=language)
    page = Paginator(hits, RESULTS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "query": query,
        "kind": kind,
        "kinds": kinds,
        # `language` is the page's own, in base.html.
        "written_in": language,
        "languages": LANGUAGES,
        "max_query": MAX_QUERY,
        "page_obj": page,
        "results": results(page if language else as_read(page, query), query),
        "is_full": len(hits) == MAX_HITS,
    }
    return render(request, "search.html", context)


def _one_of(choices: Iterable[tuple[str, Words]], asked: str | None) -> str:
    return next((value for value, _label in choices if value == asked), "")
