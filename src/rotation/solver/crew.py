"""What is left to do where all but a few people keep their lines: a smaller work of its own.

Whatever the others hold becomes numbers, and rows that then say nothing go. That work is solved
like any other, in a hundredth of the time, and it can be sent anywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rotation.master.levels import MOST_PIECES, Levels
from rotation.master.linear import Floats, Ints, Linear, Sparse
from rotation.solver.leftover import Walk
from rotation.solver.lines import Work
from rotation.solver.opened import Opened, opened

PASSES = 4
"""How often rows and variables are looked through for what says nothing any more."""

SLIGHT = 1e-9


@dataclass(frozen=True)
class Crew:
    """The work of a few people.

    Parameters
    ----------
    work
        Their lines only, and of those only what may change; its blocks are numbered from 0 in the
        order of `blocks`.
    blocks
        Whose lines these are in the whole work.
    rows
        The row of the whole work for each row of this one.
    opened
        For each of its blocks what is open of the whole line.
    """

    work: Work
    blocks: tuple[int, ...]
    rows: Ints
    opened: tuple[Opened, ...]


def crew(
    work: Work,
    blocks: Sequence[int],
    lines: Sequence[Ints],
    open_: NDArray[np.bool_] | None = None,
) -> Crew:
    """Cut out the work of a few people.

    Parameters
    ----------
    blocks
        Who they are; those who have nothing open are left out.
    lines
        Everybody's line, as positions.
    open_
        The x that may change, where not all of theirs may.

    Raises
    ------
    ValueError
        One of the others' lines is not allowed.
    """
    linear, walks = work.linear, work.walks
    fixed = np.zeros(len(linear.pairs))
    shift = np.zeros(linear.held.rows)
    constant = linear.constant
    free = np.zeros(len(linear.pairs), np.bool_)
    for block in blocks:
        free[walks[block].x] = True if open_ is None else open_[walks[block].x]
    parts = {block: opened(walks[block], lines[block], free[walks[block].x]) for block in blocks}
    own_parts = {block: part for block, part in parts.items() if part is not None}
    for walk, line in zip(walks, lines, strict=True):
        fixed[walk.x[line]] = ~free[walk.x[line]]
        if walk.block in own_parts:
            continue
        own = walk.diagram.own(line)
        if own is None:
            raise ValueError(f"the line of block {walk.block} is not allowed")
        constant += own[0]
        for row, value, first, unit in zip(walk.rows, own[1], walk.from_, walk.unit, strict=True):
            shift[row] += (value - first) // unit
    shift += linear.held.times(fixed)
    constant += round(float(linear.held_cost @ fixed))
    cut = _Cut(linear, free, shift, {row for block in own_parts for row in walks[block].rows})
    cut.reduce()
    smaller = cut.linear(constant + cut.settle())
    x_of, row_of = np.cumsum(free) - 1, np.cumsum(cut.row) - 1
    own_walks = tuple(
        _moved(part.walk, number, x_of, row_of) for number, part in enumerate(own_parts.values())
    )
    left = replace(work, linear=smaller, walks=own_walks)
    rows = np.flatnonzero(cut.row).astype(np.int32)
    return Crew(left, tuple(own_parts), rows, tuple(own_parts.values()))


def _moved(walk: Walk, block: int, x_of: NDArray[np.int64], row_of: NDArray[np.int64]) -> Walk:
    rows = tuple(int(row_of[row]) for row in walk.rows)
    return replace(walk, block=block, x=x_of[walk.x].astype(np.int32), rows=rows)


class _Cut:
    """A programme with some of its x known, while what says nothing is taken out."""

    def __init__(
        self, linear: Linear, free: NDArray[np.bool_], shift: Floats, kept: set[int]
    ) -> None:
        self._linear, self._free = linear, free
        held, rest = linear.held, linear.rest
        owner = np.repeat(np.arange(held.rows), np.diff(held.start))
        own = free[held.index]
        self._held = owner[own], held.index[own], held.value[own]
        self._rest = np.repeat(np.arange(rest.rows), np.diff(rest.start)), rest.index, rest.value
        self.low, self.high = linear.low - shift, linear.high - shift
        self.least, self.most = linear.rest_low.copy(), linear.rest_high.copy()
        self.row = np.ones(held.rows, np.bool_)
        self._kept = np.zeros(held.rows, np.bool_)
        self._kept[list(kept)] = True

    def reduce(self) -> None:
        """Take out rows that hold anyway, and turn those on one variable into its bounds."""
        count = len(self.row)
        owner, _, value = self._held
        lowest = np.bincount(owner, np.minimum(value, 0), count)
        highest = np.bincount(owner, np.maximum(value, 0), count)
        holding = np.bincount(owner, minlength=count) > 0
        owner, index, value = self._rest
        for _ in range(PASSES):
            ends = value * self.least[index], value * self.most[index]
            least = lowest + np.bincount(owner, np.minimum(*ends), count)
            most = highest + np.bincount(owner, np.maximum(*ends), count)
            holds = (least >= self.low - SLIGHT) & (most <= self.high + SLIGHT)
            self.row &= ~holds | self._kept
            open_ = self.least[index] < self.most[index]
            number = np.bincount(owner, open_, count)
            single = self.row & ~holding & ~self._kept & (number == 1)
            if not single.any():
                break
            self._bound(single, open_)
            self.row &= ~single

    def settle(self) -> int:
        """Take out rows that nobody is left to fill and whose variables are theirs alone.

        One that cannot be kept stays, for the solver to say so.

        Returns
        -------
        What they cost, in grains.
        """
        linear, (owner, index, value) = self._linear, self._rest
        rows = len(self.row)
        asks = self.row[owner] & (self.least[index] < self.most[index])
        shared = np.bincount(index[asks], minlength=len(self.least)) > 1
        tied = asks & (shared[index] | (linear.rest_cost[index] < 0))
        alone = self.row & ~self._kept
        alone &= np.bincount(self._held[0], minlength=rows) == 0
        alone &= np.bincount(owner, tied, rows) == 0
        alone &= np.bincount(owner, minlength=rows) <= MOST_PIECES
        ends = value * self.least[index], value * self.most[index]
        alone &= np.bincount(owner, np.maximum(*ends), rows) >= self.low - SLIGHT
        alone &= np.bincount(owner, np.minimum(*ends), rows) <= self.high + SLIGHT
        mine = np.flatnonzero(alone)
        within = alone[owner]
        start = np.zeros(len(mine) + 1, np.int32)
        np.cumsum(np.bincount(owner[within], minlength=rows)[mine], out=start[1:])
        levels = Levels(
            replace(
                linear,
                rest=Sparse(start, index[within], value[within]),
                low=self.low[mine],
                high=self.high[mine],
                rest_low=self.least,
                rest_high=self.most,
            ),
            dear=0.0,
        )
        paid = levels.price(np.arange(len(mine)), np.zeros(len(mine)))
        self.row[mine] = False
        return round(float(paid.sum()))

    def _bound(self, single: NDArray[np.bool_], open_: NDArray[np.bool_]) -> None:
        owner, index, value = self._rest
        count = len(self.row)
        known = np.bincount(owner, np.where(open_, 0.0, value * self.least[index]), count)
        at = single[owner] & open_
        row, variable, factor = owner[at], index[at], value[at]
        one, other = (self.low - known)[row] / factor, (self.high - known)[row] / factor
        np.maximum.at(self.least, variable, np.where(factor > 0, one, other))
        np.minimum.at(self.most, variable, np.where(factor > 0, other, one))
        self.most = np.maximum(self.most, self.least)

    def linear(self, constant: int) -> Linear:
        """Return what is left; variables that nothing asks for are at their cheapest."""
        linear = self._linear
        owner, index, value = self._rest
        asked = np.zeros(len(self.least), np.bool_)
        asked[index[self.row[owner]]] = True
        asked &= self.least < self.most
        cost = linear.rest_cost
        at = np.where(asked, 0.0, np.where(cost >= 0, self.least, self.most))
        known = np.bincount(owner, value * at[index], len(self.row))
        keep = self.row[owner] & asked[index]
        rest = _sparse(owner[keep], index[keep], value[keep], self.row, asked)
        owner, index, value = self._held
        keep = self.row[owner]
        held = _sparse(owner[keep], index[keep], value[keep], self.row, self._free)
        pairs = [linear.pairs[x] for x in np.flatnonzero(self._free)]
        return Linear(
            pairs=tuple(pairs),
            held=held,
            rest=rest,
            low=(self.low - known)[self.row],
            high=(self.high - known)[self.row],
            held_cost=linear.held_cost[self._free],
            rest_cost=cost[asked],
            rest_low=self.least[asked],
            rest_high=self.most[asked],
            constant=constant + round(float(cost @ at)),
        )


def _sparse(
    owner: NDArray[np.int64],
    index: NDArray[np.int32],
    value: Floats,
    rows: NDArray[np.bool_],
    columns: NDArray[np.bool_],
) -> Sparse:
    """Lay out entries sorted by row, with the rows and columns that are left renumbered."""
    row = (np.cumsum(rows) - 1)[owner]
    start = np.zeros(int(rows.sum()) + 1, np.int32)
    np.cumsum(np.bincount(row, minlength=len(start) - 1), out=start[1:])
    return Sparse(start, (np.cumsum(columns) - 1)[index].astype(np.int32), value)
