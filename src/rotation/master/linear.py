"""A linear programme over who holds which shift and what the team's rules make of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]


@dataclass(frozen=True)
class Sparse:
    """A matrix by rows: entries `start[i]` up to `start[i + 1]` belong to row i."""

    start: Ints
    index: Ints
    value: Floats

    @classmethod
    def of(cls, rows: Sequence[Mapping[int, float]]) -> Sparse:
        """Lay out rows of column -> value."""
        start = np.zeros(len(rows) + 1, np.int32)
        np.cumsum([len(row) for row in rows], out=start[1:])
        index = np.fromiter((j for row in rows for j in sorted(row)), np.int32, start[-1])
        value = np.fromiter((row[j] for row in rows for j in sorted(row)), np.float64, start[-1])
        return cls(start, index, value)

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return len(self.start) - 1

    def across(self, columns: int) -> Sparse:
        """Return the same matrix by columns."""
        owner = np.repeat(np.arange(self.rows, dtype=np.int32), np.diff(self.start))
        order = np.argsort(self.index, kind="stable")
        start = np.zeros(columns + 1, np.int32)
        np.cumsum(np.bincount(self.index, minlength=columns), out=start[1:])
        return Sparse(start, owner[order], self.value[order])

    def weigh(self, prices: Floats, columns: int) -> Floats:
        """Add up each column, every row times its price."""
        spread = np.repeat(prices, np.diff(self.start)) * self.value
        return np.bincount(self.index, weights=spread, minlength=columns).astype(np.float64)

    def times(self, values: Floats) -> Floats:
        """Add up each row, every column times its value."""
        owner = np.repeat(np.arange(self.rows), np.diff(self.start))
        total = np.bincount(owner, weights=self.value * values[self.index], minlength=self.rows)
        return total.astype(np.float64)


@dataclass(frozen=True)
class Linear:
    """What the team's rules ask of the assignments, relaxed to a linear programme.

    Every true rota is a point of it, at no more than its price, x and y whole numbers: `low <=
    held @ x + rest @ y <= high`, and the price of the team's rules is at least `constant +
    held_cost @ x + rest_cost @ y`.

    Parameters
    ----------
    pairs
        What the x stand for: (person id, shift), in the board's order.
    held, rest
        Coefficients of x and of the other variables, whole numbers, a row for each constraint.
    rest_low, rest_high
        Bounds of the other variables, finite.
    held_cost, rest_cost, constant
        In grains, whole numbers.
    """

    pairs: tuple[Any, ...]
    held: Sparse
    rest: Sparse
    low: Floats
    high: Floats
    held_cost: Floats
    rest_cost: Floats
    rest_low: Floats
    rest_high: Floats
    constant: int

    def worth(self, duals: Floats) -> tuple[Floats, float]:
        """Price the rows: what each x costs then, and the least that all else comes to.

        For any duals whatever, no rota costs less than the second plus, for everybody, the least
        that a line of theirs costs at the first. With whole duals both are exact.

        Returns
        -------
        The reduced cost of each x in grains, and the rest of the bound in grains.
        """
        reduced = self.held_cost - self.held.weigh(duals, len(self.pairs))
        at = np.where(duals > 0, self.low, self.high)
        active = duals != 0
        total = self.constant + float(np.sum(duals[active] * at[active]))
        rest = self.rest_cost - self.rest.weigh(duals, len(self.rest_cost))
        total += float(np.sum(np.where(rest > 0, rest * self.rest_low, rest * self.rest_high)))
        return reduced, total


def rows_of(columns: Iterable[Mapping[int, float]]) -> Sparse:
    """Lay out what each of several columns adds to each row."""
    return Sparse.of(list(columns))
