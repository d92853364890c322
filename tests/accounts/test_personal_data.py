"""What is held on a person: given out, erased everywhere but in the public record, purged when its time has come."""

import json

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.utils import timezone

from accounts.models import (
    AuditEntry,
    DelegationMember,
    ErasureRequest,
    ImportedRow,
    InvitationImport,
    User,
)
from accounts.services.invitations import invite
from accounts.services.organizations import ask_to_join
from accounts.services.personal_data import (
    ask_for_erasure,
    confirm_erasure,
    erase_person,
    export_of,
    refuse_erasure,
)
from dialogue_portal import audit
from dialogue_portal.personal_data import holdings, public_record
from dialogue_portal.states import InvalidTransition
from mailings.models import MailTemplate, Message
from mailings.services import save_template
from sessions.models.instructions import Instruction
from stakeholders.models import ConflictOfInterest, Panel, Participation, Submission
from tests.factories import OrganizationFactory, ParticipantFactory, SessionFactory, UserFactory, delegation
from tests.stakeholders.rows import application

pytestmark = pytest.mark.django_db
NAME, EMAIL = "Zélie Zz-Distinctive", "zz-distinctive@example.org"
# Its values are told by the rows they are of; nobody writes into it.
NOT_FILLED = {"accounts.auditentry"}


@pytest.fixture
def staff():
    return UserFactory(is_secretariat=True, full_name="Staff")


@pytest.fixture
def person():
    return UserFactory(email=EMAIL, full_name=NAME)


def make_rows(person, staff):
    """A row about the person in every model that holds any."""
    session, organization, now = SessionFactory(), OrganizationFactory(), timezone.now()
    EmailAddress.objects.create(user=person, email=EMAIL, verified=True)
    Authenticator.objects.create(user=person, type="totp", data={"secret": "x"})
    UserSession.objects.create(user=person, session_key="zz-key", ip="203.0.113.77", user_agent="zz-agent")
    DelegationMember.objects.create(user=person, delegation=delegation("KE"))
    kind = ContentType.objects.get_for_model(User)
    LogEntry.objects.create(user=person, content_type=kind, object_id="1", object_repr="x", action_flag=CHANGE)
    organization.memberships.create(user=person)
    ask_to_join(OrganizationFactory(), actor=person, message="zz-message")
    invite(delegation("NO"), role="lead", email=EMAIL, name=NAME, actor=staff)
    table = InvitationImport.objects.create(created_by=staff, scope=None, file_name="x.csv")
    ImportedRow.objects.create(source=table, line=2, cells={"email": EMAIL, "name": NAME})
    ask_for_erasure(person, reason="zz-reason")
    Instruction.objects.create(
        session=session,
        act="decided",
        person=person,
        channel="telephone",
        given_by=NAME,
        received_at=now,
        reference="zz-reference",
        recorded_by=staff,
    )
    row = application(session, "confirmed", organization=organization, speaker_name=NAME, started_by=person)
    Submission.objects.create(application=row, snapshot={"speaker_name": NAME}, submitted_by=person)
    Participation.objects.create(
        application=row,
        participant=ParticipantFactory(session=session, name=NAME),
        presence="online",
        confirmed_by=person,
        accessibility_needs="zz-needs",
    )
    ConflictOfInterest.objects.create(application=row, reviewer=person, declaration="conflict")
    Panel.objects.create(session=session, record={"recusals": [{"reviewer": NAME, "organization": "x"}]})
    audit.record(row, actor=person, changes={"speaker_name": ["", NAME]})


def fill(person):
    """A string of its own in every free text of every row about the person; returns them."""
    marks = {NAME, EMAIL}
    for name, holding in holdings.items():
        if name in NOT_FILLED or not (holding.about or holding.also):
            continue
        assert holding.rows_about(person).exists(), f"the test has no row of {name}"
        for field in holding.free_texts():
            identifies = {"email", "address", "full_name", "speaker_name", "cells", "snapshot", "record", "password"}
            if field.name in identifies or isinstance(field, models.JSONField | models.GenericIPAddressField):
                continue
            if field.name in holding.secret:
                continue
            mark = f"zz-{name}-{field.name}"[-(field.max_length or 80) :]
            for row in holding.rows_about(person)[:1]:
                type(row)._base_manager.filter(pk=row.pk).update(**{field.name: mark})
                marks.add(mark)
    return marks


def found_in_database(mark):
    """Tables and columns that hold the string, read as text."""
    forms, where = {mark, json.dumps(mark)[1:-1]}, set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                where |= {
                    f"{table}.{name}"
                    for name, value in zip(names, row, strict=True)
                    if any(form in str(value) for form in forms)
                }
    return where


