"""The people of the demo: those one signs in as, a focal point for every delegation, and their verified addresses."""

import random
from dataclasses import dataclass, field

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from accounts.models import Delegation, DelegationMember, Organization, OrganizationMember, RegionalGroup, User
from dialogue_portal.demo.names import Names
from sessions.models import DialogueSession, Role, SessionRole

# Known to everybody: the demo is for one's own machine.
PASSWORD = "welcome-to-the-dialogue"  # noqa: S105
DOMAIN = "demo.example"

# Bureau member of each group: account, name. The African Group's is the Chair, the Asia-Pacific Group's the Rapporteur.
BUREAU = {
    RegionalGroup.AFRICAN: ("chair", "Wangari Achieng Mboya"),
    RegionalGroup.ASIA_PACIFIC: ("rapporteur", "Nadeesha Perera"),
    RegionalGroup.EASTERN_EUROPEAN: ("bureau", "Milena Jovanović"),
    RegionalGroup.GRULAC: ("bureau-grulac", "Ximena Villalba Arroyo"),
    RegionalGroup.WEOG: ("bureau-weog", "Ingrid Halvorsen"),
}
REVIEWERS = {
    "reviewer": "Farzana Chowdhury",
    "reviewer-2": "Thabo Molefe",
    "reviewer-3": "Lucía Montalvo",
    "reviewer-4": "Tomasz Kowalczyk",
}


@dataclass
class Cast:
    """Everybody that the other areas need, and the source of names and of chance."""

    chance: random.Random
    names: Names
    secretariat: User
    bureau: dict[str, User]
    moderator: User
    presiding_chair: User
    reviewers: list[User]
    delegate: User
    applicant: User
    organizer: User
    focal_points: dict[str, User] = field(default_factory=dict)

    @property
    def chair(self) -> User:
        return self.bureau[RegionalGroup.AFRICAN]

    @property
    def rapporteur(self) -> User:
        return self.bureau[RegionalGroup.ASIA_PACIFIC]


def address(account: str) -> str:
    return f"{account}@{DOMAIN}"


# Shown on the terminal: what one signs in as, and with which account.
SIGN_INS = (
    (_("Secretariat"), "secretariat"),
    (_("Delegate (Kenya)"), "delegate"),
    (_("NGO applicant"), "applicant"),
    (_("Reviewer"), "reviewer"),
    (_("Moderator"), "moderator"),
    (_("Rapporteur"), "rapporteur"),
    (_("Chair of the Commission"), "chair"),
    (_("Presiding chair"), "presiding"),
    (_("Bureau member (Eastern European Group)"), "bureau"),
    (_("Organizer of a side event"), "organizer"),
)


def load(chance: random.Random) -> Cast:
    """Make the accounts; all have the demo's password and a verified address."""
    names = Names(chance)
    hashed = make_password(PASSWORD)
    accounts: dict[str, User] = {}

    def account(name: str, full_name: str, **fields: object) -> User:
        user = User(email=address(name), full_name=full_name, password=hashed, **fields)
        accounts[name] = user
        return user

    cast = Cast(
        chance,
        names,
        secretariat=account("secretariat", "Rania Haddad", is_secretariat=True),
        bureau={group: account(name, full_name) for group, (name, full_name) in BUREAU.items()},
        moderator=account("moderator", "Graham Ashdown"),
        presiding_chair=account("presiding", "Shirin Nazari"),
        reviewers=[account(name, full_name) for name, full_name in REVIEWERS.items()],
        delegate=account("delegate", "Baraka Odhiambo", time_zone="Africa/Nairobi"),
        applicant=account("applicant", "Zawadi Kimaro", time_zone="Africa/Dar_es_Salaam"),
        organizer=account("organizer", "Lucas Etcheverry", time_zone="America/Montevideo"),
    )
    cast.focal_points = {"KE": cast.delegate}
    delegations = list(Delegation.objects.all())
    for delegation in delegations:
        if delegation.iso2 != "KE":
            name = names.person(delegation.iso2, delegation.regional_group).full
            cast.focal_points[delegation.iso2] = account(f"mission.{delegation.iso2.lower()}", name)
    save_accounts(accounts.values())
    DelegationMember.objects.bulk_create(
        DelegationMember(delegation=delegation, user=cast.focal_points[delegation.iso2], is_lead=True)
        for delegation in delegations
    )
    organization = Organization.objects.create(
        name="Lake Region Women’s Land Forum", kind="womens_organization", regional_group=RegionalGroup.AFRICAN
    )
    OrganizationMember.objects.create(organization=organization, user=cast.applicant)
    return cast


def save_accounts(users: "list[User] | object") -> None:
    """Store users in bulk, each with its address verified."""
    stored = User.objects.bulk_create(users)  # type: ignore[arg-type]
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in stored
    )


def give_roles(session: DialogueSession, cast: Cast) -> None:
    """Everybody's role in one session."""
    held = [
        (cast.moderator, Role.MODERATOR, ""),
        (cast.rapporteur, Role.RAPPORTEUR, ""),
        (cast.chair, Role.COMMISSION_CHAIR, ""),
        (cast.presiding_chair, Role.PRESIDING_CHAIR, ""),
        *((reviewer, Role.REVIEWER, "") for reviewer in cast.reviewers),
        *((member, Role.BUREAU, group) for group, member in cast.bureau.items()),
    ]
    SessionRole.objects.bulk_create(
        SessionRole(session=session, user=user, role=role, regional_group=group) for user, role, group in held
    )
