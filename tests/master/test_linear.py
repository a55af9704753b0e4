"""The programme's matrices and what it is worth under prices of its rows, on numbers by hand."""

from __future__ import annotations

from math import inf

import numpy as np
import pytest

from rotation.master.linear import Linear, Sparse

# [[1, 0, 2], [0, 0, 0], [0, 3, 4]]
MATRIX = Sparse.of([{2: 2, 0: 1}, {}, {1: 3, 2: 4}])


def linear(low: float = 2, high: float = inf, **changed: object) -> Linear:
    """Make low <= x0 + x1 + 2 y0 - y1 <= high, prices 10, 20 and 5, 7; y0 is 0..3, y1 is 1..4."""
    fields: dict[str, object] = {
        "pairs": ("a", "b"),
        "held": Sparse.of([{0: 1, 1: 1}]),
        "rest": Sparse.of([{0: 2, 1: -1}]),
        "low": np.array([low], np.float64),
        "high": np.array([high], np.float64),
        "held_cost": np.array([10.0, 20.0]),
        "rest_cost": np.array([5.0, 7.0]),
        "rest_low": np.array([0.0, 1.0]),
        "rest_high": np.array([3.0, 4.0]),
        "constant": 100,
    }
    return Linear(**(fields | changed))  # type: ignore[arg-type]


def test_sparse_by_rows() -> None:
    """Entries lie row after row, by column; an empty row has none."""
    assert MATRIX.start.tolist() == [0, 2, 2, 4]
    assert MATRIX.index.tolist() == [0, 2, 1, 2]
    assert MATRIX.value.tolist() == [1, 2, 3, 4]
    assert MATRIX.rows == 3


def test_sparse_by_columns() -> None:
    """The same matrix by columns, also where a last column is empty."""
    across = MATRIX.across(4)
    assert across.start.tolist() == [0, 1, 2, 4, 4]
    assert across.index.tolist() == [0, 2, 0, 2]
    assert across.value.tolist() == [1, 3, 2, 4]


def test_sparse_sums() -> None:
    """Columns under prices 10, 99, 1: 10, 3, 20 + 4; rows at values 1, 2, 3: 1 + 6, 0, 6 + 12."""
    assert MATRIX.weigh(np.array([10.0, 99.0, 1.0]), 4).tolist() == [10, 3, 24, 0]
    assert MATRIX.times(np.array([1.0, 2.0, 3.0])).tolist() == [7, 0, 18]


def test_sparse_of_nothing() -> None:
    """No rows, and rows without entries."""
    none = Sparse.of([])
    assert (none.rows, none.across(2).start.tolist()) == (0, [0, 0, 0])
    assert none.weigh(np.zeros(0), 2).tolist() == [0, 0]
    assert Sparse.of([{}, {}]).times(np.zeros(0)).tolist() == [0, 0]


@pytest.mark.parametrize(
    ("dual", "reduced", "rest"),
    [
        # Rows free: y0 at 0 and y1 at 1, as both cost: 100 + 7.
        (0, [10, 20], 107),
        # 2 a unit towards low: 2 * 2; y0 costs 5 - 4 = 1, at 0; y1 costs 7 + 2 = 9, at 1.
        (2, [8, 18], 100 + 4 + 0 + 9),
        # 4: 4 * 2; y0 earns 5 - 8 = -3, at 3; y1 costs 11, at 1.
        (4, [6, 16], 100 + 8 - 9 + 11),
        # -9 a unit towards high, at 6: -54; y0 costs 23, at 0; y1 earns 7 - 9 = -2, at 4.
        (-9, [19, 29], 100 - 54 + 0 - 8),
    ],
)
def test_worth(dual: float, reduced: list[float], rest: float) -> None:
    """What each x costs and what all else comes to, exact in whole numbers."""
    given = linear(high=6)
    costs, total = given.worth(np.array([float(dual)]))
    assert costs.tolist() == reduced
    assert total == rest


def test_worth_of_a_side_that_is_open() -> None:
    """A price towards a side without bound is worth nothing at all: minus infinity, no number."""
    assert linear(high=inf).worth(np.array([-1.0]))[1] == -inf
    assert linear(low=-inf, high=6).worth(np.array([1.0]))[1] == -inf
    assert linear(low=-inf, high=inf).worth(np.array([0.0]))[1] == 107


def test_worth_is_never_above_any_point() -> None:
    """At every whole point that keeps the row, and any price of it, the point costs no less."""
    given = linear(low=2, high=5)
    asked = 0
    for dual in range(-12, 13):
        reduced, total = given.worth(np.array([float(dual)]))
        for x0, x1, y0, y1 in np.ndindex(2, 2, 4, 5):
            if y1 < 1 or not 2 <= x0 + x1 + 2 * y0 - y1 <= 5:
                continue
            asked += 1
            cost = 100 + 10 * x0 + 20 * x1 + 5 * y0 + 7 * y1
            assert total + reduced[0] * x0 + reduced[1] * x1 <= cost
    assert asked > 200


def test_worth_of_great_numbers_is_exact() -> None:
    """Whole prices of 10**12 are added up to the grain."""
    great = 10**12 + 1
    given = linear(high=6, held_cost=np.array([float(great), 1.0]))
    reduced, total = given.worth(np.array([3.0]))
    # 100 + 3 * 2; y0 earns 5 - 6 = -1, at 3; y1 costs 10, at 1.
    assert (reduced.tolist(), total) == ([great - 3, -2], 100 + 6 - 3 + 10)
