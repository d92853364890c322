"""The panel: suggest a balanced set, change it, recommend it, decide on it, make the decisions known.

Reviewers recommend a set; the Commission's Chair decides; the secretariat releases, and then all hear at once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from dialogue_portal.revisions import save_revision
from dialogue_portal.states import check_transition
from mailings.occasions import Link
from mailings.services import Letter, hold, release, send
from sessions.models import Act, DialogueSession, Role, SessionRole
from sessions.permissions import roles_of
from sessions.services.instructions import InstructionMissing, Source, decider_of, record_decision
from stakeholders import balance
from stakeholders.balance import Candidate, Constraints, Suggestion
from stakeholders.models import (
    PANEL_TRANSITIONS,
    Application,
    ApplicationStatus,
    ConflictOfInterest,
    Panel,
    PanelSeat,
    PanelStatus,
    Route,
)
from stakeholders.services.applying import letter_values
from stakeholders.services.moves import move
from stakeholders.services.reviewing import weighted_scores

Stage = PanelSeat.Stage
# Switched on until somebody switches them off.
USUAL = {"one_per_region": True, "min_kinds": 2, "every_theme_area": True, "min_national": 1, "without_conflict": True}


class WrongSize(Exception):
    """The set has fewer or more seats than the session allows."""


class ReasonMissing(Exception):
    """A seat, the set or a changed decision has no reason."""


class NotScreened(Exception):
    """Applications of the session still wait for screening, so not everybody could hear; `count` says how many."""

    def __init__(self, count: int) -> None:
        self.count = count
        super().__init__(f"{count} applications are not screened")


@dataclass(frozen=True)
class Field:
    """All who can be chosen: the applications, and the same as the balance sees them, by key."""

    applications: dict[str, Application]
    candidates: dict[str, Candidate]

    def chosen(self, seats: Iterable[PanelSeat]) -> list[Candidate]:
        """The candidates on these seats; who withdrew or lost eligibility since is none any more."""
        keys = (str(seat.application_id) for seat in seats if seat.alternate_for_id is None)
        return [self.candidates[key] for key in keys if key in self.candidates]


def field_of(session: DialogueSession) -> Field:
    """The eligible applications of a session with all that the balance asks: five queries, however many there are."""
    applications = (
        Application.objects.eligible()
        .filter(session=session)
        .select_related("organization", "organization__headquarters")
        .prefetch_related("theme_areas", "organization__ecosoc_statuses")
    )
    scores = weighted_scores(session)
    conflicts = set(
        ConflictOfInterest.objects.filter(
            application__session=session, declaration=ConflictOfInterest.Declaration.CONFLICT, settled_by=None
        ).values_list("application", flat=True)
    )
    by_key = {str(application.pk): application for application in applications}
    return Field(by_key, {key: _candidate(key, row, scores, conflicts) for key, row in by_key.items()})


def _candidate(key: str, row: Application, scores: Mapping[Any, float], conflicts: set[Any]) -> Candidate:
    return Candidate(
        key=key,
        score=scores.get(row.pk, 0.0),
        region=row.organization.regional_group,
        kind=row.organization.kind,
        theme_areas=frozenset(str(area.pk) for area in row.theme_areas.all()),
        national=row.has_national_expertise,
        gender=row.speaker_gender,
        languages=frozenset(row.speaker_languages),
        has_conflict=row.pk in conflicts,
        is_fixed=row.route == Route.INVITATION,
    )


def constraints_of(session: DialogueSession, panel: Panel | None) -> Constraints:
    """The rules that are switched on for this session's panel."""
    stored = panel.constraints if panel and panel.constraints else USUAL
    rules: dict[str, Any] = {rule: stored[rule] for rule in balance.RULES if rule in stored}
    return Constraints(
        seats_min=session.stakeholders_min,
        seats_max=session.stakeholders_max,
        theme_areas=frozenset(str(area.pk) for area in session.theme_areas.all()),
        **rules,
    )


def suggest_set(session: DialogueSession, *, actor: User, seen: int, rules: Mapping[str, Any]) -> Suggestion:
    """Solve with these rules, and take the best set and its alternates over as the set in preparation.

    Without a solution only the rules are kept, and the result names those that collide. The solver runs before the
    transaction. Raises StaleRevision, InvalidTransition once the panel is recommended.
    """
    field = field_of(session)
    panel = _opened(session)
    panel.constraints = {rule: rules[rule] for rule in balance.RULES if rule in rules}
    constraints = constraints_of(session, panel)
    suggestion = balance.suggest(list(field.candidates.values()), constraints)
    panel.record = {
        "score": suggestion.score,
        "costs": suggestion.costs,
        "collision": list(suggestion.collision),
        "is_feasible": suggestion.is_feasible,
        "candidates": len(field.candidates),
    }
    with transaction.atomic():
        save_revision(panel, seen=seen, fields=["constraints", "record"])
        if suggestion.is_feasible:
            _write_seats(panel, suggestion.chosen, field, constraints)
    return suggestion


