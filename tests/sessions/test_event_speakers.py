"""Who organizes and who speaks at a side event: named, announced, moved within their part, saved by two."""

import pytest
from django.urls import reverse

from sessions.models import EventSpeaker, Organizer, Role, SessionKind
from sessions.services.side_events import (
    add_event_speaker,
    move_event_speaker,
)
from sessions.side_events import side_event_of
from tests.factories import (
    OrganizationFactory,
    SessionFactory,
    role,
)

pytestmark = pytest.mark.django_db


def side_event(**fields):
    return SessionFactory(kind=SessionKind.SIDE_EVENT, **fields)


def address(name, session, **arguments):
    return reverse(f"sessions:{name}", kwargs={"slug": session.slug, **arguments})


def test_speaker_that_is_nobody_is_refused_once_in_words(client):
    session = side_event()
    client.force_login(role(session, Role.ORGANIZER))

    page = client.post(address("add-event-speaker", session), {"part": "speaker"})

    assert page.context["form"].non_field_errors() == ["Say who will speak: a name, a title, or for whom."]


def test_organizers_and_speakers_are_named_and_ordered(client):
    session = side_event()
    client.force_login(role(session, Role.ORGANIZER))
    organization = OrganizationFactory(name="Transit Union")
    token = "11111111-1111-4111-8111-111111111111"
    for _press in range(2):
        client.post(
            address("event", session), {"is_lead": "co", "organization": "transit union", "client_token": token}
        )
    organizer = Organizer.objects.get()
    assert (organizer.organization, organizer.is_lead) == (organization, False)
    for sent, words in (
        ({"is_lead": "lead"}, "Name one: a delegation"),
        ({"is_lead": "lead", "organization": "No such"}, "no organization of this name"),
    ):
        assert words in client.post(address("event", session), sent).content.decode()

    for name in ("First", "Second"):
        client.post(address("add-event-speaker", session), {"part": "speaker", "name": name})
    first, second = session.event_speakers.all()
    client.post(address("move-event-speaker", session, pk=second.pk), {"up": "1"})
    move_event_speaker(EventSpeaker.objects.get(pk=second.pk), up=True, actor=None)
    assert list(session.event_speakers.all()) == [second, first]

    sent = {"part": "closing", "name": "Ana Sosa", "is_confirmed": "on", "seen_revision": 1}
    client.post(address("event-speaker", session, pk=first.pk), sent)
    page = client.post(address("event-speaker", session, pk=first.pk), {**sent, "name": "Mine"}).content.decode()
    assert "Somebody else saved this" in page
    assert EventSpeaker.objects.get(pk=first.pk).name == "Ana Sosa"


def test_speaker_is_moved_among_those_of_the_same_part():
    session = side_event()
    for part, name in (("speaker", "First"), ("moderator", "Mod"), ("speaker", "Second")):
        add_event_speaker(session, actor=None, part=part, name=name)

    def names():
        return [speaker.name for speaker in side_event_of(session).speakers]

    move_event_speaker(session.event_speakers.get(name="Second"), up=True, actor=None)
    assert names() == ["Mod", "Second", "First"]
    move_event_speaker(session.event_speakers.get(name="Mod"), up=False, actor=None)
    assert names() == ["Mod", "Second", "First"]
    move_event_speaker(session.event_speakers.get(name="Second"), up=False, actor=None)
    assert names() == ["Mod", "First", "Second"]
    gone = session.event_speakers.get(name="Second")
    session.event_speakers.filter(pk=gone.pk).update(part="closing")
    move_event_speaker(gone, up=True, actor=None)
    assert names() == ["Mod", "First", "Second"]
