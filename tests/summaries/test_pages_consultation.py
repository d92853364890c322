"""The pages of a round: each person's journey, and what leaks to no other group."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from sessions.models import PhaseWindow
from summaries.models import (
    Amendment,
    Comment,
    GroupPosition,
    Rendering,
    SummaryStatus,
)
from summaries.services import consultation as services, drafting
from tests import factories
from tests.summaries.pages import BODY, words

pytestmark = pytest.mark.django_db


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
