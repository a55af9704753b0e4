"""Who has which line: what it comes to by any order of sitting down and leaving."""

from __future__ import annotations

import numpy as np
import pytest

from rotation.solver.occupancy import Occupancy
from rotation.solver.opened import opened
from tests.solver.bounding import never
from tests.solver.test_seating import seating, team


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_whoever_sits_down_first_it_comes_to_the_same(seed: int) -> None:
    """In any order, and after some have left and come back."""
    of, fitter = team(seed)
    made = seating(of, fitter, seed)
    assert made.first(never)
    lines = made.seated()
    other = Occupancy(of)
    for block in reversed(range(len(lines))):
        other.sit(block, lines[block])
    for block in (0, 2):
        other.leave(block)
    assert not other.full()
    for block in (2, 0):
        other.sit(block, lines[block])
    assert other.full()
    assert other.price == pytest.approx(made.price)
    assert [line.tolist() for line in other.seated()] == [line.tolist() for line in lines]


@pytest.mark.parametrize("part", [False, True])
def test_what_a_position_would_cost_is_what_it_costs(part: bool) -> None:
    """By how much one shift more makes the rows dearer; nothing where it is not open."""
    of, _ = team(1)
    made = Occupancy(of)
    walk = of.walks[0]
    open_ = np.arange(len(walk.x)) % 2 == 0
    opening = opened(walk, np.zeros(0, np.int32), open_) if part else None
    more = made.marginal(0, opening)
    assert not walk.rows
    before, costs = made.paid.sum(), {}
    for position in range(len(walk.x)):
        line = np.array([position], np.int32)
        if walk.diagram.own(line) is not None:
            made.sit(0, line)
            costs[position] = made.paid.sum() - before
            made.leave(0)
    assert len(costs) > 3
    for position, cost in costs.items():
        assert more[position] == pytest.approx(cost if open_[position] or not part else 0.0)


def test_shares_count_until_they_do_not() -> None:
    """Half of somebody's shifts, and then none: the rows are where they were."""
    of, _ = team(0)
    made = Occupancy(of)
    price, half = made.price, np.full(len(of.walks[1].x), 0.5)
    made.count(1, half, 1)
    level = made.level.copy()
    assert level.sum() > 0
    made.count(1, half, -1)
    assert made.level == pytest.approx(np.zeros(len(level)))
    assert made.price == pytest.approx(price)
