"""The search: what it finds and how, that it shows nothing unpublished, and that its index is what a rebuild makes."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import HealthCheck, example, given, settings as examples, strategies as st

from dialogue_portal import search
from dialogue_portal.models import SearchEntry
from dialogue_portal.search import as_read, find, read_out_files, rebuild_index, results
from sessions.models import ProgrammeItem, SessionText
from sessions.services import publish_session, return_to_draft, set_document_public
from sessions.services.side_events import add_event_speaker, add_organizer, remove_event_speaker
from tests import factories
from tests.factories import OrganizationFactory, SessionFactory, UserFactory, delegation, leading_question

pytestmark = [pytest.mark.django_db, pytest.mark.searches]


def titles(query, **narrowed):
    return [str(result.title).replace("<mark>", "").replace("</mark>", "") for result in _results(query, **narrowed)]


def _results(query, **narrowed):
    return results(find(query, **narrowed), query)


def document(session, title, **fields):
    return factories.document(session, title=title, **{"is_public": True, **fields})


@pytest.fixture
def dialogue():
    session = SessionFactory(title="Alliances for access to public services", theme="Rural roads")
    leading_question(session, 1, "Who plans the water points?")
    SessionText.objects.create(session=session, part="overview", text="Social protection reaches informal workers.")
    SessionText.objects.create(session=session, part="title", language="fr", text="Alliances pour l’éducation")
    SessionText.objects.create(session=session, part="overview", language="zh-hans", text="社会保护与公共服务")
    SessionText.objects.create(session=session, part="overview", language="ar", text="الحِمَاية الاجتماعية للنساء")
    return session


@pytest.mark.parametrize(
    "query",
    [
        "alliances",
        "ALLIANCES",
        "allian",
        "roads alliances",
        "water points",
        '"informal workers"',
        "education",
        "éducation",
        "公共服务",
        "الحماية",
    ],
)
def test_session_is_found_by_each_of_its_texts(dialogue, query):
    assert len(titles(query)) == 1


@pytest.mark.parametrize(
    "query", ["alliance roads missing", '"workers informal"', "lliances", "服务公共", "", "*", '"']
)
def test_what_does_not_match_is_not_found(dialogue, query):
    assert titles(query) == []


@pytest.fixture
def side_event():
    session = SessionFactory(title="Fares for all", kind="side_event", venue="Express Bar")
    add_organizer(session, actor=None, delegation=delegation("UY"))
    add_organizer(session, actor=None, is_lead=False, organization=OrganizationFactory(name="Transit Riders Union"))
    add_organizer(session, actor=None, is_lead=False, name="UN-Habitat")
    add_event_speaker(session, actor=None, name="Ana Sosa", functional_title="Director", represents="City of Salto")
    ProgrammeItem.objects.create(session=session, number=1, segment="opening", minutes=5, title="Songs")
    ProgrammeItem.objects.create(session=session, number=2, segment="closing", minutes=5, led_by="Vice-Chair")
    return session


@pytest.mark.parametrize(
    "query",
    [
        "uruguay",
        '"transit riders"',
        "un-habitat",
        "sosa director",
        "salto",
        "songs",
        "closing",
        "vice-chair",
        "express bar",
    ],
)
def test_side_event_is_found_by_who_organizes_and_speaks_and_its_programme(side_event, query):
    assert titles(query) == ["Fares for all"]


def test_side_event_is_found_anew_when_its_people_change(side_event):
    union = side_event.organizers.exclude(organization=None).get().organization
    union.name = "Passengers’ League"
    union.save()
    mission = side_event.organizers.exclude(delegation=None).get().delegation
    mission.short_name = "Banda Oriental"
    mission.save()
    assert (titles("oriental"), titles("uruguay")) == (["Fares for all"], [])
    remove_event_speaker(side_event.event_speakers.get(), actor=None)
    side_event.programme_items.get(number=1).delete()
    assert titles("league") == ["Fares for all"]
    assert titles("riders") == titles("sosa") == titles("songs") == []
    # A meeting of another kind shows no organizers.
    side_event.kind = "expert_panel"
    side_event.save()
    assert titles("league") == titles("oriental") == []


def test_title_comes_before_text(dialogue):
    document(dialogue, "Water supply in towns")
    assert titles("water") == ["Water supply in towns", "Alliances for access to public services"]


def test_thing_is_found_once_in_the_readers_language(dialogue):
    assert titles("alliances") == ["Alliances for access to public services"]
    with translation.override("fr"):
        assert titles("alliances") == ["Alliances pour l’éducation"]


def test_search_is_narrowed_by_kind_and_language(dialogue):
    document(dialogue, "Alliances in practice")
    assert titles("alliances", source="documents") == ["Alliances in practice"]
    assert titles("alliances", language="fr") == ["Alliances pour l’éducation"]
    assert titles("alliances", source="summaries") == []


def test_nothing_unpublished_is_found(dialogue, monkeypatch):
    SessionFactory(title="Alliances in a draft", status="draft")
    # A word that stands inside their files only.
    inside = {"content": b"Ferries to the clinic"}
    document(dialogue, "Alliances, not public", is_public=False, **inside)
    draft = SessionFactory(status="draft", kind="side_event", title="Event in preparation")
    document(draft, "Alliances of a draft", **inside)
    add_organizer(draft, actor=None, name="Alliances Fund")
    add_event_speaker(draft, actor=None, name="Alliances Envoy")
    ProgrammeItem.objects.create(session=draft, number=1, segment="opening", minutes=5, title="Alliances at first")
    factories.document_file(document(dialogue, "Report"), number=2, is_current=False, **inside)
    until = timezone.now() + timedelta(hours=1)
    document(dialogue, "Alliances under embargo", embargo_until=until, **inside)
    withdrawn = document(dialogue, "Alliances withdrawn", **inside)
    assert read_out_files() == 6
    assert titles("ferries") == ["Alliances withdrawn"]
    set_document_public(withdrawn, False, actor=UserFactory(is_secretariat=True))
    assert titles("alliances") == ["Alliances for access to public services"]
    assert titles("ferries") == titles("clinic") == []
    # Nor is it in the index for which another mistake could show it.
    rebuild_index()
    unpublished = ["Alliances in a draft", "Alliances, not public", "Alliances of a draft", "Event in preparation"]
    assert not SearchEntry.objects.filter(title__in=unpublished).exists()
    assert [entry.title for entry in SearchEntry.objects.filter(text__contains="Ferries")] == [
        "Alliances under embargo"
    ]
    monkeypatch.setattr(timezone, "now", lambda: until)
    assert titles("ferries") == ["Alliances under embargo"]


def test_document_of_a_draft_is_found_from_publishing_on(dialogue):
    staff = UserFactory(is_secretariat=True)
    draft = SessionFactory(status="draft")
    leading_question(draft)
    document(draft, "Ageing at work")
    assert titles("ageing") == []
    published = publish_session(draft, actor=staff, seen=draft.revision)
    assert titles("ageing") == ["Ageing at work"]
    return_to_draft(published, actor=staff, seen=published.revision)
    assert not SearchEntry.objects.filter(title="Ageing at work").exists()


def test_document_names_its_session_in_the_readers_language(dialogue):
    document(dialogue, "Ageing at work")
    for language, title in [("en", "Alliances for access to public services"), ("fr", "Alliances pour l’éducation")]:
        with translation.override(language):
            assert [result.found.detail for result in _results("ageing")] == [title]


def test_document_under_embargo_is_found_once_it_is_over(dialogue, monkeypatch):
    until = timezone.now() + timedelta(hours=1)
    document(dialogue, "Ageing at work", symbol="E/CN.6/2019/3", embargo_until=until)
    assert titles("ageing") == titles("E/CN.6/2019/3") == []
    monkeypatch.setattr(timezone, "now", lambda: until)
    assert titles("ageing") == titles("E/CN.6/2019/3") == ["Ageing at work"]


def test_public_thing_is_found_behind_any_number_that_are_not(dialogue, monkeypatch):
    monkeypatch.setattr(search, "MAX_HITS", 1)
    for number in range(15):
        document(dialogue, f"Ageing {number}", embargo_until=timezone.now() + timedelta(hours=1))
    document(dialogue, "A longer report on ageing and on much else in towns and villages")
    assert titles("ageing") == ["A longer report on ageing and on much else in towns and villages"]


def test_hit_far_behind_is_read_in_the_readers_language(dialogue):
    document(dialogue, "Ageing at work")
    hits = find("alliances") + find("ageing")
    with translation.override("fr"):
        assert [hit.language for hit in as_read(hits, "alliances")] == ["fr", "en"]
        assert as_read(hits, "access") == hits


def test_document_is_found_in_the_languages_of_its_files(dialogue):
    paper = document(dialogue, "Ageing at work")
    factories.document_file(paper, "fr")
    assert titles("ageing") == titles("ageing", language="fr") == ["Ageing at work"]
    assert titles("ageing", language="es") == []


def test_withdrawn_things_are_gone_at_once(dialogue):
    staff = UserFactory(is_secretariat=True)
    paper = document(dialogue, "Alliances in practice")
    assert len(titles("alliances")) == 2
    set_document_public(paper, False, actor=staff)
    assert titles("practice") == []
    set_document_public(paper, True, actor=staff)
    dialogue.refresh_from_db()
    return_to_draft(dialogue, actor=staff, seen=dialogue.revision)
    assert titles("alliances") == []


def _entries():
    return set(SearchEntry.objects.values_list("source", "key", "language", "title", "text", "text_words"))


def test_index_is_what_a_rebuild_makes(dialogue):
    paper = document(dialogue, "A paper", author="UN-Women")
    dialogue.title = "Another title"
    dialogue.save()
    dialogue.texts.get(part="overview", language="en").delete()
    question = dialogue.leading_questions.get().texts.get()
    question.text = "Who pays?"
    question.save()
    SessionFactory(title="Gone again").delete()
    paper.title = "The paper"
    paper.save()
    kept = _entries()
    assert rebuild_index() == len(kept)
    assert _entries() == kept
    assert titles("pays") == titles("another title") == ["Another title"]
    assert titles("informal") == titles("gone") == []


@pytest.mark.parametrize("count", [3, 100])
def test_page_costs_a_constant_number_of_queries(client, dialogue, django_assert_max_num_queries, count):
    for number in range(count):
        document(dialogue, f"Paper {number} on services")
    # What matches, the entries, the sessions and the documents among them, the titles of the documents' sessions.
    with django_assert_max_num_queries(5):
        page = client.get(reverse("search"), {"q": "services"})
    assert len(page.context["results"]) == min(count + 1, 10)


def test_page_says_what_to_do(client, dialogue):
    def words(**asked):
        return client.get(reverse("search"), asked).content.decode()

    assert "double quotes" in words()
    assert "1 found" in words(q="alliances", kind="no-such", language="xx")
    assert "Check the spelling" in words(q="nothing-of-this")
    assert "Search everything" in words(q="alliances", kind="documents")
    assert "<script>" not in words(q="<script>alert(1)</script>").replace("<script src", "")


@example('"')
@example("NEAR(a b)")
@example("a* OR -b ^c :d")
@example("x" * 10_000)
@example("\x00\ud800 ' ; DROP TABLE")
@example("½ ٪ 𝟙 ǅ ﬁ ー")
@given(st.text(max_size=60))
@examples(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_hostile_questions_are_answered(client, dialogue, query):
    asked = {"q": query.encode("utf-8", "replace").decode(), "page": "9", "kind": query[:5].encode("utf-8", "replace")}
    assert client.get(reverse("search"), asked).status_code == 200
    find(query)
