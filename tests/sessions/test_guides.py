"""Guides for each role and the notice of the call: what they state is the session's and the settings' own."""

import pytest
from django.urls import reverse

from sessions.guides import GUIDES, guides_of
from sessions.qr import qr_code
from tests.factories import SessionFactory, open_phase

pytestmark = pytest.mark.django_db


def main_of(response):
    """The guide itself, without the page's frame."""
    return response.content.decode().partition("<article")[2].partition("</article>")[0].replace("\xa0", " ")


def page(client, session, name, **kwargs):
    return client.get(reverse(f"sessions:{name}", kwargs={"slug": session.slug, **kwargs}))


def test_guides_are_listed_and_each_opens(client):
    session = SessionFactory()

    listed = page(client, session, "guides").content.decode()

    for role in GUIDES:
        assert reverse("sessions:guide", args=[session.slug, role]) in listed
        assert page(client, session, "guide", role=role).status_code == 200
    assert page(client, session, "guide", role="nobody").status_code == 404


def test_guide_states_the_sessions_limits_and_dates(client, settings):
    settings.UPLOAD_MAX_BYTES, settings.CONTACT_EMAIL = 5 * 1024 * 1024, "ask@example.org"
    session = SessionFactory(initial_seconds=240, follow_up_seconds=90)
    window = open_phase(session, "intents", opens_at=session.starts_at.replace(day=1), closes_at=session.starts_at)
    open_phase(session, "statements")

    text = page(client, session, "guide", role="delegate").content.decode().replace("\xa0", " ")

    assert "up to 4 minutes" in text
    assert "90 seconds" in text
    assert " UTC)" in text
    assert window.closes_at.astimezone(session.zone).isoformat(timespec="seconds") in text
    assert "up to 5.0 MB" in text
    assert "ask@example.org" in text


def test_guide_asks_for_a_second_factor_where_the_role_needs_one(client, settings):
    session = SessionFactory()
    settings.SECOND_FACTOR_ROLES = ["reviewer"]

    texts = {role: page(client, session, "guide", role=role).content.decode() for role in ("reviewer", "moderator")}

    assert {role: "needs a second factor" in text for role, text in texts.items()} == {
        "reviewer": True,
        "moderator": False,
    }


def test_guides_leave_out_roles_that_the_session_has_not(client):
    session = SessionFactory(phase_keys=["intents"])

    assert page(client, session, "guide", role="applicant").status_code == 404
    assert "Stakeholders" not in page(client, session, "notice").content.decode()


# What is true of a dialogue and not of a side event without phases.
OF_A_DIALOGUE = (
    "pool",
    "intent",
    "Initial comment",
    "Opening with stakeholders",
    "follow-up",
    "minister",
    "nameplate",
    "consultation",
    "segments",
)


def test_guides_of_a_side_event_say_nothing_of_a_dialogue(client):
    event, dialogue = SessionFactory(kind="side_event", phase_keys=[]), SessionFactory()

    listed = page(client, event, "guides").content.decode()

    roles = {role for role in GUIDES if reverse("sessions:guide", args=[event.slug, role]) in listed}
    assert roles == {"moderator", "presiding_chair", "secretariat"}
    assert "Notice of the call" not in listed
    assert page(client, event, "notice").status_code == 404
    dialogue.programme_items.create(number=1, segment="dialogue", minutes=180)
    for session, spoken_of in ((event, set()), (dialogue, set(OF_A_DIALOGUE))):
        text = "".join(main_of(page(client, session, "guide", role=role)) for role in roles)
        assert {words for words in OF_A_DIALOGUE if words in text} == spoken_of
        assert "the clock warns in the last 30 seconds" in text


def test_guides_of_a_side_event_follow_the_phases_that_staff_gave_it(client):
    event = SessionFactory(kind="side_event", phase_keys=["intents"])

    text = main_of(page(client, event, "guide", role="moderator"))

    assert "Read the pool of intents" in text
    assert "Initial comments: 3 minutes" in text
    assert "Opening with stakeholders" not in text
    assert "summary" not in main_of(page(client, event, "guide", role="delegate"))
    assert page(client, event, "guide", role="rapporteur").status_code == 404
    assert page(client, event, "notice").status_code == 200


def test_guides_of_a_panel_without_consultation_or_opening(client):
    panel = SessionFactory(kind="expert_panel", phase_keys=["intents", "statements"], opening_minutes=0)

    text = "".join(main_of(page(client, panel, "guide", role=role)) for role in guides_of(panel))

    assert "Initial comments: 3 minutes" in text
    assert "Approve the final text" in text
    assert [
        words for words in ("Opening with", "consultation", "amendment", "Bureau", "recommend") if words in text
    ] == []


def test_notice_states_deadline_address_and_its_code(client):
    session = SessionFactory(stakeholders_min=3, stakeholders_max=5)
    window = open_phase(session, "applications")

    text = page(client, session, "notice").content.decode()

    assert window.closes_at.astimezone(session.zone).isoformat(timespec="seconds") in text
    assert "Between 3 and 5" in text
    assert f"http://localhost:8000/sessions/{session.slug}/" in text
    assert qr_code(f"http://localhost:8000/sessions/{session.slug}/").path in text


def test_guides_and_notice_of_a_draft_are_hidden(client):
    draft = SessionFactory(status="draft")

    for name, kwargs in (("guides", {}), ("guide", {"role": "moderator"}), ("notice", {})):
        assert page(client, draft, name, **kwargs).status_code == 404


@pytest.mark.parametrize("name", ["guides", "notice"])
def test_printed_pages_cost_few_queries(client, no_links, django_assert_max_num_queries, name):
    session = SessionFactory()
    for phase in ("intents", "applications"):
        open_phase(session, phase)

    # The session with its texts and windows; whatever the frame asks.
    with django_assert_max_num_queries(6):
        page(client, session, name)
