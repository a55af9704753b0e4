"""Branching: what the bound of shares leaves open is divided until nothing cheaper is left.

The master takes shares, rotas are whole. Where the master pays for a third of a seat, or gives
somebody half of a shift, its rotas are those with less and those with more: two branches, each of
which has a bound of its own by lines that are generated for it. The least of all is one of all.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor, inf

import numpy as np
from numpy.typing import NDArray

from rotation.master.columns import Solved
from rotation.master.linear import Floats, Ints
from rotation.solver.counting import Count, counted
from rotation.solver.generation import Generation
from rotation.solver.lines import Work

FRACTION = 1e-3
"""From so far off a whole number on what is paid is divided by, and a share."""

MISSING = 1e-6
"""From this share on somebody is without a line."""


@dataclass(frozen=True)
class Branch:
    """Some of the rotas that are left.

    Parameters
    ----------
    bound
        None of them is cheaper, in grains.
    paid
        Row -> the least and the most that is counted there.
    cells
        (block, position) -> 1: held, or -1: not.
    """

    bound: float
    paid: tuple[tuple[int, tuple[float, float]], ...] = ()
    cells: tuple[tuple[tuple[int, int], int], ...] = ()

    def paying(self, row: int, least: float, most: float) -> Branch:
        """Return the rotas of these that pay so much."""
        paid = dict(self.paid) | {row: (least, most)}
        return replace(self, paid=tuple(paid.items()))

    def holding(self, block: int, position: int, what: int) -> Branch:
        """Return the rotas of these where somebody holds a shift (1), or does not (-1)."""
        return replace(self, cells=(*self.cells, ((block, position), what)))


class Branching:
    """A tree of branches, the one with the lowest bound next, of several the newest.

    Below what is known of all rotas bounds are alike: then it goes down to a whole answer.

    Parameters
    ----------
    lines
        What the master begins with: (block, positions).
    bound
        In grains; no rota is cheaper.

    Attributes
    ----------
    bound
        In grains; no rota is cheaper than the lower of this and the price that was last told.
    solved
        How many branches were looked at.
    """

    def __init__(self, work: Work, lines: Sequence[tuple[int, Ints]], bound: float) -> None:
        work, self._counts = counted(work)
        self.bound, self.solved = bound, 0
        self._low, self._high = work.linear.low, work.linear.high
        self._own = Generation(work)
        self._own.lines.learn([(work.walks[block], line) for block, line in lines])
        self._open: list[tuple[float, int, Branch]] = []
        self._made = 0
        self._left_alone = inf
        self._wait(Branch(bound))

    def go_on(
        self,
        price: Callable[[], float],
        over: Callable[[], bool],
        seconds: Callable[[], float],
        found: Callable[[list[Ints]], None],
        known: float = -inf,
    ) -> None:
        """Divide what is left until nothing cheaper than the price is, or `over` says so.

        Parameters
        ----------
        price
            Of the best rota, in grains.
        known
            A bound that was found otherwise, in grains.
        seconds
            How long the master's programme may take.
        found
            Told of everybody's lines, as positions, where a branch comes to whole ones.
        """
        self.bound = max(self.bound, known)
        waiting = [(max(each.bound, self.bound), order, each) for _, order, each in self._open]
        self._open = [each for each in waiting if each[0] < price()]
        heapq.heapify(self._open)
        while self._open and self._open[0][0] < price() and not over():
            branch = heapq.heappop(self._open)[2]
            solved = self._solve(branch, price(), over, seconds)
            bound = max(branch.bound, self._own.work.on_grid(self._own.reached))
            if bound < price():
                self._divide(replace(branch, bound=bound), solved, over, found)
            self.solved += 1
        least = self._open[0][0] if self._open else inf
        self.bound = max(self.bound, min(least, self._left_alone, price()))

    @property
    def done(self) -> bool:
        """Say whether dividing cannot raise the bound any more."""
        return not self._open or self._left_alone <= self._open[0][0]

    def _wait(self, branch: Branch) -> None:
        self._made += 1
        heapq.heappush(self._open, (max(branch.bound, self.bound), -self._made, branch))

    # -- one branch --------------------------------------------------------------------------

    def _solve(
        self,
        branch: Branch,
        price: float,
        over: Callable[[], bool],
        seconds: Callable[[], float],
    ) -> Solved | None:
        """Generate lines for a branch until its bound is as high as it gets, or at the price."""
        own = self._own
        low, high = self._low.copy(), self._high.copy()
        for row, (least, most) in branch.paid:
            low[row], high[row] = least, most
        own.hold(low, high)
        own.lines.free()
        forced: dict[int, NDArray[np.int8]] = {}
        for (block, position), what in branch.cells:
            none = np.zeros(len(own.work.walks[block].x), np.int8)
            forced.setdefault(block, none)[position] = what
        for block, each in forced.items():
            own.lines.force(own.work.walks[block], each)
        enough = inf if price == inf else own.work.below(round(price)) + 1
        return own.run(over, seconds, enough=enough)

    def _divide(
        self,
        branch: Branch,
        solved: Solved | None,
        over: Callable[[], bool],
        found: Callable[[list[Ints]], None],
    ) -> None:
        """Let the parts of a branch wait; one that cannot be divided keeps its bound."""
        if solved is None or over():
            if over():
                self._wait(branch)
            else:
                self._left_alone = min(self._left_alone, branch.bound)
            return
        parts = self._parts(branch, solved)
        for part in parts:
            self._wait(part)
        if not parts:
            # Its rota may be dearer than the master knows.
            self._left_alone = min(self._left_alone, branch.bound)
            if solved.missing < MISSING:
                found(self._own.lines.likeliest(solved.shares))

    def _parts(self, branch: Branch, solved: Solved) -> tuple[Branch, ...]:
        """Divide a branch by what is not whole; none where all is."""
        paid = self._paid(solved.rest)
        if paid is not None:
            row, value = paid
            linear = self._own.work.linear
            return (
                branch.paying(row, linear.low[row], floor(value)),
                branch.paying(row, ceil(value), linear.high[row]),
            )
        cell = self._cell(self._own.lines.cells(solved.shares))
        return () if cell is None else (branch.holding(*cell, -1), branch.holding(*cell, 1))

    def _paid(self, rest: Floats) -> tuple[int, float] | None:
        """Choose a count that is far from a whole number: of what is dear, over much of it."""
        paid = self._own.work.linear.rest.times(rest)

        def score(count: Count) -> float:
            return count.price * _off(paid[count.row]) / (1 + count.depth)

        low, high = self._own.work.linear.low, self._own.work.linear.high
        open_ = [
            each
            for each in self._counts
            if _off(paid[each.row]) > FRACTION and low[each.row] < paid[each.row] < high[each.row]
        ]
        best = max(open_, key=score, default=None)
        return None if best is None else (best.row, float(paid[best.row]))

    def _cell(self, cells: dict[int, Floats]) -> tuple[int, int] | None:
        """Choose the assignment of which about half is had."""
        best, most = None, FRACTION
        for block, shares in cells.items():
            forced = self._own.lines.forced_of(self._own.work.walks[block])
            off = np.where(forced == 0, np.minimum(shares, 1 - shares), 0.0)
            position = int(off.argmax()) if len(off) else 0
            if len(off) and off[position] > most:
                best, most = (block, position), float(off[position])
        return best


def _off(value: float) -> float:
    """Say how far a value is from a whole number."""
    return min(value - floor(value), ceil(value) - value)
