"""Every change of a phase's times keeps its reason, and tells those concerned once staff release the mail."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from mailings.models import Mailing
from mailings.services import release
from sessions.models import PhaseChange, PhaseWindow, SessionStatus
from sessions.services import ReasonNeeded, close_phase_now, open_phase_now, set_window
from speakers.models import SpeakingIntent
from speakers.services.intents import register_intent
from stakeholders.models import Application
from tests.factories import (
    OrganizationFactory,
    SessionFactory,
    UserFactory,
    delegation,
    focal_point,
    open_phase,
    organization_member,
    role,
)
from tests.stakeholders.rows import application

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
WHY = "Asked for by several delegations"


@pytest.fixture
def staff():
    return UserFactory(is_secretariat=True, full_name="Ann Lee")


@pytest.fixture
def session():
    now = timezone.now()
    return SessionFactory(starts_at=now + 20 * DAY, ends_at=now + 20 * DAY + timedelta(hours=3))


@pytest.fixture
def window(session):
    return open_phase(session, "intents")


def extend(window, staff, by=DAY, reason=WHY):
    window.refresh_from_db()
    times = {"opens_at": window.opens_at, "closes_at": window.closes_at + by}
    return set_window(window.session, window.phase, **times, actor=staff, seen=window.revision, reason=reason)


def recipients(mailing):
    return {message.recipient for message in mailing.messages.all()}


@pytest.mark.parametrize("move", ["set", "open", "close"])
def test_change_of_public_times_needs_a_reason_and_a_draft_none(session, window, staff, move):
    def act():
        if move == "set":
            return extend(window, staff, reason=" ")
        if move == "close":
            return close_phase_now(window, actor=staff, reason=" ")
        PhaseWindow.objects.update(opens_at=timezone.now() + timedelta(minutes=1))
        return open_phase_now(window, actor=staff)

    with pytest.raises(ReasonNeeded):
        act()
    assert not PhaseChange.objects.exists()

    type(session).objects.update(status=SessionStatus.DRAFT)
    window = PhaseWindow.objects.select_related("session").get()
    act()
    change = PhaseChange.objects.get()
    assert (change.reason, change.mailing) == ("", None)


def test_change_keeps_what_when_why_and_by_whom(window, staff):
    before = window.closes_at
    extend(window, staff)

    change = PhaseChange.objects.get()
    assert (change.closed_before, change.closes_at, change.reason) == (before, before + DAY, WHY)
    assert (change.opened_before, change.changed_by, change.act) == (change.opens_at, staff, "set")
    logged = AuditEntry.objects.get(content_type__model="phasechange")
    assert WHY in str(logged.changes)


def test_saving_the_same_times_is_no_change(window, staff):
    extend(window, staff, by=timedelta(0))
    assert not PhaseChange.objects.exists()


def test_extension_tells_all_focal_points_in_both_zones_once_it_is_released(client, session, window, staff):
    kenya = focal_point("KE", time_zone="Africa/Nairobi")
    focal_point("FR", is_active=False)
    register_intent(SpeakingIntent(session=session, delegation=delegation("KE")), questions=[], actor=kenya)

    extend(window, staff)

    mailing = PhaseChange.objects.get().mailing
    assert (mailing.occasion, mailing.is_held, recipients(mailing)) == ("phase-extended", True, {kenya})
    text = mailing.messages.get().text
    assert text.count("New York") == 2
    assert text.count("in Nairobi") == 2
    assert WHY in text
    assert SpeakingIntent.objects.active().count() == 1
    client.force_login(staff)
    page = client.get(reverse("sessions:phases", args=[session.slug])).content.decode()
    assert mailing.get_absolute_url() in page
    assert WHY in page
    release(mailing, actor=staff)
    assert "Released" in client.get(reverse("sessions:phases", args=[session.slug])).content.decode()


def test_each_phase_tells_its_own_people(session, staff):
    speaking, silent = focal_point("KE"), focal_point("FR")
    register_intent(SpeakingIntent(session=session, delegation=delegation("KE")), questions=[], actor=staff)
    drafting, screened = OrganizationFactory(), OrganizationFactory()
    applicant = organization_member(drafting)
    organization_member(screened)
    application(session, "draft", organization=drafting)
    application(session, "not_eligible", organization=screened)
    bureau = role(session, "bureau", regional_group="african")
    told = {}
    for phase in ("intents", "applications", "statements", "consultation"):
        extend(open_phase(session, phase), staff)
        told[phase] = recipients(PhaseChange.objects.get(phase=phase).mailing)

    assert told == {
        "intents": {speaking, silent},
        "applications": {applicant},
        "statements": {speaking},
        "consultation": {bureau},
    }
    assert Application.objects.count() == 2


def test_closing_early_tells_those_concerned_with_other_words(window, staff):
    focal_point("KE")

    close_phase_now(window, actor=staff, reason=WHY)

    mailing = Mailing.objects.get()
    assert mailing.occasion == "phase-shortened"
    assert "is earlier than announced" in mailing.messages.get().text


def test_reopening_is_an_extension(session, staff):
    focal_point("KE")
    now = timezone.now()
    window = open_phase(session, "intents", opens_at=now - 2 * DAY, closes_at=now - DAY)

    open_phase_now(window, actor=staff, reason=WHY)

    assert Mailing.objects.get().occasion == "phase-extended"


@pytest.mark.parametrize("status", [SessionStatus.DRAFT, SessionStatus.CANCELLED])
def test_nobody_is_told_of_what_is_not_public(session, window, staff, status):
    focal_point("KE")
    type(session).objects.update(status=status)

    extend(PhaseWindow.objects.select_related("session").get(), staff)

    assert not Mailing.objects.exists()


def test_second_change_replaces_mail_that_still_waits_and_names_the_deadline_people_know(window, staff):
    focal_point("KE")
    known = window.closes_at
    extend(window, staff)
    extend(window, staff)
    extend(window, staff)

    mailing = Mailing.objects.get()
    latest = PhaseChange.objects.first()
    assert (latest.mailing, latest.known_close, latest.closes_at) == (mailing, known, known + 3 * DAY)

    extend(window, staff, by=-3 * DAY)
    assert not Mailing.objects.exists()


def test_change_after_a_released_mail_starts_from_what_it_said(window, staff):
    focal_point("KE")
    extend(window, staff)
    release(Mailing.objects.get(), actor=staff)

    extend(window, staff, by=-DAY / 2)

    assert [mailing.occasion for mailing in Mailing.objects.held()] == ["phase-shortened"]


def test_page_that_asks_for_the_reason_says_who_is_told(client, session, window, staff):
    focal_point("KE")
    client.force_login(staff)
    page = client.get(reverse("sessions:close-phase", args=[session.slug, "intents"])).content.decode()
    assert "A mail to the one person concerned" in page


def test_window_of_the_consultation_is_moved_until_it_closes_and_not_opened_again(client, session, staff):
    now = timezone.now()
    window = open_phase(session, "consultation")
    client.force_login(staff)
    address = reverse("sessions:close-phase", args=[session.slug, "consultation"])
    assert client.get(address).status_code == 200
    PhaseWindow.objects.filter(pk=window.pk).update(closes_at=now)
    assert client.get(address).status_code == 404
    assert (
        "its own page opens the next one"
        in client.get(reverse("sessions:phases", args=[session.slug])).content.decode()
    )


@pytest.mark.parametrize("count", [3, 100])
def test_phases_page_costs_the_same_for_any_history(client, session, window, staff, count, django_assert_num_queries):
    for _each in range(count):
        extend(window, staff)
    client.force_login(staff)
    with django_assert_num_queries(7):
        client.get(reverse("sessions:phases", args=[session.slug]))


@pytest.mark.parametrize(
    ("phase", "after_start", "words"),
    [
        ("intents", timedelta(hours=1), "closes only after the meeting has begun."),
        ("applications", 2 * DAY, "closes only after the meeting has ended."),
        ("statements", timedelta(hours=1), ""),
        ("statements", 400 * DAY, "closes only after the meeting has ended."),
    ],
)
def test_close_after_the_meeting_is_asked_about_and_then_shown(client, session, staff, phase, after_start, words):
    open_phase(session, phase)
    client.force_login(staff)
    closes = (session.starts_at + after_start).astimezone(session.zone).strftime("%Y-%m-%dT%H:%M")
    stored = session.phase_windows.get()
    opens = stored.opens_at.astimezone(session.zone).strftime("%Y-%m-%dT%H:%M")
    sent = {"opens": opens, "closes": closes, "reason": WHY, "seen_revision": stored.revision}
    sent = {f"{phase}-{name}": value for name, value in sent.items()}
    address = reverse("sessions:set-phase", args=[session.slug, phase])
    if words:
        page = client.post(address, sent).content.decode()
        assert (words in page, f'name="{phase}-confirmed"' in page, PhaseChange.objects.count()) == (True, True, 0)
        sent[f"{phase}-confirmed"] = "on"

    page = client.post(address, sent, follow=True).content.decode()

    assert PhaseChange.objects.count() == 1
    assert ("Worth a look" in page, words in page) == (bool(words), True)


def test_close_years_after_the_meeting_is_an_error(client, session, window, staff):
    client.force_login(staff)
    sent = {"opens": "2026-01-01T10:00", "closes": f"{session.starts_at.year + 5}-01-01T10:00", "confirmed": "on"}
    sent |= {"reason": WHY, "seen_revision": window.revision}
    address = reverse("sessions:set-phase", args=[session.slug, "intents"])
    page = client.post(address, {f"intents-{name}": value for name, value in sent.items()}).content.decode()
    assert ("years after the meeting" in page, PhaseChange.objects.count()) == (True, 0)
