"""From rules to a board."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Literal

from rotation.board import Board
from rotation.domain import Problem, Shift, Specialist
from rotation.limits import Demand, Line
from rotation.rule import PersonRule, Rule


def allowed_shifts(problem: Problem, rules: Sequence[Rule]) -> Mapping[str, tuple[Shift, ...]]:
    """Person id -> the shifts that nothing about the shift by itself keeps them from."""
    narrowing = [each for each in rules if isinstance(each, PersonRule) and each.narrows]
    return {person.id: _allowed(person, problem, narrowing) for person in problem.people}


def _allowed(
    person: Specialist, problem: Problem, narrowing: Sequence[PersonRule]
) -> tuple[Shift, ...]:
    left = problem.shifts
    for each in narrowing:
        line = Line(person, problem, problem.served[person.id], left)
        ruled_out = set(each.ruled_out(line))
        left = tuple(shift for shift in left if shift not in ruled_out) if ruled_out else left
    return left


def build(
    problem: Problem,
    rules: Sequence[Rule],
    *,
    switched: Literal["", "coarse", "fine"] = "",
    only: frozenset[Demand] | None = None,
) -> Board:
    """Post every rule to a new board.

    A board with switches leaves every shift open to everybody, so that who may not take it can be
    blamed like any other rule.
    """
    with uncollected():
        board = _empty(problem, rules, switched, only)
        for each in rules:
            if not switched or each.weight is None or each.essential:
                each.post(board)
        board.close()
    return board


def _empty(
    problem: Problem,
    rules: Sequence[Rule],
    switched: Literal["", "coarse", "fine"],
    only: frozenset[Demand] | None,
) -> Board:
    if not switched:
        return Board(problem, allowed_shifts(problem, rules))
    everything = {person.id: problem.shifts for person in problem.people}
    return Board(problem, everything, switched=switched, only=only)


@contextmanager
def uncollected() -> Iterator[None]:
    """Let the collector of cycles rest while much is made that stays.

    It would look at all of it again and again, and find next to nothing to take away.
    """
    working = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if working:
            gc.enable()
