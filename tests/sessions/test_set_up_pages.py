"""From an empty portal to a published session in a browser's requests: upload or paste, review, publish."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from sessions.models import ConceptNote, DialogueSession, LeadingQuestion, SessionStatus
from sessions.services import create_session_from_note
from tests.factories import SessionFactory, UserFactory, leading_question, role
from tests.sessions.real_note import real_note
from tests.sessions.test_drafting import NOTE

pytestmark = pytest.mark.django_db
NEW = "/sessions/new/"


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def fields_of(page: str) -> dict[str, str]:
    """What the page's form would send: the values of its inputs, text areas and selects."""
    fields = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, kind = re.search(r'name="([^"]*)"', tag), re.search(r'type="(\w+)"', tag)
        if name and not (kind and kind[1] in {"checkbox", "file", "submit"} and "checked" not in tag):
            value = re.search(r'value="([^"]*)"', tag)
            fields[name[1]] = value[1] if value else ""
    fields.update(re.findall(r'<textarea name="([^"]*)"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL))
    for name, options in re.findall(r'<select name="([^"]*)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        fields[name] = chosen[1] if chosen else ""
    return {name: value.replace("&#x27;", "'").replace("&amp;", "&") for name, value in fields.items()}


def test_real_note_is_published_within_six_pages(client, staff):
    pages = [client.get("/"), client.get(NEW)]
    file = SimpleUploadedFile("csw63-concept-note.txt", real_note())
    made = client.post(NEW, {"file": file, "client_token": fields_of(pages[1].content.decode())["client_token"]})
    pages.append(client.get(made.url))
    published = client.post(made.url, {**fields_of(pages[2].content.decode()), "publish": "1"})
    pages.append(client.get(published.url))
    client.logout()

    session = DialogueSession.objects.get()
    assert session.status == SessionStatus.PUBLISHED
    assert published.url == f"{session.get_absolute_url()}?saved=1"
    assert [page.status_code for page in pages] == [200] * 4
    public = client.get(published.url).content.decode()
    assert "Building alliances for social protection systems" in public
    assert "3–6 p.m. New York" in public
    assert session.leading_questions.count() == 3
    assert AuditEntry.objects.get_for_object(session).first().actor == staff


def test_review_shows_what_was_found_beside_what_was_not(client, staff):
    session, _new = create_session_from_note(NOTE, actor=staff)

    page = client.get(reverse("sessions:set-up", args=[session.slug])).content.decode()

    assert "Found in line 3" in page
    assert "Not found: fill in" in page
    assert "Not found in the concept note:" in page
    assert "What lasts?" in page


def test_all_wordings_of_the_title_are_offered_and_one_is_chosen(client, staff):
    note = NOTE.replace("The Commission on", "A dialogue on “Alliances that care for people”. The Commission on")
    session, _new = create_session_from_note(note, actor=staff)
    address = reverse("sessions:set-up", args=[session.slug])
    page = client.get(address).content.decode()
    assert page.count('name="use_title"') == 2

    client.post(address, {**fields_of(page), "use_title": "1"})

    assert DialogueSession.objects.get().title == "Alliances that care for people"


def test_pasted_note_and_double_click_make_one_session(client, staff):
    token = fields_of(client.get(NEW).content.decode())["client_token"]

    answers = [client.post(NEW, {"text": NOTE, "client_token": token}) for _ in range(2)]

    assert answers[0].url == answers[1].url
    assert DialogueSession.objects.count() == 1


@pytest.mark.parametrize("as_file", [False, True])
def test_note_that_made_a_draft_already_makes_another_when_asked_again(client, staff, as_file):
    def send():
        token = fields_of(client.get(NEW).content.decode())["client_token"]
        note = {"file": SimpleUploadedFile("note.txt", NOTE.encode())} if as_file else {"text": NOTE}
        return client.post(NEW, {**note, "client_token": token, "way": "note"})

    first = send()
    page = send().content.decode()

    assert "There is a draft of this concept note already" in page
    assert first.url in page
    assert DialogueSession.objects.count() == 1
    asked = {"way": "same-note"} | dict(re.findall(r'name="(same-[a-z_]+)" value="([^"]+)"', page))
    answers = [client.post(NEW, asked) for _ in range(2)]
    assert answers[0].url == answers[1].url != first.url
    assert DialogueSession.objects.count() == 2
    assert [session.documents.count() for session in DialogueSession.objects.all()] == [int(as_file)] * 2
    ConceptNote.objects.update(imported_at=timezone.now() - timedelta(hours=25))
    assert send().status_code == 302


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Choose a file or paste the text"),
        ({"text": "   "}, "Choose a file or paste the text"),
        ({"text": "a" * 100_001}, "too long for a concept note"),
        ({"text": NOTE, "file": b"Also this"}, "Remove one of them"),
        ({"file": b""}, "is empty"),
        ({"file": bytes(range(256))}, "not a file of a kind that can be used"),
        ({"file": b"%PDF-1.7"}, "PDF file cannot be read"),
        ({"file": b"PK\x03\x04 torn"}, "not a file of a kind that can be used"),
    ],
)
def test_what_is_no_note_is_told_beside_the_field_and_saves_nothing(client, staff, sent, words):
    if "file" in sent:
        sent = {**sent, "file": SimpleUploadedFile("note.txt", sent["file"])}

    response = client.post(NEW, sent)

    assert response.status_code == 200
    assert words in response.content.decode()
    assert not DialogueSession.objects.exists()


def test_fifty_megabytes_are_refused_without_being_read(client, staff, monkeypatch, tmp_path):
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    monkeypatch.setattr("sessions.forms.notes.read_note", lambda data: pytest.fail("it was read"))

    with large.open("rb") as file:
        response = client.post(NEW, {"file": file})

    assert "the limit is 10.0\xa0MB" in response.content.decode()
    assert not DialogueSession.objects.exists()


def test_draft_that_lacks_something_is_saved_but_not_published(client, staff):
    session, _new = create_session_from_note("Care\n\nOverview\n\nText.", actor=staff)
    address = reverse("sessions:set-up", args=[session.slug])

    response = client.post(
        address, {**fields_of(client.get(address).content.decode()), "venue": "Hall 1", "publish": "1"}, follow=True
    )

    page = response.content.decode()
    assert "something still lacks" in page
    assert "There is no leading question." in page
    session.refresh_from_db()
    assert (session.venue, session.status) == ("Hall 1", SessionStatus.DRAFT)


def test_two_savers_meet_and_both_texts_are_shown(client, staff):
    session, _new = create_session_from_note(NOTE, actor=staff)
    address = reverse("sessions:set-up", args=[session.slug])
    seen = fields_of(client.get(address).content.decode())
    client.post(address, {**seen, "overview": "The first saver’s", "questions-0-text": "Whose question?"})

    second = client.post(address, {**seen, "overview": "The second saver’s"})

    page = second.content.decode()
    assert page.count("The first saver’s") == page.count("Whose question?") == 1
    assert "The second saver’s" in page
    client.post(address, {**fields_of(page), "overview": "Agreed"})
    assert str(DialogueSession.objects.get().text("overview")) == "Agreed"


def test_times_are_those_of_the_meetings_zone(client, staff):
    session, _new = create_session_from_note(NOTE, actor=staff)
    address = reverse("sessions:set-up", args=[session.slug])
    seen = fields_of(client.get(address).content.decode())
    assert (seen["date"], seen["starts"], seen["ends"]) == ("2019-03-12", "15:00", "18:00")

    client.post(address, {**seen, "time_zone": "Africa/Nairobi"})

    session.refresh_from_db()
    assert session.starts_at.isoformat() == "2019-03-12T12:00:00+00:00"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"date": "2019-03-10", "starts": "02:30"}, "the clock is put forward and never shows"),
        ({"date": ""}, "date and times are kept together"),
        ({"stakeholders_min": "5"}, "Make it the same or more"),
        ({"slug": "new"}, "taken by a page of the portal"),
        ({"session_number": ""}, "or neither"),
        ({"initial_seconds": "0"}, "greater than or equal to 10"),
        ({"questions-0-number": "0"}, "greater than or equal to 1"),
    ],
)
def test_errors_stand_beside_the_field_and_keep_what_was_typed(client, staff, typed, words):
    session, _new = create_session_from_note(NOTE, actor=staff)
    address = reverse("sessions:set-up", args=[session.slug])

    response = client.post(
        address, {**fields_of(client.get(address).content.decode()), **typed, "overview": "Kept as typed"}
    )

    page = response.content.decode()
    assert words in page
    assert "Kept as typed" in page
    session.refresh_from_db()
    assert session.revision == 1


