"""A populated portal for the permission matrix: one of everything that an address can name, and everybody who comes.

All of it is in a state in which the pages are open. An app adds to the world by a function in `PARTS`.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from accounts.models import (
    Delegation,
    DelegationMember,
    ErasureRequest,
    Invitation,
    InvitationImport,
    JoinRequest,
    User,
)
from accounts.models.invitations import token_hash
from accounts.views.invitations import FOLLOWED
from dialogue_portal.models import Export
from mailings.models import Mailing, Message
from sessions.models import (
    CommissionSession,
    DialogueSession,
    Document,
    Instruction,
    PhaseLeave,
    Role,
    Series,
    SessionRole,
)
from speakers.models import FloorRequest, Point, SpeakingIntent, Statement
from speakers.models.intents import ProvisionalAct
from speakers.services.floor_meeting import open_meeting
from stakeholders.models import ConflictOfInterest
from stakeholders.services import ensure_criteria
from summaries.models import Paragraph, Rendering
from summaries.services.consultation import comment_on, open_consultation
from summaries.services.drafting import add_paragraph, remove_paragraph, start_summary
from tests.factories import (
    OrganizationFactory,
    SessionFactory,
    UserFactory,
    delegation,
    leading_question,
    minister,
    open_phase,
    organization_member,
)
from tests.permissions.addresses import Address
from tests.permissions.roles import ROLES
from tests.permissions.row import Row
from tests.stakeholders.rows import application

# Role of the matrix → what the person holds in the session; the second part is a Bureau member's group.
HELD = {
    "reviewer": (Role.REVIEWER, ""),
    "reviewer_in_conflict": (Role.REVIEWER, ""),
    "moderator": (Role.MODERATOR, ""),
    "rapporteur": (Role.RAPPORTEUR, ""),
    "presiding_chair": (Role.PRESIDING_CHAIR, ""),
    "commission_chair": (Role.COMMISSION_CHAIR, ""),
    "bureau": (Role.BUREAU, "african"),
    "bureau_group": (Role.BUREAU, "asia_pacific"),
}


class World:
    """`people` by role of the matrix (None for the visitor), `things` by the name that the table gives them."""

    def __init__(self) -> None:
        self.session: DialogueSession = SessionFactory(starts_at=_in_hours(24), ends_at=_in_hours(27))
        self.people: dict[str, User | None] = {
            name: None if name == "visitor" else UserFactory(email=f"{name}@example.org") for name in ROLES
        }
        self.things: dict[str, object] = {}
        for build in PARTS:
            build(self)

    def person(self, name: str) -> User:
        person = self.people[name]
        assert person is not None
        return person

    def cookie(self, name: str) -> str:
        """What the browser of somebody sends who signed in a while ago and followed the link of the invitation."""
        client = Client()
        if person := self.people[name]:
            # The one that signs people in; the matrix has one of its own there.
            client.force_login(person, settings.AUTHENTICATION_BACKENDS[-1])
        session = client.session
        session[FOLLOWED] = str(self.filled({"key": "{invitation}"})["key"])
        session.save()
        return client.cookies.output(header="", sep=";").strip()

    def arguments(self, address: Address, row: Row) -> dict[str, str]:
        """What fills an address: the session's slug where it has one, what the row names, an object to administer."""
        filled = self.filled(row.about)
        if "<slug:slug>" in address.path:
            filled.setdefault("slug", self.session.slug)
        if "<path:object_id>" in address.path and hasattr(address.view, "model_admin"):
            model = address.view.model_admin.model
            administered = model._default_manager.first()
            assert administered is not None, f"the world lacks a {model._meta.label}"
            filled["object_id"] = str(administered.pk)
        return filled

    def filled(self, values: Any) -> dict[str, str]:
        """Values of the table with the keys of the things that they name."""
        keys = {name: getattr(thing, "pk", thing) for name, thing in self.things.items()}
        return {name: value.format_map(keys) for name, value in values.items()}


def _in_hours(hours: int) -> Any:
    return timezone.now() + timedelta(hours=hours)


def _file(name: str = "note.pdf") -> dict[str, Any]:
    return {
        "file": ContentFile(b"%PDF-1.7", name=name),
        "file_name": name,
        "content_type": "application/pdf",
        "size": 8,
        "sha256": "0" * 64,
    }


