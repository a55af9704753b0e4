"""Small boards, and everything that they allow."""

from __future__ import annotations

from typing import Any

from ortools.sat.python import cp_model

from rotation.board import Board
from rotation.domain import Problem
from tests import problems as make
from tests.problems import past, person, shift_type

ANA = person("ana", time_zone="UTC")
DAY = shift_type("day")


def days(last: str = "2026-12-09", *served: str) -> Problem:
    """Make a day shift on each date from 7 December for Ana alone, with dates served before."""
    history = tuple(past(DAY, when, ANA) for when in served)
    return make.problem([ANA], [DAY], last=last, history=history)


def board_of(of: Problem, **options: Any) -> Board:
    """Make a board on which everybody may hold everything."""
    return Board(of, {who.id: of.shifts for who in of.people}, **options)


class _Every(cp_model.CpSolverSolutionCallback):  # type: ignore[misc]
    """Collects the dates held and the value of an expression, for each solution."""

    def __init__(self, board: Board, value: Any) -> None:
        super().__init__()
        self.board = board
        self.wanted = value
        self.found: dict[str, set[int]] = {}

    def on_solution_callback(self) -> None:
        """Note one solution."""
        lit = self.board.literals()
        held = "".join("x" if self.boolean_value(lit[pair]) else "." for pair in lit)
        self.found.setdefault(held, set()).add(self.value(self.wanted))


def solutions(board: Board, value: Any = 0) -> dict[str, set[int]]:
    """List what a board allows: "x.x" for the dates held -> the values of an expression."""
    every = _Every(board, value)
    solver = cp_model.CpSolver()
    solver.parameters.enumerate_all_solutions = True
    solver.parameters.num_workers = 1
    solver.solve(board.model, every)
    return every.found


def prices(board: Board) -> dict[str, int]:
    """List what a closed board allows, with its price in grains; a schedule has one price."""
    total = sum((each.grains * each.var for each in board.prices), board.constant)
    found = solutions(board, total)
    assert all(len(values) == 1 for values in found.values())
    return {held: values.pop() for held, values in found.items()}
