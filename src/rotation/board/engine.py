"""Running CP-SAT: settings that were measured, progress while it works, an honest outcome."""

from __future__ import annotations

import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import inf
from typing import Any, Literal

from ortools.sat.python import cp_model

from rotation.board.board import Board
from rotation.board.terms import linear
from rotation.domain import Shift
from rotation.limits import GRAIN
from rotation.news import News

Status = Literal["optimal", "feasible", "infeasible", "unknown"]

Goal = Literal["any", "cover", "price"]
"""What a run is for: any schedule, the best cover, or the best price."""


LISTENS = 0.1
"""Seconds between two looks at whether somebody pressed Ctrl-C."""


@dataclass(frozen=True)
class Settings:
    """How to run the solver.

    Parameters
    ----------
    seconds
        Wall clock allowed.
    workers
        CP-SAT workers; 1 runs the deterministic search, from 2 on neighbourhoods are searched too.
    work
        Deterministic time allowed, None: no such limit.
    presolve
        Off only to confirm a verdict by other means.
    """

    seconds: float = 60.0
    workers: int = 1
    seed: int = 0
    work: float | None = None
    presolve: bool = True
    linear: int = 2
    stop_first: bool = False

    def apply(self, parameters: Any) -> None:
        """Write the settings to a solver's parameters."""
        parameters.num_workers = self.workers
        parameters.random_seed = self.seed
        parameters.max_time_in_seconds = max(0.01, self.seconds)
        parameters.linearization_level = self.linear
        parameters.catch_sigint_signal = False
        parameters.cp_model_presolve = self.presolve
        parameters.stop_after_first_solution = self.stop_first
        if self.work is not None and self.work < inf:
            parameters.max_deterministic_time = self.work
        if 1 < self.workers < 8:
            # With few workers CP-SAT would spend its one full search on a weak relaxation.
            parameters.subsolvers.extend(["max_lp", "reduced_costs"][: self.workers - 1])


@dataclass(frozen=True)
class Progress:
    """Where a run stands.

    Parameters
    ----------
    best, bound
        In grains; None while nothing is known.
    short
        Rule -> units of essential breach in the best schedule so far.
    """

    seconds: float
    best: int | None
    bound: int | None
    short: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What a run came to.

    Parameters
    ----------
    held
        (person id, shift) pairs that hold; None where no schedule was found.
    price, bound
        In grains; the bound is never above the best there is for the run's goal.
    interrupted
        The user stopped it.
    work
        Deterministic time spent.
    values
        Every variable of the model, to start another run from.
    lineless
        The id of somebody whose own rules leave them no line, where that is why there is none.
    """

    status: Status
    seconds: float
    interrupted: bool = False
    work: float = 0.0
    held: frozenset[tuple[str, Shift]] | None = None
    price: int | None = None
    cover_price: int | None = None
    bound: int | None = None
    values: tuple[int, ...] = ()
    core: tuple[int, ...] = ()
    lineless: str | None = None


class _Watch(cp_model.CpSolverSolutionCallback):  # type: ignore[misc]
    """Remembers the best schedule's price so that another thread can tell of it."""

    def __init__(self, board: Board) -> None:
        super().__init__()
        self._board = board
        self.best: int | None = None
        self.short: Mapping[str, float] = {}

    def on_solution_callback(self) -> None:
        """Note a better schedule."""
        short: Counter[str] = Counter()
        total = self._board.constant
        for each in self._board.prices:
            cost = each.grains * self.value(each.var)
            total += cost
            if each.essential and cost:
                short[each.rule] += cost / each.weight / GRAIN
        self.best, self.short = total, dict(short)


_STATUS: dict[int, Status] = {
    cp_model.OPTIMAL: "optimal",
    cp_model.FEASIBLE: "feasible",
    cp_model.INFEASIBLE: "infeasible",
}


