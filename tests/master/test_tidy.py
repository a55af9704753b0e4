"""Programmes said with fewer rows."""

from __future__ import annotations

from math import inf
from random import Random

import numpy as np
import pytest

from rotation.master import Linear, Master, tidy
from rotation.master.columns import Column
from rotation.master.linear import Sparse
from tests.master.test_linear import linear


def test_what_is_cheaper_the_higher_is_turned_round() -> None:
    """A price of -5 a unit of 2..7 becomes 5 a unit short of 7; no bound changes under any dual."""
    given = linear(high=6, rest_cost=np.array([-5.0, 7.0]), rest_low=np.array([1.0, 1.0]))
    turned = tidy.rising(given)
    assert turned.rest_cost.tolist() == [5, 7]
    assert (turned.rest_low.tolist(), turned.rest_high.tolist()) == ([0, 1], [2, 4])
    # y0 = 3 - z: the constant 100 - 15, and 2 y0 = 6 - 2 z moves the row by 6.
    assert (turned.constant, turned.low.tolist(), turned.high.tolist()) == (85, [-4], [0])
    assert turned.rest.value.tolist() == [-2, -1]
    for dual in range(-9, 10):
        before, after = given.worth(np.array([dual * 1.0])), turned.worth(np.array([dual * 1.0]))
        assert before[0].tolist() == after[0].tolist()
        assert before[1] == after[1]


def cover(least: float, most: float, **changed: object) -> Linear:
    """Make a + b + short >= least and -a - b + over >= -most: short at 10, over at 3."""
    fields: dict[str, object] = {
        "pairs": ("a", "b"),
        "held": Sparse.of([{0: 1, 1: 1}, {0: -1, 1: -1}]),
        "rest": Sparse.of([{0: 1}, {1: 1}]),
        "low": np.array([least, -most]),
        "high": np.array([inf, inf]),
        "held_cost": np.zeros(2),
        "rest_cost": np.array([10.0, 3.0]),
        "rest_low": np.zeros(2),
        "rest_high": np.array([2.0, 2.0]),
        "constant": 0,
    }
    return Linear(**(fields | changed))  # type: ignore[arg-type]


def test_least_and_most_make_one_row() -> None:
    """One to two of a and b, helped by one who is missing, eased by one too many."""
    made = tidy.paired(cover(1, 2))
    assert made.held.rows == made.rest.rows == 1
    assert (made.low.tolist(), made.high.tolist()) == ([1], [2])
    assert made.held.value.tolist() == [1, 1]
    assert (made.rest.index.tolist(), made.rest.value.tolist()) == ([0, 1], [1, -1])


def test_what_is_there_anyway_counts_in_both() -> None:
    """One is missing at the least: a + b + s - o with s from 1 is 1 + 0 up to 2 + 1."""
    made = tidy.paired(cover(1, 2, rest_low=np.array([1.0, 0.0])))
    assert (made.low.tolist(), made.high.tolist()) == ([1], [3])


@pytest.mark.parametrize(
    "other",
    [
        cover(3, 2),  # nobody could keep both without paying twice
        cover(1, 2, held=Sparse.of([{0: 1, 1: 1}, {0: -1, 1: -2}])),
        cover(1, 2, rest=Sparse.of([{0: 1, 1: 1}, {1: 1}])),  # shared
        cover(1, 2, rest=Sparse.of([{0: 1}, {1: -1}])),  # makes it worse
    ],
)
def test_others_stay_two(other: Linear) -> None:
    """The least is above the most; other assignments; a shared variable; one that does not ease."""
    assert tidy.paired(other).held.rows == 2


def random_cover(chance: Random, shifts: int = 4) -> Linear:
    """Make rows of a least and a most over one shift each, for three people."""
    people = 3
    held: list[dict[int, float]] = []
    rest: list[dict[int, float]] = []
    low: list[int] = []
    cost: list[int] = []
    lows: list[int] = []
    highs: list[int] = []
    for shift in range(shifts):
        least = chance.randint(0, 2)
        for sign, bound in ((1, least), (-1, -chance.randint(least, 3))):
            held.append({person * shifts + shift: sign for person in range(people)})
            rest.append({len(cost): 1.0})
            low.append(bound)
            cost.append(chance.randint(0, 9))
            lows.append(chance.choice((0, 0, 1)))
            highs.append(lows[-1] + 3)
    order = chance.sample(range(2 * shifts), 2 * shifts)
    count = people * shifts
    return Linear(
        pairs=tuple(range(count)),
        held=Sparse.of([held[row] for row in order]),
        rest=Sparse.of([rest[row] for row in order]),
        low=np.array([low[row] for row in order], np.float64),
        high=np.full(2 * shifts, inf),
        held_cost=np.array([chance.randint(-3, 3) for _ in range(count)], np.float64),
        rest_cost=np.array(cost, np.float64),
        rest_low=np.array(lows, np.float64),
        rest_high=np.array(highs, np.float64),
        constant=5,
    )


def random_lines(chance: Random, shifts: int = 4) -> list[Column]:
    """Make five lines for each of three people."""
    return [
        Column(
            person,
            np.array(
                sorted(
                    person * shifts + shift
                    for shift in chance.sample(range(shifts), chance.randint(0, shifts))
                ),
                np.int32,
            ),
            chance.randint(0, 5),
        )
        for person in range(3)
        for _ in range(5)
    ]


@pytest.mark.parametrize("seed", range(40))
def test_one_row_says_what_two_did(seed: int) -> None:
    """The master comes to the same, and no prices of its rows give a bound above that."""
    chance = Random(seed)
    given, lines = random_cover(chance), random_lines(chance)
    made = tidy.paired(given)
    assert made.held.rows < given.held.rows
    values = []
    for each in (given, made):
        master = Master(each, 3, 1.0, 1000.0)
        master.add(lines)
        solved = master.solve(10.0)
        assert solved is not None
        values.append(solved.value)
        reduced, total = each.worth(np.rint(solved.duals))
        least = [
            min(line.cost + reduced[line.held].sum() for line in lines if line.block == block)
            for block in range(3)
        ]
        assert total + sum(least) <= solved.value + 1e-6
    assert values[1] == pytest.approx(values[0])
