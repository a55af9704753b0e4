"""What each row costs by itself."""

from __future__ import annotations

import numpy as np
import pytest

from rotation.master import levels
from rotation.master.levels import Levels
from rotation.master.linear import Linear, Sparse


def programme(
    rest: list[dict[int, float]], bounds: list[tuple[float, float]], cost: list[float], most: float
) -> Linear:
    """Write a programme with one x in every row; every other variable is between 0 and `most`."""
    return Linear(
        pairs=(("bo", 1),),
        held=Sparse.of([{0: 1.0} for _ in rest]),
        rest=Sparse.of(rest),
        low=np.array([low for low, _ in bounds]),
        high=np.array([high for _, high in bounds]),
        held_cost=np.zeros(1),
        rest_cost=np.array(cost),
        rest_low=np.zeros(len(cost)),
        rest_high=np.full(len(cost), most),
        constant=0,
    )


def priced(linear: Linear, at: list[float], dear: float = 1000.0) -> list[float]:
    """Price every row at a level."""
    rows = np.arange(linear.held.rows)
    found: list[float] = Levels(linear, dear).price(rows, np.array(at)).tolist()
    return found


def test_a_row_within_its_bounds_is_free() -> None:
    """3 and 5 are between 3 and 5."""
    linear = programme([{0: 1.0}, {1: -1.0}], [(3, 5), (3, 5)], [7.0, 9.0], 2.0)
    assert priced(linear, [3.0, 5.0]) == [0.0, 0.0]


def test_each_unit_off_costs_the_cheapest_that_is_left() -> None:
    """Two units for 4 each, two for 7, the fifth is beyond all of them: 8 + 14 + 1000."""
    linear = programme([{0: 1.0, 1: 1.0}], [(6, 9)], [7.0, 4.0], 2.0)
    assert priced(linear, [4.0]) == [8.0]
    assert priced(linear, [3.0]) == [15.0]
    assert priced(linear, [1.0]) == [1022.0]
    assert priced(linear, [10.0]) == [1000.0]


def test_amounts_make_units_cheaper() -> None:
    """One of it is worth two units, so that a unit costs 3, over as well as short."""
    linear = programme([{0: 2.0}, {1: -2.0}], [(4, 4), (4, 4)], [6.0, 6.0], 2.0)
    assert priced(linear, [1.0, 6.0]) == [9.0, 6.0]


def test_what_rows_share_costs_each_a_part() -> None:
    """One variable for two rows at 10: 5 a unit in each, and never more than it costs for both."""
    linear = programme([{0: 1.0}, {0: 1.0}], [(2, 9), (2, 9)], [10.0], 5.0)
    assert priced(linear, [0.0, 1.0]) == [10.0, 5.0]


def test_dearest_pieces_are_left_out_where_there_are_very_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With two pieces kept of three, the third unit is as dear as one that nothing pays for."""
    monkeypatch.setattr(levels, "MOST_PIECES", 2)
    linear = programme([{0: 1.0, 1: 1.0, 2: 1.0}], [(3, 3)], [1.0, 2.0, 3.0], 1.0)
    assert priced(linear, [0.0]) == [1003.0]


def test_rows_without_variables_are_dear() -> None:
    """Nothing pays for them."""
    linear = programme([{}], [(-np.inf, 2)], [], 1.0)
    assert priced(linear, [1.0], 50.0) == [0.0]
    assert priced(linear, [4.0], 50.0) == [100.0]
