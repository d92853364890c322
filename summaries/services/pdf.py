"""A document as tagged PDF (PDF/UA-1), by WeasyPrint. Imported by the worker only: the library costs half a second.

Nothing is fetched from anywhere: the template has no images, and the style sheet is read from our own files.
"""

from pathlib import Path
from typing import NoReturn

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import get_language_bidi
from weasyprint import CSS, HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from summaries.services.document import Document


class NoFetching(URLFetcher):
    """Refuses every address, so that no text can make the server read a file or call another server."""

    def fetch(self, url: str, headers: object = None) -> NoReturn:
        raise FatalURLFetchingError(f"{url} is not fetched")


def pdf_of(document: Document) -> bytes:
    """The PDF's bytes, always the same for the same document: no date is written."""
    html = render_to_string(
        "summaries/document.html", {"document": document, "direction": "rtl" if get_language_bidi() else "ltr"}
    )
    style = Path(str(finders.find("css/document.css"))).read_text(encoding="utf-8")
    fetcher = NoFetching()
    pdf: bytes = HTML(string=html, url_fetcher=fetcher).write_pdf(
        stylesheets=[CSS(string=style, url_fetcher=fetcher)], pdf_variant="pdf/ua-1"
    )
    return pdf
