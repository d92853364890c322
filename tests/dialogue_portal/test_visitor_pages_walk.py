"""All that pages kept for visitors show: each model that such a page reads ends the kept pages when a row changes.

A page that reads a further model fails here until the model is named to `shown_to_visitors`, or below with the reason.
"""

import re

import pytest
from django.apps import apps
from django.db import connection
from django.db.models.signals import post_save
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dialogue_portal.models import PublicContent, SearchEntry
from speakers.models import Floor
from summaries.models import Purpose, Summary, SummaryStatus
from summaries.services.versions import freeze_version
from tests.permissions.addresses import ROWS, addresses, key_of
from tests.permissions.world import World

TABLE = re.compile(r'(?:FROM|JOIN) "(\w+)"')
MODELS = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
NOT_SHOWN = {
    PublicContent: "the version itself",
    SearchEntry: "written with the rows that it comes from",
    Floor: "read with the session; who has the floor is on the screen, which is not kept",
}


@pytest.fixture
def pages(db):
    """The addresses of all pages that are kept, in a world with one of everything, its summary published."""
    world = World()
    world.session.texts.create(part="overview", text="Why")
    world.session.theme_areas.create(number=1).texts.create(text="Roads")
    item = world.session.programme_items.create(number=1, segment="opening", title="Opening", minutes=15)
    for titled in (item, world.session.series):
        titled.texts.create(language="fr", text="Titre")
    summary = Summary.objects.get(session=world.session)
    final = freeze_version(summary, purpose=Purpose.FINAL, actor=world.person("commission_chair"))
    published = {"status": SummaryStatus.PUBLISHED, "final_version": final, "published_at": timezone.now()}
    Summary.objects.filter(pk=summary.pk).update(**published)
    kept = [address for address in addresses() if getattr(address.view, "same_for_visitors", False)]
    assert len(kept) > 8
    return [address.url(world.arguments(address, ROWS[key_of(address.name)])) for address in kept]


def _read(client, page):
    with CaptureQueriesContext(
        connection,
    ) as done:
        assert client.get(page).status_code == 200, page
    return {
        MODELS[table] for query in done.captured_queries for table in TABLE.findall(query["sql"]) if table in MODELS
    }


def test_change_of_whatever_a_kept_page_reads_ends_it(client, pages):
    shown = set.union(*(_read(client, page) for page in pages)) - set(NOT_SHOWN)
    assert len(shown) > 10
    unnoticed = {model._meta.label for model in shown if not _ends_kept_pages(model)}
    assert unnoticed == set()


def _ends_kept_pages(model):
    row = model._default_manager.first()
    if row is None:
        return False
    before = PublicContent.objects.get().version
    # As if it had been saved, which a frozen row does not allow.
    post_save.send(sender=model, instance=row, created=False)
    return PublicContent.objects.get().version != before