def public_columns():
    columns = set()
    for name, why in public_record.items():
        assert why
        label, _dot, field = name.rpartition(".")
        columns.add(f"{apps.get_model(label)._meta.db_table}.{field}")
    return columns


def test_every_reference_to_a_person_is_held_by_a_provider():
    named = {
        (holding.model, field) for holding in holdings for field in (*holding.about, *holding.wrote, *holding.acts)
    }
    references = {
        (relation.related_model, relation.field.name)
        for relation in User._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ManyToOneRel) and not relation.related_model._meta.auto_created
    }

    assert references - named == set()


def test_all_that_is_held_is_given_out_and_nothing_is_left_after_erasure(person, staff):
    make_rows(person, staff)
    marks = fill(person)
    given = json.dumps(export_of(person), cls=DjangoJSONEncoder, ensure_ascii=False)
    assert {mark for mark in marks if mark not in given} == set()
    assert all(found_in_database(mark) for mark in marks)

    erase_person(person, actor=staff)

    left = {mark: where for mark in marks if (where := found_in_database(mark) - public_columns())}
    assert left == {}
    # The published record keeps who spoke.
    assert found_in_database(NAME) <= public_columns()
    assert found_in_database(NAME)


@pytest.mark.parametrize("subject", ["A request", "A request from {address}"])
def test_what_an_edited_mail_leaves_out_is_not_left_beside_it_after_erasure(person, staff, subject):
    template = MailTemplate(occasion="organization-asked", language="en", subject=subject, body="{recipient}: {link}")
    save_template(template, actor=staff, seen=0)
    ask_to_join(OrganizationFactory(), actor=person, message="zz-message")
    ask_to_join(OrganizationFactory(), actor=UserFactory(full_name="Another"), message="Hello")

    erase_person(person, actor=staff)

    assert [found_in_database(mark) for mark in (NAME, EMAIL, "zz-message")] == [set(), set(), set()]
    (kept,) = Message.objects.filter(occasion="organization-asked", words__person="Another")
    assert (kept.words["words"], kept.text) == ("Hello", f"Staff: {kept.words['link']}")


def test_secrets_are_not_given_out(person, staff):
    make_rows(person, staff)
    person.set_password("never-to-be-seen-again")
    person.save()

    given = export_of(person)

    assert "password" not in str(given["data"]["accounts.user"])
    assert "'data'" not in str(given["data"]["mfa.authenticator"])


def test_what_belongs_to_others_is_not_given_out(person):
    row = application(SessionFactory(), "submitted", speaker_name="Another Speaker", screened_by=person)

    given = json.dumps(export_of(person), cls=DjangoJSONEncoder)

    assert "Another Speaker" not in given
    assert str(row.pk) in given


def test_no_decision_is_given_out_before_its_release(person, staff):
    session, organization = SessionFactory(), OrganizationFactory()
    organization.memberships.create(user=person)
    row = application(session, "ineligible", organization=organization, speaker_name=NAME, screening_reason="zz-judged")
    ConflictOfInterest.objects.create(application=row, reviewer=person, declaration="conflict")
    panel = Panel.objects.create(session=session, decision_reasons="zz-decided", record={"score": "zz-score"})
    Message.objects.create(occasion="x", recipient=person, address=EMAIL, subject="", text="zz-held", state="held")

    given = export_of(person)["data"]

    assert given["stakeholders.panel"] == {"naming you": [str(panel.pk)]}
    assert "ineligible" not in str(given["stakeholders.application"])
    assert [word for word in ("zz-judged", "zz-decided", "zz-score", "zz-held") if word in str(given)] == []


def test_mails_to_others_are_given_out_by_their_keys_alone(staff):
    person, other = UserFactory(email="ann@example.org"), UserFactory()
    naming, not_naming = (
        Message.objects.create(occasion="x", recipient=other, address=other.email, subject="", text=text)
        for text in ("From ann@example.org.", "From joann@example.org, ann@example.org.uk")
    )

    given = export_of(person)["data"]["mailings.message"]

    assert given == {"naming you": [str(naming.pk)]}
    assert str(not_naming.pk) not in str(given)


def test_an_office_held_is_given_out_in_full(person):
    SessionFactory().roles.create(user=person, role="bureau", regional_group="african")
    (office,) = export_of(person)["data"]["dialogue_sessions.sessionrole"]["held or written by you"]
    assert (office["role"], office["regional_group"]) == ("bureau", "african")


