"""Running CP-SAT: settings that were measured, progress while it works, an honest outcome."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ortools.sat.python import cp_model

from rotation.board.board import Board
from rotation.domain import Shift

Status = Literal["optimal", "feasible", "infeasible", "unknown"]


@dataclass(frozen=True)
class Settings:
    """How to run the solver.

    Parameters
    ----------
    seconds
        Wall clock allowed.
    workers
        CP-SAT workers; 1 runs the deterministic search, fewer than 8 others starve (see docs).
    work
        Deterministic time allowed, None: no such limit.
    interleave
        Many workers, but the same result every time.
    presolve
        Off only to confirm a verdict by other means.
    """

    seconds: float = 60.0
    workers: int = 1
    seed: int = 0
    work: float | None = None
    interleave: bool = False
    presolve: bool = True

    def apply(self, parameters: Any) -> None:
        """Write the settings to a solver's parameters."""
        parameters.num_workers = self.workers
        parameters.random_seed = self.seed
        parameters.max_time_in_seconds = self.seconds
        parameters.linearization_level = 2
        parameters.catch_sigint_signal = False
        parameters.cp_model_presolve = self.presolve
        parameters.interleave_search = self.interleave
        if self.work is not None:
            parameters.max_deterministic_time = self.work


@dataclass(frozen=True)
class Progress:
    """Where a run stands; prices in grains, None while nothing is known."""

    seconds: float
    best: int | None
    bound: int | None


@dataclass(frozen=True)
class Outcome:
    """What a run came to.

    Parameters
    ----------
    held
        (person id, shift) pairs that hold; None where no schedule was found.
    price, bound
        In grains; the bound is never above the true optimum.
    interrupted
        The user stopped it.
    work
        Deterministic time spent.
    """

    status: Status
    held: frozenset[tuple[str, Shift]] | None
    price: int | None
    bound: int | None
    seconds: float
    interrupted: bool = False
    work: float = 0.0
    core: tuple[int, ...] = ()
    by_rule: Mapping[str, int] = field(default_factory=dict)


class _Watch(cp_model.CpSolverSolutionCallback):  # type: ignore[misc]
    """Remembers the best price and bound so that another thread can tell of them."""

    def __init__(self) -> None:
        super().__init__()
        self.best: int | None = None

    def on_solution_callback(self) -> None:
        """Note a better schedule."""
        self.best = round(self.objective_value)


_STATUS: dict[int, Status] = {
    cp_model.OPTIMAL: "optimal",
    cp_model.FEASIBLE: "feasible",
    cp_model.INFEASIBLE: "infeasible",
}


def run(
    board: Board,
    settings: Settings,
    on_progress: Callable[[Progress], None] | None = None,
    every: float = 1.0,
) -> Outcome:
    """Solve the board; an interrupt keeps the best schedule so far.

    The solver works in a thread of its own, so that the terminal is served and Ctrl-C is heard.
    """
    solver = cp_model.CpSolver()
    settings.apply(solver.parameters)
    watch, began = _Watch(), time.monotonic()
    bounds: list[float] = []
    solver.best_bound_callback = bounds.append
    answer: list[int] = []
    failure: list[BaseException] = []

    def work() -> None:
        try:
            answer.append(solver.solve(board.model, watch))
        except BaseException as error:
            failure.append(error)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    interrupted = False
    while thread.is_alive():
        try:
            thread.join(every)
            if on_progress and thread.is_alive():
                bound = round(bounds[-1]) if bounds else None
                on_progress(Progress(time.monotonic() - began, watch.best, bound))
        except KeyboardInterrupt:
            interrupted = True
            solver.stop_search()
    if failure:
        raise failure[0]
    return _outcome(board, solver, answer[0], interrupted, time.monotonic() - began)


def _outcome(
    board: Board, solver: cp_model.CpSolver, answer: int, interrupted: bool, seconds: float
) -> Outcome:
    status = _STATUS.get(answer, "unknown")
    work = solver.response_proto.deterministic_time
    if status in ("infeasible", "unknown"):
        core = tuple(solver.sufficient_assumptions_for_infeasibility()) if board.switched else ()
        return Outcome(status, None, None, None, seconds, interrupted, work, core)
    held = frozenset(pair for pair, lit in board.literals().items() if solver.boolean_value(lit))
    if board.switched:
        return Outcome(status, held, None, None, seconds, interrupted, work)
    by_rule: Counter[str] = Counter()
    for price in board.prices:
        by_rule[price.rule] += price.grains * solver.value(price.var)
    return Outcome(
        status,
        held,
        round(solver.objective_value),
        round(solver.best_objective_bound),
        seconds,
        interrupted,
        work,
        by_rule=by_rule,
    )
