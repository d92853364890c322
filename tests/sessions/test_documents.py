"""Documents: who may have which file when; languages and versions; the pages on which they are kept."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from dialogue_portal.uploads import PDF, checked_upload
from sessions.documents import documents_shown
from sessions.models import Document, Role, SessionStatus
from sessions.services import (
    add_document,
    add_document_file,
    create_session_from_note,
    remove_document_file,
    save_document,
    set_document_public,
)
from sessions.services.documents import OnlyFile
from tests.factories import SessionFactory, UserFactory, document, document_file, role
from tests.sessions.test_drafting import NOTE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def address(name, session, **arguments):
    return reverse(f"sessions:{name}", kwargs={"slug": session.slug, **arguments})


def form_data(**changed):
    return {"kind": "report", "title": "Report", "language": "en", **changed}


def pdf(content=b"facts"):
    return SimpleUploadedFile("report.pdf", b"%PDF-1.7 " + content)


def text_of(response):
    return b"".join(response.streaming_content)


def test_document_goes_to_those_who_may_see_it(client):
    session = SessionFactory()
    kept, public = document(session, title="Brief for the chair"), document(session, is_public=True)

    def status(row):
        return client.get(row.get_absolute_url()).status_code

    assert (status(public), status(kept)) == (200, 404)
    assert "Brief for the chair" not in client.get(session.get_absolute_url()).content.decode()
    client.force_login(role(session, Role.RAPPORTEUR))
    assert status(kept) == 200
    page = client.get(session.get_absolute_url()).content.decode()
    assert "Brief for the chair" in page
    assert "Not public" in page


def test_document_is_served_as_attachment_without_sniffing(client):
    response = client.get(document(SessionFactory(), is_public=True).get_absolute_url())

    assert text_of(response) == b"facts"
    assert response["Content-Disposition"] == 'attachment; filename="report.txt"'
    assert response["X-Content-Type-Options"] == "nosniff"


def test_document_of_another_session_or_of_a_draft_is_not_found(client):
    public = document(SessionFactory(), is_public=True)
    of_draft = document(SessionFactory(status=SessionStatus.DRAFT), is_public=True)

    assert client.get(address("document", SessionFactory(), document_id=public.pk)).status_code == 404
    assert client.get(of_draft.get_absolute_url()).status_code == 404
    assert not Document.objects.visible_to(UserFactory()).filter(pk=of_draft.pk).exists()


def test_embargoed_document_is_nobodys_until_its_moment(client, monkeypatch):
    session = SessionFactory()
    noon = datetime(2030, 3, 1, 12, tzinfo=UTC)
    report = document(session, title="Report on care", is_public=True, embargo_until=noon)
    file = report.files.get()

    def found():
        statuses = [client.get(row.get_absolute_url()).status_code for row in (report, file)]
        return statuses, "Report on care" in client.get(session.get_absolute_url()).content.decode()

    monkeypatch.setattr(timezone, "now", lambda: noon - timedelta(microseconds=1))
    assert found() == ([404, 404], False)
    member = role(session, Role.BUREAU, regional_group="african")
    client.force_login(member)
    assert found() == ([200, 200], True)
    assert "Under embargo" in client.get(session.get_absolute_url()).content.decode()
    client.logout()
    monkeypatch.setattr(timezone, "now", lambda: noon)
    assert found() == ([200, 200], True)


def test_languages_have_addresses_that_outlast_versions(client, staff):
    session = SessionFactory()
    report = document(session, is_public=True, content=b"first")
    document_file(report, "fr", b"en francais")
    english = address("document-file", session, document_id=report.pk, language="en")

    client.post(
        address("add-document-file", session, pk=report.pk), {"file": pdf(), "language": "en", "change": "Annex"}
    )

    client.logout()
    assert text_of(client.get(english)) == b"%PDF-1.7 facts"
    assert text_of(client.get(english.replace("/en/", "/fr/"))) == b"en francais"
    assert client.get(english.replace("/en/", "/es/")).status_code == 404
    assert client.get(f"{english}1/").status_code == 404
    page = client.get(session.get_absolute_url()).content.decode()
    assert page.index("English") < page.index("Français")
    client.force_login(role(session, Role.RAPPORTEUR))
    assert text_of(client.get(f"{english}1/")) == b"first"


def test_document_address_gives_the_original_language(client):
    statement = document(SessionFactory(), language="fr", is_public=True, content=b"original")
    document_file(statement, "ar", b"translation")

    assert text_of(client.get(statement.get_absolute_url())) == b"original"


def test_same_file_is_no_new_version_and_a_removed_one_gives_way(django_capture_on_commit_callbacks):
    staff = UserFactory()
    report = document(SessionFactory())
    first = report.files.get()
    from dialogue_portal.uploads import PDF, checked_upload

    second = add_document_file(report, upload=checked_upload(pdf(), accept={PDF}), language="en", actor=staff)
    again = add_document_file(report, upload=checked_upload(pdf(), accept={PDF}), language="en", actor=staff)
    assert (second.number, again, second.uploaded_by) == (2, second, staff)

    with django_capture_on_commit_callbacks(execute=True):
        remove_document_file(second, actor=staff)
    first.refresh_from_db()
    assert first.is_current
    assert not second.file.storage.exists(second.file.name)
    with pytest.raises(OnlyFile):
        remove_document_file(first, actor=staff)


def test_document_is_added_once_made_public_withdrawn_and_removed(client, staff):
    session = SessionFactory()
    token = "11111111-1111-4111-8111-111111111111"
    for _press in range(2):
        sent = form_data(file=pdf(), symbol="E/CN.6/2019/3", file_date="2019-01-04", client_token=token)
        client.post(address("documents", session), sent)
    report = Document.objects.get()
    file = report.files.get()
    assert (report.is_public, report.symbol, report.file_date) == (False, "E/CN.6/2019/3", date(2019, 1, 4))
    assert (file.content_type, file.file_name, file.uploaded_by) == ("application/pdf", "report.pdf", staff)

    client.post(address("show-document", session, pk=report.pk), {"public": "1"})
    assert Document.objects.get().is_public
    client.post(address("show-document", session, pk=report.pk))
    assert not Document.objects.get().is_public

    client.post(address("remove-document", session, pk=report.pk))
    assert not Document.objects.exists()


def test_removal_of_a_document_is_asked_first_and_a_public_one_better_withdrawn(client, staff):
    session = SessionFactory()
    report = document(session, title="Care work")
    document_file(report, "fr")
    where = address("remove-document", session, pk=report.pk)
    edited = client.get(address("edit-document", session, pk=report.pk)).content.decode()
    assert f'href="{where}"' in edited
    assert f'action="{where}"' not in edited

    page = client.get(where).content.decode()

    assert "Remove “Care work”?" in page
    assert all(f"{language}, version 1" in page for language in ("English", "French"))
    assert "Withdraw it instead" not in page
    set_document_public(report, True, actor=staff)
    assert "Withdraw it instead" in client.get(where).content.decode()
    # Nobody has cited what nobody could have.
    type(session).objects.update(status="draft")
    assert "Withdraw it instead" not in client.get(where).content.decode()
    assert session.documents.get() == report


@pytest.mark.parametrize(
    ("file_date", "words"),
    [("1909-03-12", "This is before 1945."), ("2091-03-12", "This is more than a year ahead."), ("1946-02-18", None)],
)
def test_date_of_a_document_that_must_be_a_slip_is_told(client, staff, file_date, words):
    session = SessionFactory()
    page = client.post(address("documents", session), form_data(file=pdf(), file_date=file_date)).content.decode()

    assert session.documents.exists() == (words is None)
    assert words is None or words in page


def test_embargo_is_typed_in_the_zone_of_the_meeting(client, staff):
    session = SessionFactory()
    client.post(address("documents", session), form_data(file=pdf(), embargo_until="2019-03-12T15:00"))
    assert Document.objects.get().embargo_until == datetime(2019, 3, 12, 19, tzinfo=UTC)

    # The clock in New York skips this time.
    page = client.post(address("documents", session), form_data(file=pdf(), embargo_until="2019-03-10T02:30"))
    assert "never shows 02:30. Write 03:30 instead." in page.content.decode()
    # And this one it shows twice.
    twice = form_data(embargo_until="2019-11-03T01:30", title="Second report")
    page = client.post(address("documents", session), {**twice, "file": pdf()})
    assert "shows 01:30 twice. Say which is meant." in page.content.decode()
    assert Document.objects.count() == 1
    client.post(address("documents", session), {**twice, "file": pdf(), "embargo_until_which": "2"})
    second = Document.objects.get(title="Second report")
    assert second.embargo_until == datetime(2019, 11, 3, 6, 30, tzinfo=UTC)
    edited = client.get(address("edit-document", session, pk=second.pk)).content.decode()
    assert 'name="embargo_until_which" value="2"' in edited


def test_facts_are_edited_and_a_stale_save_shows_both(client, staff):
    session = SessionFactory()
    report = document(session, embargo_until=datetime(2030, 3, 12, 19, 0, 30, tzinfo=UTC))
    where = address("edit-document", session, pk=report.pk)
    page = client.get(where).content.decode()
    assert 'value="2030-03-12T15:00"' in page
    sent = {"kind": "report", "title": "Mine", "original_language": "en", "seen_revision": 1}

    client.post(where, {**sent, "title": "Theirs"})
    page = client.post(where, sent).content.decode()

    assert "Somebody else saved this" in page
    assert "Mine" in page
    assert "Theirs" in page
    report.refresh_from_db()
    assert (report.title, report.embargo_until) == ("Theirs", None)


def test_embargo_not_touched_keeps_its_seconds_and_a_conflict_shows_the_meetings_clock(client, staff):
    session = SessionFactory()
    until = datetime(2030, 3, 12, 19, 0, 30, tzinfo=UTC)
    report = document(session, embargo_until=until)
    where = address("edit-document", session, pk=report.pk)
    sent = {"kind": "report", "title": "Mine", "original_language": "en", "seen_revision": 1}

    client.post(where, {**sent, "embargo_until": "2030-03-12T15:00"})
    page = client.post(where, {**sent, "embargo_until": "2030-03-12T16:00"}).content.decode()

    report.refresh_from_db()
    assert report.embargo_until == until
    assert "Tuesday 12 March 2030, 3 p.m. New York" in page
    assert "Tuesday 12 March 2030, 4 p.m. New York" in page
    assert 'value="2030-03-12T16:00"' in page


def test_statement_says_who_made_it_and_when(client, staff):
    session = SessionFactory()
    sent = form_data(kind="statement", title="On fares")
    before = document(session, kind="statement", title="From before")

    page = client.post(address("documents", session), {**sent, "file": pdf()}).content.decode()
    edited = client.post(
        address("edit-document", session, pk=before.pk), {**sent, "original_language": "en", "seen_revision": 1}
    ).content.decode()
    for shown in (page, edited):
        assert "write who made it" in shown
        assert "write the day on which it was made" in shown
    assert session.documents.get() == before

    client.post(address("documents", session), {**sent, "author": "Ana Sosa", "file_date": "2019-03-14", "file": pdf()})
    statement = session.documents.get(title="On fares")
    assert (statement.author, statement.file_date) == ("Ana Sosa", date(2019, 3, 14))
    statement.author = " "
    with pytest.raises(ValidationError, match="write who made it"):
        save_document(statement, actor=staff, seen=1)
    upload = checked_upload(pdf(), accept={PDF})
    with pytest.raises(ValidationError, match="write the day"):
        add_document(session, upload=upload, kind="statement", title="Third", author="Ana Sosa", actor=staff)
    assert not Document.objects.filter(title="Third").exists()


def test_file_of_the_concept_note_is_not_removed(client, staff):
    client.post("/sessions/new/", {"file": SimpleUploadedFile("note.txt", NOTE.encode())})
    note = Document.objects.get()

    for act in (client.get, client.post):
        page = act(address("remove-document", note.session, pk=note.pk), follow=True).content.decode()
        assert "can be hidden, not removed" in page
    assert Document.objects.count() == 1

    client.post(address("add-document-file", note.session, pk=note.pk), {"file": pdf(), "language": "en"})
    original = note.files.get(number=1)
    address_of_it = address("remove-document-file", note.session, pk=original.pk)
    page = client.post(address_of_it, follow=True).content.decode()
    assert "can be hidden, not removed" in page
    client.post(address("remove-document-file", note.session, pk=note.files.get(number=2).pk))
    assert note.files.get() == original


def test_empty_page_says_what_to_do(client, staff):
    session, _new = create_session_from_note(NOTE, actor=staff)
    assert "There are no documents yet" in client.get(address("documents", session)).content.decode()


def test_list_goes_by_kind_and_title():
    session = SessionFactory()
    for kind, title in (("other", "A"), ("statement", "C"), ("statement", "B"), ("concept_note", "D")):
        document(session, kind=kind, title=title, is_public=True)

    shown = documents_shown(session, UserFactory())

    assert [(one.kind, one.title) for one in shown] == [
        ("concept_note", "D"),
        ("statement", "B"),
        ("statement", "C"),
        ("other", "A"),
    ]


@pytest.mark.parametrize("count", [3, 100])
def test_kept_documents_cost_a_constant_number_of_queries(client, staff, no_links, django_assert_num_queries, count):
    session = SessionFactory()
    for number in range(count):
        document_file(document(session, title=f"Paper {number}"), "fr")
    with django_assert_num_queries(7):
        client.get(address("documents", session))
