"""A line that keeps to the hard sums which its diagram leaves to the master.

Such a sum has a price a unit; where a line comes out too high it is made dearer, where too low
cheaper, in ever smaller steps, until the cheapest line fits.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rotation.limits import GRAIN
from rotation.master.linear import Floats, Ints
from rotation.solver.lines import Walk, stepping

TRIES = 60
"""Walks before it is given up."""

FIRST = 20.0 * GRAIN
"""By how much the price of a sum's step changes at first, in grains."""


def allowed(walk: Walk, line: Ints) -> bool:
    """Say whether a line keeps to the hard sums, those that were left to the master too."""
    own = walk.diagram.own(line)
    return own is not None and not any(_outs(walk, own[1]))


def fitted(walk: Walk, reduced: Floats, duals: Floats) -> Ints | None:
    """Return a line that keeps to every hard sum and is cheap under prices; None if not found."""
    prices, _ = stepping(walk, duals)
    curves = [walk.diagram.counters[counter] for counter in walk.diagram.linear]
    change = np.array([FIRST / curve.step for curve in curves])
    last = np.zeros(len(curves))
    for _ in range(TRIES):
        line = walk.diagram.best(reduced[walk.x], prices)
        own = walk.diagram.own(line.taken)
        if own is None:
            return None
        outs = np.array(_outs(walk, own[1]), np.float64)
        if not outs.any():
            return line.taken
        change = np.where(outs * last < 0, change / 2, change * np.where(outs == last, 1.3, 1.0))
        last = np.where(outs != 0, outs, last)
        prices = prices + outs * change
    return None


def _outs(walk: Walk, values: NDArray[np.int64]) -> list[int]:
    """Return for each linear counter whether its value is too high (1), too low (-1) or fits."""
    outs = []
    for counter, (low, high), value in zip(walk.diagram.linear, walk.within, values, strict=True):
        fits = walk.diagram.counters[counter].price(int(value)) is not None
        outs.append(0 if fits else 1 if value > high else -1 if value < low else 0)
    return outs
