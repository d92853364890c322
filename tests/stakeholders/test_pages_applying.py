"""The applicant's pages: steps, autosave, conflicts, deadline, and what must not show before the release."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mailings.models import Message
from sessions.models import PhaseWindow
from stakeholders import services
from stakeholders.models import Application
from stakeholders.services.applying import digest_of
from tests.factories import UserFactory, role, source_data
from tests.stakeholders.rows import application, call, decided, field_of_applicants, member, reviewed, theme_area

pytestmark = pytest.mark.django_db


def url(name, row, **more):
    return reverse(f"stakeholders:{name}", kwargs={"slug": row.session.slug, "pk": row.pk, **more})


@pytest.fixture
def row():
    return application(call())


@pytest.fixture
def applicant(row, client):
    user = member(row)
    client.force_login(user)
    return user


REPRESENTATIVE = {
    "speaker_name": "Berta Second",
    "speaker_title": "Chair",
    "speaker_gender": "woman",
    "speaker_languages": ["en", "fr"],
}


def test_a_newcomer_applies_from_the_first_page_to_the_receipt(client):
    session = call()
    area = theme_area(session)
    client.force_login(UserFactory())
    start = reverse("stakeholders:apply-new", kwargs={"slug": session.slug})
    token = client.get(start).context["form"]["client_token"].value()
    new = {"name": "Rural Women", "kind": "ngo", "regional_group": "african", "ecosoc_status": "special"}
    for _twice in range(2):
        client.post(start, {**new, "client_token": token})
    row = Application.objects.get()

    def save(step, **data):
        return client.post(url("apply-step", row, step=step), {"seen_revision": 1, **data})

    save("representative", **REPRESENTATIVE)
    save("experience", seen_revision=2, government_experience="A", motivation="B", theme_areas=[area.pk])
    initiative = {"kind": "planned", "title": "T", "place": "P", "what_was_done": "A", "what_changed": "B"}
    save("initiative", **initiative, **{"figure-1-label": "trainings", "figure-1-value": "25"})
    page = client.get(row.get_absolute_url())
    assert page.context["gaps"] == []
    client.post(url("apply-submit", row), {"seen": page.context["digest"]})
    client.post(url("apply-submit", row), {"seen": page.context["digest"]})

    row.refresh_from_db()
    assert (row.status, row.submissions.count()) == ("submitted", 1)
    assert row.initiatives.get().indicators.get().label == "trainings"
    assert [m.occasion for m in Message.objects.all()] == ["application-received"]


def test_start_for_an_organization_of_ones_own_and_not_for_anothers(row, applicant, client):
    services.withdraw_application(row, actor=applicant)
    start = reverse("stakeholders:apply-start", kwargs={"slug": row.session.slug})
    assert client.post(start, {"organization": row.organization.pk}).status_code == 302
    stranger = application(call()).organization
    assert client.post(start, {"organization": stranger.pk}).status_code == 404
    assert Application.objects.live().filter(session=row.session).count() == 1


def test_an_incomplete_step_is_saved_and_the_progress_names_what_is_missing(row, applicant, client):
    client.post(url("apply-step", row, step="representative"), {"seen_revision": 1, "speaker_name": ""})
    page = client.get(row.get_absolute_url())
    assert str(page.context["gaps"][0].label) == "Name of the speaker"
    assert "Submit application" not in page.text


def test_a_figure_without_a_number_is_an_error_beside_it_and_on_top(row, applicant, client):
    page = client.post(
        url("apply-step", row, step="initiative"), {"seen_revision": 1, "title": "Kept", "figure-2-label": "judges"}
    )
    assert "Give the figure." in page.text
    assert "Figures, row 2" in page.text
    assert 'value="Kept"' in page.text
    assert row.initiatives.get().title == "Pensions"


def test_two_members_who_save_see_both_texts(row, applicant, client):
    address = url("apply-step", row, step="representative")
    client.post(address, {"seen_revision": 1, **REPRESENTATIVE})
    page = client.post(
        address,
        {"seen_revision": 1, **REPRESENTATIVE, "speaker_name": "Clara Third", "speaker_languages": ["fr"]},
    )
    conflicts = [(conflict.theirs, conflict.yours) for conflict in page.context["form"].conflicts]
    assert conflicts == [("Berta Second", "Clara Third"), ("English, French", "French")]
    # Saving again is a decision.
    seen = page.context["form"]["seen_revision"].value()
    client.post(address, {"seen_revision": seen, **REPRESENTATIVE, "speaker_name": "Clara Third"})
    row.refresh_from_db()
    assert row.speaker_name == "Clara Third"


def autosave(client, row, step="representative", **data):
    return client.post(url("apply-autosave", row, step=step), {"seen_revision": 1, **data})


def test_autosave_saves_and_counts_the_revision_up(row, applicant, client):
    answer = autosave(client, row, **REPRESENTATIVE)
    row.refresh_from_db()
    assert (answer.json()["revision"], row.revision, row.speaker_name) == (2, 2, "Berta Second")


def test_autosave_saves_what_is_right_and_names_what_is_not(row, applicant, client):
    answer = autosave(client, row, "organization", name="Renamed", kind="ngo", website="no address")
    row.refresh_from_db()
    assert answer.json()["wrong"] == ["Website", "Region where it works"]
    assert row.organization.name == "Renamed"


def test_autosave_leaves_figures_alone_while_one_is_half_typed(row, applicant, client):
    autosave(client, row, "initiative", title="T", **{"figure-1-label": "a", "figure-1-value": "1"})
    autosave(client, row, "initiative", seen_revision=2, title="U", **{"figure-1-label": "a", "figure-1-value": ""})
    initiative = row.initiatives.get()
    assert (initiative.title, initiative.indicators.count()) == ("U", 1)


def test_autosave_says_why_it_did_not_save(row, applicant, client):
    assert autosave(client, row, seen_revision=7).status_code == 409
    assert autosave(client, row, seen_revision="").status_code == 400
    PhaseWindow.objects.update(closes_at=timezone.now())
    closed = autosave(client, row, **REPRESENTATIVE)
    assert (closed.status_code, closed.json()["message"][:23]) == (403, "Applications closed on ")
    PhaseWindow.objects.update(closes_at=timezone.now() + timedelta(hours=1))
    services.submit_application(Application.objects.get(), actor=applicant)
    assert autosave(client, row).status_code == 403


def test_after_the_close_the_draft_is_there_to_read_and_what_was_typed_stays(row, applicant, client):
    applicant.time_zone = "Africa/Nairobi"
    applicant.save()
    PhaseWindow.objects.update(closes_at=timezone.now())

    typed = client.post(url("apply-step", row, step="representative"), {"seen_revision": 1, **REPRESENTATIVE})
    assert "Berta Second" in typed.text
    assert "New York (" in typed.text
    assert "Nairobi" in typed.text
    client.post(url("apply-submit", row), {"seen": digest_of(row)})
    page = client.get(row.get_absolute_url())
    assert "Amina Speaker" in page.text
    assert "Submit application" not in page.text
    assert Application.objects.get().status == "draft"
    assert client.get(url("apply-step", row, step="representative")).status_code == 302


def test_unknown_step_is_not_found(row, applicant, client):
    assert client.get(url("apply-step", row, step="check")).status_code == 404


@pytest.mark.parametrize("name", ["apply-overview", "apply-submit", "apply-reopen", "apply-withdraw", "apply-confirm"])
def test_pages_of_an_application_are_its_organizations_only(row, client, name):
    def ask():
        return client.get(url(name, row)) if name.endswith(("view", "confirm")) else client.post(url(name, row))

    assert ask()["Location"].startswith("/accounts/login/")
    for other in (UserFactory(), member(application(call())), role(row.session, "reviewer")):
        client.force_login(other)
        assert ask().status_code == 403
        assert client.get(url("apply-step", row, step="experience")).status_code == 403


def test_take_back_and_withdraw(row, applicant, client):
    services.submit_application(row, actor=applicant)
    client.post(url("apply-reopen", row))
    row.refresh_from_db()
    assert row.status == "draft"
    client.post(url("apply-withdraw", row))
    row.refresh_from_db()
    assert row.status == "withdrawn"


def test_nothing_of_review_or_decision_shows_before_the_release(client):
    session = call()
    rows = [*field_of_applicants(session, 5, government_evidence="EVIDENCE"), application(session, "ineligible")]
    reviewer, chair = role(session, "reviewer"), role(session, "commission_chair")
    for row in rows[:5]:
        reviewed(row, reviewer, 4, "COMMENT")
    panel = decided(session, reviewer, chair)
    members = [member(row) for row in rows]
    secrets = ("COMMENT", "EVIDENCE", "Not in good standing", "Eligible", "eligible", "elected", "recommended")
    Message.objects.all().delete()

    for row, person in zip(rows, members, strict=True):
        client.force_login(person)
        pages = [
            client.get(row.get_absolute_url()).text,
            client.get(reverse("stakeholders:apply", kwargs={"slug": session.slug})).text,
        ]
        assert all("Submitted, under review" in page for page in pages)
        assert [word for word in secrets for page in pages if word in page] == []
        assert client.get(reverse("stakeholders:panel", kwargs={"slug": session.slug})).status_code == 403
    assert Message.objects.count() == 0

    services.release_decisions(session, actor=chair, seen=panel.revision)

    client.force_login(members[-1])
    page = client.get(rows[-1].get_absolute_url()).text
    assert "Not selected" in page
    assert "Not in good standing" not in page
    assert not Message.objects.filter(text__contains="COMMENT").exists()


def test_a_selected_applicant_confirms_and_a_second_click_does_nothing(client):
    row = application(call(), "selected")
    client.force_login(member(row))
    for _twice in range(2):
        client.post(url("apply-confirm", row), {"presence": "online", "needs_funding": "on"})
    row.refresh_from_db()
    assert (row.status, row.participation.presence, row.participation.needs_funding) == ("confirmed", "online", True)
    assert row.session.participants.count() == 1


def test_staff_confirm_on_behalf(client):
    row = application(call(), "selected")
    client.force_login(UserFactory(is_secretariat=True))
    answer = client.post(url("apply-confirm", row), {"presence": "in_person", **source_data()})
    assert answer["Location"] == row.get_manage_url()
    assert row.session.participants.get().capacity == "stakeholder"


def test_every_act_after_the_close_is_refused_in_words(row, applicant, client):
    services.submit_application(row, actor=applicant)
    PhaseWindow.objects.update(closes_at=timezone.now())
    start = reverse("stakeholders:apply-start", kwargs={"slug": row.session.slug})
    new = reverse("stakeholders:apply-new", kwargs={"slug": row.session.slug})
    organization = {"name": "Late", "kind": "ngo", "regional_group": "african"}
    for answer in (
        client.post(url("apply-reopen", row), follow=True),
        client.post(start, {"organization": row.organization.pk}, follow=True),
        client.post(new, organization),
    ):
        assert "Applications closed on" in answer.text


@pytest.mark.parametrize("sent", ["", "1", "a\0b"])
def test_start_for_what_is_no_organization_is_not_found(row, applicant, client, sent):
    start = reverse("stakeholders:apply-start", kwargs={"slug": row.session.slug})

    assert client.post(start, {"organization": sent}).status_code == 404


def test_before_the_call_and_without_one_the_page_says_so(row, applicant, client):
    page = reverse("stakeholders:apply", kwargs={"slug": row.session.slug})
    new = reverse("stakeholders:apply-new", kwargs={"slug": row.session.slug})
    organization = {"name": "Early", "kind": "ngo", "regional_group": "african"}
    PhaseWindow.objects.update(opens_at=timezone.now() + timedelta(minutes=5))
    assert "Applications open" in client.get(page).text
    assert "Applications open on" in client.post(new, organization).text
    PhaseWindow.objects.all().delete()
    assert "No call for applications" in client.get(page).text
    assert "Applications are not open" in client.post(new, organization).text


def test_submitting_is_refused_in_words(row, applicant, client):
    submit = url("apply-submit", row)
    assert "Somebody changed the application" in client.post(submit, {"seen": "another"}, follow=True).text
    services.save_application(row, {"motivation": ""}, actor=applicant, seen=1)
    page = client.post(submit, {"seen": digest_of(Application.objects.get())}, follow=True)
    assert "Something is still missing" in page.text
    services.withdraw_application(row, actor=applicant)
    assert "not a draft any more" in client.post(submit, {"seen": ""}, follow=True).text
    assert "withdrawn already" in client.post(url("apply-withdraw", row), follow=True).text
    assert "cannot be taken back" in client.post(url("apply-reopen", row), follow=True).text


def test_an_initiative_that_ends_before_it_starts_is_told(row, applicant, client):
    dates = {"starts_on": "2018-02-01", "ends_on": "2018-01-01"}
    page = client.post(url("apply-step", row, step="initiative"), {"seen_revision": 1, **dates})
    assert "ends before it starts" in page.text


def test_confirming_is_offered_only_to_the_selected(client):
    session = call()
    for status, answer in (("selected", 200), ("not_selected", 302)):
        row = application(session, status)
        client.force_login(member(row))
        assert client.get(url("apply-confirm", row)).status_code == answer
    client.post(url("apply-confirm", row), {"presence": "online"})
    row.refresh_from_db()
    assert row.status == "not_selected"
