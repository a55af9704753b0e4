"""The restricted master by an interior point: prices from the middle of those that are as good.

Where many rotas cost the same, simplex goes through their corners one after the other, and each
says something else of what a shift is worth. An interior point takes some twenty steps whatever
there is, and as early as it is stopped its prices are good ones to generate lines with.

Mehrotra's predictor and corrector on the normal equations, from a cold start each time. Rows that
one block alone has (that it takes one line, its own sums) are eliminated block by block.

S. Mehrotra (1992), On the implementation of a primal-dual interior point method; J. Gondzio,
P. González-Brevis, P. Munari (2013), New developments in the primal-dual column generation
technique.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rotation.master import kernels
from rotation.master.linear import Floats, Linear, Longs, Sparse

MOST_STEPS = 80
"""Steps after which it is given up."""

SHORT = 0.995
"""Share of the way to the edge that a step goes at most."""

FIRM = 1e-10
"""Added to the diagonal of the normal equations, which may be singular."""

NEAR = 1e-3
"""Where rounding ends it early, such a gap and such rows are still good enough."""

EXACT = 1e-3
"""Share of the tolerance by which rows and reduced costs may be off."""


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


@dataclass
class _Columns:
    """Columns that are gathered: cost, most, and entries by permuted rows."""

    cost: Floats
    most: Floats
    start: Longs
    index: Longs
    value: Floats

    def and_(self, other: _Columns) -> _Columns:
        return _Columns(
            np.concatenate([self.cost, other.cost]),
            np.concatenate([self.most, other.most]),
            np.concatenate([self.start, other.start[1:] + self.start[-1]]),
            np.concatenate([self.index, other.index]),
            np.concatenate([self.value, other.value]),
        )

    def of(self, chosen: NDArray[np.bool_]) -> _Columns:
        if chosen.all():
            return self
        length = np.diff(self.start)
        entries = np.repeat(chosen, length)
        start = np.concatenate([[0], np.cumsum(length[chosen])]).astype(np.int64)
        index, value = self.index[entries], self.value[entries]
        return _Columns(self.cost[chosen], self.most[chosen], start, index, value)


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
        self._new: list[_Columns] = []
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

    def _gathered(self, cost: Floats, most: Floats, flat: Sparse) -> _Columns:
        index = self._place[flat.index]
        column = np.repeat(np.arange(flat.rows), np.diff(flat.start))
        order = np.lexsort((index, column))
        start = flat.start.astype(np.int64)
        return _Columns(cost, most, start, index[order], flat.value[order])

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
        found = _Path(columns, self._right, self._block, self._first).run(tolerance, seconds)
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


class _Path:
    """One way to the middle: min cost x, A x = right, 0 <= x <= most."""

    def __init__(self, columns: _Columns, right: Floats, block: Longs, first: Longs) -> None:
        self.columns, self.right = columns, right
        self.block, self.first = block, first
        own = len(block)
        self.common = len(right) - own
        widest = int(np.diff(first).max(initial=1))
        self.square = np.empty((self.common, self.common))
        self.border = np.empty((own, self.common))
        self.own = np.empty((len(first) - 1, widest, widest))
        self.ended = np.isfinite(columns.most)
        count = len(columns.cost)
        # As dear as most are at first, and what is dearer is there the less for it.
        start = max(1.0, float(np.median(np.abs(columns.cost)))) if count else 1.0
        self.z = np.maximum(start, columns.cost)
        self.x = np.where(self.ended, np.minimum(1.0, columns.most / 2), start / self.z)
        self.spare = np.where(self.ended, columns.most - self.x, 1.0)
        self.w = np.where(self.ended, start, 0.0)
        self.y = np.zeros(len(right))
        self.weights = max(1, count + int(self.ended.sum()))

    def run(self, tolerance: float, seconds: float) -> tuple[Floats, Floats] | None:
        """Return x and y."""
        ends = time.monotonic() + seconds
        columns = self.columns
        most = np.where(self.ended, columns.most, 0.0)
        off = max(1e-8, EXACT * tolerance)
        for _ in range(MOST_STEPS):
            short = self.right - self._times(self.x)
            dear = columns.cost - self._across(self.y) - self.z + self.w
            value, below = columns.cost @ self.x, self.right @ self.y - most @ self.w
            if (
                abs(value - below) <= tolerance * (1 + abs(value))
                and np.abs(short).max(initial=0) <= off * (1 + np.abs(self.right).max(initial=0))
                and np.abs(dear).max(initial=0) <= off * (1 + np.abs(columns.cost).max(initial=0))
            ):
                return self.x, self.y
            if time.monotonic() > ends:
                return None
            if not self._step(short, dear):
                break
        near = max(float(np.abs(short).max(initial=0)), float(np.abs(dear).max(initial=0))) < NEAR
        return (self.x, self.y) if near and value - below < NEAR * (1 + abs(value)) else None

    def _times(self, x: Floats) -> Floats:
        c = self.columns
        return kernels.times(c.start, c.index, c.value, x, len(self.right))

    def _across(self, y: Floats) -> Floats:
        c = self.columns
        return kernels.across(c.start, c.index, c.value, y)

    def _step(self, short: Floats, dear: Floats) -> bool:
        x, z, w, spare, ended = self.x, self.z, self.w, self.spare, self.ended
        weight = 1 / (z / x + np.where(ended, w / spare, 0.0))
        if not self._factor(weight):
            return False
        mean = float(x @ z + (spare * w)[ended].sum()) / self.weights

        def towards(xz: Floats, sw: Floats) -> tuple[Floats, Floats, Floats, Floats]:
            pull = dear - xz / x + np.where(ended, sw / spare, 0.0)
            dy = self._solved(short + self._times(weight * pull))
            dx = weight * (self._across(dy) - pull)
            return dx, dy, (xz - z * dx) / x, np.where(ended, (sw + w * dx) / spare, 0.0)

        dx, dy, dz, dw = towards(-x * z, -spare * w)
        far, up = self._lengths(dx, dz, dw)
        reached = (x + far * dx) @ (z + up * dz) + ((spare - far * dx) * (w + up * dw))[ended].sum()
        aim = mean * float(reached / self.weights / mean) ** 3
        dx, dy, dz, dw = towards(
            aim - x * z - dx * dz, np.where(ended, aim - spare * w + dx * dw, 0.0)
        )
        far, up = (min(1.0, SHORT * length) for length in self._lengths(dx, dz, dw))
        self.x = x + far * dx
        self.spare = np.where(ended, spare - far * dx, 1.0)
        self.y, self.z, self.w = self.y + up * dy, z + up * dz, w + up * dw
        return bool(np.isfinite(self.y).all())

    def _lengths(self, dx: Floats, dz: Floats, dw: Floats) -> tuple[float, float]:
        """Return how far x and the prices can go until something is at its edge, up to 1/SHORT."""
        ended = self.ended
        far = _reach(((self.x, dx), (self.spare[ended], -dx[ended])))
        return far, _reach(((self.z, dz), (self.w[ended], dw[ended])))

    def _factor(self, weight: Floats) -> bool:
        c = self.columns
        kernels.normal(
            *(c.start, c.index, c.value, weight, self.block, self.first),
            *(self.square, self.border, self.own),
        )
        for size in range(self.own.shape[1]):
            self.own[:, size, size] += FIRM
        if not kernels.factor_blocks(self.own, self.first):
            return False
        kernels.lower_blocks(self.own, self.first, self.border)
        self.square -= self.border.T @ self.border
        np.einsum("ii->i", self.square)[:] += FIRM
        try:
            self.lower = np.asarray(np.linalg.cholesky(self.square), np.float64)
        except np.linalg.LinAlgError:
            return False
        return True

    def _solved(self, right: Floats) -> Floats:
        """Solve the normal equations."""
        own = np.array(right[self.common :], np.float64)
        kernels.lower_blocks(self.own, self.first, own[:, None])
        below = np.asarray(right[: self.common] - self.border.T @ own, np.float64)
        top = kernels.triangles(self.lower, below)
        rest = np.asarray(own - self.border @ top, np.float64)
        kernels.upper_blocks(self.own, self.first, rest)
        return np.concatenate([top, rest])


def _reach(ways: Sequence[tuple[Floats, Floats]]) -> float:
    far = 1 / SHORT
    for at, way in ways:
        back = way < 0
        if back.any():
            far = min(far, float((at[back] / -way[back]).min()))
    return far


def _none() -> Sparse:
    return Sparse(np.zeros(1, np.int32), np.zeros(0, np.int32), np.zeros(0))


def _single(rows: NDArray[np.int64], signs: Floats) -> Sparse:
    return Sparse(np.arange(len(rows) + 1, dtype=np.int32), rows.astype(np.int32), signs)
