"""The restricted master: everybody takes a share of each of the lines found for them so far.

HiGHS, primal simplex: a new line leaves the last basis feasible, so that each run goes on where
the one before it stopped.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import ArrayLike, NDArray

from rotation.master.linear import Floats, Ints, Linear, Sparse

TOLERANCE = 1e-6
"""How far a row may be off."""


AT_ONCE = 50
"""Rows that are woken at a time, or a few more."""


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
    """

    value: float
    duals: Floats
    fees: Floats
    shares: Floats
    missing: float
    lacking: Floats
    off: Floats
    capped: bool = False


class Master:
    """The restricted master over lines.

    Parameters
    ----------
    linear
        What the team's rules ask of all together.
    blocks
        How many people, each of whom takes exactly one line.
    unit
        What a grain is divided by, so that the numbers are ones that a linear solver likes.
    dear
        Price of a person without any line and of a row that is off by one, in grains: above what
        any rota could save by it.
    """

    def __init__(self, linear: Linear, blocks: int, unit: float, dear: float) -> None:
        self.linear = linear
        self.columns: list[Column] = []
        self._across = linear.held.across(len(linear.pairs))
        self._unit, self._rows = unit, linear.held.rows
        self._highs = highspy.Highs()
        for option, value in _OPTIONS.items():
            self._highs.setOptionValue(option, value)
        self._highs.passModel(_model(linear, blocks, unit, dear))
        self._lacks = len(linear.rest_cost)
        self._first = self._highs.getNumCol()
        self._ends = np.concatenate(
            [np.flatnonzero(np.isfinite(e)) for e in (linear.low, linear.high)]
        )
        self._eased = False
        self._capped = np.zeros(len(linear.rest_cost), np.bool_)
        self._asleep = linear.low < linear.high
        self._length = np.diff(linear.held.start)
        self._wake(self._asleep, awake=False)

    def add(self, columns: Sequence[Column]) -> None:
        """Add lines."""
        if not columns:
            return
        flat = self._flat(columns)
        cost = np.array([self._cost(column) for column in columns]) / self._unit
        none, far = np.zeros(len(columns)), np.full(len(columns), highspy.kHighsInf)
        entries = len(flat.value)
        start = flat.start[:-1]
        self._highs.addCols(len(columns), cost, none, far, entries, start, flat.index, flat.value)
        self.columns += columns

    def _flat(self, columns: Sequence[Column]) -> Sparse:
        """Lay out what each line adds to each row, and that it is its owner's."""
        starts = [0]
        indices: list[ArrayLike] = []
        values: list[ArrayLike] = []
        for column in columns:
            places = np.concatenate(
                [np.arange(self._across.start[x], self._across.start[x + 1]) for x in column.held]
                or [np.zeros(0, np.int64)]
            )
            index, value = self._across.index[places], self._across.value[places]
            amounts = np.bincount(index, value, self._rows)
            for row, amount in column.adds:
                amounts[row] += amount
            own = np.flatnonzero(amounts)
            indices += [own, [self._rows + column.block]]
            values += [amounts[own], [1.0]]
            starts.append(starts[-1] + len(own) + 1)
        return Sparse(
            np.array(starts, np.int32),
            np.concatenate(indices).astype(np.int32),
            np.concatenate(values).astype(np.float64),
        )

    def _cost(self, column: Column) -> float:
        return column.cost + float(self.linear.held_cost[column.held].sum())

    def allow(self, columns: Sequence[int], *, allowed: bool) -> None:
        """Let these lines be taken, or forbid them."""
        if columns:
            index = np.array(columns, np.int32) + self._first
            high = np.full(len(columns), highspy.kHighsInf if allowed else 0.0)
            self._highs.changeColsBounds(len(columns), index, np.zeros(len(columns)), high)

    def cap(self, grains: float) -> None:
        """Let nothing that is not a line cost more than this.

        Where what is dear is not had, its price does not matter, and the duals swing less.
        """
        cost = self.linear.rest_cost
        self._capped = cost > grains
        index = np.arange(len(cost), dtype=np.int32)
        self._highs.changeColsCost(len(cost), index, np.minimum(cost, grains) / self._unit)

    def _wake(self, rows: NDArray[np.bool_], *, awake: bool) -> None:
        """Let rows count, or not."""
        index = np.nonzero(rows)[0].astype(np.int32)
        far = np.full(len(index), highspy.kHighsInf)
        low, high = (self.linear.low[index], self.linear.high[index]) if awake else (-far, far)
        self._highs.changeRowsBounds(len(index), index, low, high)

    def _ease(self) -> None:
        """Let rows be off at a price: the lines known so far do not keep all of them."""
        self._eased = True
        index = np.arange(self._lacks, self._first, dtype=np.int32)
        none, far = np.zeros(len(index)), np.full(len(index), highspy.kHighsInf)
        self._highs.changeColsBounds(len(index), index, none, far)

    def _rouse(self, broken: NDArray[np.bool_]) -> None:
        """Wake some of the rows that are broken: where the shortest are kept, most others are."""
        at_once = np.sort(self._length[broken])[:AT_ONCE][-1]
        rows = broken & (self._length <= at_once)
        self._asleep &= ~rows
        self._wake(rows, awake=True)

    def solve(self, seconds: float) -> Solved | None:
        """Solve it; None where that took too long or went wrong.

        Rows sleep until the answer breaks them: most never do, and the rest is solved sooner.
        """
        ends = time.monotonic() + seconds
        while True:
            left = max(0.01, ends - time.monotonic())
            self._highs.setOptionValue("time_limit", self._highs.getRunTime() + left)
            self._highs.run()
            status = self._highs.getModelStatus()
            if status == highspy.HighsModelStatus.kInfeasible and not self._eased:
                self._ease()
                continue
            if status != highspy.HighsModelStatus.kOptimal:
                return None
            solution = self._highs.getSolution()
            at = np.array(solution.row_value)[: self._rows]
            broken = (at < self.linear.low - TOLERANCE) | (at > self.linear.high + TOLERANCE)
            broken &= self._asleep
            if not broken.any():
                break
            self._rouse(broken)
        duals = np.array(solution.row_dual) * self._unit
        values = np.array(solution.col_value)
        blocks = self._highs.getNumRow() - self._rows
        missing = values[self._lacks : self._first]
        return Solved(
            value=self._highs.getObjectiveValue() * self._unit + self.linear.constant,
            duals=duals[: self._rows],
            fees=duals[self._rows :],
            shares=values[self._first :],
            missing=float(missing.sum()),
            lacking=missing[:blocks],
            off=np.bincount(self._ends, missing[blocks:], self._rows).astype(np.float64),
            capped=bool((values[: len(self.linear.rest_cost)][self._capped] > TOLERANCE).any()),
        )


