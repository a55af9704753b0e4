"""Small boards, and whether a programme made of one is ever above what the board allows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from ortools.sat.python import cp_model

from rotation.board import Board
from rotation.board.relaxation import relaxation
from rotation.domain import Problem
from rotation.master import Linear, Master
from rotation.master.columns import Column
from tests import problems as make
from tests.board.enumerating import board_of
from tests.problems import person, shift_type

Literals = tuple[Any, Any, Any]


def three(last: str = "2026-12-07") -> Problem:
    """Make a shift on 7 December that Ana, Bo and Kenji may take."""
    people = [person(who, time_zone="UTC") for who in ("ana", "bo", "kenji")]
    return make.problem(people, [shift_type("day")], last=last)


def board_and_literals() -> tuple[Board, Literals]:
    """Make their board, with the literals of the three."""
    board = board_of(three())
    ana, bo, kenji = board.literals().values()
    return board, (ana, bo, kenji)


class _Cheapest(cp_model.CpSolverSolutionCallback):  # type: ignore[misc]
    def __init__(self, board: Board) -> None:
        super().__init__()
        self.board = board
        self.found: dict[tuple[bool, ...], int] = {}

    def on_solution_callback(self) -> None:
        """Note a solution where it is the cheapest with those who hold."""
        held = tuple(self.boolean_value(each) for each in self.board.literals().values())
        costs = (each.grains * self.value(each.var) for each in self.board.prices)
        price = self.board.constant + sum(costs)
        self.found[held] = min(price, self.found.get(held, price))


def never_too_dear(board: Board) -> None:
    """Every solution of the board is a point of the programme, at no more than its price."""
    linear = relaxation(board)
    solver = cp_model.CpSolver()
    solver.parameters.enumerate_all_solutions = True
    solver.parameters.num_workers = 1
    solver.parameters.cp_model_presolve = False
    cheapest = _Cheapest(board)
    solver.solve(board.model, cheapest)
    assert cheapest.found
    for held, price in cheapest.found.items():
        least = least_of(linear, held)
        assert least is not None, f"forbids {held}"
        assert least <= price + 1e-6, held


def least_of(linear: Linear, held: Sequence[bool]) -> float | None:
    """Price a choice of who holds by the programme; None where it forbids that."""
    master = Master(linear, 1, 1.0, 1e7)
    master.add([Column(0, np.flatnonzero(np.array(held)).astype(np.int32), 0)])
    solved = master.solve(10.0)
    return None if solved is None or solved.missing > 1e-7 else solved.value
