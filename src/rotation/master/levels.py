"""What each row of a linear programme costs by itself, wherever the assignments bring it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rotation.master.linear import Floats, Linear

MOST_PIECES = 16
"""Pieces of a row's price on each side; dearer ones are left out."""


class Levels:
    """The price of each row by its level, the sum of what is held in it.

    A variable that several rows share is taken to be there for each of them, at a like part of
    its price: exact where rows have their own variables, a guide elsewhere.

    Parameters
    ----------
    dear
        Price of a unit that nothing is left to pay for, in grains.
    """

    def __init__(self, linear: Linear, dear: float) -> None:
        rest = linear.rest
        owner = np.repeat(np.arange(rest.rows), np.diff(rest.start))
        sharing = np.maximum(np.bincount(rest.index, minlength=len(linear.rest_cost)), 1)
        size = np.abs(rest.value)
        price = (linear.rest_cost / sharing)[rest.index] / size
        length = ((linear.rest_high - linear.rest_low)[rest.index]) * size
        base = np.bincount(owner, rest.value * linear.rest_low[rest.index], rest.rows)
        self._low, self._high = linear.low - base, linear.high - base
        up, down = rest.value > 0, rest.value < 0
        self._short = _pieces(owner[up], price[up], length[up], rest.rows, dear)
        self._over = _pieces(owner[down], price[down], length[down], rest.rows, dear)

    def price(self, rows: NDArray[np.int64], levels: Floats) -> Floats:
        """Price rows at levels; in grains."""
        short = np.maximum(self._low[rows] - levels, 0.0)
        over = np.maximum(levels - self._high[rows], 0.0)
        return _paid(self._short, rows, short) + _paid(self._over, rows, over)


def _pieces(
    owner: NDArray[np.int64], price: Floats, length: Floats, rows: int, dear: float
) -> tuple[Floats, Floats]:
    """Lay out each row's pieces, the cheapest first: (piece, row) -> price of a unit, length."""
    order = np.lexsort((price, owner))
    owner, price, length = owner[order], price[order], length[order]
    first = np.searchsorted(owner, np.arange(rows))
    place = np.arange(len(owner)) - first[owner]
    kept = place < MOST_PIECES
    owner, price, length, place = owner[kept], price[kept], length[kept], place[kept]
    shape = int(place.max(initial=-1)) + 2, rows
    prices, lengths = np.full(shape, dear), np.zeros(shape)
    prices[place, owner], lengths[place, owner] = price, length
    lengths[-1] = np.inf
    return prices, lengths


def _paid(pieces: tuple[Floats, Floats], rows: NDArray[np.int64], need: Floats) -> Floats:
    total = np.zeros(len(need))
    for price, length in zip(*pieces, strict=True):
        part = np.minimum(need, length[rows])
        total += part * price[rows]
        need = need - part
    return total
