"""A line that keeps to the hard sums which its diagram leaves to the master.

Such a sum has a price a unit; where a line comes out too high it is made dearer, where too low
cheaper, in ever smaller steps, until the cheapest line fits. No price may do: what only lies
between two lines that are cheap is never the cheapest. Then what the shifts cost is blurred, and at
last CP-SAT is asked for this one person.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

import numpy as np
from numpy.typing import NDArray

from rotation.board import Board
from rotation.board.alone import cheapest
from rotation.board.board import Pair
from rotation.domain import Problem, Shift
from rotation.limits import GRAIN
from rotation.master.linear import Floats, Ints
from rotation.rule import PersonRule, Rule
from rotation.solver.leftover import Walk, stepping
from rotation.solver.lines import Work

TRIES = 120
"""Walks before CP-SAT is asked, which seldom comes to a line of many months in its time."""

EASY = 12
"""Walks after which a line is no longer easy to find."""

FIRST = 20.0 * GRAIN
"""By how much the price of a sum's step changes at first, in grains."""

CERTAIN, BLUR = 4, 0.01
"""After so many walks what the shifts cost is blurred, in each walk by so much more of what they
cost on average: between two lines that are cheap at one price there is then a third."""

WORK = 0.3
"""Deterministic time in which CP-SAT looks for one person's line."""


def allowed(walk: Walk, line: Ints) -> bool:
    """Say whether a line keeps to the hard sums, those that were left to the master too."""
    own = walk.diagram.own(line)
    return own is not None and not any(_outs(walk, own[1]))


class Fitter:
    """Finds lines that are allowed by themselves, by walks or else by a model of one person.

    Without a problem there are no models.
    """

    def __init__(self, problem: Problem | None = None, rules: Sequence[Rule] = ()) -> None:
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
        reduced = work.linear.worth(duals)[0][walk.x]
        return self.fitted(walk, reduced, stepping(walk, duals)[0], forced)

    def fitted(
        self,
        walk: Walk,
        reduced: Floats,
        steps: Floats,
        forced: NDArray[np.int8] | None = None,
    ) -> Ints | None:
        """Find such a line where the price of each position is known already.

        Parameters
        ----------
        reduced
            What each position costs on top, in grains.
        steps
            What a unit of each sum costs, to begin with.
        """
        found = fitted(walk, reduced, steps, forced)
        if found is not None or not walk.pairs or self._problem is None:
            return found
        return self.modelled(self._problem, walk.pairs, reduced, forced)

    def modelled(
        self,
        problem: Problem,
        pairs: Sequence[Pair],
        costs: Floats,
        forced: NDArray[np.int8] | None = None,
    ) -> Ints | None:
        """Find a line by CP-SAT alone, of one person whose pairs these are."""
        board = self._board(problem, pairs[0][0], tuple(shift for _, shift in pairs))
        return cheapest(board, pairs, costs, forced, WORK)

    def _board(self, problem: Problem, who: str, shifts: tuple[Shift, ...]) -> Board:
        if who not in self._boards:
            own = {person.id: shifts if person.id == who else () for person in problem.people}
            board = Board(problem, own)
            person = problem.person[who]
            line = board.line(person)
            for rule in self._rules:
                if type(rule).limits is PersonRule.limits or person not in rule.members(problem):
                    continue
                for limit in rule.limits(line):
                    board.post(limit, line, weight=rule.weight, rule=rule.label, words=lambda _: "")
            board.close()
            self._boards[who] = board
        return self._boards[who]


def fitted(
    walk: Walk,
    reduced: Floats,
    steps: Floats,
    forced: NDArray[np.int8] | None = None,
    tries: int | None = None,
) -> Ints | None:
    """Find a line that keeps to every hard sum and is cheap under prices; None if it is not found.

    Parameters
    ----------
    reduced
        What each position costs.
    steps
        What a unit of each sum costs, to begin with.
    forced
        1: must be held; -1: must not; 0: as is best.
    tries
        Most walks; None: as many as there are before CP-SAT is asked.
    """
    curves = [walk.diagram.counters[counter] for counter in walk.diagram.linear]
    change = np.array([FIRST / curve.step for curve in curves])
    last = np.zeros(len(curves))
    random, asked = np.random.default_rng(len(reduced)), reduced
    mean = max(GRAIN, float(np.abs(reduced).mean())) if len(reduced) else 0.0
    for tried in range(TRIES if tries is None else tries):
        if tried >= CERTAIN:
            asked = reduced + BLUR * tried * mean * random.standard_normal(len(reduced))
        line = walk.diagram.best(asked, steps, forced)
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


def left(walk: Walk, reduced: Floats, steps: Floats, forced: NDArray[np.int8]) -> list[Ints] | None:
    """Find lines that somebody is left, quickly: one that is allowed by itself, if that is easy.

    Else the cheapest, and one for each hard sum that it does not keep to, so that all of them are
    kept to on the mean.

    Parameters
    ----------
    reduced, steps
        What each position and each unit of a sum costs.
    forced
        1: must be held; -1: must not; 0: as is best.

    Returns
    -------
    None where no line is left, or none that keeps to one of the sums.
    """
    best = walk.diagram.best(reduced, steps, forced)
    if best.value == inf:
        return None
    offs = _off(walk, best.taken)
    if not any(offs):
        return [best.taken]
    found = [best.taken]
    for number, off in enumerate(offs):
        if off:
            towards = np.zeros(len(steps))
            towards[number] = off
            other = walk.diagram.best(np.zeros(len(reduced)), towards, forced).taken
            if _off(walk, other)[number] == off:
                return None
            found.append(other)
    fits = fitted(walk, reduced, steps, forced, EASY)
    return found if fits is None else [fits]


def _off(walk: Walk, line: Ints) -> list[int]:
    own = walk.diagram.own(line)
    assert own is not None  # noqa: S101
    return _outs(walk, own[1])


def _outs(walk: Walk, values: NDArray[np.int64]) -> list[int]:
    """Return for each linear counter whether its value is too high (1), too low (-1) or fits."""
    found = []
    for counter, (low, high), value in zip(walk.diagram.linear, walk.within, values, strict=True):
        fits = walk.diagram.counters[counter].price(int(value)) is not None
        found.append(0 if fits else 1 if value > high else -1 if value < low else 0)
    return found