@transaction.atomic
def change_set(session: DialogueSession, *, actor: User, seen: int, applications: Sequence[str]) -> Panel:
    """Prepare exactly these (keys of eligible applications); reasons of those who stay are kept."""
    panel = _opened(session)
    field = field_of(session)
    chosen = [field.candidates[key] for key in dict.fromkeys(applications) if key in field.candidates]
    if len(chosen) > session.stakeholders_max:
        raise WrongSize
    save_revision(panel, seen=seen, fields=[])
    _write_seats(panel, chosen, field, constraints_of(session, panel))
    return panel


def _opened(session: DialogueSession) -> Panel:
    """The session's panel, still being prepared."""
    panel, _is_new = Panel.objects.get_or_create(session=session, defaults={"constraints": USUAL})
    check_transition(PANEL_TRANSITIONS, panel.status, PanelStatus.RECOMMENDED)
    return panel


def _known(session: DialogueSession) -> Panel:
    """The session's panel as it stands; one that nobody has begun is being prepared."""
    return Panel.objects.filter(session=session).first() or Panel(session=session)


def _write_seats(panel: Panel, chosen: Sequence[Candidate], field: Field, constraints: Constraints) -> None:
    """Replace the set in preparation; alternates are ranked anew, since a swap changes whom a seat can go to."""
    reasons = {
        str(seat.application_id): seat.reason
        for seat in panel.seats.filter(stage=Stage.RECOMMENDED, alternate_for=None)
    }
    panel.seats.filter(stage=Stage.RECOMMENDED).delete()
    candidates = list(field.candidates.values())
    for candidate in chosen:
        seat = PanelSeat.objects.create(
            panel=panel,
            stage=Stage.RECOMMENDED,
            application=field.applications[candidate.key],
            reason=reasons.get(candidate.key, ""),
            invited_by_chair=candidate.is_fixed,
        )
        if candidate.is_fixed:
            continue
        for rank, swap in enumerate(balance.alternates(candidates, chosen, candidate, constraints), start=1):
            PanelSeat.objects.create(
                panel=panel,
                stage=Stage.RECOMMENDED,
                application=field.applications[swap.joining.key],
                alternate_for=seat,
                rank=rank,
            )


@transaction.atomic
def recommend_panel(
    session: DialogueSession, *, actor: User, seen: int, reasons: str, seat_reasons: Mapping[str, str]
) -> Panel:
    """Recommend the set in preparation to the Commission's Chair: with reasons for the set and for each seat.

    `seat_reasons` is by key of the application. What the set covers, its score and who stood aside are recorded as
    they are now. Raises WrongSize, ReasonMissing, StaleRevision, InvalidTransition.
    """
    panel = _opened(session)
    field = field_of(session)
    seats = list(panel.seats.filter(stage=Stage.RECOMMENDED, alternate_for=None))
    chosen = field.chosen(seats)
    if len(chosen) != len(seats) or not session.stakeholders_min <= len(seats) <= session.stakeholders_max:
        raise WrongSize
    for seat in seats:
        seat.reason = seat_reasons.get(str(seat.application_id), seat.reason).strip()
        if not seat.reason and not seat.invited_by_chair:
            raise ReasonMissing
        seat.save(update_fields=["reason"])
    if not reasons.strip():
        raise ReasonMissing
    constraints = constraints_of(session, panel)
    panel.status, panel.reasons = PanelStatus.RECOMMENDED, reasons.strip()
    panel.recommended_by, panel.recommended_at = actor, timezone.now()
    panel.record = {
        **panel.record,
        "set": [_recorded(candidate) for candidate in chosen],
        "score": balance.total(chosen),
        "broken": list(balance.broken(chosen, constraints)),
        "recusals": _recusals(session),
    }
    save_revision(panel, seen=seen, fields=["status", "reasons", "recommended_by", "recommended_at", "record"])
    link = Link("stakeholders:panel", {"slug": session.slug})
    for chair in SessionRole.objects.holders(session, Role.COMMISSION_CHAIR):
        values = {"session": session.title_as_read, "link": link}
        send(occasion="panel-recommended", recipient=chair, values=values, scope=session)
    return panel


def _recorded(candidate: Candidate) -> dict[str, Any]:
    """A candidate in plain values."""
    values = asdict(candidate)
    return {name: sorted(value) if isinstance(value, frozenset) else value for name, value in values.items()}


def _recusals(session: DialogueSession) -> list[dict[str, str]]:
    """Which reviewers stood aside from which application."""
    rows = ConflictOfInterest.objects.filter(
        application__session=session, declaration=ConflictOfInterest.Declaration.CONFLICT
    ).select_related("reviewer", "application__organization")
    return [{"reviewer": str(row.reviewer), "organization": str(row.application.organization)} for row in rows]


