"""Why there is no rota: the few hard demands that cannot all hold, in people's words."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

from rotation.board import Board, Settings, hearing, run
from rotation.domain import Problem
from rotation.limits import Demand
from rotation.rule import Rule
from rotation.solver.build import build
from rotation.solver.lineless import contradicting, demands, without_line


@dataclass(frozen=True)
class Conflict:
    """Hard demands that contradict each other.

    Parameters
    ----------
    demands
        Sorted by date; dropping any one of them resolves this contradiction.
    smallest
        False where not every demand is known to be needed: time ran out, or walks do not draw all.
    lineless
        The names of others whose own rules leave them no line either.
    """

    demands: tuple[Demand, ...]
    smallest: bool
    lineless: tuple[str, ...] = ()


FEW = 40
"""Rules and people that are few enough to look for single demands among all that they ask."""

SHARE = 0.5
"""Share of what is left of the time in which walks look at everybody."""

SHORT = 2.0
"""Seconds in which CP-SAT narrows it down before walks are asked; then it has what is left."""

FINE = 2.0
"""Seconds in which single demands of one person are looked for, once their limits are known."""


def blame(
    problem: Problem, rules: Sequence[Rule], seconds: float = 60.0, lineless: str | None = None
) -> Conflict:
    """Narrow a contradiction down: first to rules and people, then to single demands.

    Works on boards without prices; the solver's own core only serves as a start, since it may
    hold more than it must, and every demand that is kept was needed in a run without it. Where that
    takes too long, walks say whether one person's own rules are why.

    Parameters
    ----------
    lineless
        The id of somebody whose own rules are known to leave them no line: walks narrow those.
    """
    with hearing() as heard:
        return _blamed(problem, rules, lineless, _Clock(time.monotonic() + seconds, heard))


@dataclass
class _Clock:
    """What is left of the time: nothing once the user has stopped it."""

    ends: float
    heard: threading.Event

    def left(self) -> float:
        return 0.0 if self.heard.is_set() else max(0.0, self.ends - time.monotonic())

    def over(self) -> bool:
        return self.left() <= 0

    def at_most(self, seconds: float) -> _Clock:
        """Return so much of it."""
        return _Clock(min(self.ends, time.monotonic() + seconds), self.heard)


def _blamed(problem: Problem, rules: Sequence[Rule], who: str | None, clock: _Clock) -> Conflict:
    if who is not None:
        known = _of_one(problem, rules, who, clock)
        if known is not None:
            return known
    if clock.over():
        return Conflict((), smallest=False)
    board = build(problem, rules, switched="coarse")
    whole = _of_all(board, rules, clock.at_most(SHORT))
    if whole.smallest or clock.over():
        return whole
    found = without_line(problem, rules, clock.at_most(clock.left() * SHARE).over)
    known = _of_one(problem, rules, found[0], clock) if found else None
    if known is not None or clock.left() < SHORT:
        return known or whole
    again = _of_all(board, rules, clock)
    return again if again.demands else whole


def _of_all(board: Board, rules: Sequence[Rule], clock: _Clock) -> Conflict:
    """Name what contradicts itself, whoever it is about; the board has a switch for each group."""
    coarse = _narrow(board, clock, few=FEW)[0]
    fine: list[Demand] = []
    all_tried = False
    if coarse and not clock.over():
        only = frozenset(coarse)
        fine, all_tried = _narrow(build(board.problem, rules, switched="fine", only=only), clock)
    return Conflict(
        tuple(sorted(fine or coarse, key=lambda each: each.order)),
        smallest=all_tried and bool(fine),
    )


def _of_one(problem: Problem, rules: Sequence[Rule], who: str, clock: _Clock) -> Conflict | None:
    """Name what contradicts itself of one person: limits, or single demands where as few do."""
    own, smallest = contradicting(problem, rules, who, clock.over)
    if not own:
        return None
    open_ = {person.id: problem.shifts if person.id == who else () for person in problem.people}
    board = Board(problem, open_, switched="fine")
    line = board.line(problem.person[who])
    for each in own:
        each.rule.ask(board, line, each.limit)
    board.close()
    fine, tried = _narrow(board, clock.at_most(FINE))
    told = demands(line, own)
    if fine and tried and len(fine) <= len(told):
        told, smallest = sorted(fine, key=lambda each: each.order), True
    found = without_line(problem, rules, clock.at_most(clock.left() * SHARE).over)
    others = tuple(problem.person[each].name for each in found if each != who)
    return Conflict(tuple(told), smallest, others)


def _narrow(board: Board, clock: _Clock, few: int = 0) -> tuple[list[Demand], bool]:
    """Find demands of a board that contradict each other; say whether each was tried.

    Parameters
    ----------
    few
        So many are good enough to stop at.
    """
    core = _contradicting(board, sorted(board.switches, key=lambda each: each.order), clock)[1]
    kept, all_tried = list(core), bool(core)
    for demand in core:
        if len(kept) <= few:
            return kept, False
        if demand not in kept:
            continue
        without = [each for each in kept if each != demand]
        known, smaller = _contradicting(board, without, clock)
        all_tried = all_tried and known
        kept = [each for each in without if each in smaller] if smaller else kept
    return kept, all_tried


def _contradicting(
    board: Board, demands: Sequence[Demand], clock: _Clock
) -> tuple[bool, list[Demand]]:
    """Return whether an answer was found, and those demands that contradict each other."""
    if clock.over():
        return False, []
    board.assume(demands)
    # The core of a run with presolve or several workers may name what was never assumed.
    settings = Settings(seconds=clock.left(), workers=1, linear=1, presolve=False)
    outcome = run(board, settings, goal="any")
    if outcome.interrupted:
        clock.heard.set()
    if outcome.status != "infeasible":
        return outcome.status != "unknown", []
    by_index = {board.switches[demand].index: demand for demand in demands}
    named = [by_index[index] for index in outcome.core if index in by_index]
    return True, named if len(named) == len(outcome.core) and named else list(demands)
