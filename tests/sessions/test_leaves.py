"""Leave to come late lets exactly one in, in one phase of one session, until its second; nobody else, nowhere else."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.models import RegionalGroup
from dialogue_portal.registries import my_tasks
from dialogue_portal.revisions import StaleRevision
from dialogue_portal.states import InvalidTransition
from mailings.models import Message
from sessions.models import LeaveUse, PhaseLeave, PhaseWindow, SessionRole, phase_is_open
from sessions.services.leaves import LeaveIsPast, end_leave, give_leave
from speakers.models import SpeakingIntent
from speakers.services.intents import IntentsClosed, register_intent
from stakeholders.services.applying import ApplicationsClosed, start_application
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

HOUR = timedelta(hours=1)
TICK = timedelta(microseconds=1)


@pytest.fixture
def staff():
    return UserFactory(is_secretariat=True)


@pytest.fixture
def session():
    return closed(SessionFactory())


def closed(session):
    """All phases closed an hour ago."""
    now = timezone.now()
    for phase in ("intents", "applications", "statements", "consultation"):
        open_phase(session, phase, opens_at=now - 2 * HOUR, closes_at=now - HOUR)
    return session


def leave(session, principal, staff, phase="intents", until=HOUR):
    until_at = timezone.now() + until
    return give_leave(session, phase, principal=principal, until=until_at, reason="A lost connection", actor=staff)


def intent(session, iso2="KE"):
    return SpeakingIntent(session=session, delegation=delegation(iso2))


def test_leave_lets_in_its_delegation_and_nobody_else(session, staff):
    kenya, france = focal_point("KE"), focal_point("FR")
    leave(session, delegation("KE"), staff)

    made, _new = register_intent(intent(session), questions=[], actor=kenya)

    assert LeaveUse.objects.about(made).get().leave.delegation == delegation("KE")
    with pytest.raises(IntentsClosed):
        register_intent(intent(session, "FR"), questions=[], actor=france)
    with pytest.raises(IntentsClosed):
        register_intent(intent(closed(SessionFactory())), questions=[], actor=kenya)
    assert not phase_is_open(session, "statements", principal=delegation("KE"))
    assert not phase_is_open(session, "intents")


def test_leave_lasts_to_the_tick(session, staff):
    given = leave(session, delegation("KE"), staff)

    def is_open(now):
        return phase_is_open(session, "intents", now, principal=delegation("KE"))

    assert (is_open(given.given_at), is_open(given.until - TICK), is_open(given.until)) == (True, True, False)
    assert not is_open(given.given_at - TICK)


def test_leave_is_for_after_the_close_only(session, staff):
    leave(session, delegation("KE"), staff)
    PhaseWindow.objects.update(opens_at=timezone.now() + HOUR, closes_at=timezone.now() + 2 * HOUR)
    assert not phase_is_open(session, "intents", principal=delegation("KE"))
    PhaseWindow.objects.all().delete()
    assert not phase_is_open(session, "intents", principal=delegation("KE"))


def test_ended_leave_lets_nobody_in(session, staff):
    kenya = focal_point("KE")
    given = leave(session, delegation("KE"), staff)
    with pytest.raises(StaleRevision):
        end_leave(given, actor=staff, seen=7)

    end_leave(given, actor=staff, seen=given.revision)

    with pytest.raises(IntentsClosed):
        register_intent(intent(session), questions=[], actor=kenya)
    with pytest.raises(InvalidTransition):
        end_leave(given, actor=staff, seen=2)
    assert list(Message.objects.values_list("occasion", flat=True)) == ["leave-ended", "leave-given"]


def test_what_came_in_time_or_from_staff_is_not_marked(session, staff):
    leave(session, delegation("KE"), staff)
    register_intent(intent(session), questions=[], actor=staff)
    PhaseWindow.objects.update(closes_at=timezone.now() + HOUR)
    register_intent(intent(session, "FR"), questions=[], actor=focal_point("FR"))
    assert not LeaveUse.objects.exists()


def test_organization_applies_by_leave_and_no_other(session, staff):
    organization, other = OrganizationFactory(), OrganizationFactory()
    member, stranger = organization_member(organization), organization_member(other)
    leave(session, organization, staff, phase="applications")

    assert start_application(session, actor=member, organization=organization).is_draft

    with pytest.raises(ApplicationsClosed):
        start_application(session, actor=stranger, organization=other)
    with pytest.raises(ApplicationsClosed):
        start_application(session, actor=member, organization={"name": "A new one"})


def test_leave_ends_later_than_the_phase_and_than_now(session, staff):
    with pytest.raises(LeaveIsPast):
        leave(session, delegation("KE"), staff, until=-HOUR / 2)
    PhaseWindow.objects.update(closes_at=timezone.now() + 2 * HOUR)
    with pytest.raises(LeaveIsPast):
        leave(type(session).objects.get(), delegation("KE"), staff)


def test_staff_give_and_end_leave_and_its_people_hear_at_once(client, session, staff):
    kenya, address = focal_point("KE"), reverse("sessions:leaves", args=[session.slug, "intents"])
    client.force_login(staff)
    until = (timezone.now() + 24 * HOUR).astimezone(session.zone).strftime("%Y-%m-%dT%H:%M")
    sent = {"principal": delegation("KE").pk, "until": until, "reason": "A lost connection", "confirmed": "on"}
    assert "This is past" in client.post(address, {**sent, "until": "2019-01-01T10:00"}).content.decode()
    page = client.post(address, sent, follow=True).content.decode()

    assert "Kenya has leave to come late" in page
    message = Message.objects.get()
    assert (message.recipient, message.state) == (kenya, "queued")
    client.force_login(kenya)
    page = client.get(reverse("speakers:intent", args=[session.slug]), follow=True).content.decode()
    assert "Kenya has leave to come late, until" in page
    client.force_login(staff)
    given = PhaseLeave.objects.get()
    client.post(reverse("sessions:end-leave", args=[session.slug, given.pk]), {"seen_revision": "1"})
    given.refresh_from_db()
    assert given.ended_by == staff


def test_mail_names_a_group_in_the_words_of_its_reader(session, staff):
    SessionRole.objects.create(
        session=session, user=UserFactory(language="fr"), role="bureau", regional_group="african"
    )

    leave(session, "african", staff, phase="consultation")

    with override("fr"):
        assert str(RegionalGroup.AFRICAN.label) in Message.objects.get().text
    assert str(RegionalGroup.AFRICAN.label) not in Message.objects.get().text


def test_the_same_form_sent_twice_gives_one_leave(client, session, staff):
    client.force_login(staff)
    sent = {
        "principal": "african",
        "until": (timezone.now() + 24 * HOUR).strftime("%Y-%m-%dT%H:%M"),
        "reason": "A meeting of the group",
        "client_token": "7d3f2f5e-55a7-4f0e-9d55-6f0a6f5d2c11",
    }
    bureau = role(session, "bureau", regional_group="african")
    role(session, "bureau", regional_group="asia_pacific")
    for _each in range(2):
        client.post(reverse("sessions:leaves", args=[session.slug, "consultation"]), sent)
    assert PhaseLeave.objects.get().regional_group == "african"
    assert Message.objects.get().recipient == bureau


@pytest.mark.parametrize("count", [3, 100])
def test_list_of_leaves_costs_the_same_for_any_number(client, session, staff, count, django_assert_num_queries):
    for organization in OrganizationFactory.create_batch(count):
        leave(session, organization, staff, phase="applications")
    client.force_login(staff)
    with django_assert_num_queries(8):
        client.get(reverse("sessions:leaves", args=[session.slug, "applications"]))


def test_task_of_who_has_leave_ends_with_it(session, staff):
    draft = application(session)
    member = organization_member(draft.organization)
    assert list(my_tasks["stakeholders"](member)) == []

    given = leave(session, draft.organization, staff, "applications")

    [task] = my_tasks["stakeholders"](member)
    assert task.deadline == given.until


def test_new_leave_takes_the_place_of_the_one_in_force(session, staff):
    long = leave(session, delegation("KE"), staff, until=900 * HOUR)
    others = [leave(session, delegation("FR"), staff), leave(session, delegation("KE"), staff, phase="statements")]

    short = leave(session, delegation("KE"), staff, until=HOUR / 2)

    long.refresh_from_db()
    assert (long.ended_at, long.ended_by, long.until > short.until) == (short.given_at, staff, True)
    assert set(PhaseLeave.objects.in_force()) == {short, *others}
    assert not phase_is_open(session, "intents", short.until, principal=delegation("KE"))
    end_leave(short, actor=staff, seen=short.revision)
    assert not phase_is_open(session, "intents", principal=delegation("KE"))


def test_leave_after_the_meeting_is_asked_about_and_in_a_far_year_refused(client, staff):
    now = timezone.now()
    session = closed(SessionFactory(starts_at=now + 10 * HOUR, ends_at=now + 13 * HOUR))
    client.force_login(staff)

    def send(until, phase="intents", **more):
        principal = "african" if phase == "consultation" else delegation("KE").pk
        typed = until.astimezone(session.zone).strftime("%Y-%m-%dT%H:%M")
        sent = {"principal": principal, "until": typed, "reason": "A lost connection", **more}
        page = client.post(reverse("sessions:leaves", args=[session.slug, phase]), sent).content.decode()
        return page, PhaseLeave.objects.count()

    page, given = send(now + 20 * HOUR)
    assert ("The meeting has ended by then." in page, 'name="confirmed"' in page, given) == (True, True, 0)
    assert send(now + 20 * HOUR, confirmed="on")[1] == 1
    page, given = send(now + 40000 * HOUR, confirmed="on")
    assert ("years after the meeting" in page, given) == (True, 1)
    assert send(now + 12 * HOUR)[1] == 2
    assert send(now + 20 * HOUR, "consultation")[1] == 3
