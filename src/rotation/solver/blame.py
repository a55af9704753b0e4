"""Why there is no rota: the few hard demands that cannot all hold, in people's words."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rotation.board import Board, Settings, run
from rotation.domain import Problem
from rotation.limits import Demand
from rotation.rule import Rule
from rotation.solver.build import build
from rotation.solver.lineless import Own, contradicting, demands, without_line


@dataclass(frozen=True)
class Conflict:
    """Hard demands that contradict each other.

    Parameters
    ----------
    demands
        Sorted by date; dropping any one of them resolves this contradiction.
    smallest
        False where time ran out before every demand had been tried without.
    lineless
        The names of others whose own rules leave them no line either.
    """

    demands: tuple[Demand, ...]
    smallest: bool
    lineless: tuple[str, ...] = ()


FEW = 40
"""Rules and people that are few enough to look for single demands among all that they ask."""

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
    ends = time.monotonic() + seconds
    known = None if lineless is None else _of_people(problem, rules, ends)
    if known is not None:
        return known
    first = _Search(min(ends, time.monotonic() + SHORT))
    whole = _of_all(problem, rules, first)
    if whole.smallest or first.stopped:
        return whole
    known = _of_people(problem, rules, ends)
    if known is not None:
        return known
    again = _of_all(problem, rules, _Search(ends))
    return again if again.demands else whole


def _of_people(problem: Problem, rules: Sequence[Rule], ends: float) -> Conflict | None:
    """Name what contradicts itself of the first whose own rules leave them no line."""
    found = without_line(problem, rules, ends)
    own, smallest = contradicting(problem, rules, found[0], ends) if found else ([], False)
    if not own:
        return None
    others = tuple(problem.person[who].name for who in found[1:])
    return replace(_of_one(problem, found[0], own, smallest, ends), lineless=others)


def _of_all(problem: Problem, rules: Sequence[Rule], search: _Search) -> Conflict:
    """Name what contradicts itself, whoever it is about."""
    coarse = search.narrow(build(problem, rules, switched="coarse"), few=FEW)[0]
    if not coarse:
        return Conflict((), smallest=False)
    groups = frozenset(coarse)
    fine, all_tried = search.narrow(build(problem, rules, switched="fine", only=groups))
    return Conflict(
        tuple(sorted(fine or coarse, key=lambda each: each.order)),
        smallest=all_tried and bool(fine),
    )


def _of_one(
    problem: Problem, who: str, own: Sequence[Own], smallest: bool, ends: float
) -> Conflict:
    """Name what contradicts itself of one person: limits, or single demands where as few do."""
    open_ = {person.id: problem.shifts if person.id == who else () for person in problem.people}
    board = Board(problem, open_, switched="fine")
    line = board.line(problem.person[who])
    for each in own:
        each.rule.ask(board, line, each.limit)
    board.close()
    fine, tried = _Search(min(ends, time.monotonic() + FINE)).narrow(board)
    limits = demands(line, own)
    if fine and tried and len(fine) <= len(limits):
        return Conflict(tuple(sorted(fine, key=lambda each: each.order)), smallest=True)
    return Conflict(tuple(limits), smallest)


@dataclass
class _Search:
    """What is left of the time; nothing once the user has stopped it."""

    ends: float
    stopped: bool = False

    def narrow(self, board: Board, few: int = 0) -> tuple[list[Demand], bool]:
        """Find demands of a board that contradict each other; say whether each was tried.

        Parameters
        ----------
        few
            So many are good enough to stop at.
        """
        core = self._contradicting(board, sorted(board.switches, key=lambda each: each.order))[1]
        kept, all_tried = list(core), bool(core)
        for demand in core:
            if len(kept) <= few:
                return kept, False
            if demand not in kept:
                continue
            without = [each for each in kept if each != demand]
            known, smaller = self._contradicting(board, without)
            all_tried = all_tried and known
            kept = [each for each in without if each in smaller] if smaller else kept
        return kept, all_tried

    def _contradicting(self, board: Board, demands: Sequence[Demand]) -> tuple[bool, list[Demand]]:
        """Return whether an answer was found, and those demands that contradict each other."""
        if time.monotonic() > self.ends:
            return False, []
        board.assume(demands)
        # The core of a run with presolve or several workers may name what was never assumed.
        left = self.ends - time.monotonic()
        settings = Settings(seconds=left, workers=1, linear=1, presolve=False)
        outcome = run(board, settings, goal="any")
        if outcome.interrupted:
            self.ends, self.stopped = 0.0, True
        if outcome.status != "infeasible":
            return outcome.status != "unknown", []
        by_index = {board.switches[demand].index: demand for demand in demands}
        named = [by_index[index] for index in outcome.core if index in by_index]
        return True, named if len(named) == len(outcome.core) and named else list(demands)
