"""What a restricted master is given, and what it says: lines, their rows, prices and shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from rotation.master.linear import Floats, Ints, Linear, Sparse


@dataclass(frozen=True)
class Column:
    """One line of work that somebody could have.

    Parameters
    ----------
    block
        Whose it is.
    held
        The x of the linear programme that it holds, ascending.
    cost
        Own price, in grains.
    adds
        What it adds to each row beyond the held ones: (row, amount).
    """

    block: int
    held: Ints
    cost: int
    adds: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True)
class Solved:
    """A solved master. Values in grains, duals too; `shares` of the columns in their order.

    Parameters
    ----------
    fees
        What each block's line is worth to it.
    missing
        How many people are without a line, and by how much rows are not kept.
    lacking, off
        The same for each block and for each row.
    capped
        Whether something is had whose price was lowered.
    rest
        What the programme's other variables come to; empty where it is not told.
    """

    value: float
    duals: Floats
    fees: Floats
    shares: Floats
    missing: float
    lacking: Floats
    off: Floats
    capped: bool = False
    rest: Floats = field(default_factory=lambda: np.zeros(0))


class RestrictedMaster(Protocol):
    """The master over the lines that are known so far."""

    def add(self, columns: Sequence[Column]) -> None:
        """Add lines."""

    def allow(self, columns: Sequence[int], *, allowed: bool) -> None:
        """Let these lines be taken, or forbid them."""

    def cap(self, grains: float) -> None:
        """Let nothing that is not a line cost more than this.

        Where what is dear is not had, its price does not matter, and the duals swing less.
        """

    def insist(self) -> bool:
        """Let what is missing cost more, or lines above its price pay for nobody and stay unknown.

        False where it costs as much as it can.
        """

    def narrow(self, duals: Floats, least: Floats, room: float) -> None:
        """Leave out lines that no solution has that is cheaper than what is known.

        Parameters
        ----------
        duals
            Prices of the rows, in grains.
        least
            What each block's cheapest line comes to at these prices, in grains.
        room
            From the bound that these prices give to a value that is reached, in grains.
        """

    def solve(self, seconds: float, gap: float = 0.0) -> Solved | None:
        """Solve it; None where that took too long or went wrong.

        Parameters
        ----------
        gap
            How far its value may be off, as a share of it.
        """


class Layout:
    """Lays lines out as columns: what each adds to each row, and that it is its owner's.

    Parameters
    ----------
    unit
        What a grain is divided by, so that the numbers are ones that a linear solver likes.
    """

    def __init__(self, linear: Linear, unit: float) -> None:
        self._linear, self._unit, self._rows = linear, unit, linear.held.rows
        self._across = linear.held.across(len(linear.pairs))

    def costs(self, columns: Sequence[Column]) -> Floats:
        """Return what each costs, in units."""
        held = self._linear.held_cost
        return np.array([each.cost + held[each.held].sum() for each in columns]) / self._unit

    def flat(self, columns: Sequence[Column]) -> Sparse:
        """Return a row of entries for each line; its owner's are below those of the programme."""
        if not columns:
            return Sparse.of([])
        across, width = self._across, self._rows + 1 + max(each.block for each in columns)
        held = np.concatenate([each.held for each in columns])
        count = across.start[held + 1] - across.start[held]
        first = across.start[held] - (np.cumsum(count) - count)
        places = np.repeat(first, count) + np.arange(count.sum())
        lengths = [len(each.held) for each in columns]
        line = np.repeat(np.repeat(np.arange(len(columns)), lengths), count)
        more = [(n, row, amount) for n, each in enumerate(columns) for row, amount in each.adds]
        more += [(n, self._rows + each.block, 1.0) for n, each in enumerate(columns)]
        lines, rows, amounts = zip(*more, strict=True)
        key = np.concatenate([line, lines]) * width + np.concatenate([across.index[places], rows])
        keys, at = np.unique(key, return_inverse=True)
        total = np.bincount(at, np.concatenate([across.value[places], amounts]))
        owner, row = np.divmod(keys[total != 0], width)
        start = np.zeros(len(columns) + 1, np.int32)
        np.cumsum(np.bincount(owner, minlength=len(columns)), out=start[1:])
        return Sparse(start, row.astype(np.int32), total[total != 0].astype(np.float64))
