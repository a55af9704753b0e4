"""The restricted master: everybody takes a share of each of the lines found for them so far.

HiGHS, primal simplex: a new line leaves the last basis feasible, so that each run goes on where
the one before it stopped. Where what it had is forbidden, or rows wake or have other ends that it
does not keep to, it is not feasible any more, and the run goes on by dual simplex.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

import highspy
import numpy as np
from numpy.typing import NDArray

from rotation.master.columns import Column, Layout, Solved
from rotation.master.linear import Floats, Linear

TOLERANCE = 1e-6
"""How far a row may be off."""

DUAL, PRIMAL = 1, 4
"""What HiGHS calls its ways of simplex."""

AT_ONCE = 50
"""Rows that are woken at a time, or a few more."""

RAISES, DEAREST = 20.0, 1e8
"""How the price of what is missing is raised where it is still had, and up to how many units: above
that, numbers would no longer tell what lines cost apart."""


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
        self._layout = Layout(linear, unit)
        self._unit, self._rows, self._dear = unit, linear.held.rows, dear
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
        self._allowed = np.zeros(0, np.bool_)
        self._last: tuple[Floats, Floats] | None = None
        self._capped = np.zeros(len(linear.rest_cost), np.bool_)
        self._asleep = linear.low < linear.high
        self._length = np.diff(linear.held.start)
        self._wake(self._asleep, awake=False)

    def add(self, columns: Sequence[Column]) -> None:
        """Add lines."""
        if not columns:
            return
        self._allowed = np.append(self._allowed, np.ones(len(columns), np.bool_))
        flat, cost = self._layout.flat(columns), self._layout.costs(columns)
        self._outdo(float(cost.max()) * self._unit)
        none, far = np.zeros(len(columns)), np.full(len(columns), highspy.kHighsInf)
        entries = len(flat.value)
        start = flat.start[:-1]
        self._highs.addCols(len(columns), cost, none, far, entries, start, flat.index, flat.value)

    def _outdo(self, most: float) -> None:
        """Let what is missing cost more than a line does, or nobody would have that line."""
        if 2 * most <= self._dear:
            return
        self._miss(self._dear + 4 * most)

    def insist(self) -> bool:
        """Let what is missing cost more, or lines above its price pay for nobody and stay unknown.

        False where it costs as much as it can.
        """
        most = DEAREST * self._unit
        if self._dear >= most:
            return False
        self._miss(min(most, RAISES * self._dear))
        return True

    def _miss(self, dear: float) -> None:
        self._dear = dear
        index = np.arange(self._lacks, self._first, dtype=np.int32)
        self._highs.changeColsCost(len(index), index, np.full(len(index), dear / self._unit))

    def allow(self, columns: Sequence[int], *, allowed: bool) -> None:
        """Let these lines be taken, or forbid them."""
        if columns:
            self._allowed[list(columns)] = allowed
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

    def narrow(self, duals: Floats, least: Floats, room: float) -> None:
        """Leave it: what is not in the basis costs little here."""

    def _wake(self, rows: NDArray[np.bool_], *, awake: bool) -> None:
        """Let rows count, or not."""
        index = np.nonzero(rows)[0].astype(np.int32)
        far = np.full(len(index), highspy.kHighsInf)
        low, high = (self.linear.low[index], self.linear.high[index]) if awake else (-far, far)
        self._highs.changeRowsBounds(len(index), index, low, high)

    def hold(self, low: Floats, high: Floats) -> None:
        """Let the rows lie within other ends from now on; none is free that was not."""
        changed = np.flatnonzero((low != self.linear.low) | (high != self.linear.high))
        self.linear = replace(self.linear, low=low, high=high)
        self._asleep[changed] = False
        index = changed.astype(np.int32)
        self._highs.changeRowsBounds(len(index), index, low[index], high[index])

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

    def _broken(self, at: Floats) -> NDArray[np.bool_]:
        """Return the rows whose ends such values are outside of."""
        return (at < self.linear.low - TOLERANCE) | (at > self.linear.high + TOLERANCE)

    def _fits(self) -> bool:
        """Say whether the last solution still is one: else its basis is only as cheap as can be."""
        if self._last is None:
            return True
        at, shares = self._last
        out = ~self._allowed[: len(shares)]
        return not ((self._broken(at) & ~self._asleep).any() or (shares[out] > TOLERANCE).any())

    def solve(self, seconds: float, gap: float = 0.0) -> Solved | None:
        """Solve it; None where that took too long or went wrong.

        Rows sleep until the answer breaks them: most never do, and the rest is solved sooner.
        """
        ends = time.monotonic() + seconds
        anew = False
        while True:
            self._highs.setOptionValue("simplex_strategy", PRIMAL if self._fits() else DUAL)
            left = max(0.01, ends - time.monotonic())
            self._highs.setOptionValue("time_limit", self._highs.getRunTime() + left)
            self._highs.run()
            status = self._highs.getModelStatus()
            if status == highspy.HighsModelStatus.kInfeasible and not self._eased:
                self._ease()
                continue
            if status == highspy.HighsModelStatus.kUnknown and not anew:
                # It stands at a basis that is not the best and finds no way on; from none it does.
                anew, self._last = True, None
                self._highs.clearSolver()
                continue
            if status != highspy.HighsModelStatus.kOptimal:
                return None
            solution = self._highs.getSolution()
            values = np.array(solution.col_value)
            at = np.array(solution.row_value)[: self._rows]
            self._last = at, values[self._first :]
            broken = self._broken(at) & self._asleep
            if not broken.any():
                break
            self._rouse(broken)
        duals = np.array(solution.row_dual) * self._unit
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
            capped=bool((values[: self._lacks][self._capped] > TOLERANCE).any()),
            rest=values[: self._lacks],
        )


_OPTIONS = {
    "output_flag": False,
    "threads": 1,
    "solver": "simplex",
    "simplex_strategy": PRIMAL,
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
