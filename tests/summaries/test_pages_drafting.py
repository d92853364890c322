"""The pages on which the text is drafted, and their conflicts."""

import pytest

from speakers.models import Point
from summaries.models import (
    Paragraph,
    PointReference,
    SummaryStatus,
)
from tests.summaries.pages import BODY, words

pytestmark = pytest.mark.django_db


def test_rapporteur_starts_the_summary(as_user, rapporteur, at):
    client = as_user(rapporteur)
    assert "Start the summary" in words(client.get(at("detail")))
    assert "Write the facts from the record" in words(client.post(at("start"), follow=True))


def test_points_become_a_numbered_paragraph(as_user, rapporteur, summary, point, at):
    client = as_user(rapporteur)
    form = client.get(at("new-paragraph"), {"point": point.pk}).context["form"]
    assert form["text"].value() == "Mayors pooled their budgets."
    sent = {
        "section": form["section"].value(),
        "text": "Mayors of Namibia pooled budgets.",
        "points": [point.pk],
        "client_token": form["client_token"].value(),
    }
    for _click in range(2):
        page = client.post(at("new-paragraph") + f"?point={point.pk}", sent, follow=True)

    assert "It names Namibia." in words(page)
    assert "In paragraph 3" in words(page)
    assert Paragraph.objects.filter(points=point).count() == 1


def test_points_are_added_to_a_paragraph_that_is_there(as_user, rapporteur, point, paragraphs, at):
    client = as_user(rapporteur)
    page = client.get(at("add-points"), {"point": point.pk, "paragraph": "2"}, follow=True)
    assert page.context["form"].instance.pk == paragraphs[1].id
    client.post(page.redirect_chain[-1][0], {"text": "Mayors pooled.", "points": [point.pk], "seen_revision": "1"})
    assert PointReference.objects.get().paragraph_id == paragraphs[1].id


@pytest.mark.parametrize("number", ["", "0", "3", "x", "²"])
def test_number_of_no_paragraph_is_refused(as_user, rapporteur, point, summary, at, number):
    page = as_user(rapporteur).get(at("add-points"), {"point": point.pk, "paragraph": number}, follow=True)
    assert "There is no paragraph with this number" in words(page)
    assert page.context["points"][0]["is_ticked"]


def test_unknown_points_are_passed_over(as_user, rapporteur, summary, at):
    assert as_user(rapporteur).get(at("new-paragraph"), {"point": "nonsense"}).status_code == 200


@pytest.mark.parametrize(
    ("chosen", "shown"),
    [
        ({}, {"free", "alliance", "reflected"}),
        ({"question": "1"}, {"alliance"}),
        ({"question": "none"}, {"free", "reflected"}),
        ({"kind": "alliance"}, {"alliance"}),
        ({"unreflected": "on"}, {"free", "alliance"}),
        ({"question": "99"}, {"free", "alliance", "reflected"}),
    ],
)
def test_points_are_filtered(as_user, rapporteur, dialogue, paragraphs, at, chosen, shown):
    question = dialogue.leading_questions.get()
    made = {"free": {}, "alliance": {"kind": "alliance", "question": question}, "reflected": {}}
    for text, fields in made.items():
        point = Point.objects.create(session=dialogue, text=text, noted_by=rapporteur, **fields)
    PointReference.objects.create(paragraph_id=paragraphs[0].id, point=point)
    page = as_user(rapporteur).get(at("detail"), chosen)
    assert {row["point"].text for row in page.context["points"]} == shown
    assert page.context["unreflected_count"] == 2


def test_stale_edit_shows_both_texts_and_keeps_what_was_typed(as_user, rapporteur, paragraphs, at):
    client, address = as_user(rapporteur), at("edit-paragraph", paragraph_id=paragraphs[0].id)
    client.post(address, {"text": "Theirs.", "seen_revision": "1"})
    page = client.post(address, {"text": "Mine.", "seen_revision": "1"})
    assert {"Theirs.", "Mine."} <= {text for row in page.context["form"].conflicts for text in (row.theirs, row.yours)}
    assert Paragraph.objects.get(pk=paragraphs[0].id).text == "Theirs."

    client.post(address, {"text": "Mine.", "seen_revision": page.context["form"]["seen_revision"].value()})
    assert Paragraph.objects.get(pk=paragraphs[0].id).text == "Mine."


