"""The feed of what is new, the map of the site, robots.txt and what other sites show of a page."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from django.utils import timezone

from dialogue_portal.models import SearchEntry
from dialogue_portal.search import rebuild_index
from sessions.models import DialogueSession, SessionText
from tests.factories import SessionFactory, document

pytestmark = [pytest.mark.django_db, pytest.mark.searches]
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def _entries(client):
    answer = client.get(reverse("feed"))
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(answer.content)  # noqa: S314  (our own)
    return {entry.find(f"{ATOM}title").text: entry for entry in feed.iter(f"{ATOM}entry")}


def test_feed_has_what_is_published_newest_first(client):
    session = SessionFactory(title="Alliances")
    SessionFactory(title="In preparation", status="draft")
    for public in (True, False):
        document(session, kind="report", title=f"Public: {public}", is_public=public)
    SessionText.objects.create(session=session, part="title", language="fr", text="Des alliances")
    entries = _entries(client)
    assert list(entries) == ["Report of the Secretary-General: Public: True", "Interactive dialogue: Alliances"]
    entry = entries["Interactive dialogue: Alliances"]
    assert entry.find(f"{ATOM}id").text == f"urn:uuid:{session.pk}"
    assert entry.find(f"{ATOM}link").get("href").endswith(session.get_absolute_url())


def test_entry_keeps_its_date_when_the_text_changes(client):
    session = SessionFactory(title="Alliances")
    then = datetime(2019, 3, 1, 12, tzinfo=UTC)
    SearchEntry.objects.update(since=then)
    session.title = "Alliances that last"
    session.save()
    SessionText.objects.create(session=session, part="title", language="fr", text="Des alliances")
    rebuild_index()
    assert set(SearchEntry.objects.values_list("since", flat=True)) == {then}
    assert (
        _entries(client)["Interactive dialogue: Alliances that last"].find(f"{ATOM}published").text.startswith("2019")
    )


def test_document_under_embargo_has_the_date_of_its_end(client, monkeypatch):
    until = timezone.now() + timedelta(hours=1)
    paper = document(SessionFactory(), title="Ageing at work", is_public=True, embargo_until=until)

    def dates():
        rebuild_index()
        return set(SearchEntry.objects.filter(source="documents").values_list("since", flat=True))

    assert dates() == {until}
    brought_forward = until - timedelta(minutes=30)
    paper.embargo_until = brought_forward
    paper.save()
    assert dates() == {brought_forward}
    monkeypatch.setattr(timezone, "now", lambda: until)
    assert dates() == {brought_forward}
    assert next(iter(_entries(client))) == "Report of the Secretary-General: Ageing at work"


def test_site_map_names_each_session_in_each_language(client):
    session = SessionFactory()
    SessionFactory(slug="in-preparation", status="draft")
    found = ElementTree.fromstring(client.get("/sitemap.xml").content)  # noqa: S314  (our own)
    places = {url.text.removeprefix("http://testserver") for url in found.iter(f"{MAP}loc")}
    assert {"/", "/ar/sessions/archive/", f"/fr/sessions/{session.slug}/"} < places
    assert not [place for place in places if "in-preparation" in place]


def test_site_map_holds_many_sessions(client):
    sessions = DialogueSession.objects.bulk_create(SessionFactory.build_batch(170))
    places = client.get("/sitemap.xml").content.decode()
    assert [session.slug for session in sessions if f"/ar/sessions/{session.slug}/" not in places] == []


def test_robots_are_told_what_not_to_read(client, settings):
    words = client.get("/robots.txt").content.decode()
    assert "Disallow: /fr/search/\n" in words
    assert f"Sitemap: {settings.PORTAL_URL}/sitemap.xml\n" in words
    assert "Disallow: /sessions" not in words


def test_page_says_what_other_sites_show(client, settings):
    session = SessionFactory(title='Alliances & "more"')
    SessionText.objects.create(
        session=session, part="overview", text="**Why** we [meet](https://example.org).\n\n" + "x " * 200
    )
    path = f"/fr{session.get_absolute_url()}"
    page = client.get(path).content.decode()
    assert f'<link rel="canonical" href="{settings.PORTAL_URL}{path}">' in page
    assert 'hreflang="ar" href="' in page
    assert '<meta property="og:title" content="Alliances &amp; &quot;more&quot;">' in page
    assert '<meta property="og:description" content="Why we meet. x x' in page
    assert '<meta name="robots"' not in page


def test_draft_is_not_for_search_engines(client, admin_client):
    page = admin_client.get(SessionFactory(status="draft").get_absolute_url()).content.decode()
    assert '<meta name="robots" content="noindex">' in page
    assert "og:title" not in page
