"""An organisation applies: start, save step by step, submit, take back for correction, withdraw.

Saving and submitting need the phase "applications" to be open at that second, or leave; withdrawing is possible at
any time.
"""

import hashlib
import json
import uuid
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from accounts.models import Organization, User
from accounts.permissions import is_secretariat
from accounts.services.ecosoc import declare_status
from accounts.services.organizations import ORGANIZATION_FIELDS, create_organization
from dialogue_portal.revisions import save_revision
from dialogue_portal.states import InvalidTransition
from mailings.occasions import Link
from mailings.services import send
from sessions.models import DialogueSession, PhaseWindow, phase_exists, phase_is_open, window_of
from sessions.services import retire_participant
from sessions.services.leaves import record_use
from stakeholders.models import Application, ApplicationStatus, Indicator, Initiative, Route, Submission
from stakeholders.services.moves import lock, move
from stakeholders.steps import Gap, gaps_in

PHASE = "applications"
# Fields of the row that steps fill in; everything else is written by other services.
APPLICATION_FIELDS = (
    "nominated_by",
    "speaker_name",
    "speaker_title",
    "speaker_gender",
    "speaker_languages",
    "government_experience",
    "has_national_expertise",
    "national_expertise",
    "motivation",
)
INITIATIVE_FIELDS = (
    "kind",
    "title",
    "place",
    "starts_on",
    "ends_on",
    "partners",
    "funder",
    "channel",
    "facilitated_by",
    "what_was_done",
    "methods",
    "participation",
    "what_changed",
    "consent_to_publish",
)


class ApplicationsClosed(Exception):
    """The call is not open at this second; `window` says when it was or will be, None if nobody has set it."""

    def __init__(self, session: DialogueSession) -> None:
        self.window: PhaseWindow | None = window_of(session, PHASE)
        super().__init__(f"applications of {session.slug} are not open")


class IncompleteApplication(Exception):
    """Something that a submission needs is missing; `gaps` says what."""

    def __init__(self, gaps: list[Gap]) -> None:
        self.gaps = gaps
        super().__init__(", ".join(str(gap.label) for gap in gaps))


class ChangedSinceSeen(Exception):
    """The text to be submitted is not the one that the person has read."""


def may_write(session: DialogueSession, organization: Organization | None, actor: User | AnonymousUser) -> bool:
    """While the call is open, or by leave; the secretariat enters what reached it in another way at any time."""
    if is_secretariat(actor):
        return phase_exists(session, PHASE)
    return phase_is_open(session, PHASE, principal=organization)


def check_open(session: DialogueSession, organization: Organization | None, actor: User) -> None:
    if not may_write(session, organization, actor):
        raise ApplicationsClosed(session)


@transaction.atomic
def start_application(
    session: DialogueSession,
    *,
    actor: User,
    organization: Organization | Mapping[str, Any],
    distinct_from: Collection[uuid.UUID] = (),
    token: uuid.UUID | None = None,
) -> Application:
    """Begin a draft for an organisation of the actor's, or for a new one with these values (and `ecosoc_status`).

    The same token, and the same organisation, give the draft that is there. Raises ApplicationsClosed, and
    LikelyDuplicates as `create_organization` does.
    """
    check_open(session, organization if isinstance(organization, Organization) else None, actor)
    if not isinstance(organization, Organization):
        organization = create_organization(organization, actor=actor, distinct_from=distinct_from, token=token)
    there = Application.objects.live().filter(session=session, organization=organization).first()
    return there or _new_application(session, organization, actor=actor)


def _new_application(session: DialogueSession, organization: Organization, *, actor: User) -> Application:
    application = Application.objects.create(
        session=session, organization=organization, route=Route.for_kind(organization.kind), started_by=actor
    )
    Initiative.objects.create(application=application)
    return application


def _editable(application: Application, actor: User) -> Application:
    """The locked row, if it is a draft and the actor may write at this second."""
    check_open(application.session, application.organization, actor)
    locked = lock(application)
    if not locked.is_draft:
        raise InvalidTransition(locked.status, ApplicationStatus.DRAFT)
    return locked


@transaction.atomic
def save_organization(application: Application, values: Mapping[str, Any], *, actor: User, seen: int) -> int:
    """Save the organisation's own data from within its draft; the kind settles the route. Returns the new revision."""
    locked = _editable(application, actor)
    organization = locked.organization
    fields = _assign(organization, values, ORGANIZATION_FIELDS)
    save_revision(organization, seen=seen, fields=fields)
    declare_status(organization, values.get("ecosoc_status", ""))
    if locked.route != (route := Route.for_kind(organization.kind)):
        locked.route = route
        locked.save(update_fields=["route"])
    return organization.revision


@transaction.atomic
def save_application(application: Application, values: Mapping[str, Any], *, actor: User, seen: int) -> int:
    """Save what a step holds; values may be incomplete, and only those given are written. Returns the new revision."""
    locked = _editable(application, actor)
    save_revision(locked, seen=seen, fields=_assign(locked, values, APPLICATION_FIELDS))
    if "theme_areas" in values:
        locked.theme_areas.set(values["theme_areas"])
    return locked.revision


