"""What is open of a line, with what stays, is the whole line."""

from __future__ import annotations

import numpy as np
import pytest

from rotation.solver.leftover import Walk
from rotation.solver.lines import work
from rotation.solver.opened import opened
from tests.solver.bounding import drawn_as
from tests.solver.middle_teams import middle_team
from tests.solver.test_dive import SOFT


def walks(seed: int, size: str) -> tuple[Walk, ...]:
    """Make lines for a team."""
    with drawn_as(size):
        return work(middle_team(seed), SOFT).walks


@pytest.mark.parametrize("size", ["whole", "rows"])
@pytest.mark.parametrize("seed", range(4))
def test_a_part_costs_what_the_whole_line_does(seed: int, size: str) -> None:
    """With every other position open, the cheapest line of what is left is one of the whole."""
    asked = 0
    for walk in walks(seed, size):
        line = walk.diagram.best(np.zeros(len(walk.x)), np.zeros(len(walk.rows))).taken
        open_ = np.arange(len(walk.x)) % 2 == seed % 2
        own = opened(walk, line, open_)
        if own is None:
            assert not open_.any()
            continue
        prices = np.linspace(-3000, 3000, int(open_.sum()))
        found = own.walk.diagram.best(prices, np.zeros(len(walk.rows)))
        whole = own.whole(found.taken)
        assert own.part(whole).tolist() == found.taken.tolist()
        assert own.whole(own.part(line)).tolist() == line.tolist()
        assert whole[~open_[whole]].tolist() == line[~open_[line]].tolist()
        mine, its = own.walk.diagram.own(found.taken), walk.diagram.own(whole)
        assert mine is not None
        assert its is not None
        assert (mine[0], mine[1].tolist()) == (its[0], its[1].tolist())
        assert own.walk.x.tolist() == walk.x[open_].tolist()
        assert own.walk.pairs == ()
        asked += 1
    assert asked > 4


def test_all_or_nothing() -> None:
    """With all open it is the walk itself; with nothing open there is no part."""
    walk = next(walk for walk in walks(1, "whole") if len(walk.x))
    none = np.zeros(0, np.int32)
    all_ = opened(walk, none, np.ones(len(walk.x), np.bool_))
    assert all_ is not None
    assert all_.walk is walk
    assert all_.whole(all_.part(none)).tolist() == []
    assert opened(walk, none, np.zeros(len(walk.x), np.bool_)) is None
