"""What sums leave to their variables: ends that are drawn in until nothing changes.

CP-SAT finds the same, but only after it was told every variable and every sum.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rotation.board.rows import Ints, Rows

PASSES = 10
"""How often all sums are looked through; what follows after that is left to the solver."""


@dataclass(frozen=True)
class Ends:
    """The least and the greatest value of every variable; arrays that are written to."""

    least: Ints
    most: Ints

    def among(self, numbers: Ints) -> Ints:
        """List those of some variables that can still be several values."""
        return numbers[self.least[numbers] < self.most[numbers]]


def tighten(ends: Ends, rows: Rows, sums: Ints, low: Ints, high: Ints) -> None:
    """Draw in the ends of variables, by sums that hold in every schedule.

    Parameters
    ----------
    sums
        The numbers of the sums.
    low, high
        What each of them comes to at least and at most.
    """
    places, begins = rows.sums.places(sums)
    variables, factors = rows.sums.items[places], rows.factors[places]
    sizes = np.diff(begins)
    low, high = low - rows.offsets[sums], high - rows.offsets[sums]
    up = factors > 0
    for _ in range(PASSES):
        either = factors * ends.least[variables], factors * ends.most[variables]
        small, large = np.minimum(*either), np.maximum(*either)
        # What the other terms of its sum leave to each.
        most = np.repeat(high - added(small, begins), sizes) + small
        least = np.repeat(low - added(large, begins), sizes) + large
        at = (most < large) | (least > small)
        if not at.any():
            break
        _draw_in(ends, variables[at], factors[at], up[at], least[at], most[at])


def _draw_in(
    ends: Ends, variables: Ints, factors: Ints, up: NDArray[np.bool_], least: Ints, most: Ints
) -> None:
    """Keep terms, factor times variable, within ends."""
    below = np.where(up, -(-least // factors), -(-most // factors))
    above = np.where(up, most // factors, least // factors)
    np.maximum.at(ends.least, variables, below)
    np.minimum.at(ends.most, variables, above)


def added(items: Ints, begins: Ints) -> Ints:
    """Add up each stretch of items."""
    total = np.concatenate([[0], np.cumsum(items)])
    sums: Ints = total[begins[1:]] - total[begins[:-1]]
    return sums
