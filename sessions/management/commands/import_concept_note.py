"""The importer of the page "New session" on the command line: makes a draft and says what was recognised."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from dialogue_portal.uploads import DOCX, ODT, PDF, TEXT, checked_upload
from sessions.concept_note import FIELD_LABELS, MAX_BYTES, UnreadableNote, read_note
from sessions.models import ConceptNote
from sessions.services import NotReady, create_session_from_note, publish_session


class Command(BaseCommand):
    help = "Make a draft session of a concept note (.txt, .docx, .odt or .pdf)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--publish", action="store_true", help="publish it, if nothing lacks")

    def handle(self, *args: Any, file: Path, publish: bool, **options: Any) -> None:
        try:
            with file.open("rb") as opened, transaction.atomic():
                upload = checked_upload(
                    UploadedFile(File(opened), file.name, size=file.stat().st_size),
                    accept={TEXT, DOCX, ODT, PDF},
                    max_bytes=MAX_BYTES,
                )
                text = read_note(opened.read())
                opened.seek(0)
                session, _new = create_session_from_note(text, actor=None, upload=upload)
                if publish:
                    publish_session(session, actor=None, seen=session.revision)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}") from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except UnreadableNote as error:
            raise CommandError(str(error)) from error
        except NotReady as error:
            lacks = " ".join(str(lack.words) for lack in error.lacks)
            raise CommandError(f"Nothing was imported, for it cannot be published. {lacks}") from error
        self._report(session.concept_note)
        self.stdout.write(self.style.SUCCESS(f"{session.get_absolute_url()} ({'published' if publish else 'draft'})"))

    def _report(self, note: ConceptNote) -> None:
        for name, label in FIELD_LABELS.items():
            found = note.recognised.get(name)
            if found is None:
                self.stdout.write(self.style.WARNING(f"{label}: not found"))
            for item in found if isinstance(found, list) else [found] if found else []:
                shown = str(item["value"]).replace("\n", " ")
                shown = shown if len(shown) <= 100 else f"{shown[:100]}…"
                self.stdout.write(f"{label}: {shown} (line {item['line']})")
        for remark in note.remarks:
            self.stdout.write(self.style.WARNING(remark))
