"""A Chair's summary is found once it is published, by its paragraphs and its symbol; before, by nobody."""

import pytest
from django.utils.translation import override

from dialogue_portal.models import SearchEntry
from dialogue_portal.search import find, rebuild_index, results
from summaries.models import SummaryStatus
from summaries.services.publication import publish_summary

pytestmark = pytest.mark.searches


def _found(query):
    return [result.found.url for result in results(find(query), query)]


def _details(query):
    return [result.found.detail for result in results(find(query), query)]


def test_summary_is_found_once_published(summary, chair, final):
    summary.session.texts.create(part="title", language="fr", text="Alliances pour les services")
    finalized = final(SummaryStatus.FINALIZED)
    rebuild_index()
    assert _found("mayors") == []
    assert not SearchEntry.objects.filter(source="summaries").exists()

    publish_summary(finalized.summary, actor=chair)

    assert _found("role of mayors") == [f"/sessions/{summary.session.slug}/summary/"]
    assert _details("mayors") == ["Alliances for services"]
    with override("fr"):
        assert _details("mayors") == ["Alliances pour les services"]
    kept = set(SearchEntry.objects.values_list("key", "text"))
    rebuild_index()
    assert set(SearchEntry.objects.values_list("key", "text")) == kept
