"""Rows that count what is paid."""

from __future__ import annotations

import numpy as np
import pytest

from rotation.master.linear import Linear, Sparse
from rotation.solver import counting
from rotation.solver.counting import Count, counted
from rotation.solver.lines import Work


def paying() -> Work:
    """Make a programme that pays 10 for each of three things and 1 for one; one more is free."""
    return Work(
        linear=Linear(
            pairs=("ana",),
            held=Sparse.of([{0: 1}]),
            rest=Sparse.of([{0: 1, 1: 1, 2: 1, 3: 1, 4: 1}]),
            low=np.array([1.0]),
            high=np.array([9.0]),
            held_cost=np.zeros(1),
            rest_cost=np.array([10.0, 1.0, 10.0, 0.0, 10.0]),
            rest_low=np.array([0.0, 0.0, 1.0, 0.0, 0.0]),
            rest_high=np.array([2.0, 5.0, 3.0, 4.0, 1.0]),
            constant=0,
        ),
        walks=(),
        exact=True,
        step=1,
        offset=0,
    )


def test_all_of_a_price_then_its_halves() -> None:
    """The dearest first: three at 10 (0, 2, 4), the first of them, the other two, each of those."""
    work, counts = counted(paying())
    assert counts == (
        Count(1, 10.0, 0),
        Count(2, 10.0, 1),
        Count(3, 10.0, 1),
        Count(4, 10.0, 2),
        Count(5, 10.0, 2),
        Count(6, 1.0, 0),
    )
    units = np.array([1.0, 2.0, 3.0, 4.0, 0.5])
    # 1 + 3 + 0.5; 1; 3 + 0.5; 3; 0.5; and 2 of what costs 1.
    assert work.linear.rest.times(units)[1:].tolist() == [4.5, 1.0, 3.5, 3.0, 0.5, 2.0]


def test_they_say_nothing_by_themselves() -> None:
    """Each lies between the least and the most that its variables allow; no assignment is in it."""
    work, _ = counted(paying())
    linear = work.linear
    assert linear.low[1:].tolist() == [1.0, 0.0, 1.0, 1.0, 0.0, 0.0]
    assert linear.high[1:].tolist() == [6.0, 2.0, 4.0, 3.0, 1.0, 5.0]
    assert linear.held.times(np.ones(1)).tolist() == [1.0, 0, 0, 0, 0, 0, 0]


def test_of_very_many_all_of_a_price_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there are more than are halved, there is a row for each price."""
    monkeypatch.setattr(counting, "MOST", 3)
    _, counts = counted(paying())
    assert counts == (Count(1, 10.0, 0), Count(2, 1.0, 0))


def test_where_nothing_is_paid_nothing_is_counted() -> None:
    """The programme stays as it is."""
    made = paying()
    free = Linear(**{**vars(made.linear), "rest_cost": np.zeros(5)})
    work, counts = counted(Work(**{**vars(made), "linear": free}))
    assert counts == ()
    assert work.linear.held.rows == 1
