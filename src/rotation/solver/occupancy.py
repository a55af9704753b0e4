"""Who has which line, and what that comes to in the rows of the team."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rotation.master.levels import Levels
from rotation.master.linear import Floats, Ints
from rotation.solver.generation import dear
from rotation.solver.lines import Work
from rotation.solver.opened import Opened


@dataclass(frozen=True)
class _Entries:
    """What the shifts of a line add to the rows: position, row and amount."""

    at: NDArray[np.int64]
    row: NDArray[np.int64]
    amount: Floats

    def of(self, positions: NDArray[np.bool_]) -> _Entries:
        """Return those of some positions."""
        chosen = positions[self.at]
        return _Entries(self.at[chosen], self.row[chosen], self.amount[chosen])


@dataclass(frozen=True)
class State:
    """Where everybody was, and what that came to."""

    price: float
    lines: list[Ints | None]
    level: Floats
    paid: Floats
    own: Floats


class Occupancy:
    """Everybody's line, one at a time.

    Attributes
    ----------
    lines
        Everybody's line as positions; None where nobody is seated.
    level, paid
        Of each row: what the lines come to, and what that costs in grains.
    """

    def __init__(self, work: Work) -> None:
        self._work = work
        self._levels = Levels(work.linear, dear(work.linear))
        self._entries = _entries(work)
        self.clear()

    def clear(self, level: Floats | None = None) -> None:
        """Let nobody be seated, and the rows be at a level; None: at nothing."""
        self.lines: list[Ints | None] = [None] * len(self._work.walks)
        self._own = np.zeros(len(self._work.walks))
        self.level = np.zeros(self._work.linear.held.rows) if level is None else level
        self.paid = self._levels.price(np.arange(len(self.level)), self.level)

    @property
    def price(self) -> float:
        """Return what the lines cost, in grains; a guide only where rows share variables."""
        return float(self.paid.sum() + self._own.sum())

    def full(self) -> bool:
        """Say whether everybody is seated."""
        return all(line is not None for line in self.lines)

    def seated(self) -> list[Ints]:
        """Return everybody's line, as soon as everybody is seated."""
        return [line for line in self.lines if line is not None]

    def state(self) -> State:
        """Return where everybody is, to come back to."""
        levels = self.level.copy(), self.paid.copy(), self._own.copy()
        return State(self.price, list(self.lines), *levels)

    def restore(self, state: State) -> None:
        """Come back to where everybody was; once, as the state is gone on with."""
        self.lines, self.level = state.lines, state.level
        self.paid, self._own = state.paid, state.own

    def marginal(self, block: int, part: Opened | None = None) -> Floats:
        """Return by how much each position of a line would make the rows dearer, given all else.

        Parameters
        ----------
        part
            What of the line is open, where not all of it is; elsewhere it is nothing.
        """
        entries = self._entries[block]
        if part is not None:
            entries = entries.of(part.open_)
        there = self._levels.price(entries.row, self.level[entries.row] + entries.amount)
        size = len(self._work.walks[block].x)
        more = np.bincount(entries.at, there - self.paid[entries.row], size)
        return np.asarray(more, np.float64)

    def count(self, block: int, shares: Floats, sign: int) -> None:
        """Let somebody's shares of assignments count in the rows (1), or no longer (-1)."""
        entries = self._entries[block]
        self._change(entries.row, sign * shares[entries.at] * entries.amount)

    def sit(self, block: int, line: Ints) -> None:
        """Give somebody who has none a line, which is allowed by itself."""
        walk = self._work.walks[block]
        own = walk.diagram.own(line)
        assert own is not None  # noqa: S101
        self.lines[block] = line
        self._own[block] = own[0] + self._work.linear.held_cost[walk.x[line]].sum()
        self._move(block, line, own[1], 1)

    def leave(self, block: int) -> None:
        """Take somebody's line."""
        line = self.lines[block]
        assert line is not None  # noqa: S101
        own = self._work.walks[block].diagram.own(line)
        assert own is not None  # noqa: S101
        self.lines[block] = None
        self._own[block] = 0.0
        self._move(block, line, own[1], -1)

    def take(self, lines: Sequence[Ints]) -> None:
        """Give everybody the line of a rota, where each is allowed by itself."""
        if not self.full():  # who was not seated may count with shares
            self.clear()
        for block, line in enumerate(lines):
            now = self.lines[block]
            if now is not None and np.array_equal(now, line):
                continue
            if now is not None:
                self.leave(block)
            self.sit(block, line)

    def _move(self, block: int, line: Ints, values: NDArray[np.int64], sign: int) -> None:
        """Add a line to the rows' levels, or take it out."""
        walk, entries = self._work.walks[block], self._entries[block]
        held = np.zeros(len(walk.x), np.bool_)
        held[line] = True
        taken = held[entries.at]
        rows = np.array(walk.rows, np.int64)
        counted = (values - np.array(walk.from_, np.int64)) // np.array(walk.unit, np.int64)
        amounts = np.concatenate([entries.amount[taken], counted])
        self._change(np.concatenate([entries.row[taken], rows]), sign * amounts)

    def _change(self, rows: NDArray[np.int64], amounts: Floats) -> None:
        """Add to the levels of rows, one as often as it is named."""
        np.add.at(self.level, rows, amounts)
        self.paid[rows] = self._levels.price(rows, self.level[rows])


def _entries(work: Work) -> list[_Entries]:
    across = work.linear.held.across(len(work.linear.pairs))
    found = []
    for walk in work.walks:
        counts = across.start[walk.x + 1] - across.start[walk.x]
        at = np.repeat(np.arange(len(walk.x)), counts)
        first = np.repeat(across.start[walk.x] - np.cumsum(counts) + counts, counts)
        places = first + np.arange(len(at))
        rows = across.index[places].astype(np.int64)
        found.append(_Entries(at, rows, across.value[places]))
    return found
