"""The pages on which the Chair decides, finalizes and publishes."""

import pytest
from django.utils import timezone

from summaries.models import (
    Amendment,
    Comment,
    GroupPosition,
    Paragraph,
    Summary,
    SummaryStatus,
)
from summaries.services import drafting
from tests.factories import decider_data
from tests.summaries.pages import words
from tests.summaries.rounds import state

pytestmark = pytest.mark.django_db


def test_chair_decides_finalizes_and_publishes(as_user, chair, confidential, consultation, paragraphs, at, client):
    client = as_user(chair)
    remark, amendment = Comment.objects.get(), Amendment.objects.get()
    client.post(at("decide", contribution_id=remark.pk), {"outcome": "accepted", "reason": "Right."})
    client.post(at("close-consultation"), {"reason": "All have spoken"})
    assert "closed already" in words(client.post(at("close-consultation"), {"reason": "All have spoken"}, follow=True))
    page = client.post(at("finalize"), follow=True)
    assert "1 comment or amendment waits" in words(page)
    page = client.post(at("decide", contribution_id=amendment.pk), {"outcome": "accepted", "seen": "1"})
    assert "reason" in page.context["form"].errors
    decision = {"outcome": "accepted", "reason": "Clearer.", "seen": "1"}
    client.post(at("decide", contribution_id=amendment.pk), decision)
    page = client.post(at("decide", contribution_id=amendment.pk), decision, follow=True)
    assert "decided or withdrawn already" in words(page)
    client.post(at("finalize"))
    client.logout()
    assert "not published yet" in words(client.get(at("detail")))
    client.force_login(chair)
    client.post(at("publish"))
    client.logout()
    page = client.get(at("detail"))
    assert "SECRET-WORDING" in words(page)
    assert "SECRET-COMMENT" not in words(page)


def test_stale_amendment_is_shown_with_the_change(as_user, chair, confidential, paragraphs, at, rapporteur):
    paragraph = Paragraph.objects.get(pk=paragraphs[0].id)
    address = at("decide", contribution_id=Amendment.objects.get().pk)
    client = as_user(chair)
    typed = {"outcome": "accepted", "reason": "Clearer.", "seen": "1"}
    paragraph.text = "Ministers praised the role of mayors."
    drafting.edit_paragraph(paragraph, points=[], seen=1, actor=rapporteur)

    page = client.post(address, typed)
    assert "The paragraph has changed since it was put to consultation" in words(page)
    assert page.context["form"]["reason"].value() == "Clearer."
    seen = page.context["form"]["seen"].value()
    client.post(address, {**typed, "outcome": "modified", "wording": "Both.", "seen": seen})
    assert Paragraph.objects.get(pk=paragraph.pk).text == "Both."


def test_amendment_of_a_removed_paragraph_is_not_accepted(as_user, chair, confidential, paragraphs, at, rapporteur):
    drafting.remove_paragraph(Paragraph.objects.get(pk=paragraphs[0].id), seen=1, actor=rapporteur)
    page = as_user(chair).post(
        at("decide", contribution_id=Amendment.objects.get().pk), {"outcome": "accepted", "reason": "So.", "seen": "2"}
    )
    assert "has been removed from the text" in words(page)


def test_modification_without_wording_is_refused(as_user, chair, confidential, at):
    page = as_user(chair).post(
        at("decide", contribution_id=Amendment.objects.get().pk),
        {"outcome": "modified", "reason": "So.", "wording": " ", "seen": "1"},
    )
    assert "wording" in page.context["form"].errors


def test_secretariat_says_how_the_chair_decided(as_user, secretariat, chair, confidential, at):
    client, address = as_user(secretariat), at("decide", contribution_id=Comment.objects.get().pk)
    said = {"outcome": "accepted", "reason": "Right."}
    page = client.post(address, said)
    assert "reference" in page.context["source_form"].errors

    client.post(address, {**said, **decider_data(chair, reference="Take it, she said")})

    text = words(client.get(at("dispositions")))
    assert f"Decided by {secretariat} on behalf of {chair}." in text
    assert "Telephone call" in text
    assert "Take it, she said" in text


