"""What a board was told, read back as a linear programme: row by row, and never too dear."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Any

import pytest
from ortools.sat.python import cp_model

from rotation.board.relaxation import relaxation
from rotation.limits import GRAIN
from rotation.master import Linear
from tests.board.enumerating import board_of
from tests.board.relaxing import board_and_literals, never_too_dear, three

Row = tuple[float, dict[str, float], float]
"""Low, what each variable adds (x as its person; y0, y1, ... for the others), high."""


def rows(linear: Linear) -> list[Row]:
    """Write out the rows, sorted."""
    found: list[tuple[float, dict[str, float], float]] = []
    for row in range(linear.held.rows):
        terms: dict[str, float] = {}
        for sparse, name in (
            (linear.held, lambda x: linear.pairs[x][0]),
            (linear.rest, "y{}".format),
        ):
            for at in range(sparse.start[row], sparse.start[row + 1]):
                terms[name(int(sparse.index[at]))] = float(sparse.value[at])
        found.append((float(linear.low[row]), terms, float(linear.high[row])))
    return sorted(found, key=lambda row: (sorted(row[1].items()), row[0]))


Posted = Callable[[cp_model.CpModel, Any, Any, Any], Any]

KINDS: dict[str, tuple[Posted, list[Row]]] = {
    "a sum": (
        lambda model, a, b, c: model.add_linear_constraint(a + 2 * b - c, 0, 1),
        [(0, {"ana": 1, "bo": 2, "kenji": -1}, 1)],
    ),
    # 1 - a + b >= 1, and so b - a >= 0
    "a negated literal in a sum": (
        lambda model, a, b, c: model.add((~a) + b >= 1),
        [(0, {"ana": -1, "bo": 1}, inf)],
    ),
    # a + (1 - b) >= 1
    "one of several": (
        lambda model, a, b, c: model.add_bool_or(a, ~b),
        [(0, {"ana": 1, "bo": -1}, inf)],
    ),
    # a + b + (1 - c) >= 1
    "one of several, given a third": (
        lambda model, a, b, c: model.add_bool_or(a, b).only_enforce_if(c),
        [(0, {"ana": 1, "bo": 1, "kenji": -1}, inf)],
    ),
    # a + (1 - c) >= 1 and (1 - b) + (1 - c) >= 1
    "all of several, given a third": (
        lambda model, a, b, c: model.add_bool_and(a, ~b).only_enforce_if(c),
        [(0, {"ana": 1, "kenji": -1}, inf), (-1, {"bo": -1, "kenji": -1}, inf)],
    ),
    "at most one": (
        lambda model, a, b, c: model.add_at_most_one(a, b, c),
        [(-inf, {"ana": 1, "bo": 1, "kenji": 1}, 1)],
    ),
    "exactly one": (
        lambda model, a, b, c: model.add_exactly_one(a, b, c),
        [(1, {"ana": 1, "bo": 1, "kenji": 1}, 1)],
    ),
    # The sum is 0 at least, so 2 more than needed free it: a + b + 2 (1 - c) >= 2.
    "at least, given": (
        lambda model, a, b, c: model.add(a + b >= 2).only_enforce_if(c),
        [(0, {"ana": 1, "bo": 1, "kenji": -2}, inf)],
    ),
    # The sum is 2 at most: a + b - 2 (1 - c) <= 0.
    "at most, given": (
        lambda model, a, b, c: model.add(a + b <= 0).only_enforce_if(c),
        [(-inf, {"ana": 1, "bo": 1, "kenji": 2}, 2)],
    ),
    # Given what is not: a + b + 1 (1 - (1 - c)) >= 1.
    "at least, given a negation": (
        lambda model, a, b, c: model.add(a + b >= 1).only_enforce_if(~c),
        [(1, {"ana": 1, "bo": 1, "kenji": 1}, inf)],
    ),
    # Both sides: a + b + (1 - c) >= 1 and a + b - (1 - c) <= 1.
    "equal, given": (
        lambda model, a, b, c: model.add(a + b == 1).only_enforce_if(c),
        [(0, {"ana": 1, "bo": 1, "kenji": -1}, inf), (-inf, {"ana": 1, "bo": 1, "kenji": 1}, 2)],
    ),
    # Out of reach from below: a + b + 3 (1 - c) >= 3 keeps c from being held, nothing else.
    "equal to what cannot be, given": (
        lambda model, a, b, c: model.add(a + b == 3).only_enforce_if(c),
        [(0, {"ana": 1, "bo": 1, "kenji": -3}, inf)],
    ),
    # Between: a + 2 b is 0..3, so 1 below and 1 above: a + 2b - c >= 0, a + 2b + c <= 3.
    "between, given": (
        lambda model, a, b, c: model.add_linear_constraint(a + 2 * b, 1, 2).only_enforce_if(c),
        [(0, {"ana": 1, "bo": 2, "kenji": -1}, inf), (-inf, {"ana": 1, "bo": 2, "kenji": 1}, 3)],
    ),
    # A hole is not seen, but for what is below and above it all: nothing.
    "not equal": (lambda model, a, b, c: model.add(a + b != 1), []),
    "what always holds": (lambda model, a, b, c: model.add(a + b <= 2), []),
    "what cannot be read": (lambda model, a, b, c: model.add_bool_xor(a, b, c), []),
    "at most one, given": (
        lambda model, a, b, c: model.add_implication(c, ~a),
        [(-1, {"ana": -1, "kenji": -1}, inf)],
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_constraint(kind: str) -> None:
    """What is posted is read back as it is known to be on paper, and forbids nothing else."""
    posted, expected = KINDS[kind]
    board, literals = board_and_literals()
    posted(board.model, *literals)
    linear = relaxation(board)
    assert rows(linear) == sorted(expected, key=lambda row: (sorted(row[1].items()), row[0]))
    assert linear.constant == 0
    never_too_dear(board)


@pytest.mark.parametrize("given", [0, 1])
def test_what_is_given_may_be_several(given: int) -> None:
    """Each literal that does not hold frees the sum by as much: a + 1 (1 - b) + 1 (1 - c) >= 1."""
    board, (a, b, c) = board_and_literals()
    board.model.add(a >= 1).only_enforce_if(b, c if given else ~c)
    sign = -1 if given else 1
    low = -1 if given else 0
    assert rows(relaxation(board)) == [(low, {"ana": 1, "bo": -1, "kenji": sign}, inf)]
    never_too_dear(board)


def test_what_one_line_sees_to_is_left_to_it() -> None:
    """At most one of Ana's own shifts is no row; the same across two people is."""
    board = board_of(three("2026-12-08"))
    ana_7, ana_8, bo_7, *_ = board.literals().values()
    board.model.add_at_most_one(ana_7, ana_8)
    board.model.add(ana_7 + ana_8 <= 1)
    assert rows(relaxation(board)) == []
    board.model.add_at_most_one(ana_7, bo_7)
    assert rows(relaxation(board)) == [(-inf, {"ana": 1, "bo": 1}, 1)]