@transaction.atomic
def save_initiative(
    application: Application,
    values: Mapping[str, Any],
    *,
    actor: User,
    seen: int,
    figures: Sequence[Mapping[str, Any]] | None = None,
) -> int:
    """Save the application's initiative and, if given, its figures. Returns the new revision.

    `figures` has a mapping (label, value, unit, part_of as a number counted from 1, overlaps) per row, an empty one
    for an empty row; None leaves the figures alone.
    """
    locked = _editable(application, actor)
    initiative = locked.initiatives.get()
    save_revision(initiative, seen=seen, fields=_assign(initiative, values, INITIATIVE_FIELDS))
    if figures is not None:
        _save_figures(initiative, figures)
    return initiative.revision


def _save_figures(initiative: Initiative, figures: Sequence[Mapping[str, Any]]) -> None:
    """Write each row under its number; parts are joined once all rows are there."""
    there = {indicator.number: indicator for indicator in initiative.indicators.all()}
    kept: dict[int, Indicator] = {}
    for number, figure in enumerate(figures, start=1):
        if figure:
            row = there.get(number) or Indicator(initiative=initiative, number=number)
            _assign(row, figure, ("label", "value", "unit", "overlaps"))
            row.save()
            kept[number] = row
        elif number in there:
            there[number].delete()
    for number, row in kept.items():
        wanted = figures[number - 1].get("part_of")
        whole = kept.get(wanted) if wanted and wanted != number else None
        if row.part_of_id != (whole.pk if whole else None):
            row.part_of = whole
            row.save(update_fields=["part_of"])


def _assign(row: Any, values: Mapping[str, Any], names: Sequence[str]) -> list[str]:
    """Put those of the values onto the row that it may take; returns their names."""
    given = [name for name in names if name in values]
    for name in given:
        setattr(row, name, values[name])
    return given


def snapshot_of(application: Application) -> dict[str, Any]:
    """All that is submitted, as it stands now, in plain values."""
    organization = application.organization
    declared = organization.declared_status
    return {
        "organization": {
            **{name: getattr(organization, name) for name in ORGANIZATION_FIELDS if name != "headquarters"},
            "headquarters": str(organization.headquarters or ""),
            "ecosoc_status": {"status": declared.status, "as_of": declared.as_of.isoformat()} if declared else None,
        },
        "route": application.route,
        **{name: getattr(application, name) for name in APPLICATION_FIELDS},
        "theme_areas": sorted(str(area) for area in application.theme_areas.all()),
        "initiatives": [_snapshot_of_initiative(initiative) for initiative in application.initiatives.all()],
    }


def _snapshot_of_initiative(initiative: Initiative) -> dict[str, Any]:
    values = {name: getattr(initiative, name) for name in INITIATIVE_FIELDS}
    figures = [
        {
            "number": figure.number,
            "label": figure.label,
            "value": str(Decimal(figure.value)),
            "unit": figure.unit,
            "part_of": figure.part_of.number if figure.part_of else None,
            "overlaps": figure.overlaps,
        }
        for figure in initiative.indicators.select_related("part_of")
    ]
    dates = {name: values[name] and values[name].isoformat() for name in ("starts_on", "ends_on")}
    return {**values, **dates, "figures": figures}


def digest_of(application: Application) -> str:
    """A short mark of the text as it stands: the check page carries it, so that only what was read is submitted."""
    text = json.dumps(snapshot_of(application), sort_keys=True, cls=DjangoJSONEncoder)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@transaction.atomic
def submit_application(application: Application, *, actor: User, seen: str | None = None) -> Application:
    """Submit the draft: keep what was submitted, move, send a receipt to all members.

    `seen` is the digest of the text that the person has read. Raises ApplicationsClosed, InvalidTransition,
    ChangedSinceSeen, IncompleteApplication.
    """
    locked = _editable(application, actor)
    if seen is not None and seen != digest_of(locked):
        raise ChangedSinceSeen
    if gaps := gaps_in(locked):
        raise IncompleteApplication(gaps)
    now = timezone.now()
    Submission.objects.create(application=locked, snapshot=snapshot_of(locked), submitted_at=now, submitted_by=actor)
    move(application, ApplicationStatus.SUBMITTED, submitted_at=now)
    record_use(application, session=application.session, phase=PHASE, principal=application.organization, actor=actor)
    write_to_members("application-received", application)
    return application


@transaction.atomic
def reopen_application(application: Application, *, actor: User) -> Application:
    """Take a submission back for correction while the call is open; what was submitted stays kept."""
    check_open(application.session, application.organization, actor)
    return move(application, ApplicationStatus.DRAFT, submitted_at=None)


@transaction.atomic
def withdraw_application(application: Application, *, actor: User) -> Application:
    """Withdraw for good, at any time; whoever was on the floor's list of participants is retired from it."""
    move(application, ApplicationStatus.WITHDRAWN)
    if participation := getattr(application, "participation", None):
        retire_participant(participation.participant, actor=actor)
    write_to_members("application-withdrawn", application)
    return application


def write_to_members(occasion: str, application: Application) -> None:
    """A receipt to every person who acts for the organisation."""
    for member in application.organization.members.all():
        send(occasion=occasion, recipient=member, values=letter_values(application), scope=application.session)


def letter_values(application: Application) -> dict[str, object]:
    """What the mails about one application name."""
    return {
        "session": application.session.title_as_read,
        "organization": application.organization.name,
        "link": Link("stakeholders:apply-overview", {"slug": application.session.slug, "pk": application.pk}),
    }
