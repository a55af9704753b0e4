"""One person's cheapest line by CP-SAT."""

from __future__ import annotations

import numpy as np

from rotation.board.alone import cheapest
from rotation.limits import Demand
from tests.board.enumerating import board_of, days


def test_it_takes_what_pays_and_is_allowed() -> None:
    """Of 3 dates only one of the first two may be held: the last and the cheaper of those."""
    board = board_of(days())
    pairs = list(board.literals())
    first, second, _ = board.literals().values()
    board.clause([~first, ~second], Demand("hard", "", "not both", None))
    board.close()
    held = cheapest(board, pairs, np.array([-5.0, -7.0, -1.0]), None, 1.0)
    assert held is not None
    assert held.tolist() == [1, 2]
    settled = cheapest(board, pairs, np.array([-5.0, -7.0, -1.0]), np.array([1, 0, -1], np.int8), 1)
    assert settled is not None
    assert settled.tolist() == [0]


def test_where_no_line_is_allowed_there_is_none() -> None:
    """Both of two that exclude each other cannot be held."""
    board = board_of(days())
    pairs = list(board.literals())
    first, second, _ = board.literals().values()
    board.clause([~first, ~second], Demand("hard", "", "not both", None))
    board.close()
    assert cheapest(board, pairs, np.zeros(3), np.array([1, 1, 0], np.int8), 1.0) is None
