"""Steps of a dive: what they settle, and taking them back."""

from __future__ import annotations

import numpy as np

from rotation.solver.fitting import allowed
from rotation.solver.generation import Generation
from rotation.solver.settling import Cell, Settling
from tests.solver.bounding import never, patient
from tests.solver.test_dive import begun


def settling(generation: Generation) -> Settling:
    """Settle in steps of an eighth, as shares are."""
    return Settling(generation, 0.12, 0.0, np.random.default_rng(0))


def test_what_was_taken_out_is_settled_where_all_is_dearer_without_it() -> None:
    """Once, and with the lines that hold it; where all is cheaper without it, it stays out."""
    generation, _ = begun()
    walk = generation.work.walks[0]
    solved = generation.run(never, patient)
    assert solved is not None
    held = [line for block, line in generation.lines.all() if block == 0 and 0 in line]
    assert held
    steps, cell = settling(generation), Cell(0.6, 0, 0)
    for value, settled in ((solved.value + 1, -1), (solved.value - 1, 1)):
        steps._force(cell, -1)
        steps._out = cell, value
        assert steps.undo(solved, never) == (settled > 0)
        assert generation.lines.forced_of(walk)[0] == settled
        own = [line.tolist() for block, line in generation.lines.open() if block == 0]
        assert all((0 in line) == (settled > 0) for line in own)
        assert not steps.undo(solved, never)
    assert own == [line.tolist() for line in held]


def test_who_was_mended_can_be_again_after_a_step_is_taken_back() -> None:
    """A mended line that is taken back with its step counts no longer."""
    generation, _ = begun()
    walk = generation.work.walks[0]
    solved = generation.run(never, patient)
    assert solved is not None
    steps = settling(generation)
    steps.mended.add(0)
    steps._force(Cell(0.6, 0, 0), 1)
    steps._chosen = [Cell(0.6, 0, 0), Cell(0.6, 0, 1)]
    assert steps.undo(solved, never)
    assert steps.mended == set()
    assert generation.lines.forced_of(walk)[1] == 0


def test_what_leaves_nobody_a_line_is_out() -> None:
    """Of all somebody could hold, one after the other is settled as long as a line is left."""
    generation, _ = begun()
    walk = generation.work.walks[0]
    steps = settling(generation)
    free = np.zeros(len(walk.x))
    forced, lines = steps._as_far(
        walk, list(range(len(walk.x))), free, np.zeros(len(walk.rows)), never
    )
    assert set(forced.tolist()) == {-1, 1}
    assert [line.tolist() for line in lines] == [np.flatnonzero(forced > 0).tolist()]
    assert allowed(walk, lines[0])
    for out in np.flatnonzero(forced < 0):
        more = np.union1d(lines[0], [out]).astype(np.int32)
        assert walk.diagram.own(more) is None
