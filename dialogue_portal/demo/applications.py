"""Applications of all kinds of stakeholders, in every state that the call can leave them in, with their evidence."""

from datetime import date, timedelta
from itertools import cycle

from django.utils import timezone
from django.utils.text import slugify

from accounts.models import Delegation, EcosocStatus, Organization, OrganizationMember, StakeholderKind, User
from dialogue_portal.demo.names import Name
from dialogue_portal.demo.organizations import Profile, profiles
from dialogue_portal.demo.people import Cast, address, save_accounts
from sessions.models import DialogueSession
from stakeholders.models import Application, ApplicationStatus, Gender, Indicator, Initiative, Route, Submission
from stakeholders.services.applying import snapshot_of

COUNT = 128
# Of each hundred.
STATES = {
    ApplicationStatus.ELIGIBLE: 56,
    ApplicationStatus.SUBMITTED: 24,
    ApplicationStatus.DRAFT: 11,
    ApplicationStatus.INELIGIBLE: 6,
    ApplicationStatus.WITHDRAWN: 3,
}
EXPERIENCE = [
    "Since {year} we have trained the district social officers of the ministry in charge of social protection and sat "
    "on its advisory group; the guidelines it issued afterwards name our field studies as their source.",
    "We co-chair the working group on public services that the government set up in {year}, and we prepared its report "
    "on waiting times and distances, which parliament debated.",
    "A memorandum with the ministry of infrastructure, in force since {year}, has our members on the site committees "
    "of all road and market works above the threshold of the law.",
    "Between {year} and now we ran, with the national statistics office, the time-use survey on which the care policy "
    "of the government rests.",
]
EXPERTISE = [
    "Design of contributory pensions for informal workers; drafting of the national social protection bill.",
    "Gender-responsive budgeting at national and municipal level; evaluation of rural electrification.",
    "Training policy for digital skills; the national strategy on water and sanitation.",
]
MOTIVATIONS = [
    "We would bring the experience of users: what a service looks like from the queue, and which small changes in "
    "rules opened it to women who had been turned away.",
    "We can show how an alliance across ministries, unions and cooperatives held through two changes of government.",
    "Our contribution would be evidence: what was tried, what it cost, what changed, and what we would not do again.",
]
TITLES = [
    "Director",
    "Executive Secretary",
    "President",
    "Head of Programmes",
    "General Secretary",
    "Senior Researcher",
]
WORKS = [
    ("Insurance for domestic workers by mobile phone", "women insured", "trainings of officials"),
    ("Care centres run with municipalities", "children cared for", "care workers employed"),
    ("Water points within half an hour", "water points built", "women on water committees"),
    ("Solar mini-grids owned by women’s cooperatives", "households connected", "women trained as technicians"),
    ("Digital skills at the market", "women trained", "enterprises that sell online"),
    ("One window for care benefits", "households registered", "offices opened"),
]


def load(session: DialogueSession, cast: Cast) -> list[Application]:
    """Organisations, their members and their applications, in bulk; gives the applications that are eligible."""
    found = profiles(cast, COUNT)
    countries = {row.iso2: row for row in Delegation.objects.all()}
    organizations = Organization.objects.bulk_create(
        Organization(
            name=profile.name,
            kind=profile.kind,
            regional_group=profile.region,
            headquarters=countries[profile.country],
            website=f"https://{slugify(profile.name)}.example",
        )
        for profile in found
    )
    members = _members(found, organizations, cast)
    _statuses(organizations, cast)
    applications = [
        _application(session, organization, cast.names.person(profile.country, profile.region), member, state, cast)
        for profile, organization, member, state in zip(found, organizations, members, _states(), strict=False)
    ]
    Application.objects.bulk_create(applications)
    _evidence(session, applications, cast)
    Submission.objects.bulk_create(
        Submission(
            application=application,
            snapshot=snapshot_of(application),
            submitted_at=application.submitted_at,
            submitted_by=application.started_by,
        )
        for application in applications
        if application.submitted_at
    )
    return [application for application in applications if application.status == ApplicationStatus.ELIGIBLE]


def _members(found: list[Profile], organizations: list[Organization], cast: Cast) -> list[User]:
    users = [
        User(
            email=address(f"{slugify(profile.name)}"),
            full_name=cast.names.person(profile.country, profile.region).full,
            password=cast.applicant.password,
        )
        for profile in found
    ]
    save_accounts(users)
    OrganizationMember.objects.bulk_create(
        OrganizationMember(organization=organization, user=user)
        for organization, user in zip(organizations, users, strict=True)
    )
    return users


