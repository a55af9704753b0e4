"""The work of a few people while the others keep their lines says what the whole would say."""

from __future__ import annotations

from math import inf
from random import Random

import numpy as np
import pytest

from rotation.master.linear import Linear, Sparse
from rotation.solver.crew import _Cut, crew
from rotation.solver.dive import Dive
from rotation.solver.fitting import Fitter
from rotation.solver.generation import Generation
from rotation.solver.lines import Work, work
from tests.solver.bounding import drawn_as, every_rule, never, patient, worth
from tests.solver.middle_teams import middle_team
from tests.solver.test_dive import SOFT


def teams(seed: int, size: str) -> tuple[Work, list[np.ndarray], Fitter]:
    """Make a team with a rota."""
    problem = middle_team(seed)
    with drawn_as(size):
        whole = work(problem, SOFT)
    generation, fitter = Generation(whole), Fitter(problem, SOFT)
    generation.run(never, patient)
    lines = Dive(generation, fitter).run(never, patient)
    assert lines is not None
    return whole, lines, fitter


@pytest.mark.parametrize("size", ["whole", "rows"])
@pytest.mark.parametrize("seed", range(4))
def test_the_same_lines_cost_the_same(seed: int, size: str) -> None:
    """Whoever the crew is, its lines with the others' are priced as in the whole work."""
    whole, lines, _ = teams(seed, size)
    price = worth(whole, lines)
    chance = Random(seed)
    for number in (1, 2, len(lines) // 2, len(lines)):
        drawn = sorted(chance.sample(range(len(lines)), number))
        cut = crew(whole, drawn, lines)
        blocks = [block for block in drawn if len(whole.walks[block].x)]
        assert list(cut.blocks) == blocks
        assert [walk.block for walk in cut.work.walks] == list(range(len(blocks)))
        assert cut.work.linear.held.rows == len(cut.rows) <= whole.linear.held.rows
        assert worth(cut.work, [lines[block] for block in blocks]) == pytest.approx(price, rel=1e-9)


@pytest.mark.parametrize("size", ["whole", "rows"])
@pytest.mark.parametrize("seed", range(4))
def test_what_a_crew_finds_costs_as_much_in_the_whole(seed: int, size: str) -> None:
    """A crew's dive tells the price of the whole rota, and its bound is not above it."""
    whole, lines, fitter = teams(seed, size)
    cut = crew(whole, range(0, len(lines), 2), lines)
    blocks = cut.blocks
    own = Generation(cut.work)
    own.lines.learn(
        [(walk, lines[block]) for walk, block in zip(cut.work.walks, blocks, strict=True)]
    )
    own.run(never, patient)
    assert own.bound <= worth(whole, lines) + 1
    dive = Dive(own, fitter)
    found = dive.run(never, patient)
    assert found is not None
    merged = list(lines)
    for block, line in zip(blocks, found, strict=True):
        merged[block] = line
    assert worth(whole, merged) == pytest.approx(dive.value, rel=1e-9)
    assert own.bound <= dive.value + 1


def test_fewer_people_have_fewer_rows() -> None:
    """What only the others' lines could change is no longer asked."""
    whole, lines, _ = teams(2, "whole")
    rows = [crew(whole, range(number), lines).work.linear.held.rows for number in (1, 3)]
    assert rows[0] < rows[1] < whole.linear.held.rows


def test_a_line_that_is_not_allowed_is_refused() -> None:
    """Somebody who keeps a line that nobody may have is said to."""
    problem = middle_team(1)
    whole = work(problem, every_rule(1))
    everything = [np.arange(len(walk.x), dtype=np.int32) for walk in whole.walks]
    with pytest.raises(ValueError, match=r"^the line of block 1 is not allowed$"):
        crew(whole, [0], everything)


@pytest.mark.parametrize("size", ["whole", "rows"])
@pytest.mark.parametrize("seed", range(4))
def test_only_what_is_open_may_change(seed: int, size: str) -> None:
    """With part of the shifts open the same lines cost the same, and the others are as they were.

    A shift belongs to the open stretch where its x is among the first half of somebody's.
    """
    whole, lines, fitter = teams(seed, size)
    price = worth(whole, lines)
    open_ = np.zeros(len(whole.linear.pairs), np.bool_)
    for walk in whole.walks:
        open_[walk.x[: len(walk.x) // 2]] = True
    cut = crew(whole, range(1, len(lines)), lines, open_)
    blocks = cut.blocks
    assert list(blocks) == [b for b in range(1, len(lines)) if len(whole.walks[b].x) > 1]
    parts = [part.part(lines[block]) for part, block in zip(cut.opened, blocks, strict=True)]
    assert worth(cut.work, parts) == pytest.approx(price, rel=1e-9)
    assert len(cut.work.linear.pairs) == sum(len(whole.walks[b].x) // 2 for b in blocks)
    generation = Generation(cut.work, cap=inf)
    generation.lines.learn(list(zip(cut.work.walks, parts, strict=True)))
    found = Dive(generation, fitter).run(never, patient)
    assert found is not None
    merged = list(lines)
    walked = sum(walk.diagram.cells for walk in cut.work.walks)
    assert walked < sum(whole.walks[block].diagram.cells for block in blocks)
    for number, (block, part) in enumerate(zip(blocks, found, strict=True)):
        half, line = len(whole.walks[block].x) // 2, cut.opened[number].whole(part)
        assert line.tolist() == sorted(set(line.tolist()))
        assert [at for at in line if at >= half] == [at for at in lines[block] if at >= half]
        assert cut.opened[number].part(line).tolist() == part.tolist()
        assert cut.work.walks[number].diagram.cells <= whole.walks[block].diagram.cells
        merged[block] = line
    assert worth(whole, merged) <= price + 1e-3


def test_rows_of_other_days_are_paid_for_and_gone() -> None:
    """Of the first half of somebody's shifts, only rows about them or about sums of theirs stay."""
    whole, lines, _ = teams(2, "whole")
    open_ = np.zeros(len(whole.linear.pairs), np.bool_)
    for walk in whole.walks:
        open_[walk.x[: len(walk.x) // 2]] = True
    cut = crew(whole, range(len(lines)), lines, open_)
    linear = cut.work.linear
    nobody = np.diff(linear.held.start) == 0
    times = np.bincount(linear.rest.index, minlength=len(linear.rest_cost))
    owner = np.repeat(np.arange(linear.rest.rows), np.diff(linear.rest.start))
    tied = np.bincount(owner, times[linear.rest.index] > 1, linear.rest.rows) > 0
    assert (tied | ~nobody).all()
    assert linear.held.rows < crew(whole, range(len(lines)), lines).work.linear.held.rows


def test_a_row_that_cannot_be_kept_stays() -> None:
    """Of two rows of three that nobody fills, one can be paid for: 3 at 5 each, with one variable.

    The other has two and a half, and stays for the solver to say so.
    """
    nobody = Sparse(np.zeros(3, np.int32), np.zeros(0, np.int32), np.zeros(0))
    linear = Linear(
        pairs=(),
        held=nobody,
        rest=Sparse(np.array([0, 1, 2], np.int32), np.array([0, 1], np.int32), np.ones(2)),
        low=np.full(2, 3.0),
        high=np.full(2, np.inf),
        held_cost=np.zeros(0),
        rest_cost=np.full(2, 5.0),
        rest_low=np.zeros(2),
        rest_high=np.array([4.0, 2.5]),
        constant=0,
    )
    cut = _Cut(linear, np.zeros(0, np.bool_), np.zeros(2), set())
    assert cut.settle() == 15
    assert cut.row.tolist() == [False, True]
    left = cut.linear(15)
    assert (left.low.tolist(), left.rest_high.tolist(), left.constant) == ([3.0], [2.5], 15)


def test_a_row_of_many_variables_stays() -> None:
    """Twenty are known to be nothing and cheap; the one that is open would be priced at nothing."""
    variables = 21
    linear = Linear(
        pairs=(),
        held=Sparse(np.zeros(2, np.int32), np.zeros(0, np.int32), np.zeros(0)),
        rest=Sparse(
            np.array([0, variables], np.int32),
            np.arange(variables, dtype=np.int32),
            np.ones(variables),
        ),
        low=np.full(1, 3.0),
        high=np.full(1, np.inf),
        held_cost=np.zeros(0),
        rest_cost=np.array([1.0] * (variables - 1) + [5.0]),
        rest_low=np.zeros(variables),
        rest_high=np.array([0.0] * (variables - 1) + [4.0]),
        constant=0,
    )
    cut = _Cut(linear, np.zeros(0, np.bool_), np.zeros(1), set())
    assert cut.settle() == 0
    assert cut.row.all()  # it stays for the solver, as a price is laid out for a few variables only