def test_address_of_a_published_session_stays(client, staff):
    session = SessionFactory(slug="stays")
    leading_question(session)
    address = reverse("sessions:set-up", args=["stays"])

    client.post(address, {**fields_of(client.get(address).content.decode()), "slug": "moves"})

    session.refresh_from_db()
    assert (session.slug, session.revision) == ("stays", 2)


def test_published_session_keeps_its_times(client, staff):
    session = SessionFactory()
    address = reverse("sessions:set-up", args=[session.slug])

    page = client.post(
        address, {**fields_of(client.get(address).content.decode()), "date": "", "starts": "", "ends": ""}
    ).content.decode()

    assert page.count("date and times are kept together") >= 3
    session.refresh_from_db()
    assert session.starts_at


def test_questions_are_added_emptied_and_ordered_without_javascript(client, staff):
    session, _new = create_session_from_note(NOTE, actor=staff)
    address = reverse("sessions:set-up", args=[session.slug])
    seen = fields_of(client.get(address).content.decode())

    response = client.post(
        address,
        {
            **seen,
            "questions-0-text": "",
            "questions-2-text": "Who pays?",
            "questions-2-number": "1",
            "save": "questions",
        },
    )

    assert response.url == f"{address}?saved=1#questions"
    assert [str(row.text) for row in LeadingQuestion.objects.all()] == ["Who pays?", "What lasts?"]


