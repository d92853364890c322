"""The texts in six languages: what there is of each, saving one, two who save the same, and what readers get."""

import pytest
from django.core.cache import caches
from django.urls import reverse
from django.utils.translation import override

from accounts.models import AuditEntry
from dialogue_portal.revisions import StaleRevision
from sessions.models import DialogueSession, SessionStatus, SessionText, ThemeArea, ThemeAreaText
from sessions.services import SetUp, save_set_up
from sessions.services.texts import TextState, WrittenText, save_text, texts_of
from tests.factories import SessionFactory, UserFactory, leading_question

pytestmark = pytest.mark.django_db
MISSING, WRITTEN, OUTDATED = TextState.MISSING, TextState.WRITTEN, TextState.OUTDATED


@pytest.fixture
def session():
    session = SessionFactory(title="Care for all", theme="Care", mandate="Resolution 2018/8", agenda_item="Item 3 (a)")
    SessionText.objects.create(session=session, part="overview", text="Why we **meet**")
    leading_question(session, text="What lasts?")
    ThemeAreaText.objects.create(theme_area=ThemeArea.objects.create(session=session, number=1), text="Decent work")
    return session


def written(session, key: str) -> WrittenText:
    fresh = DialogueSession.objects.with_page_content().get(pk=session.pk)
    return next(one for one in texts_of(fresh) if key in {one.key, str(one.label)})


def address(session, part: str, language: str) -> str:
    return reverse("sessions:text", args=[session.slug, part, language])


def test_all_texts_of_a_session_are_listed_in_the_order_of_its_page(session):
    labels = [str(one.label) for one in texts_of(session)]

    assert labels == [
        "Title",
        "Priority theme",
        "Theme area 1",
        "Mandate",
        "Agenda item",
        "Overview",
        "Format and participation",
        "Introduction to the leading questions",
        "Leading question 1",
        "Outcome",
    ]


@pytest.mark.parametrize(
    "key", ["title", "theme", "mandate", "agenda_item", "overview", "Theme area 1", "Leading question 1"]
)
def test_translation_is_written_and_is_older_once_the_english_is_reworded(staff, session, key):
    one = written(session, key)
    save_text(one, "fr", "Le texte", actor=staff, seen=0, translates=one.english)
    assert written(session, key).state("fr") == WRITTEN

    one = written(session, key)
    save_text(one, "en", "Reworded", actor=staff, seen=one.row("en").revision)

    one = written(session, key)
    assert (one.english, one.state("en"), one.state("fr"), one.state("es")) == ("Reworded", WRITTEN, OUTDATED, MISSING)
    save_text(one, "fr", "Le texte", actor=staff, seen=one.row("fr").revision, translates=one.english)
    assert written(session, key).state("fr") == WRITTEN


def test_translation_of_an_english_that_changed_meanwhile_is_older_at_once(staff, session):
    seen_by_the_translator = written(session, "overview").english
    one = written(session, "overview")
    save_text(one, "en", "Reworded", actor=staff, seen=1)

    save_text(one, "ar", "نص", actor=staff, seen=0, translates=seen_by_the_translator)

    assert written(session, "overview").state("ar") == OUTDATED


@pytest.mark.parametrize(
    ("key", "language", "seen"), [("overview", "fr", 0), ("overview", "en", 1), ("title", "en", 1)]
)
def test_second_of_two_savers_is_told_and_nothing_is_overwritten(staff, session, key, language, seen):
    one = written(session, key)
    save_text(one, language, "The first", actor=staff, seen=seen)

    with pytest.raises(StaleRevision) as error:
        save_text(one, language, "The second", actor=staff, seen=seen)

    assert error.value.current.text == "The first"
    assert written(session, key).row(language).text == "The first"


def test_same_text_sent_twice_is_saved_once(staff, session):
    for _click in range(2):
        row = save_text(written(session, "overview"), "fr", "Deux fois", actor=staff, seen=0)

    assert row.revision == 1


