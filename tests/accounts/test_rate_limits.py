"""Sending too often: refused with when to go on, and nothing typed is lost."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.rate_limits import APPLYING, seconds_to_wait
from sessions.models import Document
from tests.factories import SessionFactory, UserFactory
from tests.stakeholders.rows import application, call, member

pytestmark = pytest.mark.django_db

MOTIVATION = "Care <work> & “time”\r\n\r\nin two paragraphs"


@pytest.fixture
def row(client):
    made = application(call(), "draft")
    client.force_login(member(made))
    return made


def address(row, name, step="experience"):
    return reverse(f"stakeholders:{name}", kwargs={"slug": row.session.slug, "pk": row.pk, "step": step})


def sent_again(page):
    """The fields that the page of a refusal sends again."""
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page)
    return {unescape(name): unescape(value) for name, value in fields if name != "csrfmiddlewaretoken"}


def test_application_sent_too_often_is_kept_on_the_page_that_sends_it_again(client, row, settings):
    settings.APPLY_RATE = "1/h"
    typed = {"seen_revision": "2", "government_experience": "A", "motivation": MOTIVATION}
    client.post(address(row, "apply-step"), {"seen_revision": "1", "motivation": "First"})

    refused = client.post(address(row, "apply-step"), typed)

    page = refused.content.decode()
    assert (refused.status_code, "You can send it again in " in page) == (429, True)
    assert 0 < int(refused["Retry-After"]) <= 3600
    row.refresh_from_db()
    assert row.motivation == "First"
    assert sent_again(page) == typed
    assert "Care &lt;work&gt; &amp; “time”" in page.partition("<dl")[2]
    settings.APPLY_RATE = ""
    assert client.post(address(row, "apply-step"), sent_again(page)).status_code == 302
    row.refresh_from_db()
    assert row.motivation == MOTIVATION


def test_draft_saved_by_itself_too_often_is_told_when_it_goes_on(client, row, settings):
    settings.APPLY_RATE = "1/h"
    for _first_and_second in range(2):
        answer = client.post(address(row, "apply-autosave"), {"seen_revision": 1, "motivation": "Because"})

    assert (answer.status_code, int(answer["Retry-After"]) > 0) == (429, True)
    assert "Not saved yet: it is tried again in" in answer.json()["message"]


def test_person_who_saves_at_each_pause_in_typing_is_not_refused(rf):
    request = rf.post("/")
    request.user = UserFactory()

    # autosave.js waits 1.2 seconds: 50 a minute at most, here in two tabs.
    assert [seconds_to_wait(request, APPLYING) for _save in range(100)] == [0] * 100


def test_files_sent_too_often_are_refused_and_logged(client, settings, caplog):
    settings.UPLOAD_RATE = "1/h"
    session, staff = SessionFactory(), UserFactory(is_secretariat=True)
    documents = reverse("sessions:documents", kwargs={"slug": session.slug})

    def add(title):
        token = client.get(documents).context["form"]["client_token"].value()
        file = SimpleUploadedFile("note.txt", b"Facts")
        data = {"client_token": token, "title": title, "kind": "report", "language": "en", "file": file}
        return client.post(documents, data)

    client.force_login(staff)
    assert add("First").status_code == 302
    refused = add("Second, on <care>")

    page = refused.content.decode()
    assert (refused.status_code, list(Document.objects.values_list("title", flat=True))) == (429, ["First"])
    assert sent_again(page)["title"] == "Second, on <care>"
    assert "Choose this file again: note.txt" in page
    [line] = [record for record in caplog.messages if "sent too often" in record]
    assert line == f"sent too often: user {staff.pk}, from 127.0.0.1, UPLOAD_RATE 1/h"
    # Who sends no file, or is somebody else, is not counted.
    assert client.post(documents, {"title": "Third"}).status_code == 200
    client.force_login(UserFactory(is_secretariat=True))
    assert add("Third").status_code == 302


def test_application_is_saved_while_what_counts_is_away(client, row, settings):
    nobody_answers = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://localhost:1/0"}
    settings.CACHES = {**settings.CACHES, "away": nobody_answers}
    settings.RATELIMIT_USE_CACHE = "away"

    answer = client.post(address(row, "apply-step"), {"seen_revision": "1", "motivation": MOTIVATION})

    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.motivation == MOTIVATION