def test_set_up_page_costs_a_constant_number_of_queries(client, staff, django_assert_max_num_queries):
    """Seventeen of its own; the rest are the other apps' links in the navigation."""
    session, _new = create_session_from_note(NOTE, actor=staff)
    address = reverse("sessions:set-up", args=[session.slug])
    cost = []
    for number in (3, 30):
        while session.leading_questions.count() < number:
            leading_question(session, session.leading_questions.count() + 1)
        client.get(address)
        with django_assert_max_num_queries(21) as done:
            client.get(address)
        cost.append(len(done))

    assert cost[0] == cost[1]


@pytest.mark.parametrize("count", [3, 100])
def test_list_costs_a_constant_number_of_queries(client, django_assert_num_queries, count):
    SessionFactory.create_batch(count)

    with django_assert_num_queries(4):
        assert client.get("/fr/sessions/").status_code == 200
    # English titles are columns.
    with django_assert_num_queries(3):
        assert client.get("/sessions/").status_code == 200


def test_list_shows_drafts_to_staff_only(client):
    SessionFactory(title="Secret draft", status=SessionStatus.DRAFT)
    SessionFactory(title="Announced")

    seen = client.get("/sessions/").content.decode()
    client.force_login(UserFactory(is_secretariat=True))

    assert ("Secret draft" in seen, "Announced" in seen) == (False, True)
    assert "Secret draft" in client.get("/sessions/").content.decode()


def test_example_note_is_offered_for_download(client, staff):
    assert reverse("sessions:example-note") in client.get(NEW).content.decode()

    response = client.get(reverse("sessions:example-note"))

    assert response["Content-Disposition"] == 'attachment; filename="concept-note.txt"'
    assert b"Concept note" in response.content


STAFF_PAGES = ["create", "example-note"]
STAFF_PAGES_OF_A_SESSION = ["cockpit", "set-up", "phases", "people", "documents"]


@pytest.mark.parametrize("name", [*STAFF_PAGES, *STAFF_PAGES_OF_A_SESSION])
def test_pages_of_the_secretariat_are_refused_to_all_others(client, name):
    session = SessionFactory()
    address = reverse(f"sessions:{name}", args=[] if name in STAFF_PAGES else [session.slug])

    assert client.get(address).status_code == 302
    for user in (UserFactory(), role(session, "moderator"), role(session, "commission_chair")):
        client.force_login(user)
        assert client.get(address).status_code == 403
    client.force_login(UserFactory(is_secretariat=True))
    assert client.get(address).status_code == 200


def test_theme_is_a_line_as_on_the_page_of_texts(client, staff):
    session = SessionFactory(theme="Care")
    address = reverse("sessions:set-up", args=[session.slug])
    data = fields_of(client.get(address).text)

    client.post(address, {**data, "theme": "Care\r\nfor  all"})
    session.refresh_from_db()
    too_long = client.post(address, {**data, "seen_revision": session.revision, "theme": "a" * 2001}).text

    assert session.theme == "Care for all"
    assert "at most 2000 characters" in too_long