def _statuses(organizations: list[Organization], cast: Cast) -> None:
    """Consultative status as of last year, most of it checked by the secretariat."""
    accredited = {StakeholderKind.NGO, StakeholderKind.WOMENS_ORGANIZATION}
    last_year = date(timezone.now().year - 1, 7, 31)
    EcosocStatus.objects.bulk_create(
        EcosocStatus(
            organization=organization,
            status=cast.chance.choices(["special", "roster", "general", "suspended"], [70, 18, 8, 4])[0],
            as_of=last_year,
            checked_by=cast.secretariat if cast.chance.random() < 0.8 else None,
        )
        for organization in organizations
        if organization.kind in accredited
    )


def _states() -> "cycle[ApplicationStatus]":
    """The states spread evenly: the one that lags furthest behind its share comes next."""
    done = dict.fromkeys(STATES, 0)
    row = []
    for _turn in range(sum(STATES.values())):
        state = min(STATES, key=lambda state: (done[state] + 1) / STATES[state])
        done[state] += 1
        row.append(state)
    return cycle(row)


def _application(
    session: DialogueSession,
    organization: Organization,
    person: Name,
    member: User,
    status: ApplicationStatus,
    cast: Cast,
) -> Application:
    chance = cast.chance
    has_expertise = chance.random() < 0.55
    application = Application(
        session=session,
        organization=organization,
        route=Route.for_kind(organization.kind),
        status=status,
        speaker_name=person.full,
        speaker_title=chance.choice(TITLES),
        speaker_gender=Gender.WOMAN if person.is_woman else Gender.MAN,
        speaker_languages=["en", *chance.sample(["fr", "es", "ar", "ru", "zh"], chance.choice([0, 0, 1, 1, 2]))],
        government_experience=chance.choice(EXPERIENCE).format(year=timezone.now().year - chance.randint(3, 14)),
        has_national_expertise=has_expertise,
        national_expertise=chance.choice(EXPERTISE) if has_expertise else "",
        motivation=chance.choice(MOTIVATIONS),
        started_by=member,
    )
    if status == ApplicationStatus.DRAFT:
        application.motivation = application.national_expertise = ""
        return application
    application.submitted_at = timezone.now() - timedelta(hours=chance.randint(30, 600))
    if status in (ApplicationStatus.ELIGIBLE, ApplicationStatus.INELIGIBLE):
        application.screened_by, application.screened_at = cast.secretariat, timezone.now() - timedelta(hours=20)
        application.has_worked_with_governments = status == ApplicationStatus.ELIGIBLE
        application.government_evidence = (
            "Letter of the ministry, on file." if application.has_worked_with_governments else ""
        )
    if status == ApplicationStatus.INELIGIBLE:
        application.screening_reason = "Neither the form nor the organization’s reports name work with a government."
    return application


def _evidence(session: DialogueSession, applications: list[Application], cast: Cast) -> None:
    """Theme areas, one initiative each, and two figures of which the second is part of the first."""
    chance = cast.chance
    areas = list(session.theme_areas.all())
    through = Application.theme_areas.through
    through.objects.bulk_create(
        through(application_id=application.pk, themearea_id=area.pk)
        for application in applications
        for area in chance.sample(areas, min(len(areas), chance.choice([1, 1, 2])))
    )
    initiatives, wholes, parts = [], [], []
    for application in applications:
        title, whole, part = chance.choice(WORKS)
        initiative = _initiative(application, title, cast)
        initiatives.append(initiative)
        figure = chance.randint(20, 900)
        wholes.append(Indicator(initiative=initiative, number=1, label=whole, value=figure))
        parts.append(
            Indicator(
                initiative=initiative,
                number=2,
                label=part,
                value=figure // chance.randint(2, 6),
                part_of=wholes[-1],
                overlaps=True,
            )
        )
    Initiative.objects.bulk_create(initiatives)
    Indicator.objects.bulk_create([*wholes, *parts])


def _initiative(application: Application, title: str, cast: Cast) -> Initiative:
    year = timezone.now().year
    return Initiative(
        application=application,
        kind=cast.chance.choices(["established", "planned", "other"], [75, 15, 10])[0],
        title=title,
        place=str(application.organization.headquarters),
        starts_on=date(year - cast.chance.randint(2, 6), 1, 1),
        partners="Ministry of social affairs; municipalities; a federation of cooperatives",
        funder="National budget",
        channel="Fund for municipal services",
        facilitated_by=application.organization.name,
        what_was_done="Sites were chosen in open meetings, works supervised by users’ committees, and accounts posted.",
        methods="Manual for committees in three languages; yearly survey of users.",
        participation="Women who use the service sat on each committee, set its hours and reviewed its results.",
        what_changed="Waiting times fell, and women who had never claimed a benefit now do.",
        consent_to_publish=cast.chance.random() < 0.7,
    )
