"""Files of a version: asked for here, made by the worker as the job "rendering", stored with their hash.

The same version gives the same bytes. WeasyPrint and python-docx are imported by the worker only (`pdf`, `word`).
"""

import hashlib
import uuid

from django.core.files.base import ContentFile
from django.utils import translation

from dialogue_portal import jobs
from dialogue_portal.jobs import Progress
from summaries.models import FileFormat, Rendering, SummaryVersion
from summaries.services.document import document_of

KIND = "rendering"


def request_renderings(version: SummaryVersion) -> list[Rendering]:
    """Have the version made into each format, in its language; what is there or under way is left alone."""
    renderings = []
    for file_format in FileFormat.values:
        rendering, is_new = Rendering.objects.get_or_create(
            version=version, language=version.masthead["language"], file_format=file_format
        )
        if is_new:
            jobs.enqueue(KIND, rendering)
        renderings.append(rendering)
    return renderings


def retry_rendering(rendering_id: uuid.UUID) -> bool:
    """Start a failed rendering over; False if it has not failed."""
    return jobs.requeue(KIND, rendering_id)


def perform(rendering: Rendering, progress: Progress) -> None:
    """The worker's part: make the file and store it, unless another attempt has taken over meanwhile."""
    content = _make(rendering)
    rendering.file.save("", ContentFile(content), save=False)
    stored = jobs.write(
        rendering, file=rendering.file.name, size=len(content), sha256=hashlib.sha256(content).hexdigest()
    )
    if not stored:
        rendering.file.storage.delete(rendering.file.name)


def _make(rendering: Rendering) -> bytes:
    with translation.override(rendering.language):
        document = document_of(rendering.version)
        if rendering.file_format == FileFormat.PDF:
            from summaries.services.pdf import pdf_of

            return pdf_of(document)
        from summaries.services.word import word_of

        return word_of(document)