_OPTIONS = {
    "output_flag": False,
    "threads": 1,
    "solver": "simplex",
    "simplex_strategy": 4,
    "presolve": "off",
    "random_seed": 1,
}


def _model(linear: Linear, blocks: int, unit: float, dear: float) -> highspy.HighsLp:
    """Write the programme without any line: what is not a line, who has none, and rows off."""
    rest = linear.rest.across(len(linear.rest_cost))
    rows, count = linear.held.rows, len(linear.rest_cost)
    short, over = np.flatnonzero(linear.low > -np.inf), np.flatnonzero(linear.high < np.inf)
    lacks = np.concatenate([rows + np.arange(blocks), short, over]).astype(np.int32)
    off = len(short) + len(over)
    model = highspy.HighsLp()
    model.num_col_ = count + len(lacks)
    model.num_row_ = rows + blocks
    model.col_cost_ = np.concatenate([linear.rest_cost, np.full(len(lacks), dear)]) / unit
    model.col_lower_ = np.concatenate([linear.rest_low, np.zeros(len(lacks))])
    far = np.full(blocks, highspy.kHighsInf)
    model.col_upper_ = np.concatenate([linear.rest_high, far, np.zeros(off)])
    model.row_lower_ = np.concatenate([linear.low, np.ones(blocks)])
    model.row_upper_ = np.concatenate([linear.high, np.ones(blocks)])
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    ends = rest.start[-1] + 1 + np.arange(len(lacks), dtype=np.int32)
    model.a_matrix_.start_ = np.concatenate([rest.start, ends])
    model.a_matrix_.index_ = np.concatenate([rest.index, lacks])
    signs = np.concatenate([np.ones(blocks + len(short)), -np.ones(len(over))])
    model.a_matrix_.value_ = np.concatenate([rest.value, signs])
    return model
