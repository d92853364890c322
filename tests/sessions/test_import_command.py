"""`manage.py import_concept_note`: prints what was and was not recognised; a clear error leaves nothing behind."""

import pytest
from django.core.management import CommandError, call_command

from sessions.models import DialogueSession, DocumentFile
from tests.sessions.real_note import real_note

pytestmark = pytest.mark.django_db


@pytest.fixture
def note(settings, tmp_path):
    """A file with the given bytes."""
    settings.MEDIA_ROOT = tmp_path / "media"

    def write(data: bytes):
        path = tmp_path / "note.txt"
        path.write_bytes(data)
        return str(path)

    return write


def test_real_note_is_imported_and_published(note, capsys):
    call_command("import_concept_note", note(real_note()), "--publish")

    session = DialogueSession.objects.get()
    printed = capsys.readouterr().out
    assert session.status == "published"
    assert "Venue: United Nations Headquarters (line 9)" in printed
    assert printed.strip().endswith("/sessions/csw63-interactive-dialogue/ (published)")
    assert DocumentFile.objects.get().file_name == "note.txt"


def test_what_was_not_recognised_is_printed(note, capsys):
    call_command("import_concept_note", note(b"Dialogue on care\n\nOverview\n\nText."))

    printed = capsys.readouterr().out
    assert "Venue: not found" in printed
    assert "(draft)" in printed


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"", "empty"), (b"\x00\x01", "not a file of a kind"), (b"a" * 11_000_000, "limit"), (b"a" * 100_001, "too long")],
)
def test_what_is_no_note_is_a_clear_error(note, data, words):
    with pytest.raises(CommandError, match=words):
        call_command("import_concept_note", note(data))

    assert not DialogueSession.objects.exists()


def test_missing_file_is_a_clear_error(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_concept_note", str(tmp_path / "nowhere.txt"))


def test_note_that_lacks_something_is_not_published_and_not_kept(note):
    with pytest.raises(CommandError, match="There is no leading question"):
        call_command("import_concept_note", note(b"Dialogue on care\n\nOverview\n\nText."), "--publish")

    assert not DialogueSession.objects.exists()
