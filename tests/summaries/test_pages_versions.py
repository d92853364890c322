"""The pages of versions and files."""

import pytest
from django.urls import reverse

from dialogue_portal import jobs
from dialogue_portal.jobs import JobState
from summaries.models import (
    Paragraph,
    Purpose,
    Rendering,
)
from summaries.services import drafting
from summaries.services.rendering import KIND
from summaries.services.versions import freeze_version
from tests import factories
from tests.summaries.pages import words

pytestmark = pytest.mark.django_db


def test_versions_are_kept_and_compared(as_user, rapporteur, summary, paragraphs, at):
    client = as_user(rapporteur)
    client.post(at("freeze"))
    drafting.remove_paragraph(Paragraph.objects.get(pk=paragraphs[0].id), seen=1, actor=rapporteur)
    drafting.add_paragraph(summary.sections.last(), text="New words.", actor=rapporteur)
    page = client.post(at("freeze"), follow=True)
    assert "Version 2" in words(page)
    second = summary.versions.get(number=2)
    page = client.get(second.get_absolute_url(), {"against": "1"})
    for said in ("Was paragraph 2", "No longer in the text", "New paragraph"):
        assert said in words(page)
    assert client.get(second.get_absolute_url(), {"against": "9"}).status_code == 404
    assert "New words." in words(client.get(second.get_absolute_url(), {"against": "x"}))


def test_empty_text_is_not_kept(as_user, rapporteur, dialogue, at):
    drafting.start_summary(dialogue, actor=rapporteur)
    assert "There is no paragraph to keep yet." in words(as_user(rapporteur).post(at("freeze"), follow=True))


def test_file_goes_from_queued_to_ready_in_the_partial(as_user, rapporteur, summary, at):
    version = freeze_version(summary, purpose=Purpose.DRAFT, actor=rapporteur)
    rendering = version.renderings.get(file_format="docx")
    client, address = as_user(rapporteur), at("rendering", rendering_id=rendering.pk)
    ask = {"HTTP_HX_REQUEST": "true"}

    page = client.get(address, **ask)
    assert "Queued" in words(page)
    assert "hx-trigger" in words(page)
    assert client.get(at("download", rendering_id=rendering.pk)).status_code == 404
    Rendering.objects.filter(pk=rendering.pk).update(state=JobState.RUNNING)
    assert "Rendering" in words(client.get(address, **ask))
    Rendering.objects.filter(pk=rendering.pk).update(state=JobState.QUEUED)
    jobs.run(KIND, rendering.pk)
    page = client.get(address, **ask)
    assert "Download Word" in words(page)
    assert "hx-trigger" not in words(page)
    assert client.get(address).status_code == 302


def test_failed_file_shows_reason_and_button(as_user, rapporteur, bureau, summary, at):
    version = freeze_version(summary, purpose=Purpose.DRAFT, actor=rapporteur)
    rendering = version.renderings.get(file_format="pdf")
    Rendering.objects.filter(pk=rendering.pk).update(state=JobState.FAILED, reason="No room on the disk.")
    client = as_user(rapporteur)
    page = client.get(version.get_absolute_url())
    assert "No room on the disk." in words(page)
    assert "Try again" in words(page)
    page = client.post(at("retry-rendering", rendering_id=rendering.pk), HTTP_HX_REQUEST="true")
    assert "Queued" in words(page)
    assert client.post(at("retry-rendering", rendering_id=rendering.pk)).status_code == 302


@pytest.mark.parametrize("status", ["finalized", "published"])
def test_files_are_public_only_once_published(client, summary, final, at, status):
    version = final(status)
    rendering = version.renderings.get(file_format="docx")
    jobs.run(KIND, rendering.pk)
    where = at("download", rendering_id=rendering.pk)
    response = client.get(where)
    # Among the documents of the session too.
    assert (where in words(client.get(summary.session.get_absolute_url()))) == (status == "published")
    if status == "finalized":
        assert response.status_code == 302
        assert "/accounts/login/" in response["Location"]
    else:
        assert b"".join(response.streaming_content).startswith(b"PK")
        assert response["Content-Disposition"] == f'attachment; filename="{summary.session.slug}-1-chairs-summary.docx"'


def test_address_of_another_session_finds_nothing(as_user, rapporteur, paragraphs, summary):
    other = factories.SessionFactory()
    address = reverse("summaries:edit-paragraph", kwargs={"slug": other.slug, "paragraph_id": paragraphs[0].id})
    assert as_user(rapporteur).get(address).status_code == 404