@transaction.atomic
def decide_panel(
    session: DialogueSession,
    *,
    actor: User,
    seen: int,
    choices: Mapping[str, str],
    reasons: str = "",
    source: Source | None = None,
) -> Panel:
    """The Commission's Chair decides: per recommended seat (its key) the application that gets it, "" for nobody.

    A seat that is not named stays as recommended. A change needs reasons. Who is not the Chair says on whose word they
    record it (`source`). Raises InstructionMissing, ReasonMissing, WrongSize (nobody at all, or somebody twice, or
    somebody not eligible), StaleRevision, InvalidTransition.
    """
    if source is None and Role.COMMISSION_CHAIR not in roles_of(actor, session):
        raise InstructionMissing
    panel = _known(session)
    check_transition(PANEL_TRANSITIONS, panel.status, PanelStatus.DECIDED)
    seats = list(panel.seats.filter(stage=Stage.RECOMMENDED, alternate_for=None))
    wanted = {seat: choices.get(str(seat.pk), str(seat.application_id)) for seat in seats}
    chosen = [key for key in wanted.values() if key]
    eligible = Application.objects.eligible().filter(session=session).in_bulk(chosen)
    if not chosen or len(eligible) != len(chosen):
        raise WrongSize
    is_changed = any(key != str(seat.application_id) for seat, key in wanted.items())
    if is_changed and not reasons.strip():
        raise ReasonMissing
    panel.status, panel.decision_reasons = PanelStatus.DECIDED, reasons.strip()
    panel.decision = Panel.Decision.CHANGED if is_changed else Panel.Decision.APPROVED
    panel.decided_by, panel.decided_at = decider_of(source, actor=actor), timezone.now()
    save_revision(panel, seen=seen, fields=["status", "decision", "decision_reasons", "decided_by", "decided_at"])
    _seat(panel, wanted)
    page = Link("stakeholders:panel", {"slug": session.slug})
    record_decision(
        panel, session=session, act=Act.DECIDED, role=Role.COMMISSION_CHAIR, source=source, actor=actor, page=page
    )
    return panel


def _seat(panel: Panel, wanted: Mapping[PanelSeat, str]) -> None:
    """The decided set: by recommended seat the application that gets it; only who keeps a seat keeps its reason."""
    for seat, key in wanted.items():
        if key:
            is_kept = key == str(seat.application_id)
            PanelSeat.objects.create(
                panel=panel,
                stage=Stage.DECIDED,
                application_id=key,
                reason=seat.reason if is_kept else "",
                invited_by_chair=seat.invited_by_chair and is_kept,
            )


@transaction.atomic
def release_decisions(session: DialogueSession, *, actor: User, seen: int) -> Panel:
    """Make the decisions known: selected and non-selected hear at the same time, and their pages show it from now on.

    Raises NotScreened while an application waits for screening: its applicant would not hear. Raises StaleRevision,
    InvalidTransition.
    """
    panel = _known(session)
    check_transition(PANEL_TRANSITIONS, panel.status, PanelStatus.RELEASED)
    if waiting := Application.objects.filter(session=session, status=ApplicationStatus.SUBMITTED).count():
        raise NotScreened(waiting)
    now = timezone.now()
    panel.status, panel.released_by, panel.released_at = PanelStatus.RELEASED, actor, now
    save_revision(panel, seen=seen, fields=["status", "released_by", "released_at"])
    seated = set(panel.seats.filter(stage=Stage.DECIDED).values_list("application", flat=True))
    told: dict[str, list[Letter]] = {"application-selected": [], "application-not-selected": []}
    applications = (
        Application.objects.filter(
            session=session, status__in=[ApplicationStatus.ELIGIBLE, ApplicationStatus.INELIGIBLE]
        )
        .select_related("organization", "session")
        .prefetch_related("organization__members")
    )
    for application in applications:
        is_selected = application.pk in seated
        _settle(application, is_selected, now)
        told["application-selected" if is_selected else "application-not-selected"] += [
            Letter(member, letter_values(application), about=application)
            for member in application.organization.members.all()
        ]
    for mailing in [hold(occasion=occasion, letters=letters, scope=session) for occasion, letters in told.items()]:
        release(mailing, actor=actor)
    return panel


def _settle(application: Application, is_selected: bool, now: Any) -> None:
    """Write the outcome; an application found not eligible keeps that status, its applicant reads "not selected"."""
    if application.status == ApplicationStatus.INELIGIBLE:
        application.decision_released_at = now
        application.save(update_fields=["decision_released_at"])
    else:
        target = ApplicationStatus.SELECTED if is_selected else ApplicationStatus.NOT_SELECTED
        move(application, target, decision_released_at=now)