def add_people(world: World) -> None:
    """The secretariat, roles in the session and in another one, focal points, somebody whose role can be ended."""
    User.objects.filter(pk=world.person("secretariat").pk).update(is_secretariat=True)
    User.objects.filter(pk=world.person("superuser").pk).update(is_superuser=True, is_staff=True)
    for name in ("secretariat", "superuser"):
        world.person(name).refresh_from_db()
    for name, (role, group) in HELD.items():
        SessionRole.objects.create(session=world.session, user=world.person(name), role=role, regional_group=group)
    SessionFactory().roles.create(user=world.person("bureau_elsewhere"), role=Role.BUREAU, regional_group="african")
    for name, iso2 in (("delegate", "NO"), ("lead", "NO"), ("delegate_elsewhere", "SE")):
        DelegationMember.objects.create(delegation=delegation(iso2), user=world.person(name), is_lead=name == "lead")
    for person in filter(None, world.people.values()):
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    somebody = UserFactory()
    chairs_role = world.person("commission_chair").session_roles.get()
    world.things |= {
        "chairs_role": chairs_role,
        "chairs_deputy": SessionRole.objects.create(
            session=world.session, user=UserFactory(), role=Role.COMMISSION_CHAIR, deputy_for=chairs_role
        ),
        "content_type": ContentType.objects.get_for_model(Delegation),
        "delegation": delegation("NO"),
        "membership": DelegationMember.objects.create(delegation=delegation("NO"), user=somebody),
        "role": SessionRole.objects.create(session=world.session, user=somebody, role=Role.MODERATOR),
    }
    add_side_event(world)


def add_side_event(world: World) -> None:
    """One edited by whoever holds the role in it, and by the delegation that organizes it; another organizer's too."""
    events = [SessionFactory(kind="side_event") for _ in range(2)]
    for event, name in zip(events, ("organizer", "organizer_elsewhere"), strict=True):
        event.roles.create(user=world.person(name), role=Role.ORGANIZER)
    organizer = events[0].organizers.create(delegation=delegation("SE"), members_edit=True, number=1)
    world.things |= {
        "side_event": events[0].slug,
        "organizer": organizer,
        "co_organizer": events[0].organizers.create(name="UN-Habitat", is_lead=False, number=2),
        "event_speaker": events[0].event_speakers.create(name="H.E. Kari Nordmann", number=1),
    }


def add_second_factors(world: World) -> None:
    """Everybody has one, so that the pages on which it is looked after are open."""
    for person in filter(None, world.people.values()):
        TOTP.activate(person, "JBSWY3DPEHPK3PXP")
        RecoveryCodes.activate(person)
    UserSession.objects.create(
        user=world.person("nobody"), ip="192.0.2.1", session_key="a-session-elsewhere", user_agent="A browser"
    )


def add_invitations(world: World) -> None:
    world.things["invitation_import"] = InvitationImport.objects.create(
        file_name="people.csv", created_by=world.person("secretariat")
    )
    world.things["invitation_token"] = "the-token-of-an-invitation"
    world.things["invitation"] = Invitation.objects.create(
        scope=delegation("NO"),
        role="focal_point",
        email="invited@example.org",
        name="Invited Person",
        token_hash=token_hash("the-token-of-an-invitation"),
        invited_by=world.person("secretariat"),
    )


def add_export(world: World) -> None:
    """A long table that the secretariat has had made."""
    world.things["export"] = Export.objects.create(
        table="accounts.organizations", file_format="csv", taken_by=world.person("secretariat"), state="done", **_file()
    )


def add_mail(world: World) -> None:
    world.things["mailing"] = Mailing.objects.create(occasion="invitation")
    world.things["message"] = Message.objects.create(
        occasion="invitation", address="somebody@example.org", subject="A letter", text="Dear all", state="failed"
    )


def add_meeting(world: World) -> None:
    """Documents, phases, leading questions; an intent with its statement; the floor, open and asked for."""
    session, delegate = world.session, world.person("delegate")
    series = Series.objects.create(title="Round tables", choices_until=_in_hours(12))
    session.series = series
    session.save(update_fields=["series"])
    SessionFactory(series=series)
    CommissionSession.objects.create(
        slug="csw63", body="Commission on the Status of Women", number=63, ordinal="Sixty-third session"
    )
    leading_question(session)
    for phase in ("intents", "applications", "statements"):
        open_phase(session, phase)
    participant = minister(session, "NO")
    intent = SpeakingIntent.objects.create(
        session=session, delegation=delegation("NO"), participant=participant, registered_by=delegate
    )
    open_meeting(session, actor=world.person("presiding_chair"))
    note = Document.objects.create(session=session, kind="other", title="Note for the chair")
    world.things |= {
        "document": note,
        "document_file": note.files.create(**_file()),
        "series": series,
        "intent": intent,
        "statement": Statement.objects.create(intent=intent, language="en", submitted_by=delegate, **_file()),
        "floor_request": FloorRequest.objects.create(session=session, participant=participant, kind="initial"),
        "point": Point.objects.create(session=session, text="Mayors pooled.", noted_by=world.person("rapporteur")),
    }


