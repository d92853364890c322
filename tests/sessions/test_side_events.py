"""Side events: organizers, speakers and statements on the page; who may edit which, and who no longer may."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse

from accounts.forms.invitations import InvitationForm
from accounts.services.invitations import invite
from dialogue_portal.states import InvalidTransition
from sessions.cockpit import cockpit_of
from sessions.models import DialogueSession, EventSpeaker, Organizer, PublishingRequest, Role, SessionKind
from sessions.page_lists import lists_of
from sessions.services import assign_role, end_role, publish_session, return_to_draft
from sessions.services.side_events import (
    add_event_speaker,
    add_organizer,
    ask_to_publish,
    let_members_edit,
)
from sessions.side_events import side_event_of
from tests.factories import (
    OrganizationFactory,
    SessionFactory,
    UserFactory,
    delegation,
    document,
    document_file,
    focal_point,
    organization_member,
    role,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def side_event(**fields):
    return SessionFactory(kind=SessionKind.SIDE_EVENT, **fields)


def address(name, session, **arguments):
    return reverse(f"sessions:{name}", kwargs={"slug": session.slug, **arguments})


def fresh(user):
    """The person as the next request has them: roles are read once per request."""
    return type(user).objects.get(pk=user.pk)


def test_page_shows_organizers_speakers_and_statements_but_no_rules_of_a_dialogue(client):
    session = side_event()
    add_organizer(session, actor=None, name="UN-Habitat", is_lead=False)
    add_organizer(session, actor=None, delegation=delegation("UY"))
    add_event_speaker(session, actor=None, name="Ana Sosa", functional_title="Director", represents="Transit union")
    add_event_speaker(session, actor=None, part="opening", represents="Ministry of Transport, Uruguay")
    statement = document(
        session, kind="statement", title="On fares", author="Ana Sosa", file_date=date(2019, 3, 14), is_public=True
    )
    document_file(statement, "es")

    page = client.get(session.get_absolute_url()).content.decode()

    assert page.index("Uruguay") < page.index("UN-Habitat") < page.index("Co-organizer")
    assert page.index("Opening remarks") < page.index("Name to be confirmed") < page.index("Ana Sosa")
    assert "Español" in page
    assert "14 March 2019" in page
    assert "Rules of the meeting" not in page
    assert "Leading questions" not in page
    assert "Rules of the meeting" in client.get(SessionFactory().get_absolute_url()).content.decode()


def test_page_says_of_the_event_what_its_own_page_says():
    session = side_event()
    add_organizer(session, actor=None, name="UN-Habitat", is_lead=False)
    add_organizer(session, actor=None, delegation=delegation("UY"))
    add_organizer(session, actor=None, organization=OrganizationFactory(name="Transit union"))
    add_event_speaker(session, actor=None, part="closing", name="Last", is_confirmed=True)
    add_event_speaker(session, actor=None, name="First", functional_title="Director", represents="Transit union")
    add_event_speaker(session, actor=None, name="Second")

    def said(event):
        speakers = [
            (one.part, one.name, one.functional_title, one.represents, one.is_confirmed) for one in event.speakers
        ]
        return [(str(one), one.is_lead) for one in event.organizers], speakers

    assert said(lists_of(session).event) == said(side_event_of(session))
    assert lists_of(SessionFactory()).event is None


def test_organizer_is_exactly_one_of_three():
    session = side_event()
    both = {"delegation": delegation("UY"), "name": "UN-Habitat"}
    for organizing in ({}, both, {"name": "UN-Habitat", "members_edit": True}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Organizer.objects.create(session=session, number=1, **organizing)


def test_organizer_is_named_once_in_whatever_part(client):
    session = side_event()
    client.force_login(role(session, Role.ORGANIZER))
    organization = OrganizationFactory(name="Transit Union")
    uruguay = delegation("UY")
    named = [{"delegation": uruguay}, {"organization": organization}, {"name": "UN-Habitat"}]
    for organizing in named:
        add_organizer(session, actor=None, **organizing)
        with pytest.raises(IntegrityError), transaction.atomic():
            Organizer.objects.create(session=session, number=9, is_lead=False, **organizing)

    for typed in ({"delegation": uruguay.pk}, {"organization": "transit union"}, {"name": "UN-HABITAT"}):
        page = client.post(address("event", session), {"is_lead": "co", **typed}).content.decode()
        assert "It is named already, as: Organizer." in page
    assert session.organizers.count() == len(named)
    add_organizer(side_event(), actor=None, delegation=uruguay)


@pytest.mark.django_db(transaction=True)
def test_migration_merges_organizers_named_twice():
    def migrate(name):
        executor = MigrationExecutor(connection)
        latest = executor.loader.graph.leaf_nodes("dialogue_sessions")
        executor.migrate([("dialogue_sessions", name)] if name else latest)

    session = side_event()
    migrate("0013_side_events")
    named = [
        {"delegation": delegation("UY"), "is_lead": False, "members_edit": True},
        {"name": "un-habitat"},
        {"delegation": delegation("UY")},
        {"name": "UN-Habitat"},
    ]
    # At once: saved one by one they are put into the index, which reads tables of later migrations.
    Organizer.objects.bulk_create(
        Organizer(session=session, number=number, **organizing) for number, organizing in enumerate(named, 1)
    )

    migrate("0014_organizers_named_once")

    rows = list(session.organizers.values_list("number", "is_lead", "members_edit"))
    # What later migrations make is emptied behind this test.
    migrate("")
    assert rows == [(2, True, False), (3, True, True)]


def test_removal_of_an_organizer_is_asked_first(client):
    session = side_event()
    organizer = add_organizer(session, actor=None, delegation=delegation("UY"), is_lead=False)
    client.force_login(UserFactory(is_secretariat=True))
    where = address("remove-organizer", session, pk=organizer.pk)
    assert "may then not edit" not in client.get(where).content.decode()
    let_members_edit(organizer, True, actor=None)

    page = client.get(where).content.decode()

    assert "Remove “Uruguay”?" in page
    assert "Whoever acts for Uruguay may then not edit the side event any more" in page
    assert session.organizers.get() == organizer


def test_organizer_edits_the_own_side_event_and_nothing_else(client):
    session, other = side_event(status="draft"), side_event(status="draft")
    dialogue = SessionFactory()
    person = role(session, Role.ORGANIZER)
    # A role in a meeting of another kind opens nothing to edit.
    assign_role(dialogue, user=person, role=Role.ORGANIZER, actor=None)
    paper = document(other)
    client.force_login(person)

    def status(name, about=session, **arguments):
        return client.get(address(name, about, **arguments)).status_code

    text = {"part": "overview", "language": "en"}
    assert [status(name) for name in ("event", "add-event-speaker", "documents", "texts")] == [200] * 4
    assert status("text", **text) == 200
    assert [status(name) for name in ("cockpit", "set-up", "phases", "people")] == [403] * 4
    assert [status(name, other) for name in ("detail", "event", "documents", "texts")] == [404] * 4
    assert status("edit-document", other, pk=paper.pk) == 403
    assert [status(name, dialogue) for name in ("event", "documents", "texts")] == [403] * 3
    assert client.post(address("publish", session), {"seen_revision": 1}).status_code == 403


def test_rows_of_another_side_event_are_not_reached_by_ones_own_address(client):
    mine, other = side_event(), side_event()
    client.force_login(role(mine, Role.ORGANIZER))
    speaker = add_event_speaker(other, actor=None, name="Theirs")
    paper = document(other, is_public=True)

    assert client.post(address("remove-event-speaker", mine, pk=speaker.pk)).status_code == 404
    assert client.post(address("remove-event-speaker", other, pk=speaker.pk)).status_code == 403
    assert client.post(address("remove-document", mine, pk=paper.pk)).status_code == 404
    assert client.post(address("show-document", other, pk=paper.pk)).status_code == 403
    assert EventSpeaker.objects.filter(name="Theirs").exists()


def test_former_organizer_has_lost_draft_documents_and_editing(client):
    session = side_event(status="draft")
    paper = document(session)
    person = UserFactory()
    held = assign_role(session, user=person, role=Role.ORGANIZER, actor=None)
    client.force_login(person)
    assert client.get(paper.get_absolute_url()).status_code == 200

    end_role(held, actor=None)

    for where in (session.get_absolute_url(), address("event", session), paper.get_absolute_url()):
        assert client.get(where).status_code == 404
    assert not DialogueSession.objects.visible_to(person).exists()


def test_people_of_an_organizer_edit_while_staff_let_them():
    staff = UserFactory(is_secretariat=True)
    session = side_event(status="draft")
    organization = OrganizationFactory()
    people = [focal_point("UY"), organization_member(organization)]
    organizers = [
        add_organizer(session, actor=staff, delegation=delegation("UY")),
        add_organizer(session, actor=staff, organization=organization),
    ]

    def may():
        edits = [fresh(person).has_perm("sessions.edit_side_event", session) for person in people]
        assert [DialogueSession.objects.visible_to(person).exists() for person in people] == edits
        return edits

    assert may() == [False, False]
    for organizer in organizers:
        let_members_edit(organizer, True, actor=staff)
    assert may() == [True, True]
    assert not focal_point("KE").has_perm("sessions.edit_side_event", session)
    let_members_edit(organizers[0], False, actor=staff)
    assert may() == [False, True]
    # The right is that of side events.
    session.kind = SessionKind.EXPERT_PANEL
    session.save()
    assert may() == [False, False]
    with pytest.raises(ValueError, match="a name in the portal"):
        let_members_edit(add_organizer(session, actor=staff, name="UN-Habitat"), True, actor=staff)


@pytest.mark.parametrize("status", ["draft", "published"])
def test_who_takes_the_own_organizer_away_lands_on_a_page_for_them(client, status):
    session = side_event(status=status)
    organizer = add_organizer(session, actor=None, delegation=delegation("UY"), is_lead=False)
    let_members_edit(organizer, True, actor=None)
    client.force_login(focal_point("UY"))

    answer = client.post(address("remove-organizer", session, pk=organizer.pk))

    assert answer.url == ("/" if status == "draft" else session.get_absolute_url())
    assert client.get(answer.url).status_code == 200


@pytest.mark.parametrize("own", ["UY", "KE"], ids=["own", "of another"])
def test_organizer_that_leads_is_removed_by_staff_only(client, own):
    session = side_event()
    lead = add_organizer(session, actor=None, delegation=delegation("UY"))
    partner = add_organizer(session, actor=None, delegation=delegation("KE"), is_lead=False)
    for organizer in (lead, partner):
        let_members_edit(organizer, True, actor=None)
    client.force_login(focal_point(own))

    page = client.get(address("event", session)).content.decode()
    assert address("remove-organizer", session, pk=lead.pk) not in page
    assert address("remove-organizer", session, pk=partner.pk) in page
    assert "To be removed by the secretariat" in page
    assert client.post(address("remove-organizer", session, pk=lead.pk)).status_code == 403
    assert list(session.organizers.all()) == [lead, partner]

    client.force_login(UserFactory(is_secretariat=True))
    assert address("remove-organizer", session, pk=lead.pk) in client.get(address("event", session)).content.decode()
    client.post(address("remove-organizer", session, pk=lead.pk))
    assert session.organizers.get() == partner


def test_role_is_offered_in_side_events_only(client):
    staff = UserFactory(is_secretariat=True)
    client.force_login(staff)
    event, dialogue = side_event(), SessionFactory()
    for session, offered in ((event, True), (dialogue, False)):
        assert ("organizer" in dict(InvitationForm(scope=session).fields["role"].choices)) == offered
        page = client.get(address("people", session)).content.decode()
        assert ("Organizer of the side event" in page) == offered
    with pytest.raises(ValueError, match="offers no role"):
        invite(dialogue, role="organizer", email="a@example.org", name="A", actor=staff)


def test_statement_has_its_speaker_as_author_and_outlives_the_announcement(client):
    session = side_event()
    client.force_login(role(session, Role.ORGANIZER))
    speaker = add_event_speaker(session, actor=None, name="Ana Sosa", represents="Transit union")
    file = SimpleUploadedFile("s.pdf", b"%PDF-1.7 statement")
    sent = {
        "kind": "statement",
        "title": "On fares",
        "language": "es",
        "speaker": speaker.pk,
        "file_date": "2019-03-14",
        "is_public": "on",
    }
    client.post(address("documents", session), {**sent, "file": file})
    statement = session.documents.get()
    assert (statement.author, statement.speaker) == ("Ana Sosa, Transit union", speaker)

    client.post(address("remove-event-speaker", session, pk=speaker.pk))
    statement.refresh_from_db()
    assert (statement.author, statement.speaker) == ("Ana Sosa, Transit union", None)
    other = add_event_speaker(side_event(), actor=None, name="Of another event")
    page = client.post(address("documents", session), {**sent, "speaker": other.pk, "file": file}).content.decode()
    assert "Select a valid choice" in page


def test_organizers_ask_and_the_secretariat_publishes(client):
    session = side_event(status="draft", title="Getting there safely")
    organizer, staff = role(session, Role.ORGANIZER), UserFactory(is_secretariat=True)
    client.force_login(organizer)
    assert "Complete your side event" in client.get("/").content.decode()
    page = client.get(address("event", session)).content.decode()
    assert "There is no overview yet." in page
    assert "No speaker is announced." in page

    for _press in range(2):
        client.post(address("ask-to-publish", session))
    assert "The secretariat is asked to publish it" in client.get(address("event", session)).content.decode()
    assert "Complete your side event" not in client.get("/").content.decode()
    client.force_login(staff)
    front = client.get("/").content.decode()
    assert "its organizers ask for it" in front
    assert front.count("Getting there safely") == 1
    waiting = cockpit_of(session, staff).waiting
    assert [str(card.title) for card in waiting] == ["The organizers ask to publish it"]
    assert waiting[0].url == address("set-up", session)

    publish_session(session, actor=staff, seen=session.revision)
    session.refresh_from_db()
    with pytest.raises(InvalidTransition):
        ask_to_publish(session, actor=organizer)
    assert not cockpit_of(session, staff).waiting
    return_to_draft(session, actor=staff, seen=session.revision)
    assert not PublishingRequest.objects.exists()
