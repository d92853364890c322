"""A rehearsal: a copy of the structure, never public, marked, mailing nobody, and wiped without a trace."""

from collections import Counter

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import AuditEntry, Invitation, Organization, OrganizationMember
from accounts.services.invitations import invite
from dialogue_portal.jobs import JobState
from dialogue_portal.states import InvalidTransition
from dialogue_portal.uploads import TEXT, checked_upload
from mailings.models import Message
from mailings.occasions import Occasion, occasions
from mailings.services import Letter, hold, release
from sessions.models import DialogueSession, ProgrammeItem, Role, SessionRole, SessionText
from sessions.rehearsed import belongs_to_rehearsal
from sessions.services import add_document, publish_session, rehearsals
from sessions.services.rehearsals import NotARehearsal, fill_with_invented, rehearse, wipe_rehearsal
from sessions.services.wiping import NotItsOwn, StillAtWork
from speakers.models import Point, SpeakingIntent
from speakers.services.floor_meeting import open_meeting
from speakers.services.floor_turns import give_floor
from stakeholders.models import Application
from summaries.models import Rendering
from summaries.services.drafting import add_paragraph, start_summary
from summaries.services.versions import freeze_version
from tests.factories import SessionFactory, UserFactory, leading_question, role
from tests.sessions.test_set_up_pages import fields_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def _occasion():
    occasions._items["practice"] = Occasion(label="Practice", subject="{thing}", body="", placeholders=("thing",))
    yield
    del occasions._items["practice"]


@pytest.fixture
def real():
    """A published session with all that a rehearsal copies, and a moderator."""
    session = SessionFactory(title="Care", initial_seconds=120)
    leading_question(session)
    SessionText.objects.create(session=session, part="overview", language="fr", text="Aperçu")
    SessionText.objects.create(session=session, part="title", language="fr", text="Le soin")
    ProgrammeItem.objects.create(session=session, number=1, segment="opening", title="Opening", minutes=15)
    role(session, "moderator")
    return session


def rehearsal_of(session, staff, **fields):
    return rehearse(session, actor=staff, **{"with_people": True, "token": None, **fields})


def rows_by_table():
    """How many rows each table has, but for the audit log, which only grows, and what sign-ins keep."""
    left_out = {"accounts.AuditEntry", "contenttypes.ContentType", "sessions.Session", "usersessions.UserSession"}
    tables = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    return Counter(
        {
            name: model._base_manager.count()
            for name, model in tables.items()
            if model._meta.label not in left_out and model._meta.managed and not model._meta.swapped
        }
    )


def test_rehearsal_copies_structure_and_people_and_leaves_the_session_alone(staff, real):
    rehearsal = rehearsal_of(real, staff)

    assert (rehearsal.title, rehearsal.is_rehearsal, rehearsal.status) == ("Rehearsal: Care", True, "draft")
    assert rehearsal.initial_seconds == 120
    assert str(rehearsal.leading_questions.get().text) == "How do alliances form?"
    assert {text.text for text in rehearsal.texts.all()} == {"Aperçu", "Rehearsal: Le soin"}
    assert [item.title for item in rehearsal.programme_items.all()] == ["Opening"]
    assert [held.role for held in rehearsal.roles.all()] == ["moderator"]
    assert all(window.is_open for window in rehearsal.phase_windows.all())
    assert rehearsal.ends_at - rehearsal.starts_at == real.ends_at - real.starts_at
    assert real.leading_questions.count() == 1
    assert not rehearsal_of(real, staff, with_people=False).roles.exists()


def test_rehearsal_is_seen_by_the_secretariat_and_its_roles_only(client, staff, real):
    rehearsal = rehearsal_of(real, staff)
    moderator = SessionRole.objects.get(session=rehearsal).user
    outsiders = [AnonymousUser(), UserFactory(), role(real, "reviewer")]

    assert [list(DialogueSession.objects.visible_to(user)) for user in outsiders] == [[real]] * 3
    assert rehearsal in DialogueSession.objects.visible_to(moderator)
    client.logout()
    for address in ("/", "/sessions/", "/sessions/?q=Rehearsal"):
        assert "Rehearsal: Care" not in client.get(address).content.decode()
    assert client.get(rehearsal.get_absolute_url()).status_code == 404
    assert client.get(reverse("speakers:screen", args=[rehearsal.slug])).status_code == 404


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Mobility", "Rehearsal: Mobility"),
        ("Rehearsal: Mobility", "Rehearsal: Mobility"),
        ("", "Rehearsal: "),
        ("Rehearsal:", "Rehearsal: "),
        ("a" * 400, "Rehearsal: " + "a" * 389),
    ],
)
def test_reworded_rehearsal_keeps_its_mark(client, staff, real, typed, kept):
    rehearsal = rehearsal_of(real, staff)
    set_up = reverse("sessions:set-up", args=[rehearsal.slug])

    answer = client.post(set_up, {**fields_of(client.get(set_up).text), "title": typed})

    assert answer.status_code == 302
    rehearsal.refresh_from_db()
    assert rehearsal.title == kept
    DialogueSession.objects.filter(pk=rehearsal.pk).update(title="Rehearsal: Before")
    english = reverse("sessions:text", args=[rehearsal.slug, "title", "en"])
    assert client.post(english, {"seen_revision": rehearsal.revision, "text": typed}).status_code == 302
    rehearsal.refresh_from_db()
    assert rehearsal.title == kept


