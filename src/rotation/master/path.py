"""The way of an interior point: min cost x, A x = right, 0 <= x <= most.

Mehrotra's predictor and corrector on the normal equations, then Gondzio's correctors, which cost
next to nothing once there is a factorisation and save a third of them.

S. Mehrotra (1992), On the implementation of a primal-dual interior point method; J. Gondzio (1996),
Multiple centrality corrections in a primal-dual method for linear programming.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rotation.master.linear import Floats, Longs
from rotation.master.normal import Columns, Normal

MOST_STEPS = 80
"""Steps after which it is given up."""

SHORT = 0.995
"""Share of the way to the edge that a step goes at most."""

CENTRED, FURTHER, WORTH, BAND = 4, 0.3, 0.02, 10.0
"""After each factorisation a way is pulled to the middle up to so many times, to go so much
further, as long as it gains so much; products are in the middle within such a factor (Gondzio)."""

NEAR = 1e-3
"""Where rounding ends it early, such a gap and such rows are still good enough."""

EXACT = 1e-3
"""Share of the tolerance by which rows and reduced costs may be off."""


@dataclass(frozen=True)
class Way:
    """A direction: of x, of the rows' prices, and of what holds x off both its edges."""

    x: Floats
    y: Floats
    z: Floats
    w: Floats

    def finite(self) -> bool:
        """Say whether no number ran out of range."""
        return all(bool(np.isfinite(part).all()) for part in (self.x, self.y, self.z, self.w))

    def and_(self, other: Way) -> Way:
        """Return both ways together."""
        return Way(self.x + other.x, self.y + other.y, self.z + other.z, self.w + other.w)


class Path:
    """One way to the middle.

    Parameters
    ----------
    block, first
        Own row (from 0) -> its block; block -> its first own row. Own rows come after the others.
    """

    def __init__(self, columns: Columns, right: Floats, block: Longs, first: Longs) -> None:
        self.columns, self.right = columns, right
        self.normal = Normal(columns, len(right), block, first)
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
        """Return x and y; None where that took too long or went wrong."""
        ends = time.monotonic() + seconds
        columns = self.columns
        most = np.where(self.ended, columns.most, 0.0)
        off = max(1e-8, EXACT * tolerance)
        for _ in range(MOST_STEPS):
            short = self.right - self.normal.times(self.x)
            dear = columns.cost - self.normal.across(self.y) - self.z + self.w
            value, below = columns.cost @ self.x, self.right @ self.y - most @ self.w
            if (
                abs(value - below) <= tolerance * (1 + abs(value))
                and np.abs(short).max(initial=0) <= off * (1 + np.abs(self.right).max(initial=0))
                and np.abs(dear).max(initial=0) <= off * (1 + np.abs(columns.cost).max(initial=0))
            ):
                return self.x, self.y
            if time.monotonic() > ends:
                return None
            with np.errstate(all="ignore"):  # where numbers run out of range, it ends here
                going = self._step(short, dear)
            if not going:
                break
        near = max(float(np.abs(short).max(initial=0)), float(np.abs(dear).max(initial=0))) < NEAR
        return (self.x, self.y) if near and value - below < NEAR * (1 + abs(value)) else None

    def _step(self, short: Floats, dear: Floats) -> bool:
        """Go a step; False where that cannot be."""
        x, z, w, spare, ended = self.x, self.z, self.w, self.spare, self.ended
        if not self.normal.factor(self._weight()):
            return False
        mean = float(x @ z + (spare * w)[ended].sum()) / self.weights
        way = self._towards(short, dear, -x * z, -spare * w)
        over, under = self._products(way, *self._lengths(way))
        reached = float(over.sum() + under[ended].sum()) / self.weights
        aim = mean * (reached / mean) ** 3
        way = self._towards(
            short, dear, aim - x * z - way.x * way.z, aim - spare * w + way.x * way.w
        )
        way = self._centred(way, aim)
        if not way.finite():
            return False
        far, up = (min(1.0, SHORT * length) for length in self._lengths(way))
        self.x = x + far * way.x
        self.spare = np.where(ended, spare - far * way.x, 1.0)
        self.y, self.z, self.w = self.y + up * way.y, z + up * way.z, w + up * way.w
        return True

    def _centred(self, way: Way, aim: float) -> Way:
        """Pull a way to the middle, so that it can be gone further."""
        none = np.zeros(len(self.right)), np.zeros(len(self.x))
        far, up = self._lengths(way)
        for _ in range(CENTRED):
            over, under = self._products(way, min(1.0, far + FURTHER), min(1.0, up + FURTHER))
            more = way.and_(self._towards(*none, _pulled(over, aim), _pulled(under, aim)))
            before = min(1.0, far) + min(1.0, up)
            far, up = self._lengths(more)
            if not more.finite() or min(1.0, far) + min(1.0, up) < before + WORTH:
                break
            way = more
        return way

    def _weight(self) -> Floats:
        weight: Floats = 1 / (self.z / self.x + np.where(self.ended, self.w / self.spare, 0.0))
        return weight

    def _towards(self, short: Floats, dear: Floats, xz: Floats, sw: Floats) -> Way:
        """Say where to go.

        Parameters
        ----------
        short, dear
            By how much rows and reduced costs are to change.
        xz, sw
            The same of the products of what is held off each edge; the second where there is one.
        """
        x, z, w, spare, ended = self.x, self.z, self.w, self.spare, self.ended
        weight = self._weight()
        pull = dear - xz / x + np.where(ended, sw / spare, 0.0)
        dy = self.normal.solve(short + self.normal.times(weight * pull))
        dx = weight * (self.normal.across(dy) - pull)
        return Way(dx, dy, (xz - z * dx) / x, np.where(ended, (sw + w * dx) / spare, 0.0))

    def _products(self, way: Way, far: float, up: float) -> tuple[Floats, Floats]:
        """Multiply what is at each edge after a way; of what has no upper edge, anything."""
        over = (self.x + far * way.x) * (self.z + up * way.z)
        return over, (self.spare - far * way.x) * (self.w + up * way.w)

    def _lengths(self, way: Way) -> tuple[float, float]:
        """Return how far x and the prices can go until something is at its edge, up to 1/SHORT."""
        ended = self.ended
        far = _reach(((self.x, way.x), (self.spare[ended], -way.x[ended])))
        return far, _reach(((self.z, way.z), (self.w[ended], way.w[ended])))


def _pulled(products: Floats, aim: float) -> Floats:
    """Say by how much products are to change to be within a factor of what is aimed at."""
    return np.maximum(np.clip(products, aim / BAND, aim * BAND) - products, -aim * BAND)


def _reach(ways: Sequence[tuple[Floats, Floats]]) -> float:
    far = 1 / SHORT
    for at, way in ways:
        back = way < 0
        if back.any():
            far = min(far, float((at[back] / -way[back]).min()))
    return far
