"""The page of the search: what was asked for, narrowed by kind and language, a page of results."""

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from dialogue_portal.access import PUBLIC, requires
from dialogue_portal.search import MAX_HITS, find, results, search_sources
from dialogue_portal.search_words import MAX_QUERY
from dialogue_portal.templatetags.portal import OWN_NAMES
from dialogue_portal.visitor_pages import same_for_visitors

RESULTS_PER_PAGE = 10


class SearchForm(forms.Form):
    """What is not one of the choices narrows nothing: an old link still finds."""

    q = forms.CharField(
        label=_("Words to search for"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "class": "form-control", "maxlength": MAX_QUERY}),
    )
    kind = forms.ChoiceField(
        label=_("What"),
        required=False,
        choices=lambda: [("", _("Everything")), *((name, source.label) for name, source in search_sources.items())],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=[("", _("All languages")), *((code, OWN_NAMES[code]) for code, _name in settings.LANGUAGES)],
        widget=forms.Select(attrs={"class": "form-select"}),
    )


@require_safe
@same_for_visitors
@requires(PUBLIC)
def search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    query = asked.get("q", "").replace("\x00", "")
    hits = find(query, source=asked.get("kind", ""), language=asked.get("language", ""))
    page = Paginator(hits, RESULTS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "query": query,
        "page_obj": page,
        "results": results(page, query),
        "is_narrowed": bool(asked.get("kind") or asked.get("language")),
        "is_full": len(hits) == MAX_HITS,
    }
    return render(request, "search.html", context)
