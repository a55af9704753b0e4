"""The restricted master by an interior point: prices from the middle of those that are as good.

Where many rotas cost the same, simplex goes through their corners one after the other, and each
says something else of what a shift is worth. An interior point takes some twenty steps whatever
there is, and as early as it is stopped its prices are good ones to generate lines with.

It is started anew each time: from the last point, with new lines put in, it takes more steps.

J. Gondzio, P. González-Brevis, P. Munari (2013), New developments in the primal-dual column
generation technique.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rotation.master import kernels
from rotation.master.linear import Floats, Linear, Longs, Sparse
from rotation.master.normal import Columns
from rotation.master.path import Path


@dataclass(frozen=True)
class Point:
    """Where it ended; prices and value in units.

    Parameters
    ----------
    value
        What the point costs, without any constant.
    duals, fees
        Prices of the rows, and of each block's one line.
    shares, rest
        Of the columns that were allowed (others 0), and of what is not a line.
    lacking, off
        What is missing of each block's line and of each row.
    """

    value: float
    duals: Floats
    fees: Floats
    shares: Floats
    rest: Floats
    lacking: Floats
    off: Floats


class Interior:
    """The master's programme.

    Parameters
    ----------
    own
        Row -> the block that alone has it, or -1.
    blocks
        How many blocks there are, each of which takes one line.
    unit
        What a grain is divided by.
    """

    def __init__(self, linear: Linear, own: Longs, blocks: int, unit: float) -> None:
        self._linear, self._unit, self._blocks = linear, unit, blocks
        owner = np.concatenate([own, np.arange(blocks)])
        order = np.lexsort((np.arange(len(owner)), owner))
        self._place = np.empty(len(owner), np.int64)
        self._place[order] = np.arange(len(owner))
        self._common = int((own < 0).sum())
        self._block = owner[order][self._common :].astype(np.int64)
        self._first = np.searchsorted(self._block, np.arange(blocks + 1)).astype(np.int64)
        self._lines = self._gathered(np.zeros(0), np.zeros(0), _none())
        self._new: list[Columns] = []
        low, high = linear.low, linear.high
        shift = linear.rest.times(linear.rest_low)
        sides = np.concatenate([np.where(np.isfinite(low), low, high) - shift, np.ones(blocks)])
        self._right = np.empty(len(owner))
        self._right[self._place] = sides
        rest = linear.rest.across(len(linear.rest_cost))
        self._rest = self._gathered(np.zeros(0), linear.rest_high - linear.rest_low, rest)
        ranged = np.flatnonzero(low < high)
        signs = np.where(np.isfinite(low[ranged]), -1.0, 1.0)
        self._slack = self._gathered(
            np.zeros(len(ranged)), (high - low)[ranged], _single(ranged, signs)
        )
        rows = len(low)
        missing = np.concatenate([np.arange(rows + blocks), np.arange(rows)])
        signs = np.concatenate([np.ones(rows + blocks), -np.ones(rows)])
        self._missing = self._gathered(
            np.zeros(len(missing)), np.full(len(missing), np.inf), _single(missing, signs)
        )

    def add(self, cost: Floats, flat: Sparse) -> None:
        """Add lines: what each costs in units, and what it adds to each row and to its block's."""
        self._new.append(self._gathered(cost, np.full(len(cost), np.inf), flat))

    def _gathered(self, cost: Floats, most: Floats, flat: Sparse) -> Columns:
        index = self._place[flat.index]
        column = np.repeat(np.arange(flat.rows), np.diff(flat.start))
        order = np.lexsort((index, column))
        start = flat.start.astype(np.int64)
        return Columns(cost, most, start, index[order], flat.value[order])

    def reduced(self, duals: Floats) -> Floats:
        """Return what each line costs under prices of the rows, its block's fee left out."""
        self._settle()
        y = np.zeros(len(self._right))
        y[self._place[: len(duals)]] = duals
        lines = self._lines
        return lines.cost - kernels.across(lines.start, lines.index, lines.value, y)

    def _settle(self) -> None:
        for each in self._new:
            self._lines = self._lines.and_(each)
        self._new.clear()

    def solve(
        self,
        allowed: NDArray[np.bool_],
        cap: float,
        penalty: float,
        tolerance: float,
        seconds: float,
    ) -> Point | None:
        """Solve it; None where that took too long or went wrong.

        Parameters
        ----------
        allowed
            Which lines may be taken.
        cap
            What a unit of anything that is not a line costs at most, in units.
        penalty
            What a unit of anything missing costs, in units.
        tolerance
            Gap at which it ends, as a share of the value.
        """
        self._settle()
        linear = self._linear
        self._rest.cost = np.minimum(linear.rest_cost / self._unit, cap)
        self._missing.cost = np.full(len(self._missing.most), penalty)
        lines = self._lines.of(allowed)
        columns = self._rest.and_(self._slack).and_(self._missing).and_(lines)
        found = Path(columns, self._right, self._block, self._first).run(tolerance, seconds)
        if found is None:
            return None
        x, y = found
        rest, slack, missing = len(self._rest.most), len(self._slack.most), len(self._missing.most)
        rows = len(linear.low)
        y = y[self._place]
        shares = np.zeros(len(allowed))
        shares[allowed] = x[rest + slack + missing :]
        lacks = x[rest + slack : rest + slack + missing]
        return Point(
            value=float(columns.cost @ x + self._rest.cost @ linear.rest_low),
            duals=y[:rows],
            fees=y[rows:],
            shares=shares,
            rest=x[:rest] + linear.rest_low,
            lacking=lacks[rows : rows + self._blocks],
            off=lacks[:rows] + lacks[rows + self._blocks :],
        )


def _none() -> Sparse:
    return Sparse(np.zeros(1, np.int32), np.zeros(0, np.int32), np.zeros(0))


def _single(rows: NDArray[np.int64], signs: Floats) -> Sparse:
    return Sparse(np.arange(len(rows) + 1, dtype=np.int32), rows.astype(np.int32), signs)
