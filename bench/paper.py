"""The PDF of a summary of ten pages: the worker's whole task, and WeasyPrint alone on the same HTML."""

import statistics
import time
import uuid
from collections.abc import Callable
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from weasyprint import CSS, HTML

from bench.serving import Figure
from dialogue_portal import jobs
from summaries.models import FileFormat, Rendering, SummaryVersion
from summaries.services.document import document_of
from summaries.services.rendering import KIND

ROUNDS = 5
PAGES = 10


def measure() -> tuple[Figure, float]:
    """Medians in milliseconds of the task and of its floor."""
    version = _long_version()
    html = render_to_string("summaries/document.html", {"document": document_of(version), "direction": "ltr"})
    style = Path(str(finders.find("css/document.css"))).read_text(encoding="utf-8")

    def alone() -> None:
        HTML(string=html).write_pdf(stylesheets=[CSS(string=style)], pdf_variant="pdf/ua-1")

    def task() -> None:
        rendering = Rendering.objects.create(version=version, language="en", file_format=FileFormat.PDF)
        jobs.run(KIND, rendering.pk)
        rendering.refresh_from_db()
        assert rendering.state == jobs.JobState.DONE, rendering.reason
        rendering.delete()

    # In turns, so that a busy moment of the machine falls on both.
    pairs = [(_milliseconds(task), _milliseconds(alone)) for _ in range(ROUNDS)]
    return Figure(statistics.median(ours for ours, _ in pairs), 0), statistics.median(floor for _, floor in pairs)


def _long_version() -> SummaryVersion:
    """The demo's text, with its paragraphs repeated until they fill ten pages."""
    version = SummaryVersion.objects.latest("made_at")
    texts = [row["text"] for section in version.content["sections"] for row in section["paragraphs"]]
    # About nine of them fill a page.
    rows = [
        {"id": str(uuid.uuid4()), "number": number, "text": texts[number % len(texts)], "revision": 1}
        for number in range(1, PAGES * 9 + 1)
    ]
    content = {"sections": [{"id": str(uuid.uuid4()), "heading": "The dialogue", "paragraphs": rows}]}
    return SummaryVersion.objects.create(
        summary=version.summary,
        number=version.number + 1,
        purpose=version.purpose,
        content=content,
        masthead=version.masthead,
        made_by=version.made_by,
    )


def _milliseconds(act: Callable[[], None]) -> float:
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1000
