"""Titles of programme items and of a series in six languages: written on the texts page, read wherever they stand."""

import pytest
from django.core.cache import caches
from django.urls import reverse
from django.utils.translation import override

from accounts.models import AuditEntry
from dialogue_portal.revisions import StaleRevision
from sessions.models import DialogueSession, ProgrammeItem, ProgrammeItemText, Role, Series, SeriesText, SessionKind
from sessions.programme import programme_of
from sessions.services import NewMeeting, create_session_from_earlier
from sessions.services.programme import plan_programme
from sessions.services.programme_editing import ProgrammeRow, save_programme
from sessions.services.texts import TextState, WrittenText, save_text, texts_of
from tests.factories import SessionFactory, UserFactory, role

pytestmark = pytest.mark.django_db
MISSING, WRITTEN, OUTDATED = TextState.MISSING, TextState.WRITTEN, TextState.OUTDATED
ITEM, SERIES = "Item 2 of the programme", "series"


@pytest.fixture
def series():
    return Series.objects.create(title="Round tables")


@pytest.fixture
def session(series):
    session = SessionFactory(series=series)
    for number, title in enumerate(("", "Views of ministers"), start=1):
        session.programme_items.create(number=number, segment="dialogue", title=title, minutes=90)
    return session


def written(session, key: str) -> WrittenText:
    fresh = DialogueSession.objects.with_page_content().get(pk=session.pk)
    # A request leaves its language behind.
    with override("en"):
        return next(one for one in texts_of(fresh) if key in {one.key, str(one.label)})


def translate(session, key, language, text):
    one = written(session, key)
    return save_text(one, language, text, actor=UserFactory(), seen=one.row(language).revision, translates=one.english)


def address(session, key: str, language: str) -> str:
    return reverse("sessions:text", args=[session.slug, written(session, key).key, language])


def shown(session, language):
    with override(language):
        titles = [planned.item.local_title for planned in programme_of(session)]
    return [(str(title), title.language, title.is_fallback) for title in titles]


def test_only_items_with_a_title_of_their_own_and_the_series_have_one_to_translate(session):
    labels = [str(one.label) for one in texts_of(session)]

    assert labels[-3:] == [ITEM, "Title of the series", "Outcome"]
    assert "Item 1 of the programme" not in labels


def test_page_saves_a_title_and_tells_the_second_of_two_savers(client, staff, session):
    for key, english in ((ITEM, "Views of ministers"), (SERIES, "Round tables")):
        page = address(session, key, "fr")
        sent = {"seen_revision": 0, "translates": english, "text": "Titre\r\nfrançais"}

        saved = client.post(page, sent)
        second = client.post(page, {**sent, "text": "Autre titre"}).text

        assert saved.url == f"{page}?saved=1"
        row = written(session, key).row("fr")
        assert (row.text, row.translates, row.revision) == ("Titre français", english, 1)
        assert ("Titre français" in second, "Autre titre</textarea>" in second) == (True, True)
        assert AuditEntry.objects.get_for_object(row).first().actor == staff


def test_two_who_translate_a_series_from_its_meetings_are_told(session, series, staff):
    other = SessionFactory(series=series)
    one, same = written(session, SERIES), written(other, SERIES)
    save_text(one, "fr", "Tables rondes", actor=staff, seen=0)

    with pytest.raises(StaleRevision):
        save_text(same, "fr", "Les tables rondes", actor=staff, seen=0)


def test_english_is_written_with_the_programme_and_the_series(client, staff, session, series):
    page = client.get(reverse("sessions:texts", args=[session.slug])).text

    for editor in (reverse("sessions:programme", args=[session.slug]), reverse("sessions:series", args=[series.pk])):
        assert f'<a href="{editor}">Written<' in page
    for key in (ITEM, SERIES):
        assert client.get(address(session, key, "fr")).status_code == 200
        assert client.get(address(session, key, "en")).status_code == 404


def test_organizers_translate_their_programme_and_no_series(client, session):
    DialogueSession.objects.filter(pk=session.pk).update(kind=SessionKind.SIDE_EVENT)
    client.force_login(role(session, Role.ORGANIZER))

    page = client.get(reverse("sessions:texts", args=[session.slug])).text

    assert ITEM in page
    assert "Title of the series" not in page
    assert reverse("sessions:programme", args=[session.slug]) not in page
    assert client.get(address(session, ITEM, "fr")).status_code == 200
    assert client.get(address(session, SERIES, "fr")).status_code == 403


