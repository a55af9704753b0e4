"""A cut diagram says what the whole one says where as much is forced."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotation.walk.diagram import Diagram, build
from tests.walk.test_pricing import Asked, asked


def same(cut: Diagram, whole: Diagram, one: Asked, forced: np.ndarray) -> None:
    """Ask both everything."""
    assert _lines(cut, one, forced) == _lines(whole, one, forced)
    value, holding, leaving = cut.through(one.taking, one.stepping, forced)
    theirs = whole.through(one.taking, one.stepping, forced)
    assert value == theirs[0]
    assert np.array_equal(holding, theirs[1])
    assert np.array_equal(leaving, theirs[2])
    best = whole.best(one.taking, one.stepping, forced)
    assert cut.best(one.taking, one.stepping, forced).value == best.value
    if best.value < np.inf:
        mine, its = cut.own(best.taken), whole.own(best.taken)
        assert mine is not None
        assert its is not None
        assert (mine[0], mine[1].tolist()) == (its[0], its[1].tolist())


def _lines(diagram: Diagram, one: Asked, forced: np.ndarray) -> list[tuple[float, list[int]]]:
    several = diagram.several(one.taking, one.stepping, 4, forced)
    return [(line.value, line.taken.tolist()) for line in several]


@given(st.integers(0, 10_000), st.data())
def test_it_says_the_same_with_as_much_forced_or_more(seed: int, data: st.DataObject) -> None:
    """Cut by half of what is forced, or by all of it, or by one after the other."""
    one = asked(f"cut {seed}")
    choice = st.sampled_from([0, 0, 0, 0, 1, -1])
    shifts = one.diagram.shifts
    forced = np.array(data.draw(st.lists(choice, min_size=shifts, max_size=shifts)), np.int8)
    half = forced.copy()
    half[::2] = 0
    same(one.diagram.cut(half), one.diagram, one, half)
    same(one.diagram.cut(half), one.diagram, one, forced)
    same(one.diagram.cut(forced), one.diagram, one, forced)
    same(one.diagram.cut(half).cut(forced), one.diagram, one, forced)


def test_it_is_smaller() -> None:
    """All but one shift settled as in an allowed line leave at most two lines, and their cells."""
    cells = 0
    for seed in range(100):
        one = asked(f"question {seed}")
        if one.forced is not None or not one.values:
            continue
        line = next(iter(one.values))
        forced = np.full(one.diagram.shifts, -1, np.int8)
        forced[list(line)] = 1
        forced[0] = 0
        cut = one.diagram.cut(forced)
        # Each line has at most a node for each shift and the end; they part at the first.
        assert cut.nodes <= 2 * one.diagram.shifts + 2
        assert cut.cells <= one.diagram.cells
        cells += one.diagram.cells - cut.cells
    assert cells > 0


def test_where_no_line_is_left_there_is_none() -> None:
    """Whatever is asked then, the answer is that nothing is allowed."""
    found = 0
    for seed in range(150):
        one = asked(f"question {seed}")
        if one.forced is None or one.values:
            continue
        cut = one.diagram.cut(one.forced)
        assert cut.best(one.taking, one.stepping).value == np.inf
        assert cut.cut(one.forced).own([]) is None
        found += 1
    assert found > 3


def test_where_nothing_can_be_held_nothing_is_cut() -> None:
    """A diagram of no shifts is its end alone."""
    diagram = build([], 2).cut(np.array([-1, 0], np.int8))
    assert diagram.best([1.0, 1.0], (), np.array([-1, 0], np.int8)).value == 0
    none = build([], 0)
    assert none.cut(np.zeros(0, np.int8)).best([]).value == 0


@given(st.integers(0, 10_000), st.data())
def test_squeezed_it_says_the_same_of_what_is_open(seed: int, data: st.DataObject) -> None:
    """Lines of the open shifts cost what they do with the others as they are settled."""
    one = asked(f"squeezed {seed}")
    shifts = one.diagram.shifts
    choice = st.sampled_from([0, 0, 1, -1])
    forced = np.array(data.draw(st.lists(choice, min_size=shifts, max_size=shifts)), np.int8)
    open_ = np.flatnonzero(forced == 0)
    if not len(open_):
        with pytest.raises(ValueError, match=r"^no shift is open$"):
            one.diagram.squeezed(forced)
        return
    held = np.flatnonzero(forced > 0)
    small, whole = one.diagram.squeezed(forced), one.diagram.cut(forced)
    settled = float(one.taking[held].sum())
    taking, more = one.taking[open_], np.array(data.draw(_some(len(open_))), np.int8)
    both = forced.copy()
    both[open_] = more
    for mine, theirs in ((None, forced), (more, both)):
        best = small.best(taking, one.stepping, mine)
        assert best.value + settled == whole.best(one.taking, one.stepping, theirs).value
        value, holding, leaving = small.through(taking, one.stepping, mine)
        its = whole.through(one.taking, one.stepping, theirs)
        assert value + settled == its[0]
        assert np.array_equal(holding + settled, its[1][open_])
        assert np.array_equal(leaving + settled, its[2][open_])
        for line in small.several(taking, one.stepping, 4, mine):
            full = np.union1d(held, open_[line.taken]).astype(np.int32)
            own, all_ = small.own(line.taken), whole.own(full)
            assert own is not None
            assert all_ is not None
            assert (own[0], own[1].tolist()) == (all_[0], all_[1].tolist())


def test_squeezed_it_has_no_nodes_for_what_is_settled() -> None:
    """What is left has at most as many nodes as the cut one has at open shifts, and an end."""
    for seed in range(100):
        one = asked(f"question {seed}")
        if not one.values or one.diagram.shifts < 2:
            continue
        line = min(one.values)
        forced = np.full(one.diagram.shifts, -1, np.int8)
        forced[list(line)] = 1
        forced[1] = 0
        small = one.diagram.squeezed(forced)
        assert small.shifts == 1
        assert small.nodes == 2
        assert small.best([0.0], one.stepping).value < np.inf


def _some(number: int) -> st.SearchStrategy[list[int]]:
    return st.lists(st.sampled_from([0, 0, 0, 1, -1]), min_size=number, max_size=number)
