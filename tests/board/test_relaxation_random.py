"""Whatever is posted to a board, the programme read back from it is below every solution."""

from __future__ import annotations

from itertools import product
from random import Random
from typing import Any

import pytest
from ortools.sat.python import cp_model

from rotation.board import Board
from rotation.board.relaxation import relaxation
from tests.board.relaxing import board_and_literals, least_of, never_too_dear


def _random_board(chance: Random) -> Board:
    """Post a few constraints of every kind over the three and a few more variables, and prices."""
    board, literals = board_and_literals()
    model = board.model
    pool: list[Any] = [*literals, model.new_bool_var(""), board.yes]

    def some(least: int, most: int) -> list[Any]:
        return [
            each if chance.random() < 0.6 else ~each
            for each in chance.sample(pool, chance.randint(least, min(most, len(pool))))
        ]

    def total() -> Any:
        return sum(
            (chance.choice((-2, -1, 1, 1, 3)) * each for each in some(1, 4)), chance.randint(-2, 2)
        )

    for _ in range(chance.randint(1, 4)):
        low = chance.randint(-3, 3)
        given = some(0, 2)
        kind = chance.randrange(8)
        if kind == 0:
            model.add_linear_constraint(total(), low, low + chance.randint(0, 3))
        elif kind == 1:
            at = chance.choice((low, -(2**62)))
            model.add_linear_constraint(total(), at, low).only_enforce_if(given)
        elif kind == 2:
            model.add(total() == low).only_enforce_if(given)
        elif kind == 3:
            model.add_bool_or(some(1, 3)).only_enforce_if(given)
        elif kind == 4:
            model.add_bool_and(some(1, 2)).only_enforce_if(given)
        elif kind == 5:
            (model.add_at_most_one if chance.random() < 0.5 else model.add_exactly_one)(some(1, 3))
        elif kind == 6:
            pool.append(board.any_of(some(1, 3)))
        else:
            top = model.new_int_var(0, 12, "")
            model.add_max_equality(top, [total() for _ in range(chance.randint(1, 2))] + [0])
            board.price(top, chance.choice((1, 5, 12)), chance.randint(1, 3), "top")
    for each in some(1, 4):
        board.price(each, chance.choice((-7, -2, 3, 11)), chance.randint(1, 4), "each")
    return board


@pytest.mark.parametrize("seed", range(150))
def test_random_boards_arenever_too_dear(seed: int) -> None:
    """Whatever is posted, with prices of both signs, the programme is below every solution."""
    chance = Random(seed)
    board = _random_board(chance)
    while cp_model.CpSolver().solve(board.model) != cp_model.OPTIMAL:
        board = _random_board(chance)
    never_too_dear(board)


def test_random_boards_say_something() -> None:
    """Some of those boards forbid something, and their programmes do too."""
    refused = 0
    for seed in range(60):
        linear = relaxation(_random_board(Random(seed)))
        refused += any(least_of(linear, held) is None for held in product((False, True), repeat=3))
    assert refused > 10