def test_title_follows_its_item_and_is_older_once_that_is_reworded(session, staff):
    save_programme(session, [ProgrammeRow("dialogue", 90, "Views of ministers")], actor=staff, seen=0)
    translate(session, "Item 1 of the programme", "fr", "Avis des ministres")
    (item,) = session.programme_items.all()
    rows = [ProgrammeRow("opening", 10), ProgrammeRow("dialogue", 80, "Views of all", id=item.pk)]

    save_programme(session, rows, actor=staff, seen=1)

    one = written(session, ITEM)
    assert (one.english, one.row("fr").text, one.state("fr"), one.state("es")) == (
        "Views of all",
        "Avis des ministres",
        OUTDATED,
        MISSING,
    )


def test_title_stays_with_its_item_when_the_rules_plan_the_programme_anew(session):
    translate(session, ITEM, "fr", "Avis des ministres")

    # An opening comes first, and moves the others.
    plan_programme(session)

    items = {item.title: [text.text for text in item.texts.all()] for item in session.programme_items.all()}
    assert session.programme_items.get(title="Views of ministers").number == 3
    assert items == {"": [], "Views of ministers": ["Avis des ministres"]}


def test_item_without_a_title_is_named_by_its_segment_whatever_was_translated(session):
    translate(session, ITEM, "fr", "Avis des ministres")
    ProgrammeItem.objects.filter(title="Views of ministers").update(title="")

    assert [(language, fallback) for _text, language, fallback in shown(session, "fr")] == [("fr", False)] * 2
    assert ITEM not in {str(one.label) for one in texts_of(DialogueSession.objects.get(pk=session.pk))}


def test_readers_get_their_language_else_english_marked_as_such(session):
    translate(session, ITEM, "fr", "Avis des ministres")

    assert shown(session, "fr")[1] == ("Avis des ministres", "fr", False)
    assert shown(session, "es")[1] == ("Views of ministers", "en", True)
    assert shown(session, "en")[1] == ("Views of ministers", "en", False)


@pytest.mark.searches
@pytest.mark.parametrize(("key", "english"), [(ITEM, "Views of ministers"), (SERIES, "Round tables")])
def test_new_translation_shows_to_visitors_at_once_and_is_found(client, session, series, settings, key, english):
    SessionFactory(series=series)
    settings.VISITOR_PAGE_SECONDS = 60
    caches["pages"].clear()
    page = f"/fr/sessions/{session.slug}/"
    assert f'<span lang="en" dir="ltr">{english}</span> <span class="fallback-note">' in client.get(page).text

    translate(session, key, "fr", "Échanges")

    text = client.get(page).text
    assert ("Échanges" in text, english in text) == (True, False)
    assert session.get_absolute_url() in client.get("/fr/search/?q=echanges").text


@pytest.mark.searches
def test_series_is_found_by_its_title_once_that_is_reworded(client, session, series):
    series.title = "Plenary forums"
    series.save()

    assert session.get_absolute_url() in client.get("/search/?q=forums").text


def test_copy_has_its_items_in_all_their_languages(session, staff):
    translate(session, ITEM, "fr", "Avis des ministres")
    meeting = NewMeeting(title="", starts_at=None, ends_at=None, time_zone="UTC")

    copy, _new = create_session_from_earlier(session, meeting, actor=staff)

    assert ProgrammeItemText.objects.get(item__session=copy).text == "Avis des ministres"
    assert written(copy, ITEM).state("fr") == WRITTEN
    # The series is the earlier meeting's.
    assert SERIES not in {one.key for one in texts_of(copy)}


def test_pages_of_a_series_have_its_title_in_the_readers_language(client, staff, session, series):
    SeriesText.objects.create(series=series, language="fr", text="Tables rondes")

    for page in ("sessions:series-list", "sessions:series", "series:board"):
        names = [] if page.endswith("list") else [series.pk]
        with override("fr"):
            french = client.get(reverse(page, args=names)).text
        with override("es"):
            spanish = client.get(reverse(page, args=names)).text
        assert "Tables rondes" in french, page
        assert '<span lang="en" dir="ltr">Round tables</span>' in spanish, page
