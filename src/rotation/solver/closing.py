"""Closing what is left between the best rota and the bound: CP-SAT looks for anything cheaper.

It is told what no cheaper rota has, and what all of them have, by the master's prices; where it
finds nothing, nothing is cheaper.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf

import numpy as np

from rotation.board.board import Pair
from rotation.board.closing import Copy
from rotation.solver.generation import Generation
from rotation.solver.leftover import stepping
from rotation.solver.lines import Work
from rotation.solver.standing import Stand

CLOSABLE = 30_000
"""Up to so many possible assignments it is tried: CP-SAT's model of more takes gigabytes."""

EFFORT = 5.0
"""Deterministic time of the first try; after each of all that is cheaper it doubles."""

HALF = 0.5
"""How far above the bound every other try looks at first, as a share of the gap."""


class Closing:
    """Looks for cheaper rotas again and again, every other time only for those below less.

    Below less it is told more of what is in no cheaper rota: where it is not done with all that is
    cheaper, it may be with the cheaper half, or quarter, and then the bound is higher.

    Parameters
    ----------
    copy
        Makes a copy of the board, when it is wanted.
    """

    def __init__(self, standing: Stand, copy: Callable[[], Copy]) -> None:
        self._standing, self._copy = standing, copy
        self._effort, self._aim, self._less = EFFORT, HALF, False

    def once(self, generation: Generation, seconds: float, seed: int) -> None:
        """Look once, and tell of what is found, or of the bound that it proves."""
        price, held = self._standing.price, self._standing.held()
        if held is None:
            return
        bound = round(max(self._standing.bound, generation.bound, 0))
        aim = round(generation.work.on_grid(bound + self._aim * (price - bound)))
        below = min(round(price), max(bound + 1, aim)) if self._less else round(price)
        closed = self._copy().close(
            *(below, min(bound, below), left_by(generation, below), seconds, self._effort, seed)
        )
        if closed.held is not None:
            number_of = {pair: number for number, pair in enumerate(generation.work.linear.pairs)}
            found = sorted(number_of[pair] for pair in closed.held)
            self._standing.suggest(np.array(found, np.int32), np.zeros(0, np.int32))
        self._standing.raise_bound(closed.bound)
        if self._less:
            done = closed.held is not None or closed.bound >= below
            self._aim = min(HALF, 2 * self._aim) if done else self._aim / 2
        else:
            self._effort *= 2
        self._less = not self._less


def left_by(generation: Generation, price: int) -> Callable[[Pair], bool | None]:
    """Say of each pair what it is in every rota cheaper than a price, by the master's prices.

    A line through a pair costs its owner so much more than their cheapest that the bound with it is
    above every price that is cheaper: then no cheaper rota has it.
    """
    known: dict[Pair, bool] = {}
    duals = generation.prices
    made: Work = generation.work
    if duals is None:
        return known.get
    reduced, total = made.linear.worth(duals)
    found = []
    for walk in made.walks:
        steps, constant = stepping(walk, duals)
        least, holding, leaving = walk.diagram.through(reduced[walk.x], steps)
        total += least + constant
        found.append((walk, least, holding, leaving))
    # A grain more than a cheaper rota can spare, for what was rounded.
    spare = generation.work.below(price) + 1 - total
    for walk, least, holding, leaving in found:
        for position, x in enumerate(walk.x):
            if holding[position] == inf or holding[position] - least > spare:
                known[made.linear.pairs[x]] = False
            elif leaving[position] == inf or leaving[position] - least > spare:
                known[made.linear.pairs[x]] = True
    return known.get