def test_words_of_the_call_are_read_by_the_chair_and_the_secretariat(
    as_user, secretariat, chair, rapporteur, bureau, confidential, at
):
    address = at("decide", contribution_id=Comment.objects.get().pk)
    as_user(secretariat).post(
        address, {"outcome": "accepted", "reason": "Right.", **decider_data(chair, reference="Take it, she said")}
    )
    assert "Take it, she said" in words(as_user(chair).get(at("dispositions")))
    for person in (rapporteur, bureau["african"]):
        text = words(as_user(person).get(at("dispositions")))
        assert "Take it, she said" not in text


def test_secretariat_finalizes_on_the_chairs_word_only(as_user, secretariat, chair, summary, paragraphs, at):
    Summary.objects.update(status=SummaryStatus.REVISING)
    client = as_user(secretariat)
    client.post(at("finalize"))
    assert Summary.objects.get().status == SummaryStatus.REVISING

    client.post(at("finalize"), decider_data(chair))

    final = Summary.objects.get().final_version
    assert (final.instructions.get().person, final.instructions.get().act) == (chair, "finalized")
    assert f"Final text approved by {secretariat}" in words(client.get(at("versions")))


def test_groups_position_is_recorded_on_its_members_word(as_user, secretariat, bureau, consultation, at):
    client = as_user(secretariat)
    group, bureau = "african", bureau["african"]
    where = at("record-position")
    assert str(bureau) in words(client.get(f"{where}?group={group}"))
    stated = {"regional_group": group, "position": "objection", "text": "", "seen_revision": 0}
    client.post(where, stated)
    assert not GroupPosition.objects.exists()

    client.post(where, {**stated, **decider_data(bureau)})

    position = GroupPosition.objects.get()
    assert (position.stated_by, position.position) == (bureau, "objection")
    assert position.instructions.get().recorded_by == secretariat
    assert "Position of the group stated by" in words(client.get(at("consultation")))
    assert client.post(where, {**stated, "regional_group": "none"}).status_code == 404
    as_user(bureau)
    assert client.post(where, stated).status_code == 403


def test_no_decision_after_the_end(as_user, chair, confidential, final, at):
    final(SummaryStatus.FINALIZED)
    page = as_user(chair).post(
        at("decide", contribution_id=Comment.objects.get().pk), {"outcome": "accepted", "reason": "Late."}, follow=True
    )
    assert "The text is finalized" in words(page)


@pytest.mark.parametrize(
    ("name", "status", "said"),
    [
        ("finalize", "drafting", "Only a text that has been through consultation"),
        ("reopen", "drafting", "Only a finalized summary"),
        ("publish", "revising", "Finalize the summary before"),
        ("reopen", "finalized", "can be revised again"),
        ("publish", "finalized", "is published"),
    ],
)
def test_acts_on_the_whole_text(as_user, chair, final, at, name, status, said):
    final(status)
    assert said in words(as_user(chair).post(at(name), follow=True))


def test_emptied_text_is_not_finalized(as_user, chair, final, summary, at):
    final(SummaryStatus.REVISING)
    Paragraph.objects.update(removed_at=timezone.now())
    assert "There is no paragraph to finalize." in words(as_user(chair).post(at("finalize"), follow=True))


@pytest.mark.usefixtures("confidential")
def test_dispositions_are_taken_away_by_the_chairs_team_alone(as_user, at, bureau, chair):
    page = at("dispositions")
    assert as_user(bureau["african"]).get(page, {"export": "csv"}).status_code == 403
    assert b"export=csv" not in as_user(bureau["african"]).get(page).content

    text = as_user(chair).get(page, {"export": "csv"}).content.decode("utf-8-sig")

    assert text.startswith("Confidential to the Chair")
    assert all(words in text for words in ("SECRET-COMMENT", "SECRET-WORDING", "SECRET-REASON"))


def test_positions_are_taken_away_by_the_chairs_team_alone(as_user, at, bureau, chair, consultation):
    page = at("consultation")
    state(consultation, bureau)
    assert as_user(bureau["african"]).get(page, {"export": "csv"}).status_code == 403
    assert b"export=csv" not in as_user(bureau["african"]).get(page).content

    text = as_user(chair).get(page, {"export": "csv"}).content.decode("utf-8-sig")

    assert "African Group,No objection" in text
    assert text.count("no position stated") == 4
    assert b"export=csv" in as_user(chair).get(page).content
