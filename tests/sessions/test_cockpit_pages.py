"""The cockpit: phases opened, closed and set; people given and relieved of roles; documents; taking a session back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Invitation
from mailings.models import Message
from sessions.models import Document, PhaseWindow, SessionRole, SessionStatus, phase_is_open
from sessions.services import create_session_from_note
from tests.factories import SessionFactory, UserFactory, focal_point, leading_question, open_phase, role

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    user = UserFactory(is_secretariat=True, time_zone="Africa/Nairobi")
    client.force_login(user)
    return user


@pytest.fixture
def session():
    return SessionFactory()


def address(name, session, **arguments):
    return reverse(f"sessions:{name}", kwargs={"slug": session.slug, **arguments})


def test_next_step_goes_from_publishing_over_phases_to_people(client, staff):
    draft, _new = create_session_from_note("Care", actor=staff)
    page = client.get(address("cockpit", draft)).content.decode()
    assert "Complete the session and publish it" in page
    assert "Publish “Care”" in client.get("/").content.decode()

    session = SessionFactory()
    assert "Set the times of the phases" in client.get(address("cockpit", session)).content.decode()
    open_phase(session, "intents")
    open_phase(session, "applications")
    open_phase(session, "statements")
    assert "Nobody holds these roles yet: Moderator" in client.get(address("cockpit", session)).content.decode()
    for name in ("moderator", "rapporteur", "commission_chair", "reviewer"):
        role(session, name)
    focal_point("KE")
    page = client.get(address("cockpit", session)).content.decode()
    # What comes in waits still: the set-up is not all there is.
    assert "The session is set up; work waits below" in page
    assert "First to do:" in page


def test_phase_is_closed_and_opened_at_once(client, staff, session):
    open_phase(session, "intents")

    assert "Reason" in client.post(address("close-phase", session, phase="intents")).content.decode()
    assert phase_is_open(session, "intents")
    client.post(address("close-phase", session, phase="intents"), {"reason": "The lists are full"})
    assert not phase_is_open(session, "intents")
    sent = {"reason": "Asked for by the Bureau"}
    page = client.post(address("open-phase", session, phase="intents"), sent, follow=True).content.decode()

    assert phase_is_open(type(session).objects.get(), "intents")
    assert "is open, until" in page


def test_phase_that_has_no_time_cannot_be_opened_at_once(client, staff, session):
    page = client.post(address("open-phase", session, phase="intents"), follow=True).content.decode()

    assert "Set first when" in page
    assert not PhaseWindow.objects.exists()


@pytest.mark.parametrize("phase", ["consultation", "unheard-of"])
def test_phase_of_another_app_or_of_none_is_not_found(client, staff, session, phase):
    assert client.post(address("open-phase", session, phase=phase)).status_code == 404


def test_times_of_a_phase_are_those_of_the_meetings_zone(client, staff, session):
    client.post(
        address("set-phase", session, phase="intents"),
        {"intents-opens": "2019-03-01T09:00", "intents-closes": "2019-03-11T18:00"},
    )

    window = PhaseWindow.objects.get()
    assert window.opens_at.isoformat() == "2019-03-01T14:00:00+00:00"
    assert window.closes_at.isoformat() == "2019-03-11T22:00:00+00:00"


def test_time_that_was_not_touched_keeps_its_seconds(client, staff, session):
    now = timezone.now()
    session.starts_at, session.ends_at = now + timedelta(days=9), now + timedelta(days=9, hours=3)
    session.save()
    window = open_phase(session, "intents", opens_at=now, closes_at=now + timedelta(days=1))
    page = client.get(address("phases", session)).content.decode()
    local = now.astimezone(session.zone).strftime("%Y-%m-%dT%H:%M")
    assert f'value="{local}"' in page

    client.post(
        address("set-phase", session, phase="intents"),
        {
            "intents-opens": local,
            "intents-closes": f"{now + timedelta(days=2):%Y-%m-%d}T18:00",
            "intents-seen_revision": "1",
            "intents-reason": "A holiday",
        },
    )

    window.refresh_from_db()
    assert window.opens_at == now
    assert window.closes_at > now + timedelta(days=1, hours=12)


@pytest.mark.parametrize(
    ("opens", "closes", "words"),
    [
        ("2019-03-11T18:00", "2019-03-11T18:00", "Choose a later time"),
        ("2019-03-10T02:30", "2019-03-11T18:00", "never shows 02:30. Write 03:30 instead."),
        ("2019-03-10T09:00", "2019-11-03T01:30", "shows 01:30 twice. Say which is meant."),
        ("yesterday", "2019-03-11T18:00", "Enter a valid date/time"),
        ("2019-03-10T09:00", "9999-12-31T23:59", "Check the year, 9999: it is not between 1945 and 2199."),
        ("0001-01-01T00:00", "2019-03-11T18:00", "Check the year, 1: it is not between 1945 and 2199."),
        ("", "2019-03-11T18:00", "This field is required"),
    ],
)
def test_wrong_times_are_told_beside_the_field(client, staff, session, opens, closes, words):
    response = client.post(
        address("set-phase", session, phase="intents"), {"intents-opens": opens, "intents-closes": closes}
    )

    assert words in response.content.decode()
    assert not PhaseWindow.objects.exists()


def test_two_who_set_one_phase_see_both_times(client, staff, session):
    sent = {"intents-opens": "2019-03-01T09:00", "intents-closes": "2019-03-11T18:00"}
    client.post(address("set-phase", session, phase="intents"), sent)

    page = client.post(
        address("set-phase", session, phase="intents"),
        {**sent, "intents-closes": "2019-03-12T09:00", "intents-reason": "A holiday"},
    ).content.decode()

    assert "Monday 11 March 2019, 6 p.m." in page
    assert "Tuesday 12 March 2019, 9 a.m." in page
    assert 'value="2019-03-12T09:00"' in page


def test_role_is_given_by_e_mail_and_ended(client, staff, session):
    user = UserFactory(email="Vice.Chair@example.org")

    client.post(
        address("people", session),
        {"email": "vice.chair@example.org", "role": "bureau", "regional_group": "african", "is_designate": "on"},
    )

    held = SessionRole.objects.get()
    assert (held.user, held.regional_group, held.is_designate) == (user, "african", True)
    client.post(address("end-role", session, pk=held.pk))
    assert not SessionRole.objects.in_force().exists()
    assert "Ended" in client.get(address("people", session)).content.decode()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"email": "nobody@example.org", "role": "moderator"}, "Nobody has an account with this address"),
        ({"role": "bureau"}, "Choose the regional group"),
        ({"role": "moderator", "starts_on": "2026-02-02", "ends_on": "2026-02-01"}, "Choose a later day"),
        ({"role": ""}, "This field is required"),
    ],
)
def test_role_that_cannot_be_given_says_why(client, staff, session, sent, words):
    user = UserFactory()

    response = client.post(address("people", session), {"email": user.email, **sent})

    assert words in response.content.decode()
    assert not SessionRole.objects.exists()


def test_role_held_already_is_told(client, staff, session):
    user = role(session, "moderator")

    response = client.post(address("people", session), {"email": user.email, "role": "moderator"})

    assert "holds this role already" in response.content.decode()


def test_somebody_without_an_account_is_invited_to_a_role(client, staff, session):
    client.post(
        address("invite", session),
        {
            "invite-name": "A. Member",
            "invite-email": "member@example.org",
            "invite-role": "bureau",
            "invite-regional_group": "african",
            "invite-language": "en",
        },
    )

    assert Invitation.objects.get().scope == session
    assert Message.objects.count() == 1
    assert "member@example.org" in client.get(address("people", session)).content.decode()


def test_people_page_costs_a_constant_number_of_queries(client, staff, session, django_assert_max_num_queries):
    """Ten of its own; the rest are the other apps' links in the navigation."""
    cost = []
    for count in (3, 297):
        for _ in range(count):
            role(session, "reviewer")
        client.get(address("people", session))
        with django_assert_max_num_queries(14) as done:
            client.get(address("people", session))
        cost.append(len(done))

    assert cost[0] == cost[1]


