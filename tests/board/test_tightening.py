"""Ends that are drawn in, against every point that the sums allow."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rotation.board.rows import FAR, Lists, Rows
from rotation.board.tightening import Ends, tighten

Sum = tuple[Sequence[tuple[int, int]], int, int, int]
"""Terms (variable, factor), what is added to them, and the range."""


def rows_of(sums: Sequence[Sum], most: Sequence[int]) -> Rows:
    """Lay out sums over variables from 0 up to their most."""
    none = Lists.of([()] * len(sums))
    return Rows(
        sums=Lists.of([[variable for variable, _ in terms] for terms, *_ in sums]),
        factors=np.array([factor for terms, *_ in sums for _, factor in terms], np.int64),
        offsets=np.array([offset for _, offset, *_ in sums], np.int64),
        sums_of=Lists.of([[number] for number in range(len(sums))]),
        given=none,
        low=np.array([low for *_, low, _ in sums], np.int64),
        high=np.array([high for *_, high in sums], np.int64),
        least=np.zeros(len(most), np.int64),
        most=np.array(most, np.int64),
        prices=np.zeros(len(most), np.int64),
        constant=0,
    )


def drawn_in(sums: Sequence[Sum], most: Sequence[int]) -> list[tuple[int, int]]:
    """Return the ends that the sums leave to each variable."""
    rows = rows_of(sums, most)
    ends = Ends(rows.least.copy(), rows.most.copy())
    tighten(ends, rows, np.arange(len(sums)), rows.low, rows.high)
    return list(zip(ends.least.tolist(), ends.most.tolist(), strict=True))


def test_one_follows_from_the_other() -> None:
    """0 + x <= 0 leaves none of x; then x + y >= 1 leaves only 1 of y, and y + z <= 1 none of z."""
    sums: list[Sum] = [
        ([(0, 1), (1, 1)], 0, 1, FAR),
        ([(1, 1), (2, 1)], 0, -FAR, 1),
        ([(0, 1)], 0, -FAR, 0),
    ]
    assert drawn_in(sums, [1, 1, 1]) == [(0, 0), (1, 1), (0, 0)]


def test_parts_of_a_unit_are_no_value() -> None:
    """2x <= 5 leaves up to 2; -2x + 7 <= 4 asks for 1.5 at least, which is 2."""
    assert drawn_in([([(0, 2)], 0, -FAR, 5)], [9]) == [(0, 2)]
    assert drawn_in([([(0, -2)], 7, -FAR, 4)], [9]) == [(2, 9)]


def test_what_is_open_stays() -> None:
    """A sum that cannot leave its range says nothing, and without sums nothing is said."""
    assert drawn_in([([(0, 3), (1, -1)], 0, -1, 3)], [1, 1]) == [(0, 1), (0, 1)]
    assert drawn_in([], [1]) == [(0, 1)]


@st.composite
def several(draw: st.DrawFn) -> tuple[list[Sum], list[int]]:
    """Draw a few sums over up to four variables."""
    most = draw(st.lists(st.integers(0, 3), min_size=1, max_size=4))
    factor = st.integers(-3, 3).filter(bool)
    sums: list[Sum] = []
    for _ in range(draw(st.integers(0, 4))):
        which = draw(st.sets(st.integers(0, len(most) - 1), max_size=len(most)))
        low = draw(st.one_of(st.just(-FAR), st.integers(-6, 6)))
        high = draw(st.one_of(st.just(FAR), st.integers(max(low, -6), 9)))
        terms = [(variable, draw(factor)) for variable in sorted(which)]
        sums.append((terms, draw(st.integers(-2, 2)), low, high))
    return sums, most


@given(several())
def test_no_point_is_lost(drawn: tuple[list[Sum], list[int]]) -> None:
    """Every point that all sums allow lies within the ends, which are never wider than before."""
    sums, most = drawn
    points = [
        point
        for point in product(*(range(each + 1) for each in most))
        if all(
            low <= offset + sum(factor * point[v] for v, factor in terms) <= high
            for terms, offset, low, high in sums
        )
    ]
    if not points:
        return
    ends = drawn_in(sums, most)
    for variable, (least, greatest) in enumerate(ends):
        assert 0 <= least <= greatest <= most[variable]
        assert {point[variable] for point in points} <= set(range(least, greatest + 1))