# -- the greatest of several ---------------------------------------------------------------------


def test_the_greatest_from_both_sides() -> None:
    """What costs is held up by each choice, and down by all of them together."""
    board, (a, b, _) = board_and_literals()
    board.price(board.any_of([a, b]), GRAIN, 2, "some")
    linear = relaxation(board)
    # y >= a, y >= b, y <= a + b
    assert rows(linear) == [
        (-inf, {"ana": -1, "bo": -1, "y0": 1}, 0),
        (0, {"ana": -1, "y0": 1}, inf),
        (0, {"bo": -1, "y0": 1}, inf),
    ]
    assert linear.rest_cost.tolist() == [2 * GRAIN]
    assert (linear.rest_low.tolist(), linear.rest_high.tolist()) == ([0], [1])
    never_too_dear(board)


def test_what_nothing_wants_low_is_not_held_up() -> None:
    """Nobody there costs: 1 - y, so y is wanted high, and only y <= a + b + c can matter."""
    board, literals = board_and_literals()
    board.price(~board.any_of(literals), GRAIN, 3, "some")
    linear = relaxation(board)
    assert rows(linear) == [(-inf, {"ana": -1, "bo": -1, "kenji": -1, "y0": 1}, 0)]
    assert (linear.constant, linear.rest_cost.tolist()) == (3 * GRAIN, [-3 * GRAIN])
    never_too_dear(board)


