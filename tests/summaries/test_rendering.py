"""Files of a version: what PDF and Word contain, and the job behind them."""

import hashlib
import io
import subprocess

import docx
import page
import pikepdf
import pytest
from django.utils import timezone
from docx.oxml.ns import qn

from dialogue_portal import jobs
from dialogue_portal.jobs import JobState
from summaries.models import Purpose, Rendering
from summaries.services.drafting import add_paragraph, edit_masthead
from summaries.services.rendering import KIND, perform, request_renderings, retry_rendering
from summaries.services.versions import freeze_version


@pytest.fixture
def version(summary, rapporteur):
    """43 paragraphs over several pages, with a symbol."""
    summary.symbol, summary.organ = "E/TEST/2019/L.1", "Commission on Examples"
    edit_masthead(summary, seen=summary.revision, fields=["symbol", "organ"], actor=rapporteur)
    section = summary.sections.get(position=3)
    text = "Ministers agreed to meet again <b>& again</b>.\n(a) In the spring;\n(b) In the autumn."
    for _n in range(41):
        add_paragraph(section, text=text, actor=rapporteur)
    return freeze_version(summary, purpose=Purpose.DRAFT, actor=rapporteur)


def rendered(version, file_format):
    rendering = version.renderings.get(file_format=file_format)
    jobs.run(KIND, rendering.pk)
    rendering.refresh_from_db()
    assert (rendering.state, rendering.reason) == (JobState.DONE, "")
    return rendering


def content_of(rendering) -> bytes:
    with rendering.file.open("rb") as opened:
        return opened.read()


def text_of(pdf: bytes) -> list[str]:
    """Each page's text."""
    command = ["pdftotext", "-layout", "-", "-"]
    text = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()
    return text.rstrip("\f").split("\f")


@pytest.mark.django_db
def test_pdf_is_tagged_and_accessible(version):
    content = content_of(rendered(version, "pdf"))

    report = page.validate_pdf_bytes(content, profile="ua1")
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang) == "en"
        assert str(pdf.docinfo["/Title"]) == "Alliances for services: Chair’s summary"
        assert "/CreationDate" not in pdf.docinfo


@pytest.mark.django_db
def test_pdf_has_masthead_numbers_and_running_lines(version):
    pages = text_of(content_of(rendered(version, "pdf")))

    assert len(pages) > 2
    for words in (
        "Commission on Examples",
        "Distr.: General",
        "Original: English",
        "Chair’s summary",
        "Draft, version 1",
    ):
        assert words in pages[0]
    assert "is not a negotiated text" in " ".join(pages[0].split())
    for number, words in enumerate(pages, start=1):
        assert "E/TEST/2019/L.1" in words
        assert "Chair’s responsibility, not negotiated" in words
        assert words.rstrip().endswith(f"{number}/{len(pages)}")
    everything = "\n".join(pages)
    numbers = [
        int(line.split(".")[0]) for line in everything.splitlines() if line.strip()[:1].isdigit() and ". " in line
    ]
    assert numbers == list(range(1, 44))
    assert "<b>& again</b>" in everything


@pytest.mark.django_db
def test_word_file_numbers_as_the_version_does(version):
    content = content_of(rendered(version, "docx"))
    word = docx.Document(io.BytesIO(content))

    numbered = [row for row in word.paragraphs if row._p.pPr is not None and row._p.pPr.numPr is not None]
    texts = [row.lines[0].text for section in version.sections for row in section.paragraphs]
    assert [row.text for row in numbered] == texts
    # One list for all of them, which counts from 1: the n-th is shown as n.
    assert len({row._p.pPr.numPr.numId.val for row in numbered}) == 1
    assert [row.text for row in word.paragraphs if row.style.name == "Heading 1"] == [
        "How do alliances form?",
        "Ways forward",
    ]
    assert word.sections[0].header.paragraphs[0].text == "E/TEST/2019/L.1"
    for footer in (word.sections[0].first_page_footer, word.sections[0].footer):
        assert "Chair’s responsibility, not negotiated" in footer.paragraphs[0].text
        fields = [item.text.strip() for item in footer.paragraphs[0]._p.iter(qn("w:instrText"))]
        assert fields == ["PAGE", "NUMPAGES"]
    assert any("is not a negotiated text" in row.text for row in word.paragraphs)


@pytest.mark.django_db
@pytest.mark.parametrize("file_format", ["pdf", "docx"])
def test_same_version_gives_same_bytes(version, file_format):
    rendering = rendered(version, file_format)
    first = content_of(rendering)
    assert rendering.sha256 == hashlib.sha256(first).hexdigest()
    assert rendering.size == len(first)

    Rendering.objects.filter(pk=rendering.pk).update(state=JobState.QUEUED)
    assert content_of(rendered(version, file_format)) == first


@pytest.mark.django_db
def test_failed_rendering_says_why_and_can_be_started_over(version, settings):
    rendering = version.renderings.get(file_format="docx")
    # A file where the folder should be: nothing can be stored.
    settings.MEDIA_ROOT.write_bytes(b"")
    for _attempt in range(3):
        Rendering.objects.filter(pk=rendering.pk).update(not_before=None)
        jobs.run(KIND, rendering.pk)
    rendering.refresh_from_db()
    assert rendering.state == JobState.FAILED
    assert "Not a directory" in rendering.reason or "exists" in rendering.reason

    settings.MEDIA_ROOT.unlink()
    assert retry_rendering(rendering.pk)
    assert not retry_rendering(rendering.pk)
    rendered(version, "docx")


@pytest.mark.django_db
def test_attempt_given_up_for_lost_does_not_overwrite(version, settings):
    rendering = version.renderings.get(file_format="docx")
    Rendering.objects.filter(pk=rendering.pk).update(state=JobState.RUNNING, started_at=timezone.now())

    # As a worker would that slept through the sweep: the row's attempt is no longer this one.
    perform(rendering, print)

    rendering.refresh_from_db()
    assert rendering.sha256 == ""
    assert not [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


@pytest.mark.django_db
def test_asking_again_makes_no_second_rendering(version):
    before = set(version.renderings.values_list("pk", flat=True))
    assert {rendering.pk for rendering in request_renderings(version)} == before


@pytest.mark.django_db
def test_nothing_is_fetched_while_rendering():
    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError

    from summaries.services.pdf import NoFetching

    with pytest.raises(FatalURLFetchingError):
        HTML(string="<img src='file:///etc/passwd'>", url_fetcher=NoFetching()).write_pdf()