@pytest.mark.parametrize(("typed", "kept"), [("Les soins", "Rehearsal: Les soins"), ("", "")])
def test_reworded_translation_of_a_rehearsals_title_keeps_the_mark(client, staff, real, typed, kept):
    rehearsal = rehearsal_of(real, staff)
    page = reverse("sessions:text", args=[rehearsal.slug, "title", "fr"])

    client.post(page, {**fields_of(client.get(page).text), "text": typed})

    assert rehearsal.texts.get(part="title").text == kept


def test_rehearsal_never_becomes_real_and_never_loses_its_mark(staff, real):
    rehearsal = rehearsal_of(real, staff)

    with pytest.raises(InvalidTransition):
        publish_session(rehearsal, actor=staff, seen=rehearsal.revision)
    for change in ({"status": "published"}, {"title": "Care"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            DialogueSession.objects.filter(pk=rehearsal.pk).update(**change)


def test_every_page_of_a_rehearsal_says_so(client, staff, real):
    rehearsal = rehearsal_of(real, staff)

    for name in ("sessions:detail", "sessions:cockpit", "sessions:people", "speakers:floor", "speakers:screen"):
        page = client.get(reverse(name, args=[rehearsal.slug])).content.decode()
        assert "nothing here is real" in page
        assert "Rehearsal: Care" in page
    assert "nothing here is real" not in client.get(real.get_absolute_url()).content.decode()


def test_moderator_of_a_rehearsal_is_asked_to_run_its_floor(client, staff, real):
    rehearsal = rehearsal_of(real, staff)
    client.force_login(SessionRole.objects.get(session=rehearsal).user)

    assert (
        reverse("speakers:screen", args=[rehearsal.slug]) in client.get(rehearsal.get_absolute_url()).content.decode()
    )
    assert client.get(reverse("speakers:floor", args=[rehearsal.slug])).status_code == 200


def test_fill_adds_plainly_invented_people_once(staff, real):
    rehearsal = rehearsal_of(real, staff)

    assert fill_with_invented(rehearsal, actor=staff) > 20
    assert fill_with_invented(rehearsal, actor=staff) == 0

    assert all(intent.name.startswith("Invented Speaker") for intent in SpeakingIntent.objects.all())
    assert all(one.organization.name.startswith("Invented organization") for one in Application.objects.all())
    assert {one.regional_group for one in Organization.objects.all()} >= {"african", "asia_pacific"}


def test_real_session_is_neither_filled_nor_wiped(client, staff, real):
    for act in (fill_with_invented, wipe_rehearsal):
        with pytest.raises(NotARehearsal):
            act(real, actor=staff)

    client.post(reverse("sessions:rehearsal-wipe", args=[real.slug]), {"is_sure": "on"})
    client.post(reverse("sessions:rehearsal-fill", args=[real.slug]))

    assert DialogueSession.objects.filter(pk=real.pk).exists()
    assert not SpeakingIntent.objects.exists()


def drafted(rehearsal, staff):
    """A version of a summary, with its files asked for."""
    summary = start_summary(rehearsal, actor=staff)
    add_paragraph(summary.sections.first(), text="Ministers stressed.", points=[], actor=staff)
    return freeze_version(summary, purpose="draft", actor=staff)


def run_through(rehearsal, staff):
    """As on the day: invented people, the floor, a point, a draft with its files, an invitation, mails."""
    fill_with_invented(rehearsal, actor=staff)
    open_meeting(rehearsal, actor=staff)
    give_floor(rehearsal.participants.first(), kind="initial", actor=staff)
    Point.objects.create(session=rehearsal, text="A point", noted_by=staff)
    version = drafted(rehearsal, staff)
    invite(
        rehearsal,
        role=Role.RAPPORTEUR,
        email="invited@example.org",
        name="Invited",
        language="en",
        actor=staff,
    )
    applications = Application.objects.filter(session=rehearsal)
    letters = [Letter(staff, {"thing": "X"}, about=application) for application in applications]
    release(hold(occasion="practice", letters=letters, scope=rehearsal), actor=staff)
    return version


@pytest.mark.usefixtures("_occasion")
@pytest.mark.django_db(transaction=True)
def test_wiping_leaves_nothing_and_takes_nothing_else(client, staff, real):
    other = rehearsal_of(SessionFactory(title="Other"), staff)
    fill_with_invented(other, actor=staff)
    before, logged = rows_by_table(), AuditEntry.objects.count()
    rehearsal = rehearsal_of(real, staff)
    version = run_through(rehearsal, staff)
    upload = checked_upload(ContentFile(b"A note", name="note.txt"), accept={TEXT})
    document = add_document(rehearsal, upload=upload, kind="other", title="Note", actor=staff, is_public=True)
    file = document.files.get()
    assert rows_by_table() != before
    assert set(Message.objects.values_list("state", flat=True)) == {JobState.REHEARSED}
    Rendering.objects.filter(version=version).update(state=JobState.FAILED)

    client.post(reverse("sessions:rehearsal-wipe", args=[rehearsal.slug]), {"is_sure": "on"})

    after = rows_by_table()
    assert {name: (before[name], after[name]) for name in after if after[name] != before[name]} == {}
    assert not default_storage.exists(file.file.name)
    assert AuditEntry.objects.count() > logged
    wiped = AuditEntry.objects.filter(object_repr="Rehearsal: Care", changes__status=["rehearsal", "wiped"]).get()
    assert wiped.actor == staff


def test_wiping_asks_for_the_tick(client, staff, real):
    rehearsal = rehearsal_of(real, staff)

    page = client.post(reverse("sessions:rehearsal-wipe", args=[rehearsal.slug])).content.decode()

    assert "what is wiped cannot be brought back" in page
    assert DialogueSession.objects.filter(pk=rehearsal.pk).exists()


def test_wiping_waits_for_a_file_that_is_being_made(staff, real):
    rehearsal = rehearsal_of(real, staff)
    version = drafted(rehearsal, staff)
    Rendering.objects.filter(version=version).update(state=JobState.RUNNING)

    with pytest.raises(StillAtWork):
        wipe_rehearsal(rehearsal, actor=staff)


def test_wiping_stops_at_a_row_of_another_session(staff, real):
    rehearsal = rehearsal_of(real, staff)
    fill_with_invented(rehearsal, actor=staff)
    invented = Organization.objects.filter(applications__session=rehearsal).first()
    Application.objects.create(session=real, organization=invented, route="nomination", started_by=staff)

    with pytest.raises(NotItsOwn):
        wipe_rehearsal(rehearsal, actor=staff)
    assert Application.objects.filter(session=rehearsal).exists()


def test_wiping_stops_at_real_people_of_an_invented_organization(staff, real):
    rehearsal = rehearsal_of(real, staff)
    fill_with_invented(rehearsal, actor=staff)
    invented = Organization.objects.filter(applications__session=rehearsal).first()
    OrganizationMember.objects.create(organization=invented, user=UserFactory())

    with pytest.raises(NotItsOwn):
        wipe_rehearsal(rehearsal, actor=staff)

    assert OrganizationMember.objects.filter(organization=invented).exists()


def test_invitation_to_a_rehearsal_belongs_to_it(staff, real):
    rehearsal = rehearsal_of(real, staff)

    assert [belongs_to_rehearsal(Invitation(scope=session)) for session in (rehearsal, real)] == [True, False]


def test_address_of_a_rehearsal_taken_in_the_same_moment_is_tried_again(staff, real, monkeypatch):
    SessionFactory(slug="taken")
    free = iter(["taken", "free"])
    monkeypatch.setattr(rehearsals, "free_slug", lambda *args: next(free))

    assert rehearsal_of(real, staff).slug == "free"


def test_two_presses_make_one_rehearsal(client, staff, real):
    address = reverse("sessions:rehearsal", args=[real.slug])
    token = client.get(address).context["form"]["client_token"].value()

    for _ in range(2):
        client.post(address, {"client_token": token, "with_people": "on"})

    assert DialogueSession.objects.filter(is_rehearsal=True).count() == 1