@pytest.mark.parametrize("name", ["masthead", "edit-section"])
def test_stale_masthead_and_heading_are_conflicts(as_user, rapporteur, summary, at, name):
    kwargs = {"section_id": summary.sections.first().pk} if name == "edit-section" else {}
    client = as_user(rapporteur)
    form = client.get(at(name, **kwargs)).context["form"]
    sent = {field.html_name: field.value() or "x" for field in form if field.html_name != "document_date"}
    changed = "heading" if name == "edit-section" else "title"
    assert client.post(at(name, **kwargs), {**sent, changed: "Theirs"}).status_code == 302
    page = client.post(at(name, **kwargs), {**sent, changed: "Mine"})
    assert page.context["form"].conflicts


@pytest.mark.parametrize("htmx", [True, False])
def test_paragraph_is_moved_removed_and_put_back(as_user, rapporteur, paragraphs, summary, at, htmx):
    client = as_user(rapporteur)
    sent = {"HTTP_HX_REQUEST": "true"} if htmx else {"follow": True}
    first = paragraphs[0].id

    page = client.post(at("move-paragraph", paragraph_id=first), {"down": "1"}, **sent)
    assert ("<main" in page.content.decode()) is not htmx
    assert words(page).index("lack of data") < words(page).index(BODY)
    page = client.post(at("remove-paragraph", paragraph_id=first), {"seen": "1"}, **sent)
    assert "1 removed paragraph" in words(page)
    client.post(at("restore-paragraph", paragraph_id=first), **sent)
    assert [row.id for section in summary.outline() for row in section.paragraphs][1] == first


def test_htmx_answer_keeps_filter_and_ticks(as_user, rapporteur, paragraphs, point, at):
    page = as_user(rapporteur).post(
        at("move-paragraph", paragraph_id=paragraphs[0].id),
        {"down": "1", "kind": "alliance", "point": [str(point.pk)]},
        HTTP_HX_REQUEST="true",
    )
    assert page.context["points"] == []
    assert page.context["filter_form"]["kind"].value() == "alliance"


@pytest.mark.parametrize("seen", ["7", "nonsense", ""])
def test_paragraph_changed_meanwhile_is_not_removed(as_user, rapporteur, paragraphs, at, seen):
    page = as_user(rapporteur).post(at("remove-paragraph", paragraph_id=paragraphs[0].id), {"seen": seen}, follow=True)
    assert "Somebody else has changed this paragraph" in words(page)
    assert Paragraph.objects.filter(removed_at=None).count() == 2


def test_sections_are_added_renamed_moved_and_removed(as_user, rapporteur, summary, at):
    client = as_user(rapporteur)
    assert "This field is required" in words(client.post(at("add-section"), {"heading": ""}))
    client.post(at("add-section"), {"heading": "Alliances"})
    section = summary.sections.get(heading="Alliances")
    client.post(at("edit-section", section_id=section.pk), {"heading": "Partners", "seen_revision": "1"})
    client.post(at("move-section", section_id=section.pk), {"up": "1"})
    assert [row.heading for row in summary.outline()][1] == "Partners"
    used = summary.sections.get(heading="How do alliances form?")
    assert "Only an empty section" in words(client.post(at("remove-section", section_id=used.pk), follow=True))
    client.post(at("remove-section", section_id=section.pk))
    assert "Partners" not in [row.heading for row in summary.outline()]


def test_facts_are_written_from_the_record(as_user, rapporteur, summary, at):
    client = as_user(rapporteur)
    assert "Select a valid choice" in words(client.post(at("write-facts"), {"basis": "nobody"}))
    page = client.post(at("write-facts"), {"basis": "spoke"}, follow=True)
    assert "Representatives of 0 States spoke in the dialogue." in words(page)


@pytest.mark.parametrize("name", ["masthead", "edit-section", "edit-paragraph", "new-paragraph", "write-facts"])
def test_finalized_text_is_not_written(as_user, rapporteur, summary, paragraphs, final, at, name):
    final(SummaryStatus.FINALIZED)
    kwargs = {
        "edit-section": {"section_id": summary.sections.first().pk},
        "edit-paragraph": {"paragraph_id": paragraphs[0].id},
    }.get(name, {})
    client = as_user(rapporteur)
    sent = {"basis": "spoke"}
    if name != "write-facts":
        form = client.get(at(name, **kwargs)).context["form"]
        sent = {field.html_name: field.value() or "x" for field in form if field.html_name != "document_date"}
        sent["text"] = "Late."
        sent["section"] = summary.sections.first().pk
    assert "The text is finalized" in words(client.post(at(name, **kwargs), sent, follow=True))
