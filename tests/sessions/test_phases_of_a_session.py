"""A phase that a session has not: no window, no link, no page but one that says so, no act, for staff neither."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from dialogue_portal.states import InvalidTransition
from sessions.models import PhaseWindow
from sessions.services import SetUp, propose_windows, save_set_up
from speakers.models import SpeakingIntent
from speakers.services.intents import may_write as may_enter_intent
from speakers.services.statements import may_submit
from stakeholders.services.applying import may_write
from summaries.models import SummaryStatus
from summaries.services.consultation import open_consultation
from summaries.services.drafting import start_summary
from summaries.services.publication import finalize_summary
from tests.factories import SessionFactory, UserFactory, delegation, focal_point, leading_question, open_phase, role
from tests.sessions.test_set_up_pages import fields_of

pytestmark = pytest.mark.django_db

PAGES = [
    "speakers:intent",
    "speakers:register-intent",
    "speakers:pool",
    "speakers:add-intent",
    "stakeholders:apply",
    "stakeholders:apply-new",
    "stakeholders:applications",
    "stakeholders:application-add",
]


@pytest.fixture
def staff():
    return UserFactory(is_secretariat=True)


@pytest.fixture
def side_event():
    return SessionFactory(kind="side_event", phase_keys=[])


def test_pages_of_absent_phases_say_so_to_staff_too(client, side_event, staff):
    client.force_login(staff)
    focal = focal_point("KE")

    for page in PAGES:
        client.force_login(focal if page == "speakers:register-intent" else staff)
        answer = client.get(reverse(page, kwargs={"slug": side_event.slug}))
        assert (answer.status_code, "is held without this phase" in answer.text) == (404, True), page


def test_frame_of_a_session_without_phases_offers_none(client, side_event, staff):
    for user in (None, focal_point("KE"), staff):
        if user:
            client.force_login(user)
        page = client.get(side_event.get_absolute_url()).text
        for address in ("/intent/", "/apply/", "/manage/intents/", "/manage/applications/", "/panel/"):
            assert f"{side_event.slug}{address}" not in page


def test_cockpit_and_phases_page_show_only_what_there_is(client, staff):
    session = SessionFactory(phase_keys=["intents"])
    for phase in ("intents", "applications"):
        open_phase(session, phase)
    client.force_login(staff)

    for page in ("sessions:cockpit", "sessions:phases"):
        shown = client.get(reverse(page, kwargs={"slug": session.slug})).text
        assert "/phases/intents/" in shown
        assert "/phases/applications/" not in shown
    assert client.post(reverse("sessions:open-phase", args=[session.slug, "applications"])).status_code == 404


def test_windows_are_proposed_for_existing_phases_only():
    session = SessionFactory(phase_keys=["applications"])

    assert [window.phase for window in propose_windows(session)] == ["applications"]


def test_acts_of_absent_phases_are_closed_to_staff_too(side_event, staff):
    assert not may_enter_intent(side_event, delegation("KE"), staff)
    assert not may_write(side_event, None, staff)
    assert not may_submit(SpeakingIntent(session=side_event, delegation=delegation("KE")), staff)


def test_phase_taken_off_a_draft_loses_its_window_and_gets_a_proposal_when_it_comes_back(staff):
    session = SessionFactory(status="draft")
    open_phase(session, "intents")

    session.phase_keys = ["applications"]
    save_set_up(session, SetUp(), actor=staff, seen=session.revision)
    assert set(session.phase_windows.values_list("phase", flat=True)) == {"applications"}

    session.phase_keys = ["applications", "intents"]
    save_set_up(session, SetUp(), actor=staff, seen=session.revision)
    assert set(session.phase_windows.values_list("phase", flat=True)) == {"applications", "intents"}


def test_phase_added_to_a_public_session_waits_for_its_times(staff):
    session = SessionFactory(phase_keys=["intents"])
    open_phase(session, "intents")

    session.phase_keys = ["intents", "applications"]
    save_set_up(session, SetUp(), actor=staff, seen=session.revision)

    assert not PhaseWindow.objects.filter(session=session, phase="applications").exists()


def test_summary_without_consultation_goes_straight_to_its_end(staff):
    session = SessionFactory(kind="expert_panel", phase_keys=["intents"])
    leading_question(session)
    chair = role(session, "commission_chair")
    summary = start_summary(session, actor=staff)
    summary.sections.first().paragraphs.create(position=1, text="The panel met.")
    now = timezone.now()

    with pytest.raises(InvalidTransition):
        open_consultation(
            summary, opens_at=now, closes_at=now + timedelta(days=4), silence_procedure=False, actor=staff
        )

    assert finalize_summary(summary, actor=chair).status == SummaryStatus.FINALIZED


def test_phase_that_has_begun_cannot_be_taken_off_a_public_session(client, staff):
    session = SessionFactory(phase_keys=["intents", "applications"])
    open_phase(session, "intents")
    client.force_login(staff)
    address = reverse("sessions:set-up", args=[session.slug])

    answer = client.post(address, {**fields_of(client.get(address).text), "phase_keys": ["applications"]})

    session.refresh_from_db()
    assert "It has begun already: Intents to speak." in answer.text
    assert session.phase_keys == ["intents", "applications"]


def test_public_page_says_who_may_take_part(client):
    session = SessionFactory(open_to=["invited", "delegations"])

    page = client.get(session.get_absolute_url()).text

    first, second = "Delegations of Member States and observers", "Those whom the Chair or the organizers invite"
    assert page.index(first) < page.index(second)
    assert "on nomination" not in page