def test_text_that_was_emptied_and_written_again_is_another_revision(staff, session):
    for seen, text in enumerate(("Un", "", "Deux")):
        save_text(written(session, "overview"), "fr", text, actor=staff, seen=seen)

    with pytest.raises(StaleRevision):
        save_text(written(session, "overview"), "fr", "Trois", actor=staff, seen=1)


def test_english_saved_here_is_a_conflict_on_the_set_up_page_and_the_other_way_round(staff, session):
    seen = session.revision
    save_text(written(session, "overview"), "en", "Mine", actor=staff, seen=1)

    with pytest.raises(StaleRevision):
        save_set_up(session, SetUp(texts={"overview": "Theirs"}), actor=staff, seen=seen)
    stored = DialogueSession.objects.get(pk=session.pk)
    save_set_up(stored, SetUp(texts={"overview": "Theirs"}), actor=staff, seen=stored.revision)

    with pytest.raises(StaleRevision):
        save_text(written(session, "overview"), "en", "Mine again", actor=staff, seen=2)


def test_page_saves_a_text_under_its_revision_and_keeps_both_in_a_conflict(client, staff, session):
    page = address(session, "overview", "fr")
    sent = {"seen_revision": 0, "translates": "Why we **meet**", "text": "Pourquoi\r\nnous nous *réunissons*"}

    saved = client.post(page, sent)
    second = client.post(page, {**sent, "text": "Autrement"}).content.decode()

    assert saved.url == f"{page}?saved=1"
    assert written(session, "overview").row("fr").text == "Pourquoi\nnous nous *réunissons*"
    assert ("Pourquoi" in second, "Autrement</textarea>" in second) == (True, True)
    assert 'name="seen_revision" value="1"' in second
    row = SessionText.objects.get(language="fr")
    assert AuditEntry.objects.get_for_object(row).first().actor == staff


def test_conflict_over_an_english_text_shows_what_was_typed_and_nothing_else(client, staff, session):
    save_text(written(session, "overview"), "en", "Theirs", actor=staff, seen=1)
    sent = {"seen_revision": 1, "translates": "Why we **meet**", "text": "Mine"}

    page = client.post(address(session, "overview", "en"), sent).text

    assert "English</th>" in page
    assert "translates</th>" not in page


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_preview_shows_the_text_as_readers_see_it_and_saves_nothing(client, staff, session, headers):
    sent = {"seen_revision": 0, "text": "# Titre\n\n<script>x</script> **gras**", "preview": "1"}

    page = client.post(address(session, "overview", "fr"), sent, headers=headers).content.decode()

    assert '<div class="prose" lang="fr" dir="ltr"><h3>Titre</h3>' in page
    assert "<strong>gras</strong>" in page
    assert "<script>x" not in page
    assert ("# Titre" in page) is not bool(headers)
    assert written(session, "overview").state("fr") == MISSING


def test_fields_and_texts_carry_their_language_and_direction(client, staff, session):
    page = client.get(address(session, "overview", "ar")).content.decode()

    assert 'lang="ar" dir="rtl"' in page
    assert '<p class="preserved" lang="en" dir="ltr">Why we **meet**</p>' in page


def test_what_changed_in_the_english_is_shown_beside_its_translation(client, staff, session):
    one = written(session, "overview")
    save_text(one, "fr", "Pourquoi", actor=staff, seen=0, translates=one.english)
    save_text(one, "en", "Why all **meet**", actor=staff, seen=1)

    page = client.get(address(session, "overview", "fr")).content.decode()

    assert "Changed since this was translated" in page
    assert '<del><span class="visually-hidden"> [deleted:</span> we' in page


@pytest.mark.parametrize(
    ("part", "text", "words"),
    [
        ("title", " ", "has a title in English"),
        ("title", "a" * 401, "at most 400 characters"),
        ("overview", "a" * 20_001, "at most 20000 characters"),
    ],
)
def test_what_cannot_be_saved_is_told_and_kept(client, staff, session, part, text, words):
    page = client.post(address(session, part, "en"), {"seen_revision": 1, "text": text}).content.decode()

    assert words in page
    assert written(session, "title").english == "Care for all"


