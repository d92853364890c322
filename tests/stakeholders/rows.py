"""Rows of stakeholders' tests: applications at any point of their way, reviews, panels."""

from decimal import Decimal

from django.utils import timezone

from accounts.models import EcosocStatus
from sessions.models import ThemeArea, ThemeAreaText
from stakeholders import services
from stakeholders.models import Application, ApplicationStatus, Initiative, Panel, Route
from tests.factories import OrganizationFactory, SessionFactory, UserFactory, open_phase, organization_member

RELEASED = {ApplicationStatus.SELECTED, ApplicationStatus.NOT_SELECTED, ApplicationStatus.CONFIRMED}


def call(**fields):
    """A session whose call for applications is open."""
    session = SessionFactory(**fields)
    open_phase(session, "applications")
    return session


def theme_area(session, number=1, text="Social protection"):
    area = ThemeArea.objects.create(session=session, number=number)
    ThemeAreaText.objects.create(theme_area=area, language="en", text=text)
    return area


def application(session, status="draft", *, organization=None, complete=True, **fields):
    """An application with its initiative; complete, unless it says otherwise."""
    organization = organization or OrganizationFactory()
    now = timezone.now()
    if status != "draft":
        fields.setdefault("submitted_at", now)
    if status == "ineligible":
        fields.setdefault("screening_reason", "Not in good standing")
    if status in RELEASED:
        fields.setdefault("decision_released_at", now)
    values = {
        "speaker_name": "Amina Speaker",
        "speaker_title": "Director",
        "speaker_languages": ["en"],
        "government_experience": "Ten years with the ministry of labour.",
        "motivation": "What we learned.",
    }
    row = Application.objects.create(
        session=session,
        organization=organization,
        status=status,
        route=fields.pop("route", Route.for_kind(organization.kind)),
        started_by=fields.pop("started_by", None) or UserFactory(),
        **{**(values if complete else {}), **fields},
    )
    texts = {"kind": "established", "title": "Pensions", "place": "Nairobi", "what_was_done": "A", "what_changed": "B"}
    Initiative.objects.create(application=row, **(texts if complete else {}))
    if complete and not organization.ecosoc_statuses.exists():
        EcosocStatus.objects.create(organization=organization, status="special", as_of=now.date())
    return row


def member(row):
    """A person who acts for an application's organisation."""
    return organization_member(row.organization)


def reviewed(row, reviewer, value, comment="", *, submit=True):
    """A review with the same score on every criterion, after a declaration of no conflict."""
    services.ensure_criteria(row.session)
    services.declare_conflicts([row], reviewer=reviewer, conflicts=set())
    scores = dict.fromkeys(row.session.criteria.all(), value)
    return services.save_review(row, reviewer=reviewer, scores=scores, comment=comment, seen=1, submit=submit)


REGIONS = ("african", "asia_pacific", "eastern_european", "latin_american_caribbean", "western_european_others")


def field_of_applicants(session, count=6, **fields):
    """Eligible applications over the regions and two kinds, all at work at national level."""
    return [
        application(
            session,
            "eligible",
            organization=OrganizationFactory(
                regional_group=REGIONS[n % len(REGIONS)], kind=("ngo", "academia")[n % 2], name=f"Organization {n:03}"
            ),
            has_national_expertise=True,
            **fields,
        )
        for n in range(count)
    ]


def revision_of(session):
    panel = Panel.objects.filter(session=session).first()
    return panel.revision if panel else 1


def recommended(session, actor):
    """A panel that was suggested and recommended."""
    services.suggest_set(session, actor=actor, seen=revision_of(session), rules={"one_per_region": True})
    panel = Panel.objects.get(session=session)
    reasons = {str(key): "Speaks from practice." for key in panel.seats.values_list("application", flat=True)}
    return services.recommend_panel(
        session, actor=actor, seen=panel.revision, reasons="A balanced set.", seat_reasons=reasons
    )


def decided(session, reviewer, chair):
    panel = recommended(session, reviewer)
    return services.decide_panel(session, actor=chair, seen=panel.revision, choices={})


def figure(label="trainings", value=25, **fields):
    return {"label": label, "value": Decimal(value), "unit": "", "part_of": None, "overlaps": False, **fields}
