"""The words inside documents: read out of each kind of file, found in its language, gone with it, bounded."""

import io
import signal
import subprocess
import sys
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from docx import Document
from weasyprint import HTML

from dialogue_portal import jobs
from dialogue_portal.jobs import JobState
from dialogue_portal.models import SearchEntry
from dialogue_portal.search import find, results
from dialogue_portal.uploads import DOCX, ODT, PDF, TEXT, checked_upload
from sessions.concept_note import MAX_CHARACTERS, UnreadableNote, apart
from sessions.concept_note.apart import read_apart
from sessions.models import FileText
from sessions.services import add_document, add_document_file, remove_document, remove_document_file
from sessions.services.file_texts import KIND, read_unread
from tests.factories import SessionFactory, UserFactory, document

pytestmark = [pytest.mark.django_db, pytest.mark.searches]

BASE_DIR = Path(apart.__file__).parents[2]


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def upload(content, name="report"):
    return checked_upload(ContentFile(content, name=name), accept={TEXT, DOCX, PDF, ODT})


def added(content, **about):
    about = {"title": "Report", "kind": "report", "is_public": True, "actor": None, **about}
    return add_document(SessionFactory(), upload=upload(content), **about)


def found(query, **narrowed):
    return [result.text for result in results(find(query, **narrowed), query)]


def word_file(heading, paragraph):
    written, file = Document(), io.BytesIO()
    written.add_heading(heading)
    written.add_paragraph().add_run(paragraph).bold = True
    written.save(file)
    return file.getvalue()


def open_document(body):
    urn = "urn:oasis:names:tc:opendocument:xmlns:"
    names = f'xmlns:office="{urn}office:1.0" xmlns:text="{urn}text:1.0"'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", ODT)
        archive.writestr(
            "content.xml",
            f"<office:document-content {names}><office:body><office:text>{body}</office:text></office:body>"
            "</office:document-content>",
        )
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        "Ferries to the clinic\n\nEvery Tuesday.".encode("utf-16"),
        word_file("Ferries to the clinic", "Every Tuesday."),
        HTML(string="<h1>Ferries to the clinic</h1><p>Every Tuesday.").write_pdf(),
        open_document("<text:h>Ferries to the clinic</text:h><text:p>Every Tuesday.</text:p>"),
    ],
    ids=["text", "word", "pdf", "odt"],
)
def test_document_is_found_by_the_words_inside_once_they_are_read(content):
    added(content, symbol="E/CN.6/9")
    assert found("ferries tuesday") == []

    assert read_unread() == 1

    assert found("ferries tuesday") == ["E/CN.6/9\n<mark>Ferries</mark> to the clinic Every <mark>Tuesday</mark>."]
    assert read_unread() == 0


def test_words_are_read_after_the_upload_is_committed(django_capture_on_commit_callbacks, monkeypatch):
    sent = []
    monkeypatch.setattr(jobs, "_send", lambda kind, pk: sent.append((kind, pk)))
    with django_capture_on_commit_callbacks(execute=True):
        paper = added(b"Ferries")
        assert sent == []
    assert sent == [(KIND, FileText.objects.get(file__document=paper).pk)]


def test_each_language_has_its_own_words():
    paper = added(b"Ferries")
    add_document_file(paper, upload=upload("Les bacs de la côte".encode()), language="fr", actor=None)
    read_unread()
    assert len(found("cote", language="fr")) == len(found("ferries", language="en")) == 1
    assert found("ferries", language="fr") == []


def test_only_the_current_version_is_searched():
    staff = UserFactory(is_secretariat=True)
    paper = added(b"Ferries")
    read_unread()
    file = add_document_file(paper, upload=upload(b"Causeways"), language="en", actor=staff)
    assert found("ferries") == []
    read_unread()
    assert (len(found("causeways")), found("ferries")) == (1, [])

    remove_document_file(file, actor=staff)
    assert (found("causeways"), len(found("ferries"))) == ([], 1)

    remove_document(paper, actor=staff)
    assert not FileText.objects.exists()
    assert not SearchEntry.objects.filter(source="documents").exists()


def flood():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "")
        archive.writestr("word/document.xml", b"0" * (21 * 1024 * 1024))
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [HTML(string="<p></p>").write_pdf(), b"%PDF-1.7 damaged", flood(), open_document("")],
    ids=["scan", "damaged", "flood", "odt"],
)
def test_file_that_cannot_be_read_is_not_searched_inside_and_its_page_says_so(client, content):
    client.force_login(UserFactory(is_secretariat=True))
    paper = added(content)
    address = reverse("sessions:edit-document", kwargs={"slug": paper.session.slug, "pk": paper.pk})
    assert "Not read for the search yet." in client.get(address).content.decode()

    read_unread()

    assert FileText.objects.get().state == JobState.DONE
    assert "Not searched inside" in client.get(address).content.decode()
    assert len(found("report")) == 1
    add_document_file(paper, upload=upload(b"Ferries"), language="en", actor=None)
    read_unread()
    page = client.get(address).content.decode()
    assert "Not searched inside" not in page
    assert "Not read" not in page


def test_reading_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(apart, "CLOCK_SECONDS", 0.01)
    with pytest.raises(UnreadableNote):
        read_apart(b"Ferries")


def test_reading_that_the_machine_ends_is_unreadable(monkeypatch, tmp_path):
    killed = tmp_path / "python"
    killed.write_text("#!/bin/sh\nkill -KILL $$\n")
    killed.chmod(0o755)
    monkeypatch.setattr(apart.sys, "executable", str(killed))
    with pytest.raises(UnreadableNote):
        read_apart(b"Ferries")


@pytest.mark.parametrize(
    ("limits", "act", "ends_with"),
    [
        ("apart.MEMORY_BYTES = 2**29", "bytearray(2**30)", 1),
        ("apart.SECONDS = 1", "while True: pass", -signal.SIGXCPU),
    ],
)
def test_reading_is_limited_in_memory_and_time(limits, act, ends_with):
    code = f"from sessions.concept_note import apart\n{limits}\napart.limit()\n{act}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=BASE_DIR, check=False)
    assert done.returncode in (ends_with, -signal.SIGKILL), done.stderr.decode()


def test_long_file_is_found_by_its_beginning():
    # Signs that folding makes many, in words of which no two are alike: more than PostgreSQL takes.
    signs = [chr(number) for number in range(0x3300, 0x3358)]
    words = " ".join(f"{a}{b}{c}{a}{b}" for a in signs for b in signs for c in signs[:5])
    added(f"Ferries {words} causeways".encode())
    read_unread()
    assert len(FileText.objects.get().text) == MAX_CHARACTERS
    assert len(found("ferries")) == 1
    assert found("causeways") == []


def test_reading_whose_worker_was_killed_is_taken_up_again():
    added(b"Ferries")
    long_ago = timezone.now() - timedelta(hours=1)
    FileText.objects.update(state=JobState.RUNNING, attempt=1, started_at=long_ago, heartbeat_at=long_ago)
    jobs.sweep()
    jobs.run(KIND, FileText.objects.get().pk)
    assert len(found("ferries")) == 1


def test_rebuild_reads_what_was_never_read_and_what_failed():
    # As files are there from before words were read.
    document(SessionFactory(), content=b"Ferries", is_public=True)
    added(b"Causeways")
    FileText.objects.update(state=JobState.FAILED)
    call_command("rebuild_search_index", verbosity=0)
    assert len(found("ferries")) == len(found("causeways")) == 1
