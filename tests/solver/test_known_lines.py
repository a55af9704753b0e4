"""Lines that are known: each once, those that are out, and another master that is told."""

from __future__ import annotations

import numpy as np

from rotation.limits import GRAIN
from rotation.master import Master
from rotation.solver.generation import Generation, dear
from rotation.solver.leftover import Walk
from tests.solver.test_generation import made


def line(*positions: int) -> np.ndarray:
    """Write a line."""
    return np.array(positions, np.int32)


def walks_of(generation: Generation) -> tuple[Walk, Walk]:
    """Return Ana's and Bo's."""
    ana, bo = generation.work.walks
    return ana, bo


def test_each_line_is_learned_once() -> None:
    """Of two like lines one is taken; one that breaks a hard rule is none; Bo's are his own."""
    generation = made()
    ana, bo = walks_of(generation)
    assert generation.lines.learn([(ana, line(0, 1)), (ana, line(0, 1)), (ana, line(0, 1, 2))]) == 1
    assert generation.lines.learn([(ana, line(0, 1)), (bo, line(0, 1)), (bo, line())]) == 2
    assert len(generation.lines) == 3
    assert [len(generation.lines.of(block)) for block in (0, 1)] == [1, 2]


def test_shares_of_lines_are_shares_of_cells() -> None:
    """A quarter of 7 and 8, three quarters of 8 and 9: 0.25, 1 and 0.75 of Ana's days."""
    generation = made()
    ana, bo = walks_of(generation)
    generation.lines.learn([(ana, line(0, 1)), (ana, line(1, 2)), (bo, line())])
    shares = np.array([0.25, 0.75, 1.0])
    cells = generation.lines.cells(shares)
    assert cells[0].tolist() == [0.25, 1.0, 0.75]
    assert cells[1].tolist() == [0, 0, 0]
    assert [each.tolist() for each in generation.lines.likeliest(shares)] == [[1, 2], []]


def test_who_has_no_share_has_no_line() -> None:
    """Without any, the likeliest line is to hold nothing."""
    generation = made()
    ana, _ = walks_of(generation)
    generation.lines.learn([(ana, line(0))])
    assert [each.tolist() for each in generation.lines.likeliest(np.array([1.0]))] == [[0], []]
    assert [each.tolist() for each in generation.lines.likeliest(np.array([0.0]))] == [[], []]


def test_forced_lines_are_the_only_ones_until_freed() -> None:
    """With Ana on the 7th and off the 8th, lines that differ are out; freed, they are back."""
    generation = made()
    ana, bo = walks_of(generation)
    generation.lines.learn([(ana, line(0)), (ana, line(0, 1)), (ana, line(1)), (bo, line())])

    def taken() -> list[int]:
        solved = generation.master.solve(10.0)
        assert solved is not None
        return np.flatnonzero(solved.shares > 1e-6).tolist()

    assert taken() == [1, 3], "two seats are filled"
    generation.lines.force(ana, np.array([1, -1, 0], np.int8))
    assert generation.lines.forced_of(ana).tolist() == [1, -1, 0]
    assert generation.lines.forced_of(bo).tolist() == [0, 0, 0]
    assert taken() == [0, 3]
    generation.lines.free()
    assert generation.lines.forced == {}
    assert taken() == [1, 3]


def test_forced_lines_are_walked_in_a_diagram_of_their_own() -> None:
    """Ana's lines with the 7th are fewer; less is forced, and they are cut from the whole again."""
    generation = made()
    ana, bo = walks_of(generation)
    assert generation.lines.left(ana) is ana
    generation.lines.force(ana, np.array([1, 0, 0], np.int8))
    one = generation.lines.left(ana).diagram
    assert one.cells < ana.diagram.cells
    assert one.best(np.ones(3)).taken.tolist() == [0]
    assert generation.lines.left(ana).diagram is one
    generation.lines.force(ana, np.array([1, -1, 0], np.int8))
    more = generation.lines.left(ana).diagram
    assert more.cells <= one.cells
    assert more.best(-np.ones(3), (), np.array([1, -1, 0], np.int8)).taken.tolist() == [0, 2]
    generation.lines.release(ana)
    generation.lines.force(ana, np.array([0, -1, 0], np.int8))
    assert generation.lines.left(ana).diagram.best(np.ones(3)).taken.tolist() == []
    generation.lines.free()
    assert generation.lines.left(ana) is ana
    assert generation.lines.left(bo) is bo


def test_another_master_is_told_all() -> None:
    """Lines, and which of them are out: with Ana off the 8th it has the same as the first."""
    generation = made()
    ana, bo = walks_of(generation)
    generation.lines.learn([(ana, line(0)), (ana, line(0, 1)), (bo, line())])
    generation.lines.force(ana, np.array([0, -1, 0], np.int8))
    linear = generation.work.linear
    other = Master(linear, 2, GRAIN, dear(linear))
    other.cap(generation.cap)
    generation.lines.move(other)
    solved, again = generation.master.solve(10.0), other.solve(10.0)
    assert solved is not None
    assert again is not None
    assert solved.shares.tolist() == again.shares.tolist() == [1, 0, 1]
    generation.lines.free()
    freed = other.solve(10.0)
    assert freed is not None
    assert freed.shares.tolist() == [0, 1, 1]