def add_leave_and_letter(world: World) -> None:
    """What staff record of a delegation: leave to come late, and the letter on which an intent was entered."""
    session, staff, intent = world.session, world.person("secretariat"), world.things["intent"]
    world.things |= {
        "leave": PhaseLeave.objects.create(
            session=session,
            phase="intents",
            delegation=delegation("SE"),
            until=_in_hours(2),
            reason="A lost connection",
            given_by=staff,
        ),
        "instruction": Instruction.objects.create(
            session=session,
            scope=intent,
            delegation=intent.delegation,
            act="intent",
            channel="letter",
            given_by="The Permanent Mission",
            received_at=timezone.now(),
            recorded_by=staff,
            **_file(),
        ),
    }


def add_provisional_intent(world: World) -> None:
    """Left by somebody without any role, to whom the invitation was forwarded."""
    intent = SpeakingIntent.objects.create(
        session=world.session,
        delegation=delegation("NO"),
        participant=minister(world.session, "NO"),
        status="provisional",
        registered_by=world.person("nobody"),
    )
    ProvisionalAct.objects.create(intent=intent, invitation=world.things["invitation"])
    world.things["provisional_intent"] = intent


def add_applications(world: World) -> None:
    """A draft of the applicant's organisation; an eligible one; one of the reviewer's own, who so has a stake."""
    session, own = world.session, OrganizationFactory()
    for organization, name in (
        (own, "applicant"),
        (OrganizationFactory(), "applicant_elsewhere"),
        (OrganizationFactory(), "reviewer_in_conflict"),
    ):
        organization.memberships.create(user=world.person(name))
        status = "draft" if name == "applicant" else "submitted"
        world.things[f"application_of_{name}"] = application(session, status, organization=organization)
    eligible = application(session, "eligible")
    organization_member(eligible.organization)
    ensure_criteria(session)
    world.things |= {
        "organization": own,
        "other_organization": eligible.organization,
        "organization_membership": own.memberships.get(),
        "erasure_request": ErasureRequest.objects.create(person=world.person("nobody")),
        "join_request": JoinRequest.objects.create(organization=own, user=world.person("nobody"), message="A friend."),
        "draft_application": world.things["application_of_applicant"],
        "application": eligible,
        "conflict": ConflictOfInterest.objects.create(
            application=eligible, reviewer=world.person("reviewer_in_conflict"), declaration="conflict"
        ),
    }


def add_summary(world: World) -> None:
    """A text with an open round on it, a comment of one group, and a file that is made."""
    rapporteur, now = world.person("rapporteur"), timezone.now()
    summary = start_summary(world.session, actor=rapporteur)
    section = summary.sections.get(position=2)
    kept, removed = (add_paragraph(section, text=f"Ministers {did}.", actor=rapporteur) for did in ("spoke", "met"))
    consultation = open_consultation(
        summary,
        opens_at=now - timedelta(minutes=1),
        closes_at=now + timedelta(days=4),
        silence_procedure=False,
        actor=world.person("commission_chair"),
    )
    remove_paragraph(removed, seen=removed.revision, actor=rapporteur)
    comment = comment_on(
        consultation, paragraph_id=kept.pk, group="african", text="Say who.", actor=world.person("bureau")
    )
    rendering = consultation.version.renderings.get(file_format="pdf")
    rendering.file.save("", ContentFile(b"%PDF-1.7"), save=False)
    Rendering.objects.filter(pk=rendering.pk).update(state="done", file=rendering.file.name, size=8, sha256="0" * 64)
    world.things |= {
        "section": section,
        "paragraph": Paragraph.objects.get(pk=kept.pk),
        "version": consultation.version,
        "rendering": rendering,
        "comment": comment,
    }


PARTS: list[Callable[[World], None]] = [
    add_people,
    add_second_factors,
    add_invitations,
    add_export,
    add_mail,
    add_meeting,
    add_leave_and_letter,
    add_provisional_intent,
    add_applications,
    add_summary,
]
