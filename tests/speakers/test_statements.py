"""Statements sent ahead: who may send and read them, until when, and what replaces what."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from dialogue_portal.states import InvalidTransition
from dialogue_portal.uploads import PDF, checked_upload
from speakers.models import SpeakingIntent, Statement
from speakers.services.intents import register_intent, withdraw_intent
from speakers.services.statements import StatementsClosed, submit_statement
from tests.factories import SessionFactory, UserFactory, delegation, focal_point, open_phase, role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def staff():
    return UserFactory(is_secretariat=True)


@pytest.fixture
def delegate():
    return focal_point("KE")


@pytest.fixture
def intent(staff):
    now = timezone.now()
    session = SessionFactory(slug="dialogue", starts_at=now + timedelta(days=1), ends_at=now + timedelta(days=2))
    open_phase(session, "statements")
    return register_intent(SpeakingIntent(session=session, delegation=delegation("KE")), questions=[], actor=staff)[0]


def pdf(text="statement"):
    return SimpleUploadedFile("Statement of Kenya.pdf", b"%PDF-1.7 " + text.encode())


def submit(intent, actor, text="statement", **changed):
    fields = {"language": "en", "delivery": "check_against_delivery", **changed}
    return submit_statement(intent, upload=checked_upload(pdf(text), accept={PDF}), actor=actor, **fields)


def test_new_file_replaces_the_one_in_its_language_and_keeps_it(intent, delegate):
    first, french, second = (
        submit(intent, delegate, "one"),
        submit(intent, delegate, "un", language="fr"),
        submit(intent, delegate, "two"),
    )
    assert dict(Statement.objects.values_list("pk", "is_current")) == {
        first.pk: False,
        french.pk: True,
        second.pk: True,
    }


def test_same_file_twice_is_one(intent, delegate):
    assert submit(intent, delegate) == submit(intent, delegate)
    assert submit(intent, delegate, delivery="read_out_verbatim") != submit(intent, delegate)


def test_delegation_sends_until_the_close_and_the_secretariat_later(monkeypatch, intent, delegate, staff):
    closes_at = intent.session.phase_windows.get().closes_at
    monkeypatch.setattr(timezone, "now", lambda: closes_at - timedelta(seconds=1))
    assert submit(intent, delegate, "in time").pk
    monkeypatch.setattr(timezone, "now", lambda: closes_at)
    with pytest.raises(StatementsClosed):
        submit(intent, delegate, "late")
    assert submit(intent, staff, "late").pk


def test_session_without_the_phase_takes_no_statement_of_anybody(intent, delegate, staff):
    intent.session.phase_keys = ["intents"]
    intent.session.save()

    for actor in (delegate, staff):
        with pytest.raises(StatementsClosed):
            submit(intent, actor)


def test_withdrawn_intent_takes_no_statement(intent, delegate, staff):
    withdraw_intent(intent, actor=staff)
    with pytest.raises(InvalidTransition):
        submit(intent, delegate)


def post(client, intent, **changed):
    data = {"file": pdf(), "language": "en", "delivery": "check_against_delivery", **changed}
    return client.post(reverse("speakers:add-statement", args=["dialogue", intent.pk]), data, follow=True)


def test_delegate_submits_and_those_who_see_the_intent_read_it(client, intent, delegate, staff):
    client.force_login(delegate)
    assert "Statement of Kenya.pdf" in post(client, intent).content.decode()
    statement = Statement.objects.get()
    url = reverse("speakers:statement", args=["dialogue", statement.pk])

    for person in (delegate, staff, role(intent.session, "moderator")):
        client.force_login(person)
        response = client.get(url)
        assert b"".join(response.streaming_content) == b"%PDF-1.7 statement"
        assert 'filename="Statement of Kenya.pdf"' in response["Content-Disposition"]
    for person in (focal_point("FR"), role(SessionFactory(), "moderator"), UserFactory()):
        client.force_login(person)
        assert client.get(url).status_code == 403
    client.logout()
    assert client.get(url).status_code == 302


def test_page_tells_why_a_statement_is_refused(client, intent, delegate, staff):
    client.force_login(delegate)
    assert "not a file of a kind" in post(client, intent, file=io.BytesIO(b"plain words")).content.decode()
    withdraw_intent(intent, actor=staff)
    assert "is withdrawn" in post(client, intent).content.decode()
    intent.session.phase_windows.update(closes_at=timezone.now())
    assert "Statements are not taken here" in post(client, intent).content.decode()
    assert not Statement.objects.exists()


def test_floor_role_and_other_delegation_submit_nothing(client, intent):
    for person in (role(intent.session, "moderator"), focal_point("FR")):
        client.force_login(person)
        assert post(client, intent).status_code == 403
