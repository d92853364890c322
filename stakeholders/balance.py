"""The balanced set: which few of many candidates give the highest score while the set keeps the rules switched on.

Pure: no database, no request; `services.panels` builds the candidates. An integer programme solved exactly by
HiGHS; its test is brute force. People decide, this suggests and says what each rule costs.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import highspy
import numpy as np

# Seconds after which a solve gives up; the measured one takes hundredths.
TIME_LIMIT = 10.0
# At equal scores a fuller set is the better one; too small to outweigh a score.
SEAT_VALUE = 1e-4
ALTERNATES_PER_SEAT = 2
# How many candidates the first, approximate solve looks at: in all, and of every region, kind, language …
LIKELY_OVERALL = 24
LIKELY_PER_VALUE = 3
RULES = (
    "one_per_region",
    "min_kinds",
    "every_theme_area",
    "min_national",
    "min_genders",
    "min_languages",
    "without_conflict",
)


@dataclass(frozen=True)
class Candidate:
    """One applicant as the balance sees it. `score` is the weighted review score, 0 if there is none yet."""

    key: str
    score: float
    region: str
    kind: str
    theme_areas: frozenset[str] = frozenset()
    national: bool = False
    gender: str = ""
    languages: frozenset[str] = frozenset()
    has_conflict: bool = False
    # Invited by the Chair: takes a seat whatever the score, and the balance counts it.
    is_fixed: bool = False


@dataclass(frozen=True)
class Constraints:
    """How many seats, and the rules that staff switched on; a rule that is False or 0 is off."""

    seats_min: int
    seats_max: int
    theme_areas: frozenset[str] = frozenset()
    one_per_region: bool = False
    min_kinds: int = 0
    every_theme_area: bool = False
    min_national: int = 0
    min_genders: int = 0
    min_languages: int = 0
    without_conflict: bool = False

    @property
    def active(self) -> tuple[str, ...]:
        return tuple(rule for rule in RULES if getattr(self, rule))

    def without(self, *rules: str) -> "Constraints":
        off: dict[str, Any] = {rule: type(getattr(self, rule))() for rule in rules}
        return replace(self, **off)


@dataclass(frozen=True)
class Suggestion:
    """The best set, what each rule costs in score, or, if there is no set, the rules that collide.

    `collision` is minimal: without any one of its rules there is a set. Empty with `chosen` empty: there are fewer
    candidates than seats.
    """

    chosen: tuple[Candidate, ...]
    score: float
    costs: dict[str, float]
    collision: tuple[str, ...] = ()

    @property
    def is_feasible(self) -> bool:
        return bool(self.chosen)


def suggest(candidates: Sequence[Candidate], constraints: Constraints) -> Suggestion:
    """The set of highest score that keeps all rules, and by how much each rule lowers that score."""
    chosen = solve(candidates, constraints)
    if chosen is None:
        return Suggestion((), 0.0, {}, _collision(candidates, constraints))
    score = total(chosen)
    costs = {}
    for rule in constraints.active:
        # A best set of the looser problem that keeps the rule anyway shows that the rule costs nothing.
        looser = solve(candidates, constraints.without(rule)) or chosen
        costs[rule] = max(0.0, total(looser) - score)
    return Suggestion(chosen, score, costs)


def total(chosen: Iterable[Candidate]) -> float:
    return sum(candidate.score for candidate in chosen)


def broken(chosen: Sequence[Candidate], constraints: Constraints) -> tuple[str, ...]:
    """Which of the active rules this set breaks; the number of seats is not among them."""
    regions = [candidate.region for candidate in chosen]
    kept = {
        "one_per_region": lambda: len(set(regions)) == len(regions),
        "min_kinds": lambda: len({c.kind for c in chosen}) >= constraints.min_kinds,
        "every_theme_area": lambda: constraints.theme_areas <= frozenset().union(*(c.theme_areas for c in chosen)),
        "min_national": lambda: sum(c.national for c in chosen) >= constraints.min_national,
        "min_genders": lambda: len({c.gender for c in chosen} - {""}) >= constraints.min_genders,
        "min_languages": lambda: len(frozenset().union(*(c.languages for c in chosen))) >= constraints.min_languages,
        "without_conflict": lambda: not any(c.has_conflict and not c.is_fixed for c in chosen),
    }
    return tuple(rule for rule in constraints.active if not kept[rule]())


@dataclass(frozen=True)
class Swap:
    """What replacing `leaving` by `joining` would do to the set."""

    leaving: Candidate
    joining: Candidate
    change: float
    newly_broken: tuple[str, ...]
    newly_kept: tuple[str, ...]


def swap(chosen: Sequence[Candidate], leaving: Candidate, joining: Candidate, constraints: Constraints) -> Swap:
    before = broken(chosen, constraints)
    after = broken([joining if candidate == leaving else candidate for candidate in chosen], constraints)
    return Swap(
        leaving,
        joining,
        joining.score - leaving.score,
        tuple(rule for rule in after if rule not in before),
        tuple(rule for rule in before if rule not in after),
    )


def alternates(
    candidates: Sequence[Candidate], chosen: Sequence[Candidate], seat: Candidate, constraints: Constraints
) -> list[Swap]:
    """Who could take this seat without breaking a further rule, the highest score first."""
    found: list[Swap] = []
    taken = {candidate.key for candidate in chosen}
    for candidate in sorted(candidates, key=lambda c: (-c.score, c.key)):
        if len(found) == ALTERNATES_PER_SEAT:
            break
        if candidate.key not in taken and not candidate.is_fixed:
            effect = swap(chosen, seat, candidate, constraints)
            if not effect.newly_broken:
                found.append(effect)
    return found


def _collision(candidates: Sequence[Candidate], constraints: Constraints) -> tuple[str, ...]:
    """A minimal set of rules that cannot be kept together: drop rules one by one while there is still no set."""
    if solve(candidates, constraints.without(*constraints.active)) is None:
        return ()
    for rule in constraints.active:
        looser = constraints.without(rule)
        if solve(candidates, looser) is None:
            constraints = looser
    return constraints.active


# --- The integer programme --------------------------------------------------------------------------------------


Values = Callable[[Candidate], Iterable[str]]


@dataclass
class _Row:
    """lower ≤ Σ coefficient · column ≤ upper."""

    lower: float
    upper: float
    terms: dict[int, float]


def solve(candidates: Sequence[Candidate], constraints: Constraints) -> tuple[Candidate, ...] | None:
    """A set of highest total score, or None if no set keeps the rules.

    A good set among the likely candidates comes first; it rules out everybody who, even beside the highest scores
    of all, could not do better. What is left is solved exactly: of 2,000 candidates usually a few dozen.
    """
    pool = _worthwhile(candidates, constraints)
    if len(pool) < max(constraints.seats_min, 1):
        return None
    likely = _likely(pool)
    good = _solve(likely, constraints)
    if good is None:
        return _solve(pool, constraints)
    beside = sum(sorted((_value(candidate) for candidate in pool), reverse=True)[: constraints.seats_max - 1])
    reached = sum(_value(candidate) for candidate in good)
    better = [c for c in pool if c.is_fixed or _value(c) + beside >= reached]
    return good if set(better) <= set(likely) else _solve(better, constraints) or good


def _value(candidate: Candidate) -> float:
    return candidate.score + SEAT_VALUE


def _likely(pool: Sequence[Candidate]) -> list[Candidate]:
    """The highest scores overall, and of every region, kind, area, gender and language."""
    by_score = sorted(pool, key=lambda c: (not c.is_fixed, -c.score, c.key))
    likely = dict.fromkeys(by_score[:LIKELY_OVERALL])
    values: tuple[Values, ...] = (
        lambda c: {c.region},
        lambda c: {c.kind},
        lambda c: c.theme_areas,
        lambda c: {c.gender},
        lambda c: c.languages,
        lambda c: {str(c.national)},
    )
    for value in values:
        for members in _members(by_score, value):
            likely |= dict.fromkeys(by_score[index] for index in members[:LIKELY_PER_VALUE])
    return list(likely)


def _solve(pool: Sequence[Candidate], constraints: Constraints) -> tuple[Candidate, ...] | None:
    """State the programme: the first columns are the candidates, the others count what is covered."""
    rows = [_Row(constraints.seats_min, constraints.seats_max, dict.fromkeys(range(len(pool)), 1.0))]
    if constraints.one_per_region:
        rows += [_Row(0, 1, dict.fromkeys(members, 1.0)) for members in _members(pool, lambda c: {c.region})]
    if constraints.every_theme_area:
        covering = [[i for i, c in enumerate(pool) if area in c.theme_areas] for area in constraints.theme_areas]
        rows += [_Row(1, np.inf, dict.fromkeys(members, 1.0)) for members in covering]
    if constraints.min_national:
        rows.append(_Row(constraints.min_national, np.inf, {i: 1.0 for i, c in enumerate(pool) if c.national}))
    columns = len(pool)
    different: tuple[tuple[int, Values], ...] = (
        (constraints.min_kinds, lambda c: {c.kind}),
        (constraints.min_genders, lambda c: {c.gender} - {""}),
        (constraints.min_languages, lambda c: c.languages),
    )
    for at_least, value in different:
        if at_least:
            columns = _count_different(rows, columns, _members(pool, value), at_least)
    solution = _run(pool, rows, columns)
    return None if solution is None else tuple(c for c, x in zip(pool, solution, strict=False) if x > 0.5)


def _worthwhile(candidates: Sequence[Candidate], constraints: Constraints) -> list[Candidate]:
    """Candidates that a best set could need: among equals before the active rules, only as many as there are seats."""
    equals: dict[Hashable, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        if candidate.is_fixed or not (constraints.without_conflict and candidate.has_conflict):
            equals[_signature(candidate, constraints)].append(candidate)
    return [
        candidate
        for group in equals.values()
        for candidate in sorted(group, key=lambda c: (-c.score, c.key))[: constraints.seats_max]
    ]


def _signature(candidate: Candidate, constraints: Constraints) -> Hashable:
    return (
        candidate.key if candidate.is_fixed else "",
        candidate.region if constraints.one_per_region else "",
        candidate.kind if constraints.min_kinds else "",
        candidate.theme_areas & constraints.theme_areas if constraints.every_theme_area else "",
        candidate.national if constraints.min_national else "",
        candidate.gender if constraints.min_genders else "",
        candidate.languages if constraints.min_languages else "",
    )


def _members(pool: Sequence[Candidate], values: Values) -> list[list[int]]:
    """Per value (region, kind, language …) the columns of those who have it."""
    members: dict[str, list[int]] = defaultdict(list)
    for index, candidate in enumerate(pool):
        for value in values(candidate):
            members[value].append(index)
    return [members[value] for value in sorted(members)]


def _count_different(rows: list[_Row], columns: int, groups: list[list[int]], at_least: int) -> int:
    """Add one column per group, at most 1 and at most the group's seats, and ask for `at_least` of them."""
    for offset, members in enumerate(groups):
        rows.append(_Row(0, np.inf, {**dict.fromkeys(members, 1.0), columns + offset: -1.0}))
    rows.append(_Row(at_least, np.inf, dict.fromkeys(range(columns, columns + len(groups)), 1.0)))
    return columns + len(groups)


