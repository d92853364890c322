"""Rows for tests, without surprises: only what the constraints ask for, everything else by keyword."""

from datetime import UTC, datetime, timedelta

import factory
from django.core.files.base import ContentFile
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.models import Delegation, DelegationMember, Organization, OrganizationMember, User
from sessions.models import (
    DialogueSession,
    Document,
    DocumentFile,
    LeadingQuestion,
    LeadingQuestionText,
    Participant,
    PhaseWindow,
    SessionRole,
    SessionStatus,
)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    full_name = factory.Sequence(lambda n: f"Person {n}")


class OrganizationFactory(DjangoModelFactory):
    class Meta:
        model = Organization

    name = factory.Sequence(lambda n: f"Organization {n}")
    kind = "ngo"
    regional_group = "african"


class SessionFactory(DjangoModelFactory):
    """A published dialogue on 12 March 2019, 3 to 6 p.m. in New York (UTC-4: after the change of clocks)."""

    class Meta:
        model = DialogueSession

    slug = factory.Sequence(lambda n: f"dialogue-{n}")
    title = factory.Sequence(lambda n: f"Interactive dialogue {n}")
    venue = "United Nations Headquarters"
    starts_at = datetime(2019, 3, 12, 19, tzinfo=UTC)
    ends_at = datetime(2019, 3, 12, 22, tzinfo=UTC)
    status = SessionStatus.PUBLISHED


class ParticipantFactory(DjangoModelFactory):
    class Meta:
        model = Participant

    session = factory.SubFactory(SessionFactory)
    capacity = "minister"
    name = factory.Sequence(lambda n: f"Minister {n}")


def delegation(iso2: str) -> Delegation:
    """One of the delegations that the migration loaded."""
    return Delegation.objects.get(iso2=iso2)


def focal_point(iso2: str, **fields) -> User:
    user = UserFactory(**fields)
    DelegationMember.objects.create(delegation=delegation(iso2), user=user)
    return user


def organization_member(organization: Organization, **fields) -> User:
    user = UserFactory(**fields)
    OrganizationMember.objects.create(organization=organization, user=user)
    return user


def role(session: DialogueSession, name: str, **fields) -> User:
    """A user who holds a role in the session."""
    user = UserFactory()
    SessionRole.objects.create(session=session, user=user, role=name, **fields)
    return user


def document(session: DialogueSession, *, language: str = "en", content: bytes = b"facts", **fields) -> Document:
    """A document with one stored file, report.txt."""
    made = Document.objects.create(
        session=session, **{"kind": "report", "title": "Report", "original_language": language, **fields}
    )
    document_file(made, language, content)
    return made


def document_file(made: Document, language: str = "en", content: bytes = b"facts", **fields) -> DocumentFile:
    about = {"file_name": "report.txt", "content_type": "text/plain", "size": len(content), **fields}
    file = DocumentFile(document=made, language=language, sha256=content.hex()[:64], **about)
    file.file.save("report", ContentFile(content))
    return file


def leading_question(
    session: DialogueSession, number: int = 1, text: str = "How do alliances form?"
) -> LeadingQuestion:
    question = LeadingQuestion.objects.create(session=session, number=number)
    LeadingQuestionText.objects.create(question=question, language="en", text=text)
    return question


def open_phase(session: DialogueSession, phase: str, **fields) -> PhaseWindow:
    """A window around the present moment, an hour each way."""
    now = timezone.now()
    window = {"opens_at": now - timedelta(hours=1), "closes_at": now + timedelta(hours=1), **fields}
    return PhaseWindow.objects.create(session=session, phase=phase, **window)


def minister(session: DialogueSession, iso2: str = "KE", **fields) -> Participant:
    """A participant at ministerial level, of a delegation."""
    country = delegation(iso2)
    return ParticipantFactory(session=session, delegation=country, regional_group=country.regional_group, **fields)


def source_data(**changed) -> dict[str, object]:
    """The part of a form in which staff say on whose instruction they act: a call, with what was said."""
    values = {
        "channel": "telephone",
        "given_by": "H.E. Kari Nordmann",
        "received": "2019-03-01T10:00",
        "reference": "The minister will speak",
        **changed,
    }
    return {f"source-{name}": value for name, value in values.items()}


def decider_data(decider: User, **changed) -> dict[str, object]:
    """The same of a person's decision, given on the telephone."""
    values = source_data(decider=decider.pk, **changed)
    return {name: value for name, value in values.items() if name != "source-given_by"}
