"""Blurred costs: the same rotas, a little dearer each, and one of them the best."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from rotation.solver.blurring import BLUR, blurred, smeared
from rotation.solver.dive import Dive
from rotation.solver.fitting import Fitter, allowed
from rotation.solver.generation import Generation
from rotation.solver.lines import Work, work
from tests.constraints.judging import RULES, rule
from tests.problems import person, problem, shift_type
from tests.solver.bounding import never, patient
from tests.solver.middle_teams import middle_team

ALWAYS = [rule(name) for name in RULES if RULES[name].always]


def alike() -> Work:
    """Make eight people who can all do the same at the same price: 3 of 8 each day of a week."""
    people = [person(f"p{number}", time_zone="UTC") for number in range(8)]
    day = shift_type("day", least=3, target=3, most=3)
    of = problem(people, [day], last="2026-12-13")
    rules = [*ALWAYS, rule("staffing", weight=60), rule("days_in_row", max=3)]
    return work(of, rules)


def test_each_assignment_is_a_little_dearer() -> None:
    """By no more than a fifth of a unit, by other amounts for another seed, the same for one."""
    made = alike()
    once, again, other = (blurred(made, seed).linear.held_cost for seed in (0, 0, 1))
    more = once - made.linear.held_cost
    assert ((more >= 0) & (more <= BLUR)).all()
    assert len(set(more.tolist())) == len(more)
    assert once.tolist() == again.tolist()
    assert once.tolist() != other.tolist()


def test_what_was_smeared_is_whole_then() -> None:
    """From the middle everybody has 3 in 8 of each day; with blurred costs few shares are open."""
    made = alike()
    shares = []
    for each in (made, blurred(made, 0)):
        generation = Generation(each, central=True)
        solved = generation.run(never, patient)
        assert solved is not None
        shares.append(generation.lines.cells(solved.shares))
    smeared_before, smeared_after = (smeared(each) for each in shares)
    assert smeared_before
    assert not smeared_after


@pytest.mark.parametrize("seed", [0, 1])
def test_a_dive_with_blurred_costs_finds_rotas_of_the_work(seed: int) -> None:
    """Everybody's line is allowed, and the true price is at most the blur below the blurred."""
    of = middle_team(seed)
    rules = [*ALWAYS, rule("staffing", weight=60), rule("rest"), rule("requests", weight=7)]
    made = work(of, rules)
    generation = Generation(blurred(made, seed))
    generation.run(never, patient)
    dive = Dive(generation, Fitter(of, rules))
    lines = dive.run(never, patient)
    assert lines is not None
    assert all(allowed(walk, line) for walk, line in zip(made.walks, lines, strict=True))
    held = made.rota_of(lines)
    assert all(one < other for one, other in pairwise(held.tolist()))
    more = (generation.work.linear.held_cost - made.linear.held_cost)[held].sum()
    assert 0 < more <= BLUR * len(held)


def test_smeared_is_where_few_are_nearly_whole() -> None:
    """Two whole ones and 2 of 8 halves: 2 of 6 is less than two fifths, and 3 of 6 is not."""
    halves = np.full(8, 0.5)
    assert smeared({0: np.ones(2), 1: halves})
    assert not smeared({0: np.ones(3), 1: halves[:6]})