@pytest.mark.parametrize(
    ("name", "status"), [("return-to-draft", SessionStatus.DRAFT), ("cancel", SessionStatus.CANCELLED)]
)
def test_session_is_taken_back_or_cancelled(client, staff, session, name, status):
    client.post(address(name, session), {"seen_revision": "1"})

    session.refresh_from_db()
    assert session.status == status


@pytest.mark.parametrize("seen", ["", "0", "1e9", "²", "99999999999"])
def test_status_is_not_moved_over_what_was_not_seen(client, staff, session, seen):
    page = client.post(address("cancel", session), {"seen_revision": seen}, follow=True).content.decode()

    session.refresh_from_db()
    assert session.status == SessionStatus.PUBLISHED
    assert "Look at it again" in page


def test_publishing_from_the_cockpit_of_a_published_session_is_told(client, staff, session):
    leading_question(session)

    page = client.post(address("publish", session), {"seen_revision": "1"}, follow=True).content.decode()

    assert "published or cancelled already" in page


ACTS = [
    ("publish", {}),
    ("return-to-draft", {}),
    ("cancel", {}),
    ("set-phase", {"phase": "intents"}),
    ("open-phase", {"phase": "intents"}),
    ("close-phase", {"phase": "intents"}),
    ("invite", {}),
    ("end-role", {"pk": None}),
    ("show-document", {"pk": None}),
    ("remove-document", {"pk": None}),
]
# These ask first, for a reason or whether it is meant.
ASKING = {"open-phase", "close-phase", "remove-document"}


@pytest.mark.parametrize(("name", "arguments"), ACTS)
def test_acts_of_the_secretariat_are_refused_to_all_others(client, session, name, arguments):
    moderator = role(session, "moderator")
    window = open_phase(session, "intents")
    document = Document.objects.create(session=session, kind="other", title="Brief")
    row = SessionRole.objects.get() if name == "end-role" else document
    arguments = {key: value or row.pk for key, value in arguments.items()}
    for user in (moderator, UserFactory()):
        client.force_login(user)
        response = client.post(address(name, session, **arguments), {"seen_revision": "1", "public": "1"})
        assert response.status_code == 403

    session.refresh_from_db()
    document.refresh_from_db()
    window.refresh_from_db()
    assert (session.status, document.is_public, window.revision) == (SessionStatus.PUBLISHED, False, 1)
    assert SessionRole.objects.in_force().count() == 1
    client.force_login(UserFactory(is_secretariat=True))
    assert client.get(address(name, session, **arguments)).status_code == (200 if name in ASKING else 405)
