"""The call of a phase: held for those who may act in it and have not answered; shown, released and reminded of."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry, DelegationMember, EcosocStatus, Organization
from dialogue_portal.jobs import JobState
from dialogue_portal.revisions import save_revision
from mailings.models import Mailing, Message
from mailings.services import discard, release
from sessions.models import SessionStatus
from sessions.rehearsed import invented_key
from sessions.services import set_window
from sessions.services.calls import CallMoved, NoCall, _discard, call_for, hindrance, write_call
from speakers.models import SpeakingIntent, Statement
from speakers.services.intents import register_intent, withdraw_intent
from tests.factories import (
    OrganizationFactory,
    SessionFactory,
    UserFactory,
    delegation,
    focal_point,
    open_phase,
    organization_member,
)
from tests.stakeholders.rows import application

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
CHANGED_SINCE = "The times or the venue were changed since it was written"


@pytest.fixture
def staff():
    return UserFactory(is_secretariat=True, full_name="Ann Lee")


@pytest.fixture
def session():
    now = timezone.now()
    made = SessionFactory(starts_at=now + 20 * DAY, ends_at=now + 20 * DAY + timedelta(hours=3))
    open_phase(made, "intents")
    return made


def write(session, staff, phase="intents"):
    return write_call(session, phase, actor=staff, seen=call_for(session, phase).mark)


def address(session, phase="intents"):
    return reverse("sessions:call", args=[session.slug, phase])


def pages(session):
    """Where staff see that a call is held."""
    return [address(session), reverse("sessions:phases", args=[session.slug])]


def declare(session, iso2, staff):
    return register_intent(SpeakingIntent(session=session, delegation=delegation(iso2)), questions=[], actor=staff)[0]


def recipients(mailing):
    return {message.recipient for message in mailing.messages.all()}


def names_called(session, phase="applications"):
    return {str(one.principal) for one in call_for(session, phase).called}


def test_call_goes_to_all_who_may_act_for_a_delegation_that_has_not_answered(session, staff):
    kenya, holy_see = focal_point("KE"), focal_point("VA")
    focal_point("FR"), focal_point("GH"), focal_point("NO", is_active=False)
    DelegationMember.objects.create(delegation=delegation("FR"), user=kenya)
    DelegationMember.objects.create(delegation=delegation("UG"), user=kenya)
    declare(session, "FR", staff)
    withdraw_intent(declare(session, "GH", staff), actor=staff)
    Message.objects.all().delete()

    mailing = write(session, staff)

    assert (mailing.occasion, mailing.is_held, mailing.scope) == ("call-intents", True, session)
    assert recipients(mailing) == {kenya, holy_see}
    letter = mailing.messages.get(recipient=kenya)
    assert (letter.state, "of Kenya, Uganda in" in letter.subject) == (JobState.HELD, True)


def test_letter_states_dates_limits_and_form_in_the_recipients_language(session, staff):
    focal_point("FR", language="fr", time_zone="Europe/Paris")
    focal_point("KE")
    session.initial_seconds, session.follow_up_seconds = 180, 60
    session.save()

    english, french = write(session, staff).messages.order_by("language")

    said = ("up to 3 minutes, a follow-up up to 1 minute", "No speakers’ list is kept", "Open until: ", "New York")
    assert [words for words in said if words not in english.text] == []
    assert f"/sessions/{session.slug}/intent/" in english.text
    assert f"/fr/sessions/{session.slug}/intent/" in french.text
    assert "au plus 3 minutes" in french.text
    assert "Paris" in french.text
    assert "Open" not in french.text


def test_second_call_is_not_written_unless_the_page_has_shown_the_first(client, session, staff):
    focal_point("KE")
    first = write_call(session, "intents", actor=staff, seen="")

    with pytest.raises(CallMoved):
        write_call(session, "intents", actor=staff, seen="")
    client.force_login(staff)
    page = client.post(address(session), {"mark": ""}, follow=True).content.decode()

    assert list(Mailing.objects.all()) == [first]
    assert "the calls changed since this page was shown" in page
    assert "It is written already and held" in page
    client.post(address(session), {"mark": call_for(session, "intents").mark})
    replaced = Mailing.objects.get()
    assert replaced != first
    assert replaced.messages.count() == 1


def test_after_release_a_reminder_goes_to_those_who_have_not_answered(client, session, staff):
    silent = focal_point("KE")
    focal_point("FR")
    write(session, staff)
    shown = call_for(session, "intents").mark
    release(Mailing.objects.get(), actor=staff)

    with pytest.raises(CallMoved):
        write_call(session, "intents", actor=staff, seen=shown)
    declare(session, "FR", staff)
    client.force_login(staff)
    assert "Write a reminder" in client.get(reverse("sessions:phases", args=[session.slug])).content.decode()
    client.post(address(session), {"mark": call_for(session, "intents").mark})

    mailing = Mailing.objects.held().get()
    assert (mailing.occasion, recipients(mailing)) == ("call-intents-again", {silent})
    assert mailing.messages.get().subject.startswith("Reminder, ")
    discard(mailing)
    assert call_for(session, "intents").is_reminder


@pytest.mark.parametrize(
    ("open_to", "expected"),
    [
        (["accredited", "nominated"], {"Special", "University"}),
        (["accredited", "delegations"], {"Special"}),
        (["nominated"], {"University"}),
    ],
)
def test_organizations_are_called_by_the_rules_of_the_session(session, staff, open_to, expected):
    for name, status in (("Special", "special"), ("Suspended", "suspended"), ("None", "none")):
        EcosocStatus.objects.create(
            organization=OrganizationFactory(name=name), status=status, as_of=timezone.now().date()
        )
    # Stated since it was checked: what was checked counts.
    checked = OrganizationFactory(name="Withdrawn")
    for status, days, by in (("special", 0, None), ("withdrawn", 9, staff), ("roster", 10, staff)):
        as_of = timezone.now().date() - days * DAY
        EcosocStatus.objects.create(organization=checked, status=status, as_of=as_of, checked_by=by)
    OrganizationFactory(name="Unknown")
    OrganizationFactory(name="University", kind="academia")
    session.open_to = open_to

    assert names_called(session) == expected


def test_organization_is_called_until_it_has_applied(session, staff):
    open_phase(session, "applications")
    members = {}
    for status in ("draft", "submitted", "withdrawn", "eligible"):
        organization = OrganizationFactory(name=status, kind="academia")
        members[status] = organization_member(organization)
        application(session, status, organization=organization)
    rehearsal = SessionFactory(is_rehearsal=True, status=SessionStatus.DRAFT, title="Rehearsal: Dialogue")
    Organization.objects.create(pk=invented_key(rehearsal, 3), name="Invented", kind="academia")

    assert names_called(session) == {"draft"}
    mailing = write(session, staff, "applications")
    assert (mailing.occasion, recipients(mailing)) == ("call-applications", {members["draft"]})
    text = mailing.messages.get().text
    assert "Between 3 and 4 stakeholders take part" in text
    assert f"/sessions/{session.slug}/apply/" in text


def test_statements_are_asked_of_those_who_speak_and_have_sent_none(session, staff):
    open_phase(session, "statements")
    for iso2 in ("KE", "FR", "NO"):
        focal_point(iso2)
    withdraw_intent(declare(session, "NO", staff), actor=staff)
    declare(session, "KE", staff)
    sent = {"file": "x", "file_name": "x.txt", "content_type": "text/plain", "size": 1, "sha256": "0" * 64}
    Statement.objects.create(intent=declare(session, "FR", staff), language="fr", submitted_by=staff, **sent)

    assert names_called(session, "statements") == {"Kenya"}
    assert "A file may be up to" in write(session, staff, "statements").messages.get().text


def test_without_a_phase_to_call_to_the_page_says_why(client, session, staff):
    focal_point("KE")
    client.force_login(staff)
    window = session.phase_windows.get()

    def refused(words):
        page = client.get(address(session)).content.decode()
        assert words in page
        assert 'name="mark"' not in page
        assert words in client.post(address(session), {"mark": ""}, follow=True).content.decode()
        assert not Mailing.objects.exists()

    for status, words in (("draft", "The session is a draft"), ("cancelled", "The meeting is cancelled")):
        type(session).objects.update(status=status)
        refused(words)
    type(session).objects.update(status="published", open_to=["public"])
    refused("The rules of this meeting do not let those take part")
    type(session).objects.update(open_to=["delegations"])
    type(window).objects.update(opens_at=window.opens_at - DAY, closes_at=timezone.now())
    refused("The phase is closed")
    window.delete()
    refused("set its times first")
    type(session).objects.update(phase_keys=["applications"])
    absent = client.get(address(session))
    assert (absent.status_code, "is held without this phase" in absent.content.decode()) == (404, True)
    assert client.post(address(session), {"mark": ""}).status_code == 404
    session.refresh_from_db()
    with pytest.raises(NoCall):
        write(session, staff)
    assert client.get(address(session, "consultation")).status_code == 404


def test_phase_that_opens_later_is_called_to(session, staff):
    focal_point("KE")
    now = timezone.now()
    session.phase_windows.update(opens_at=now + DAY, closes_at=now + 2 * DAY)

    assert hindrance(session, "intents") == ""
    assert write(session, staff).messages.count() == 1


def test_rehearsal_writes_its_call_and_it_goes_nowhere(session, staff):
    focal_point("KE")
    type(session).objects.update(is_rehearsal=True, status="draft", title="Rehearsal: Dialogue", starts_at=None)
    session.refresh_from_db()

    mailing = write(session, staff)
    release(mailing, actor=staff)

    letter = mailing.messages.get()
    assert (letter.state, letter.subject.startswith("Rehearsal: ")) == (JobState.REHEARSED, True)
    assert "begins at a time to be announced" in letter.text


def test_page_shows_first_whom_it_reaches_whom_not_and_each_languages_letter(client, session, staff):
    focal_point("KE", full_name="Ana Mwangi")
    focal_point("FR", full_name="Luc Petit", language="fr")
    client.force_login(staff)

    page = client.get(address(session)).content.decode()

    for words in ("Ana Mwangi", "Luc Petit", "Nobody to write to", "Norway", "French, to Luc Petit", 'lang="fr"'):
        assert words in page
    assert page.index("Who gets it") < page.index("What they read") < page.index("Write the letters and hold them")
    assert not Mailing.objects.exists()


def test_nobody_to_write_to_offers_no_button_and_writes_nothing(client, session, staff):
    client.force_login(staff)

    page = client.get(address(session)).content.decode()

    assert "Nobody can be written to." in page
    assert 'name="mark"' not in page
    with pytest.raises(NoCall):
        write(session, staff)
    assert not Mailing.objects.exists()


@pytest.mark.parametrize(("field", "value"), [("venue", "Conference Room 2"), ("starts_at", None), ("title", "Care")])
def test_held_call_says_so_when_the_meeting_was_moved(client, session, staff, field, value):
    focal_point("KE")
    write(session, staff)
    setattr(session, field, value or session.starts_at + timedelta(hours=1))
    save_revision(session, seen=session.revision)
    client.force_login(staff)

    for page in pages(session):
        assert (CHANGED_SINCE in client.get(page).content.decode()) == (field != "title")

    write(session, staff)
    assert CHANGED_SINCE not in client.get(address(session)).content.decode()


def test_held_call_whose_times_were_changed_says_so(client, session, staff):
    focal_point("KE")
    write(session, staff)
    client.force_login(staff)
    assert [CHANGED_SINCE in client.get(page).content.decode() for page in pages(session)] == [False, False]
    window = session.phase_windows.get()

    times = {"opens_at": window.opens_at, "closes_at": window.closes_at + DAY}
    set_window(session, "intents", **times, actor=staff, seen=window.revision, reason="Asked for")

    assert [CHANGED_SINCE in client.get(page).content.decode() for page in pages(session)] == [True, True]


def test_held_call_of_a_cancelled_meeting_is_not_offered_first(client, session, staff):
    focal_point("KE")
    mailing = write(session, staff)
    type(session).objects.update(status="cancelled")
    client.force_login(staff)

    for page in pages(session):
        shown = client.get(page).content.decode()
        assert "The meeting is cancelled: nobody is called to it." in shown
        assert f'href="{mailing.get_absolute_url()}"' in shown
        assert f'btn-primary" href="{mailing.get_absolute_url()}"' not in shown


def test_call_thrown_away_meanwhile_is_shown_anew(session, staff):
    focal_point("KE")
    held = write(session, staff)
    _discard(held)

    with pytest.raises(CallMoved):
        _discard(held)


def test_cockpit_asks_for_no_call_to_a_phase_that_is_ahead(client, session, staff):
    focal_point("KE")
    session.phase_windows.update(opens_at=timezone.now() + DAY, closes_at=timezone.now() + 2 * DAY)
    client.force_login(staff)
    assert address(session) not in client.get(reverse("sessions:cockpit", args=[session.slug])).content.decode()


def test_cockpit_asks_for_a_call_until_one_is_written(client, session, staff):
    focal_point("KE")
    client.force_login(staff)
    cockpit = reverse("sessions:cockpit", args=[session.slug])
    phases = reverse("sessions:phases", args=[session.slug])
    for page in (cockpit, phases):
        assert address(session) in client.get(page).content.decode()

    mailing = write(session, staff)

    assert address(session) not in client.get(cockpit).content.decode()
    assert mailing.get_absolute_url() in client.get(phases).content.decode()


def test_cockpit_asks_for_no_call_where_nobody_would_be_reached(client, session, staff):
    focal_point("NO", is_active=False)
    client.force_login(staff)
    cockpit = reverse("sessions:cockpit", args=[session.slug])
    assert address(session) not in client.get(cockpit).content.decode()

    focal_point("KE")
    assert address(session) in client.get(cockpit).content.decode()

    declare(session, "KE", staff)
    assert address(session) not in client.get(cockpit).content.decode()


def test_who_wrote_a_call_is_in_the_audit_log(session, staff):
    focal_point("KE")
    mailing = write(session, staff)

    kind = ContentType.objects.get_for_model(Mailing)
    assert AuditEntry.objects.get(content_type=kind, object_pk=str(mailing.pk)).actor == staff


@pytest.mark.parametrize("count", [3, 100])
def test_page_costs_the_same_for_any_number_of_delegations(client, session, staff, count, django_assert_num_queries):
    for one in type(delegation("KE")).objects.all()[:count]:
        DelegationMember.objects.create(delegation=one, user=UserFactory())
    write(session, staff)
    client.force_login(staff)
    client.get(address(session))
    # Reader and session with its frame: five. What was written, who is called, what is held and its times, the words.
    with django_assert_num_queries(12):
        assert client.get(address(session)).status_code == 200


def test_release_leaves_out_who_answered_while_the_call_was_held(client, session, staff):
    silent, answered, both = focal_point("KE"), focal_point("FR"), focal_point("UG")
    DelegationMember.objects.create(delegation=delegation("FR"), user=both)
    mailing = write(session, staff)
    assert recipients(mailing) == {silent, answered, both}
    declare(session, "FR", staff)
    client.force_login(staff)

    page = client.post(reverse("mailings:mailing-release", args=[mailing.pk]), follow=True).content.decode()

    assert recipients(mailing) == {silent, both}
    assert "2 mails are on their way." in page
    assert "1 was left out: what it asks for has been done" in page
