"""The search against brute force: every schedule of a small problem is judged and compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import pytest

from rotation.board import Settings
from rotation.domain import Assignment, Problem, Schedule
from rotation.errors import NoSchedule
from rotation.rule import Rule, judge, price, registry
from rotation.solver.solve import solve
from tests.constraints.random_problems import random_problem

RULES = registry()
ALWAYS = tuple(RULES[name]() for name in RULES if RULES[name].always)
SEEDS = range(20)

WISHES = (
    RULES["requests"](weight=7),
    RULES["continuity"](weight=3),
    RULES["fair"](of="hours", weight=5),
    RULES["weekends"](max_per_period=0, weight=4),
    RULES["days_in_row"](max=1, weight=2),
    RULES["keep"](weight=2),
)
"""Soft rules that pull against cover: each would rather have somebody at home."""

DEAR = (RULES["staffing"](), RULES["mix"](), RULES["coverage"]())
CHEAP = (RULES["staffing"](weight=1), RULES["mix"](weight=1), RULES["coverage"](weight=1))
CHEAP_SEATS = (RULES["staffing"](weight=1),)
NO_COVER: tuple[Rule, ...] = ()


def cheapest(problem: Problem, rules: Sequence[Rule]) -> int | None:
    """Judge every schedule there is and return the lowest price; None: all break a hard rule."""
    pairs = [(person, shift) for person in problem.people for shift in problem.shifts]
    prices = []
    for chosen in product((False, True), repeat=len(pairs)):
        rows = tuple(
            Assignment(shift, person)
            for (person, shift), on in zip(pairs, chosen, strict=True)
            if on
        )
        breaches = judge(rules, Schedule(problem, rows))
        if all(breach.weight is not None for breach in breaches):
            prices.append(price(breaches))
    return min(prices, default=None)


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    "cover",
    [DEAR, CHEAP, CHEAP_SEATS, NO_COVER],
    ids=["dear", "cheap", "cheap-seats", "none"],
)
def test_finds_and_proves_the_cheapest(
    cover: tuple[Rule, ...], seed: int, workers: int
) -> None:
    """What is found is the cheapest schedule of all, and is said to be, whatever cover costs."""
    problem = random_problem(seed + 500, most_pairs=6)
    rules = (*ALWAYS, *cover, *WISHES)
    best = cheapest(problem, rules)
    if best is None:
        with pytest.raises(NoSchedule) as none:
            solve(problem, rules, Settings(workers=workers))
        assert none.value.proved
        return
    solution = solve(problem, rules, Settings(workers=workers))
    assert solution.bound <= best
    assert (solution.price, solution.bound, solution.status) == (best, best, "optimal")
