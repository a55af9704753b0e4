"""Why there is no rota: the few hard demands that cannot all hold, in people's words."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from rotation.board import Board, Demand, Settings, run
from rotation.domain import Problem
from rotation.rule import Rule
from rotation.solver.build import build


@dataclass(frozen=True)
class Conflict:
    """Hard demands that contradict each other.

    Parameters
    ----------
    demands
        Sorted by rule and person; dropping any one of them resolves this contradiction.
    smallest
        False where time ran out before every demand had been tried without.
    """

    demands: tuple[Demand, ...]
    smallest: bool


def blame(problem: Problem, rules: Sequence[Rule], seconds: float = 60.0) -> Conflict:
    """Narrow a contradiction down: first to rules and people, then to single demands.

    Works on boards without prices; the solver's own core only serves as a start, since it may
    hold more than it must, and every demand that is kept was needed in a run without it.
    """
    ends = time.monotonic() + seconds
    coarse, done = _narrow(build(problem, rules, switched="coarse"), ends)
    if not coarse:
        return Conflict((), smallest=False)
    groups = frozenset(coarse)
    fine, all_tried = _narrow(build(problem, rules, switched="fine", only=groups), ends)
    return Conflict(tuple(sorted(fine or coarse)), smallest=done and all_tried and bool(fine))


def _narrow(board: Board, ends: float) -> tuple[list[Demand], bool]:
    """Find demands of a board that contradict each other; say whether each was tried."""
    demands = sorted(board.switches)
    core = _core(board, demands, ends)
    if core is None:
        return [], False
    kept = list(core)
    for demand in core:
        if time.monotonic() > ends:
            return kept, False
        without = [each for each in kept if each != demand]
        smaller = _core(board, without, ends)
        if smaller is not None:
            kept = [each for each in without if each in smaller]
    return kept, True


def _core(board: Board, demands: Sequence[Demand], ends: float) -> list[Demand] | None:
    """Return those of the demands that contradict each other; None where they do not."""
    board.assume(demands)
    # The core of a run with presolve or with several workers may name what was never assumed.
    settings = Settings(seconds=ends - time.monotonic(), workers=1, linear=1, presolve=False)
    outcome = run(board, settings, goal="any")
    if outcome.status != "infeasible":
        return None
    by_index = {board.switches[demand].index: demand for demand in demands}
    named = [by_index[index] for index in outcome.core if index in by_index]
    return named if len(named) == len(outcome.core) and named else list(demands)