def test_ends_of_lines_make_no_translation_older(staff, session):
    # As the set-up page keeps a mandate.
    DialogueSession.objects.filter(pk=session.pk).update(mandate="Resolution\r\n2018/8")

    save_text(written(session, "mandate"), "fr", "Résolution", actor=staff, seen=0, translates="Resolution\n2018/8")

    assert written(session, "mandate").state("fr") == WRITTEN


def test_line_stays_a_line(client, staff, session):
    client.post(address(session, "title", "es"), {"seen_revision": 0, "text": "Cuidados\r\npara todos"})

    assert written(session, "title").row("es").text == "Cuidados para todos"


@pytest.mark.parametrize(("part", "language"), [("nothing", "fr"), ("overview", "de"), ("overview", "en-gb")])
def test_text_that_does_not_exist_is_not_found(client, staff, session, part, language):
    assert client.get(address(session, part, language)).status_code == 404


def test_matrix_says_of_each_text_and_language_how_far_it_is(client, staff, session):
    one = written(session, "title")
    save_text(one, "fr", "Soins pour tous", actor=staff, seen=0, translates="Care for some")

    page = client.get(reverse("sessions:texts", args=[session.slug])).content.decode()

    assert page.count("Older than the English<") == 1
    assert page.count("Missing<") == 5 * 10 - 1 + 3
    assert "7 of 7 written" in page


@pytest.mark.parametrize("count", [3, 60])
def test_matrix_costs_a_constant_number_of_queries(client, staff, session, django_assert_num_queries, count):
    for number in range(2, count + 1):
        leading_question(session, number)
    client.get(reverse("sessions:texts", args=[session.slug]))

    with django_assert_num_queries(10):
        client.get(reverse("sessions:texts", args=[session.slug]))


def test_visitors_read_their_own_language_else_english_marked_as_such(client, session):
    SessionText.objects.create(session=session, part="title", language="fr", text="Soins pour tous")

    own, other = (client.get(f"/{code}/sessions/{session.slug}/").content.decode() for code in ("fr", "es"))

    assert "<h1>Soins pour tous</h1>" in own
    assert "<title>Soins pour tous" in own
    assert '<h1><span lang="en" dir="ltr">Care for all</span> <span class="fallback-note">' in other
    assert '<div class="prose" lang="en" dir="ltr"><p>Why we <strong>meet' in own


@pytest.mark.searches
@pytest.mark.parametrize(
    ("key", "english"), [("title", "Care for all"), ("mandate", "Resolution 2018/8"), ("agenda_item", "Item 3 (a)")]
)
def test_new_translation_shows_to_visitors_at_once_and_is_found(client, session, settings, key, english):
    settings.VISITOR_PAGE_SECONDS = 60
    caches["pages"].clear()
    page = f"/fr/sessions/{session.slug}/"
    assert f'<span lang="en" dir="ltr">{english}</span> <span class="fallback-note">' in client.get(page).text

    save_text(written(session, key), "fr", "Soins", actor=UserFactory(), seen=0)

    shown = client.get(page).text
    assert ("Soins" in shown, english in shown) == (True, False)
    assert session.get_absolute_url() in client.get("/fr/search/?q=soins").text


def test_draft_without_a_title_is_called_so_in_the_readers_language():
    session = SessionFactory(title="", status=SessionStatus.DRAFT)

    with override("fr"):
        assert not session.local_title.is_fallback


def test_mail_has_the_title_in_its_readers_language(session):
    SessionText.objects.create(session=session, part="title", language="fr", text="Soins pour tous")
    title = DialogueSession.objects.get(pk=session.pk).title_as_read

    with override("fr"):
        assert str(title) == "Soins pour tous"
    with override("es"):
        assert str(title) == "Care for all"


def test_what_is_in_english_only_carries_its_language_on_a_page_in_another(client, session):
    page = client.get(f"/ar/sessions/{session.slug}/").content.decode()

    assert f'<span lang="en" dir="ltr">{session.venue}</span>' in page