def test_what_is_wanted_low_by_another_row_is_held_up() -> None:
    """Without a price, but under a bound: y <= c needs y >= a and y >= b to mean anything."""
    board, (a, b, c) = board_and_literals()
    board.model.add_implication(board.any_of([a, b]), c)
    # (1 - y) + c >= 1, and so c - y >= 0
    assert (0, {"ana": -1, "y0": 1}, inf) in rows(relaxation(board))
    assert (0, {"kenji": 1, "y0": -1}, inf) in rows(relaxation(board))
    never_too_dear(board)


def test_the_greatest_of_negations() -> None:
    """All three is the negation of any not: y >= 1 - a ..., y <= 3 - a - b - c."""
    board, literals = board_and_literals()
    board.price(~board.all_of(literals), GRAIN, 1, "not all")
    assert rows(relaxation(board)) == [
        (-inf, {"ana": 1, "bo": 1, "kenji": 1, "y0": 1}, 3),
        (1, {"ana": 1, "y0": 1}, inf),
        (1, {"bo": 1, "y0": 1}, inf),
        (1, {"kenji": 1, "y0": 1}, inf),
    ]
    never_too_dear(board)


def test_the_greatest_of_a_sum_and_nothing() -> None:
    """What lacks of two: y >= 2 - a - b - c; the sum may be below 0, so nothing from above."""
    board, literals = board_and_literals()
    short = board.shortfall([(1, literal) for literal in literals], 2)
    assert short is not None
    board.price(short, GRAIN, 5, "seats")
    linear = relaxation(board)
    assert rows(linear) == [(2, {"ana": 1, "bo": 1, "kenji": 1, "y0": 1}, inf)]
    assert linear.rest_high.tolist() == [2]
    never_too_dear(board)


def test_the_greatest_of_negated_targets() -> None:
    """-y = max(-a, -b) says y = min(a, b): y <= a and y <= b."""
    board, (a, b, _) = board_and_literals()
    low = board.model.new_bool_var("")
    board.model.add_max_equality(-low, [-a, -b])
    board.price(~low, GRAIN, 1, "both")
    assert rows(relaxation(board)) == [
        (0, {"ana": 1, "y0": -1}, inf),
        (0, {"bo": 1, "y0": -1}, inf),
    ]
    never_too_dear(board)


def test_what_is_fixed_is_a_number() -> None:
    """Variables that have one value count as it, in rows and in prices: 5 + 2 of 3 grains."""
    board, (a, b, _) = board_and_literals()
    seven = board.model.new_int_var(7, 7, "")
    board.model.add(a + b + seven <= 8)
    board.price(seven, 3, 2, "sevens")
    board.price(board.yes, 1, 5, "always")
    linear = relaxation(board)
    assert rows(linear) == [(-inf, {"ana": 1, "bo": 1}, 1)]
    assert linear.constant == 7 * 3 * 2 + 5
    assert len(linear.rest_cost) == 0


def test_prices_of_the_pairs_themselves() -> None:
    """A literal's price is its x's, a negation's the opposite and once for all."""
    board, (a, b, _) = board_and_literals()
    board.price(a, 10, 3, "one")
    board.price(~b, 10, 2, "other")
    board.price(b, -1, 7, "other")
    linear = relaxation(board)
    assert linear.held_cost.tolist() == [30, -20 - 7, 0]
    assert linear.constant == 20
