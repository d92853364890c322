"""The public page of a session, and who may have its documents."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from sessions.models import Document, Role, SessionStatus, SessionText
from tests.factories import SessionFactory, UserFactory, leading_question, open_phase, role

pytestmark = pytest.mark.django_db


def _document(session, **fields):
    document = Document(session=session, kind="report", title="Report", size=5, content_type="text/plain", **fields)
    document.file_name = "report.txt"
    document.file.save("report", ContentFile(b"facts"))
    return document


def test_page_shows_texts_questions_and_rules(client):
    session = SessionFactory(stakeholders_min=3, stakeholders_max=4)
    SessionText.objects.create(session=session, part="overview", language="en", text="**Why** we meet")
    leading_question(session, 1, "What works?")

    page = client.get(session.get_absolute_url()).content.decode()

    assert "<strong>Why</strong> we meet" in page
    assert "What works?" in page
    assert "3 minutes" in page
    assert "1 minute<" in page
    assert "3 to 4 stakeholders" in page
    assert "No speakers’ list is kept." in page


def test_draft_is_found_by_staff_and_role_holders_only(client):
    session = SessionFactory(status=SessionStatus.DRAFT)
    expected = [(None, 404), (UserFactory(), 404), (role(session, Role.REVIEWER), 200)]
    expected.append((UserFactory(is_secretariat=True), 200))
    for user, status in expected:
        if user:
            client.force_login(user)
        assert client.get(session.get_absolute_url()).status_code == status


@pytest.mark.parametrize("count", [3, 100])
def test_page_costs_a_constant_number_of_queries(client, django_assert_num_queries, count):
    session = SessionFactory()
    for number in range(1, count + 1):
        leading_question(session, number)
        Document.objects.create(session=session, kind="other", title=f"Paper {number}", size=1, is_public=True)
    open_phase(session, "intents")

    # The session with its texts and phases, questions, theme areas, programme, documents.
    with django_assert_num_queries(7):
        client.get(session.get_absolute_url())


def test_document_goes_to_those_who_may_see_it(client):
    session = SessionFactory()
    kept = _document(session, is_public=False)
    public = _document(session, is_public=True)

    def status(document):
        return client.get(reverse("sessions:document", args=[session.slug, document.pk])).status_code

    assert (status(public), status(kept)) == (200, 404)
    assert "not public" not in client.get(session.get_absolute_url()).content.decode()
    client.force_login(role(session, Role.RAPPORTEUR))
    assert status(kept) == 200


def test_document_is_served_as_attachment_without_sniffing(client):
    document = _document(SessionFactory(), is_public=True)

    response = client.get(reverse("sessions:document", args=[document.session.slug, document.pk]))

    assert b"".join(response.streaming_content) == b"facts"
    assert response["Content-Disposition"] == 'attachment; filename="report.txt"'
    assert response["X-Content-Type-Options"] == "nosniff"


def test_document_of_another_session_is_not_found(client):
    document = _document(SessionFactory(), is_public=True)
    other = SessionFactory()

    assert client.get(reverse("sessions:document", args=[other.slug, document.pk])).status_code == 404


def test_visible_documents_and_the_permission_agree():
    session = SessionFactory()
    documents = [_document(session, is_public=True), _document(session, is_public=False)]
    people = [UserFactory(), UserFactory(is_secretariat=True), role(session, Role.BUREAU, regional_group="african")]
    for person in people:
        for document in documents:
            seen = Document.objects.visible_to(person).filter(pk=document.pk).exists()
            assert person.has_perm("sessions.download_document", document) == seen
