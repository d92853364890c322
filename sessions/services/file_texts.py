"""The words inside the files of documents: asked for with each file, read out by the worker as the job "file-text"."""

from django.db import transaction

from dialogue_portal import jobs
from dialogue_portal.jobs import JobState, Progress
from dialogue_portal.uploads import DOCX, ODT, PDF, TEXT
from sessions.concept_note import UnreadableNote
from sessions.concept_note.apart import read_apart
from sessions.models import DocumentFile, FileText

KIND = "file-text"
READABLE = {TEXT, DOCX, ODT, PDF}


def request_text(file: DocumentFile) -> None:
    """Have a new file's words read out once the current transaction has committed."""
    jobs.enqueue(KIND, FileText.objects.create(file=file))


def read_unread() -> int:
    """Read out here and now what waits for it, what never was asked for and what failed; how many files these are."""
    never = DocumentFile.objects.filter(file_text=None)
    FileText.objects.bulk_create((FileText(file=file) for file in never), ignore_conflicts=True)
    for failed in FileText.objects.filter(state=JobState.FAILED).values_list("pk", flat=True):
        jobs.requeue(KIND, failed)
    waiting = list(FileText.objects.filter(state=JobState.QUEUED).values_list("pk", flat=True))
    for pk in waiting:
        jobs.run(KIND, pk)
    return len(waiting)


def perform(file_text: FileText, progress: Progress) -> None:
    """The worker's part: read the file's words and store them, by which the search learns of them.

    The same file gives the same words, so a second attempt does no harm.
    """
    file = DocumentFile.objects.get(pk=file_text.file_id)
    if file.content_type not in READABLE:
        return
    with file.file.open("rb") as opened:
        data = opened.read()
    try:
        file_text.text = read_apart(data)
    except UnreadableNote:
        return
    with transaction.atomic():
        # Nothing where the file was removed meanwhile.
        if FileText.objects.filter(pk=file_text.pk).exists():
            file_text.save(update_fields=["text"])