def _run(pool: Sequence[Candidate], rows: list[_Row], columns: int) -> Sequence[float] | None:
    """Hand the programme to HiGHS; the values of the columns, or None where there is no solution."""
    extra = columns - len(pool)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = columns, len(rows)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = np.array([_value(c) for c in pool] + [0.0] * extra)
    lp.col_lower_ = np.array([float(c.is_fixed) for c in pool] + [0.0] * extra)
    lp.col_upper_ = np.ones(columns)
    lp.integrality_ = [highspy.HighsVarType.kInteger] * columns
    lp.row_lower_ = np.array([row.lower for row in rows], dtype=float)
    lp.row_upper_ = np.array([row.upper for row in rows], dtype=float)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.cumsum([0] + [len(row.terms) for row in rows])
    lp.a_matrix_.index_ = np.array([column for row in rows for column in row.terms], dtype=np.int32)
    lp.a_matrix_.value_ = np.array([value for row in rows for value in row.terms.values()])
    solver = highspy.Highs()
    for option, value in (("output_flag", False), ("time_limit", TIME_LIMIT), ("mip_rel_gap", 0.0), ("threads", 1)):
        solver.setOptionValue(option, value)
    solver.passModel(lp)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    values: Sequence[float] = solver.getSolution().col_value
    return values
