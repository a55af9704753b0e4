"""The restricted master, solved from the middle: for programmes of many alike rotas."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rotation.master.columns import Column, Layout, Solved
from rotation.master.interior import Interior
from rotation.master.linear import Floats, Linear, Longs

LOOSEST, TIGHTEST = 1e-2, 1e-7
"""Gaps at which the interior point ends at most and at least, as shares of the value."""

PENALTY = 100.0
"""What a unit of anything missing costs, in caps."""

SLIGHT = 1e-3
"""What is missing less than this is rounding."""


class CentralMaster:
    """The restricted master over lines.

    Parameters
    ----------
    own
        Row -> the block that alone has it, or -1.
    """

    def __init__(self, linear: Linear, own: Longs, blocks: int, unit: float) -> None:
        self.linear, self._unit = linear, unit
        self._layout = Layout(linear, unit)
        self._interior = Interior(linear, own, blocks, unit)
        self._allowed = np.zeros(0, np.bool_)
        self._useful = np.zeros(0, np.bool_)
        self._block = np.zeros(0, np.int64)
        self._cap = np.inf

    def add(self, columns: Sequence[Column]) -> None:
        """Add lines."""
        if not columns:
            return
        self._interior.add(self._layout.costs(columns), self._layout.flat(columns))
        more = np.ones(len(columns), np.bool_)
        self._allowed = np.concatenate([self._allowed, more])
        self._useful = np.concatenate([self._useful, more])
        self._block = np.concatenate([self._block, [each.block for each in columns]])

    def allow(self, columns: Sequence[int], *, allowed: bool) -> None:
        """Let these lines be taken, or forbid them."""
        self._allowed[list(columns)] = allowed

    def cap(self, grains: float) -> None:
        """Let nothing that is not a line cost more than this."""
        self._cap = grains / self._unit

    def insist(self) -> bool:
        """Leave it: what is missing costs more as the cap is raised."""
        return False

    def narrow(self, duals: Floats, least: Floats, room: float) -> None:
        """Leave out lines that no solution has that is cheaper than what is known."""
        dear = self._interior.reduced(duals / self._unit) * self._unit
        self._useful &= dear - least[self._block] <= room

    def solve(self, seconds: float, gap: float = 0.0) -> Solved | None:
        """Solve it about as exactly as asked; None where that took too long or went wrong."""
        whole = self._allowed.all()
        taken = self._allowed & self._useful
        tolerance = min(LOOSEST, max(TIGHTEST, gap))
        point = self._interior.solve(taken, self._cap, PENALTY * self._cap, tolerance, seconds)
        if point is None:
            return None
        lacking = np.where(point.lacking > SLIGHT, point.lacking, 0.0)
        off = np.where(point.off > SLIGHT, point.off, 0.0)
        missing = float(lacking.sum() + off.sum())
        dear = self.linear.rest_cost / self._unit > self._cap
        return Solved(
            value=point.value * self._unit + self.linear.constant,
            duals=point.duals * self._unit,
            fees=point.fees * self._unit,
            shares=point.shares,
            missing=missing,
            lacking=lacking,
            off=off,
            capped=(whole and missing > 0) or bool((point.rest[dear] > SLIGHT).any()),
        )
