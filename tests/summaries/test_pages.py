"""The pages: the journey by hand of each person, what leaks to none, conflicts, and what a page costs."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from accounts.models import RegionalGroup
from dialogue_portal import jobs
from dialogue_portal.jobs import JobState
from sessions.models import PhaseWindow
from speakers.models import Point
from summaries.models import (
    Amendment,
    Comment,
    GroupPosition,
    Paragraph,
    PointReference,
    Purpose,
    Rendering,
    Summary,
    SummaryStatus,
    SummaryVersion,
)
from summaries.services import consultation as services, drafting
from summaries.services.rendering import KIND
from summaries.services.versions import freeze_version
from tests import factories
from tests.factories import decider_data

pytestmark = pytest.mark.django_db

BODY = "Ministers stressed the role of mayors."


@pytest.fixture
def at(dialogue):
    """The address of a page of this summary."""
    return lambda name, **kwargs: reverse(f"summaries:{name}", kwargs={"slug": dialogue.slug, **kwargs})


@pytest.fixture
def as_user(client):
    def sign_in(user):
        client.logout()
        client.force_login(user)
        return client

    return sign_in


def words(response):
    return " ".join(response.content.decode().split())


# --- Drafting ---------------------------------------------------------------------------------------------------------


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


# --- Consultation -----------------------------------------------------------------------------------------------------


def test_unwise_window_is_confirmed_before_it_opens(as_user, chair, summary, bureau, at, fresh):
    client = as_user(chair)
    closes = (timezone.now() + timedelta(hours=30)).astimezone(summary.session.zone).strftime("%Y-%m-%dT%H:%M")
    page = client.post(at("open-consultation"), {"closes_at": closes})
    assert "shorter than 72 hours" in words(page)
    assert fresh().status == SummaryStatus.DRAFTING

    page = client.post(at("open-consultation"), {"closes_at": closes, "confirmed": "on"}, follow=True)
    assert "The consultation is opened" in words(page)
    page = client.post(at("open-consultation"), {"closes_at": closes, "confirmed": "on"}, follow=True)
    assert "cannot go into consultation" in words(page)


def test_window_is_in_the_meetings_time(as_user, chair, summary, at):
    as_user(chair).post(
        at("open-consultation"),
        {"opens_at": "2098-01-06T09:00", "closes_at": "2098-01-10T18:00", "confirmed": "on"},
    )
    window = PhaseWindow.objects.get()
    assert (window.opens_at.isoformat(), window.closes_at.isoformat()) == (
        "2098-01-06T14:00:00+00:00",
        "2098-01-10T23:00:00+00:00",
    )


@pytest.mark.parametrize("closes", ["2001-01-01T10:00", ""])
def test_window_that_is_past_is_refused(as_user, chair, summary, at, closes):
    page = as_user(chair).post(at("open-consultation"), {"closes_at": closes, "confirmed": "on"})
    assert "closes_at" in page.context["form"].errors


def test_empty_text_is_refused(as_user, chair, rapporteur, dialogue, at):
    drafting.start_summary(dialogue, actor=rapporteur)
    page = as_user(chair).post(at("open-consultation"), {"closes_at": "2099-01-01T10:00", "confirmed": "on"})
    assert "There is no paragraph to consult on yet." in words(page)


def test_bureau_member_comments_proposes_states_and_withdraws(as_user, bureau, consultation, paragraphs, at):
    client = as_user(bureau["african"])
    address = at("contribute", paragraph_id=paragraphs[0].id)
    assert "Paragraph 1" in words(client.get(at("detail"), follow=True))
    group = {"regional_group": "african"}
    page = client.post(address, {"comment": "1", "text": "Why mayors?", **group}, follow=True)
    assert "Why mayors?" in words(page)
    page = client.post(address, {"amendment": "1", "proposed_text": BODY, **group})
    assert "This is the wording as it stands" in words(page)
    page = client.post(address, {"amendment": "1", "proposed_text": BODY.replace("role", "part"), **group}, follow=True)
    assert '<ins><span class="visually-hidden"> [inserted:</span> part<' in words(page)
    position = {"position": "comments", "text": "", "seen_revision": "0", **group}
    client.post(at("state-position"), position)
    assert GroupPosition.objects.get().stated_by == bureau["african"]
    page = client.post(at("state-position"), position)
    assert "Somebody else saved this" in words(page)

    client.post(at("withdraw", contribution_id=Comment.objects.get().pk))
    page = client.post(at("withdraw", contribution_id=Comment.objects.get().pk), follow=True)
    assert Comment.objects.get().state == "withdrawn"
    assert "decided on this already" in words(page)


def test_nobody_speaks_for_another_group(as_user, bureau, consultation, paragraphs, at):
    client = as_user(bureau["african"])
    other = {"regional_group": "latin_american_caribbean"}
    client.post(at("contribute", paragraph_id=paragraphs[0].id), {"comment": "1", "text": "X", **other})
    assert client.post(at("state-position"), {"position": "comments", **other}).status_code == 404
    assert not Comment.objects.exists()


def test_position_that_is_none_is_refused(as_user, bureau, consultation, at):
    sent = {"regional_group": "african", "position": "undecided", "seen_revision": "0"}
    assert "position" in as_user(bureau["african"]).post(at("state-position"), sent).context["form"].errors


def test_what_is_not_in_the_version_is_not_found(as_user, bureau, chair, consultation, at):
    client = as_user(bureau["african"])
    assert client.get(at("contribute", paragraph_id=uuid.uuid4())).status_code == 404
    assert as_user(chair).get(at("decide", contribution_id=uuid.uuid4())).status_code == 404


def test_member_for_two_groups_says_for_which(as_user, bureau, dialogue, consultation, paragraphs, at):
    bureau["african"].session_roles.create(session=dialogue, role="bureau", regional_group="none")
    page = as_user(bureau["african"]).get(at("contribute", paragraph_id=paragraphs[0].id))
    assert "No regional group" in words(page)


def test_nothing_is_taken_after_the_close(as_user, bureau, consultation, paragraphs, at):
    client = as_user(bureau["african"])
    group = {"regional_group": "african"}
    address = at("contribute", paragraph_id=paragraphs[0].id)
    client.post(address, {"comment": "1", "text": "In time.", **group})
    PhaseWindow.objects.update(closes_at=timezone.now())
    late = "nothing was recorded"
    assert late in words(client.post(address, {"comment": "1", "text": "Late.", **group}, follow=True))
    position = {"position": "comments", "seen_revision": "0", **group}
    assert late in words(client.post(at("state-position"), position, follow=True))
    assert late in words(client.post(at("withdraw", contribution_id=Comment.objects.get().pk), follow=True))
    assert "not open at this moment" in words(client.get(address))


@pytest.fixture
def confidential(consultation, paragraphs, bureau):
    """What one group said, in words that must not appear anywhere else."""
    common = {"paragraph_id": paragraphs[0].id, "group": "african", "actor": bureau["african"]}
    services.comment_on(consultation, text="SECRET-COMMENT", **common)
    services.propose_amendment(consultation, proposed_text="SECRET-WORDING", explanation="SECRET-REASON", **common)
    services.state_position(
        consultation, group="african", position="objection", text="SECRET-POSITION", seen=0, actor=bureau["african"]
    )


PAGES = ["detail", "consultation", "dispositions", "versions", "open-consultation", "masthead", "new-paragraph"]


def every_page(client, at, consultation, paragraphs):
    rows = [*Comment.objects.all(), *Amendment.objects.all()]
    addresses = [at(name) for name in PAGES]
    addresses += [at("decide", contribution_id=row.pk) for row in rows]
    addresses += [at("contribute", paragraph_id=row.id) for row in paragraphs]
    addresses += [at("edit-paragraph", paragraph_id=paragraphs[0].id), consultation.version.get_absolute_url()]
    addresses += [at("rendering", rendering_id=row.pk) for row in Rendering.objects.all()]
    addresses += ["/", consultation.session.get_absolute_url()]
    return "".join(client.get(address, follow=True).content.decode() for address in addresses)


@pytest.mark.parametrize("name", ["latin_american_caribbean", "moderator", "stranger", "visitor"])
def test_no_page_shows_what_another_group_said(
    client, at, confidential, consultation, paragraphs, bureau, dialogue, name
):
    people = {
        "latin_american_caribbean": bureau["latin_american_caribbean"],
        "moderator": factories.role(dialogue, "moderator"),
        "stranger": factories.UserFactory(),
    }
    if name in people:
        client.force_login(people[name])
    seen = every_page(client, at, consultation, paragraphs)
    assert "SECRET" not in seen
    assert ("role of mayors" in seen) is (name == "latin_american_caribbean")


@pytest.mark.parametrize("name", ["african", "chair", "rapporteur", "secretariat"])
def test_group_and_team_see_it(
    as_user, at, confidential, consultation, paragraphs, bureau, chair, rapporteur, secretariat, name
):
    people = {"african": bureau["african"], "chair": chair, "rapporteur": rapporteur, "secretariat": secretariat}
    seen = every_page(as_user(people[name]), at, consultation, paragraphs)
    assert {"COMMENT", "WORDING", "REASON", "POSITION"} == {
        word for word in ("COMMENT", "WORDING", "REASON", "POSITION") if f"SECRET-{word}" in seen
    }


def test_bureau_waits_until_it_is_consulted(as_user, bureau, summary, paragraphs, at):
    page = as_user(bureau["african"]).get(at("detail"))
    assert page.status_code == 200
    assert "summaries/waiting.html" in [template.name for template in page.templates]


def test_bureau_learns_of_a_round_when_it_begins(as_user, bureau, summary, chair, at):
    later = timezone.now() + timedelta(hours=2)
    services.open_consultation(
        summary, opens_at=later, closes_at=later + timedelta(days=4), silence_procedure=False, actor=chair
    )
    assert as_user(bureau["african"]).get(at("consultation")).status_code == 404
    assert "Opens later" in words(as_user(chair).get(at("consultation")))


# --- Decisions, the end -----------------------------------------------------------------------------------------------


def test_chair_decides_finalizes_and_publishes(as_user, chair, confidential, consultation, paragraphs, at, client):
    client = as_user(chair)
    remark, amendment = Comment.objects.get(), Amendment.objects.get()
    client.post(at("decide", contribution_id=remark.pk), {"outcome": "accepted", "reason": "Right."})
    client.post(at("close-consultation"))
    assert "closed already" in words(client.post(at("close-consultation"), follow=True))
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


# --- Versions and files -----------------------------------------------------------------------------------------------


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
    response = client.get(at("download", rendering_id=rendering.pk))
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


# --- What pages cost --------------------------------------------------------------------------------------------------


def fill(summary, user, count):
    """As many paragraphs and points, each point behind one paragraph."""
    section = summary.sections.get(position=2)
    made = [Paragraph(section=section, text=f"Words {n}.", position=n) for n in range(3, count + 1)]
    rows = Paragraph.objects.bulk_create(made)
    question = section.question
    points = Point.objects.bulk_create(
        Point(session=summary.session, text=f"Point {n}", noted_by=user, question=question) for n in range(count)
    )
    PointReference.objects.bulk_create(
        PointReference(paragraph=row, point=point) for row, point in zip(rows, points, strict=False)
    )


def speak(consultation, bureau, count):
    row = next(iter(consultation.version.paragraphs))
    common = {"round": consultation, "paragraph_id": row, "regional_group": "african", "author": bureau["african"]}
    Comment.objects.bulk_create(Comment(text=f"Remark {n}", **common) for n in range(count))
    Amendment.objects.bulk_create(Amendment(proposed_text=f"Wording {n}", **common) for n in range(count))


@pytest.mark.parametrize("count", [3, 300])
def test_drafting_page_costs_the_same_for_any_length(
    as_user, rapporteur, summary, at, count, django_assert_num_queries, no_links
):
    fill(summary, rapporteur, count)
    client = as_user(rapporteur)
    with django_assert_num_queries(16):
        page = client.get(at("detail"))
    assert len(page.context["points"]) == count


@pytest.mark.parametrize("count", [3, 300])
@pytest.mark.parametrize(
    ("name", "who", "queries"),
    [
        ("consultation", "chair", 11),
        ("consultation", "african", 12),
        ("dispositions", "chair", 9),
    ],
)
def test_round_costs_the_same_for_any_number_of_proposals(
    as_user, chair, rapporteur, bureau, summary, at, count, name, who, queries, django_assert_num_queries, no_links
):
    fill(summary, rapporteur, count)
    now = timezone.now()
    consultation = services.open_consultation(
        summary, opens_at=now, closes_at=now + timedelta(days=4), silence_procedure=False, actor=chair
    )
    speak(consultation, bureau, count)
    client = as_user(chair if who == "chair" else bureau["african"])
    with django_assert_num_queries(queries):
        page = client.get(at(name))
    assert f"Wording {count - 1}" in words(page)


@pytest.mark.parametrize("count", [3, 300])
def test_published_page_costs_the_same_for_any_length(
    client, rapporteur, summary, final, at, count, django_assert_num_queries, no_links
):
    fill(summary, rapporteur, count)
    final(SummaryStatus.PUBLISHED)
    with django_assert_num_queries(5):
        page = client.get(at("detail"))
    assert f'id="paragraph-{count}"' in words(page)


@pytest.mark.parametrize("count", [3, 30])
def test_list_of_versions_costs_the_same_for_any_number(
    as_user, rapporteur, summary, at, count, django_assert_num_queries, no_links
):
    for _n in range(count):
        freeze_version(summary, purpose=Purpose.DRAFT, actor=rapporteur)
    client = as_user(rapporteur)
    # Else the first test of a process would pay for it.
    ContentType.objects.get_for_model(SummaryVersion)
    with django_assert_num_queries(9):
        client.get(at("versions"))


def test_bureau_groups_are_five():
    from summaries.permissions import BUREAU_GROUPS

    assert len(BUREAU_GROUPS) == len(RegionalGroup) - 1
    assert Summary.objects.count() == 0
