"""What is left to the master."""

from __future__ import annotations

from math import inf
from random import Random

import numpy as np
import pytest

from rotation.rule import Rule
from rotation.solver import leftover
from rotation.solver.generation import Generation
from rotation.solver.leftover import stepping
from rotation.solver.lines import work
from tests.constraints.judging import rule
from tests.solver.bounding import drawn_as, never, patient
from tests.solver.test_drawing import days
from tests.solver.trying import legal


@pytest.mark.parametrize(
    ("points", "hull"),
    [
        ([(0, 5)], [(0, 5)]),
        ([(0, 5), (4, 1)], [(0, 5), (4, 1)]),
        # What is on the line between two others, or above it, is no corner.
        ([(0, 0), (1, 1), (2, 2)], [(0, 0), (2, 2)]),
        ([(0, 0), (1, 9), (2, 2)], [(0, 0), (2, 2)]),
        ([(0, 4), (1, 1), (2, 0), (3, 1), (4, 4)], [(0, 4), (1, 1), (2, 0), (3, 1), (4, 4)]),
        # One unit however far: below it a line from 0 at 2 to 1 at 5.
        ([(0, 0), (1, 0), (2, 0), (3, 1), (4, 1), (5, 1)], [(0, 0), (2, 0), (5, 1)]),
    ],
)
def test_hulls(points: list[tuple[int, int]], hull: list[tuple[int, int]]) -> None:
    """The corners of the lower hull."""
    assert leftover._hull(points) == hull


@pytest.mark.parametrize("seed", range(30))
def test_hulls_are_below_and_convex(seed: int) -> None:
    """Never above any point, and ever steeper."""
    chance = Random(seed)
    points = [(2 * x + 3, chance.randint(-20, 20)) for x in range(chance.randint(1, 12))]
    hull = leftover._hull(points)
    xs, ys = zip(*hull, strict=True)
    assert all(np.interp(x, xs, ys) <= y + 1e-9 for x, y in points)
    slopes = np.diff(ys) / np.diff(xs)
    assert np.all(np.diff(slopes) > 0)


def test_a_sum_in_the_master_by_hand() -> None:
    """Above 2 days each costs 1: the row is count - pieces = 0, with 2 at nothing and 1 at 4800."""
    of = days()
    rules = [rule("count", shifts=("day",), max_per_period=2, weight=1)]
    with drawn_as("rows"):
        made = work(of, rules)
    (walk,) = made.walks
    assert len(walk.rows) == 1
    linear = made.linear
    row = walk.rows[0]
    assert (linear.low[row], linear.high[row]) == (0, 0)
    pieces = slice(linear.rest.start[row], linear.rest.start[row + 1])
    columns = linear.rest.index[pieces]
    assert linear.rest.value[pieces].tolist() == [-1, -1]
    assert linear.rest_high[columns].tolist() == [2, 1]
    assert linear.rest_cost[columns].tolist() == [0, 4800]
    # A dual of 100 pays 100 for each day held, counted from none.
    duals = np.zeros(linear.held.rows)
    duals[row] = 100
    prices, constant = stepping(walk, duals)
    assert (prices.tolist(), constant) == ([-100 / walk.unit[0]], 0)


@pytest.mark.parametrize("seed", range(25))
def test_sums_in_the_master_are_never_above(seed: int) -> None:
    """With all sums in rows, under any duals, no line costs more there than it costs."""
    chance = Random(seed)
    of = days("2026-12-13")
    rules: list[Rule] = [
        rule("hours", max_per_period=float(chance.choice((8, 20, 33))), weight=3),
        rule("hours", min_per_week=float(chance.choice((9, 24))), weight=chance.randint(1, 9)),
        rule("fair", of="hours", weight=chance.randint(1, 5)),
        rule("weekends", max_per_period=0, weight=2),
    ]
    priced = legal(of, rules)
    with drawn_as("rows"):
        made = work(of, rules)
    assert made.walks[0].rows
    for scale in (0, 100, 10_000, 10**6):
        duals = np.array([float(chance.randint(-scale, scale)) for _ in made.linear.low])
        reduced, rest = made.linear.worth(duals)
        (walk,) = made.walks
        steps, constant = stepping(walk, duals)
        least = walk.diagram.best(reduced[walk.x], steps).value + constant + rest
        assert least <= min(priced.values()) + 1e-3
        for held, true in priced.items():
            taken = np.array([at for at, shift in enumerate(of.shifts) if ("ana", shift) in held])
            found = walk.diagram.own(taken.astype(np.int32))
            assert found is not None
            cost, values = found
            value = cost + rest + constant + float(reduced[walk.x[taken.astype(int)]].sum())
            for n, counter in enumerate(walk.diagram.linear):
                value += steps[n] * (values[n] - walk.diagram.counters[counter].start)
            assert value <= true + 1e-3
    generation = Generation(made)
    generation.run(never, patient)
    assert -inf < generation.bound <= min(priced.values())
