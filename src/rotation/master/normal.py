"""The normal equations A diag(weight) A^T of a programme, factored and solved.

Rows that one block alone has are eliminated block by block.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rotation.master import kernels
from rotation.master.linear import Floats, Longs

FIRM = 1e-10
"""Added to the diagonal, which may be singular."""


@dataclass
class Columns:
    """Columns that are gathered: cost, most, and entries by permuted rows."""

    cost: Floats
    most: Floats
    start: Longs
    index: Longs
    value: Floats

    def and_(self, other: Columns) -> Columns:
        """Return these and others after them."""
        return Columns(
            np.concatenate([self.cost, other.cost]),
            np.concatenate([self.most, other.most]),
            np.concatenate([self.start, other.start[1:] + self.start[-1]]),
            np.concatenate([self.index, other.index]),
            np.concatenate([self.value, other.value]),
        )

    def of(self, chosen: NDArray[np.bool_]) -> Columns:
        """Return some of them."""
        if chosen.all():
            return self
        length = np.diff(self.start)
        entries = np.repeat(chosen, length)
        start = np.concatenate([[0], np.cumsum(length[chosen])]).astype(np.int64)
        index, value = self.index[entries], self.value[entries]
        return Columns(self.cost[chosen], self.most[chosen], start, index, value)


class Normal:
    """The normal equations of some columns.

    Parameters
    ----------
    rows
        How many rows there are: the common ones, then those of each block.
    block, first
        Own row (from 0) -> its block; block -> its first own row.
    """

    def __init__(self, columns: Columns, rows: int, block: Longs, first: Longs) -> None:
        self._columns, self._rows, self._block, self._first = columns, rows, block, first
        self._common = rows - len(block)
        widest = int(np.diff(first).max(initial=1))
        self._square = np.empty((self._common, self._common))
        self._border = np.empty((len(block), self._common))
        self._own = np.empty((len(first) - 1, widest, widest))

    def times(self, x: Floats) -> Floats:
        """Return A x."""
        c = self._columns
        return kernels.times(c.start, c.index, c.value, x, self._rows)

    def across(self, y: Floats) -> Floats:
        """Return A^T y."""
        c = self._columns
        return kernels.across(c.start, c.index, c.value, y)

    def factor(self, weight: Floats) -> bool:
        """Factor them for these weights of the columns; False where that cannot be."""
        c = self._columns
        kernels.normal(
            *(c.start, c.index, c.value, weight, self._block, self._first),
            *(self._square, self._border, self._own),
        )
        for size in range(self._own.shape[1]):
            self._own[:, size, size] += FIRM
        if not kernels.factor_blocks(self._own, self._first):
            return False
        kernels.lower_blocks(self._own, self._first, self._border)
        self._square -= self._border.T @ self._border
        np.einsum("ii->i", self._square)[:] += FIRM
        try:
            self._lower = np.asarray(np.linalg.cholesky(self._square), np.float64)
        except np.linalg.LinAlgError:
            return False
        return True

    def solve(self, right: Floats) -> Floats:
        """Solve them as they were factored last."""
        own = np.array(right[self._common :], np.float64)
        kernels.lower_blocks(self._own, self._first, own[:, None])
        below = np.asarray(right[: self._common] - self._border.T @ own, np.float64)
        top = kernels.triangles(self._lower, below)
        rest = np.asarray(own - self._border @ top, np.float64)
        kernels.upper_blocks(self._own, self._first, rest)
        return np.concatenate([top, rest])
