"""A line that keeps to the hard sums which its diagram leaves to the master.

Such a sum has a price a unit; where a line comes out too high it is made dearer, where too low
cheaper, in ever smaller steps, until the cheapest line fits. No price may do: what only lies
between two lines that are cheap is never the cheapest. Then CP-SAT is asked for this one person.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rotation.board import Board
from rotation.board.alone import cheapest
from rotation.domain import Problem, Shift
from rotation.limits import GRAIN
from rotation.master.linear import Floats, Ints
from rotation.rule import PersonRule, Rule
from rotation.solver.lines import Walk, Work, stepping

TRIES = 15
"""Walks before CP-SAT is asked."""

FIRST = 20.0 * GRAIN
"""By how much the price of a sum's step changes at first, in grains."""

WORK = 0.3
"""Deterministic time in which CP-SAT looks for one person's line."""


def allowed(walk: Walk, line: Ints) -> bool:
    """Say whether a line keeps to the hard sums, those that were left to the master too."""
    own = walk.diagram.own(line)
    return own is not None and not any(_outs(walk, own[1]))


class Fitter:
    """Finds lines that are allowed by themselves, by walks or else by a model of one person."""

    def __init__(self, problem: Problem, rules: Sequence[Rule]) -> None:
        self._problem = problem
        self._rules = [rule for rule in rules if isinstance(rule, PersonRule)]
        self._boards: dict[str, Board] = {}

    def fit(
        self, work: Work, walk: Walk, duals: Floats, forced: NDArray[np.int8] | None = None
    ) -> Ints | None:
        """Find a line that keeps to every hard rule and is cheap under prices.

        Parameters
        ----------
        duals
            What the rows of the work cost.
        forced
            1: must be held; -1: must not; 0: as is best.

        Returns
        -------
        None where none was found in a short while.
        """
        reduced, _ = work.linear.worth(duals)
        line = fitted(walk, reduced, stepping(walk, duals)[0], forced)
        return self._alone(work, walk, reduced, forced) if line is None else line

    def _alone(
        self, work: Work, walk: Walk, reduced: Floats, forced: NDArray[np.int8] | None
    ) -> Ints | None:
        pairs = [work.linear.pairs[x] for x in walk.x]
        board = self._board(pairs[0][0], tuple(shift for _, shift in pairs))
        return cheapest(board, pairs, reduced[walk.x], forced, WORK)

    def _board(self, who: str, shifts: tuple[Shift, ...]) -> Board:
        if who not in self._boards:
            own = {person.id: shifts if person.id == who else () for person in self._problem.people}
            board = Board(self._problem, own)
            person = self._problem.person[who]
            line = board.line(person)
            for rule in self._rules:
                if type(rule).limits is PersonRule.limits or person not in rule.members(
                    self._problem
                ):
                    continue
                for limit in rule.limits(line):
                    board.post(limit, line, weight=rule.weight, rule=rule.label, words=lambda _: "")
            board.close()
            self._boards[who] = board
        return self._boards[who]


def fitted(
    walk: Walk, reduced: Floats, steps: Floats, forced: NDArray[np.int8] | None = None
) -> Ints | None:
    """Find a line that keeps to every hard sum and is cheap under prices; None if it is not found.

    Parameters
    ----------
    reduced
        What every x costs.
    steps
        What a unit of each sum costs, to begin with.
    forced
        1: must be held; -1: must not; 0: as is best.
    """
    curves = [walk.diagram.counters[counter] for counter in walk.diagram.linear]
    change = np.array([FIRST / curve.step for curve in curves])
    last = np.zeros(len(curves))
    for _ in range(TRIES):
        line = walk.diagram.best(reduced[walk.x], steps, forced)
        own = walk.diagram.own(line.taken)
        if own is None:
            return None
        off = np.array(_outs(walk, own[1]), np.float64)
        if not off.any():
            return line.taken
        change = np.where(off * last < 0, change / 2, change * np.where(off == last, 1.3, 1.0))
        last = np.where(off != 0, off, last)
        steps = steps + off * change
    return None


def _outs(walk: Walk, values: NDArray[np.int64]) -> list[int]:
    """Return for each linear counter whether its value is too high (1), too low (-1) or fits."""
    found = []
    for counter, (low, high), value in zip(walk.diagram.linear, walk.within, values, strict=True):
        fits = walk.diagram.counters[counter].price(int(value)) is not None
        found.append(0 if fits else 1 if value > high else -1 if value < low else 0)
    return found