def test_an_erased_person_is_a_nameless_account_that_cannot_sign_in(client, person, staff):
    person.is_secretariat = True
    person.set_password("a long enough password")
    person.save()
    client.force_login(person)

    erase_person(person, actor=staff)

    person.refresh_from_db()
    assert (person.full_name, person.is_active, person.is_secretariat) == ("Erased person", False, False)
    assert not person.has_usable_password()
    assert client.get("/people/me/").status_code == 302
    assert AuditEntry.objects.get(object_pk=str(person.pk), action=AuditEntry.Action.UPDATE, actor=staff).changes


def test_a_namesake_keeps_everything(person, staff):
    namesake = UserFactory(full_name=NAME)
    row = application(SessionFactory(), speaker_name=NAME, started_by=namesake)
    words = {"recipient": NAME, "act": NAME}
    mail = Message.objects.create(recipient=namesake, name=NAME, subject="", text=NAME, words=words)

    erase_person(person, actor=staff)

    for kept in (namesake, row, mail):
        kept.refresh_from_db()
    assert (namesake.full_name, row.speaker_name) == (NAME, NAME)
    assert (mail.name, mail.text, mail.words) == (NAME, NAME, words)


@pytest.mark.parametrize(("name", "email"), [("e", "ann@example.org"), ("Ann Li", "ann@example.org")])
def test_a_short_name_empties_nobody_elses_history(name, email, staff):
    person = UserFactory(email=email, full_name=name)
    audit.record(staff, actor=staff, changes={"email": ["", "joann@example.org"], "full_name": ["", "Joann Lindt"]})
    audit.record(staff, actor=staff, changes={"email": ["", email.upper()]})
    erase_person(person, actor=staff)
    theirs, the_persons = AuditEntry.objects.filter(object_pk=str(staff.pk)).order_by("-pk")[:2][::-1]
    assert theirs.changes["email"] == ["", "joann@example.org"]
    assert the_persons.changes is None


def test_an_address_that_contains_the_persons_stays_in_its_table(staff):
    person = UserFactory(email="ann@example.org")
    table = InvitationImport.objects.create(created_by=staff, scope=None, file_name="x.csv")
    for line, email in enumerate((" Ann@example.org", "joann@example.org", "annxexample.org"), start=2):
        ImportedRow.objects.create(source=table, line=line, cells={"email": email})

    erase_person(person, actor=staff)

    assert [row.cells["email"] for row in table.rows.all()] == ["joann@example.org", "annxexample.org"]


def test_erasure_is_asked_for_once_and_settled_once(person, staff):
    request = ask_for_erasure(person)
    assert ask_for_erasure(person) == request
    with pytest.raises(ValueError, match="reason"):
        refuse_erasure(request, actor=staff, answer="")

    confirm_erasure(request, actor=staff)

    with pytest.raises(InvalidTransition):
        refuse_erasure(request, actor=staff, answer="Too late")


def test_a_person_takes_the_data_away_asks_and_staff_erase(client, person, staff):
    client.force_login(person)
    page = client.get("/people/me/data/")
    assert "The published record names who spoke" in page.text
    file = client.get("/people/me/data/download/")
    assert file["Content-Disposition"].startswith("attachment")
    assert json.loads(file.content)["data"]["accounts.user"]["about you"][0]["email"] == EMAIL
    client.post("/people/me/data/", {"reason": "I moved on."})
    assert not ErasureRequest.objects.exists()
    client.post("/people/me/data/", {"reason": "I moved on.", "is_sure": "on"})
    asked = ErasureRequest.objects.get()
    assert client.get(f"/people/erasures/{asked.pk}/").status_code == 403
    client.force_login(staff)
    assert "1 person asks to be erased" in client.get("/").text
    assert "I moved on." in client.get(f"/people/erasures/{asked.pk}/").text
    assert client.post(f"/people/erasures/{asked.pk}/", {"refuse": "1"}).status_code == 200
    assert EMAIL in client.get("/people/erasures/").text or NAME in client.get("/people/erasures/").text

    client.post(f"/people/erasures/{asked.pk}/")

    person.refresh_from_db()
    assert person.full_name == "Erased person"


def test_nobody_takes_back_anothers_request(client, person):
    asked = ask_for_erasure(person)
    client.force_login(UserFactory())
    assert client.post(f"/people/erasures/{asked.pk}/withdraw/").status_code == 403
    client.force_login(person)

    client.post(f"/people/erasures/{asked.pk}/withdraw/")

    asked.refresh_from_db()
    assert asked.state == "withdrawn"
