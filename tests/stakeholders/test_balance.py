"""The solver against brute force, its collisions, costs and swaps."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings, strategies as st

from stakeholders import balance
from stakeholders.balance import Candidate, Constraints

AREAS = frozenset({"protection", "services", "infrastructure"})


def candidate(key, score=1.0, region="african", kind="ngo", **fields):
    return Candidate(key, score, region, kind, **fields)


def value_of(chosen):
    """The total score; at equal scores a fuller set is the better one."""
    return balance.total(chosen) + len(chosen) * balance.SEAT_VALUE


def brute_force(candidates, constraints):
    """The best value over every set of an allowed size, None where no set keeps the rules."""
    fixed = {c for c in candidates if c.is_fixed}
    totals = [
        value_of(chosen)
        for seats in range(max(constraints.seats_min, 1), constraints.seats_max + 1)
        for chosen in combinations(candidates, seats)
        if fixed <= set(chosen) and not balance.broken(chosen, constraints)
    ]
    return max(totals, default=None)


candidates_of_any_kind = st.lists(
    st.builds(
        Candidate,
        key=st.just(""),
        score=st.integers(0, 50).map(lambda tenths: tenths / 10),
        region=st.sampled_from(["african", "asia_pacific", "weog"]),
        kind=st.sampled_from(["ngo", "trade_union", "academia"]),
        theme_areas=st.frozensets(st.sampled_from(sorted(AREAS))),
        national=st.booleans(),
        gender=st.sampled_from(["", "woman", "man"]),
        languages=st.frozensets(st.sampled_from(["en", "fr", "es"])),
        has_conflict=st.booleans(),
        is_fixed=st.integers(0, 9).map(lambda n: n == 0),
    ),
    max_size=9,
).map(lambda drawn: [replace(c, key=str(number)) for number, c in enumerate(drawn)])

any_constraints = st.builds(
    Constraints,
    seats_min=st.integers(1, 3),
    seats_max=st.integers(3, 4),
    theme_areas=st.just(AREAS),
    one_per_region=st.booleans(),
    min_kinds=st.integers(0, 3),
    every_theme_area=st.booleans(),
    min_national=st.integers(0, 3),
    min_genders=st.integers(0, 2),
    min_languages=st.integers(0, 3),
    without_conflict=st.booleans(),
)


@settings(max_examples=150, deadline=None)
@given(candidates_of_any_kind, any_constraints)
def test_solver_agrees_with_brute_force(candidates, constraints):
    best = brute_force(candidates, constraints)

    chosen = balance.solve(candidates, constraints)

    assert (chosen is None) == (best is None)
    if chosen is not None:
        assert value_of(chosen) == pytest.approx(best, abs=1e-5)
        assert balance.broken(chosen, constraints) == ()


@settings(max_examples=100, deadline=None)
@given(candidates_of_any_kind, any_constraints)
def test_first_guess_loses_no_better_set(candidates, constraints):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(balance, "LIKELY_OVERALL", 3)
        patch.setattr(balance, "LIKELY_PER_VALUE", 1)
        chosen = balance.solve(candidates, constraints)

    best = brute_force(candidates, constraints)
    assert (chosen and value_of(chosen)) == (best and pytest.approx(best, abs=1e-5))


@settings(max_examples=40, deadline=None)
@given(candidates_of_any_kind, any_constraints)
def test_collision_is_minimal(candidates, constraints):
    collision = balance.suggest(candidates, constraints).collision
    if collision:
        only = constraints.without(*(rule for rule in constraints.active if rule not in collision))
        assert brute_force(candidates, only) is None
        assert all(brute_force(candidates, only.without(rule)) is not None for rule in collision)


def test_suggestion_names_the_cost_of_a_rule():
    pool = [candidate("a", 5), candidate("b", 4), candidate("c", 3, region="weog")]

    suggestion = balance.suggest(pool, Constraints(2, 2, one_per_region=True, min_kinds=1))

    assert [c.key for c in suggestion.chosen] == ["a", "c"]
    assert suggestion.costs == {"one_per_region": pytest.approx(1), "min_kinds": pytest.approx(0)}


def test_too_few_candidates_collide_with_no_rule():
    suggestion = balance.suggest([candidate("a")], Constraints(3, 4, one_per_region=True))

    assert not suggestion.is_feasible
    assert suggestion.collision == ()


def test_an_area_that_nobody_covers_is_named():
    pool = [candidate(key, region=key) for key in "abc"]
    constraints = Constraints(3, 3, theme_areas=AREAS, every_theme_area=True, one_per_region=True)

    assert balance.suggest(pool, constraints).collision == ("every_theme_area",)


def test_invited_by_the_chair_takes_a_seat_and_counts_for_its_region():
    pool = [candidate("invited", 0, is_fixed=True), candidate("a", 5), candidate("b", 1, region="weog")]

    chosen = balance.solve(pool, Constraints(2, 2, one_per_region=True))

    assert chosen is not None
    assert {c.key for c in chosen} == {"invited", "b"}


def test_alternates_break_no_further_rule_and_are_ranked_by_score():
    seat, other = candidate("seat", 5), candidate("other", 4, region="weog")
    pool = [seat, other, candidate("c", 1), candidate("d", 2), candidate("e", 4.5, region="weog"), candidate("f", 0)]

    found = balance.alternates(pool, [seat, other], seat, Constraints(2, 2, one_per_region=True))

    assert [swap.joining.key for swap in found] == ["d", "c"]
    assert found[0].change == -3


def test_swap_says_what_it_breaks_and_what_it_mends():
    a, b = candidate("a", 5), candidate("b", 4)
    joining = candidate("c", 1, region="weog", kind="ngo", has_conflict=True)
    constraints = Constraints(2, 2, one_per_region=True, without_conflict=True)

    effect = balance.swap([a, b], b, joining, constraints)

    assert (effect.change, effect.newly_broken, effect.newly_kept) == (-3, ("without_conflict",), ("one_per_region",))