def run(
    board: Board,
    settings: Settings,
    on_progress: Callable[[Progress], None] | None = None,
    *,
    goal: Goal = "price",
    start: Sequence[int] = (),
    every: float = 1.0,
    enough: threading.Event | None = None,
) -> Outcome:
    """Solve the board; an interrupt keeps the best schedule so far.

    Ctrl-C stops the run; what was found comes out as if the time had run out.

    Parameters
    ----------
    enough
        Set by another thread to end the run as if the time had run out.
    """
    with hearing() as interrupted:
        _aim(board, goal, start)
        solver = cp_model.CpSolver()
        settings.apply(solver.parameters)
        watch, began = _Watch(board), time.monotonic()
        bounds: list[float] = []
        if goal == "price":
            solver.best_bound_callback = bounds.append
        work = _Work(solver, board.model, watch)
        work.start()
        news = News(every, began + every)
        try:
            while not work.finished.wait(LISTENS):
                now = time.monotonic()
                if on_progress and news.due(now, rota=watch.best is not None):
                    bound = round(bounds[-1]) if bounds else None
                    on_progress(Progress(now - began, watch.best, bound, watch.short))
                if interrupted.is_set() or (enough is not None and enough.is_set()):
                    solver.stop_search()
        finally:
            # Never leave it running, nor trust that one that has just begun hears at once.
            while not work.finished.wait(LISTENS / 10):
                solver.stop_search()
        seconds = time.monotonic() - began
        return outcome_of(board, solver, work.answer(), interrupted.is_set(), seconds)


class _Work(threading.Thread):
    """The solver at work, in a thread of its own so that Ctrl-C is heard."""

    def __init__(self, solver: cp_model.CpSolver, model: cp_model.CpModel, watch: _Watch) -> None:
        super().__init__(daemon=True)
        self.finished = threading.Event()
        self._solver, self._model, self._watch = solver, model, watch
        self._answer: int | None = None
        self._failure: BaseException | None = None

    def run(self) -> None:
        """Solve, and remember how it went."""
        try:
            self._answer = self._solver.solve(self._model, self._watch)
        except BaseException as error:  # raised where it is waited for
            self._failure = error
        finally:
            self.finished.set()

    def answer(self) -> int:
        """Return the solver's status, or fail as it failed."""
        if self._answer is None:
            raise self._failure or RuntimeError("the solver ended without an answer")
        return self._answer


@contextmanager
def hearing() -> Iterator[threading.Event]:
    """Let Ctrl-C set an event instead of raising, so that it never loses what was found."""
    heard = threading.Event()
    before = signal.getsignal(signal.SIGINT)
    ours = threading.current_thread() is threading.main_thread()
    if not ours or before in (None, signal.SIG_IGN):
        yield heard
        return
    signal.signal(signal.SIGINT, lambda *_: heard.set())
    try:
        yield heard
    finally:
        signal.signal(signal.SIGINT, before)


def _aim(board: Board, goal: Goal, start: Sequence[int]) -> None:
    model = board.model
    model.clear_objective()
    model.clear_hints()
    if goal != "any":
        priced = [each for each in board.prices if each.essential or goal == "price"]
        constant = board.constant if goal == "price" else 0
        model.minimize(linear([(each.grains, each.var) for each in priced]) + constant)
        if goal == "price" and board.dearest is not None:
            # Its domain is that of the sum before the offset, to which negated literals add.
            dearest = board.dearest - round(model.proto.objective.offset)
            model.proto.objective.domain.extend([-(2**60), dearest])
    if start:
        model.proto.solution_hint.vars.extend(range(len(start)))
        model.proto.solution_hint.values.extend(start)


def outcome_of(
    board: Board, solver: cp_model.CpSolver, answer: int, interrupted: bool, seconds: float
) -> Outcome:
    """Read what a solver came to, priced by its variables."""
    status = _STATUS.get(answer, "unknown")
    work = solver.response_proto.deterministic_time
    if status in ("infeasible", "unknown"):
        core = tuple(solver.sufficient_assumptions_for_infeasibility()) if board.switched else ()
        return Outcome(status, seconds, interrupted, work, core=core)
    held = frozenset(pair for pair, lit in board.literals().items() if solver.boolean_value(lit))
    # Added up here: presolve may leave the solver's own objective above what its variables say.
    costs = [(each.essential, each.grains * solver.value(each.var)) for each in board.prices]
    price = board.constant + sum(cost for _, cost in costs)
    return Outcome(
        status,
        seconds,
        interrupted,
        work,
        held=held,
        price=price,
        cover_price=sum(cost for essential, cost in costs if essential),
        bound=min(price, round(solver.best_objective_bound)),
        values=tuple(solver.response_proto.solution),
    )
