"""The lines that are known of everybody, and which of them may be had."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from rotation.master.columns import Column, RestrictedMaster
from rotation.master.linear import Floats
from rotation.solver.leftover import Walk
from rotation.walk.diagram import Diagram

Cells = dict[int, Floats]
"""Block -> how much of each position of the line is had."""


class KnownLines:
    """Lines as positions in their walk, each once, in the order of the master's columns.

    Parameters
    ----------
    master
        Told of every line, and of which may be had.
    walks
        Everybody's.

    Attributes
    ----------
    forced
        Block -> what each open shift of that line must be: 1 held, -1 not, 0 either.
    """

    def __init__(self, master: RestrictedMaster, walks: Sequence[Walk]) -> None:
        self.forced: dict[int, np.ndarray] = {}
        self._master, self._walks = master, walks
        self._seen: set[tuple[int, bytes]] = set()
        self._taken: list[tuple[int, np.ndarray]] = []
        self._of: dict[int, set[int]] = defaultdict(set)
        self._holding: dict[tuple[int, int], set[int]] = defaultdict(set)
        self._barred: set[int] = set()
        self._cuts: dict[int, tuple[np.ndarray, Diagram]] = {}

    def __len__(self) -> int:
        return len(self._taken)

    def learn(self, lines: Sequence[tuple[Walk, np.ndarray]]) -> int:
        """Add lines that are allowed and new; return how many."""
        columns = []
        for walk, taken in lines:
            key = (walk.block, taken.tobytes())
            if key in self._seen:
                continue
            self._seen.add(key)
            column = _column(walk, taken)
            if column is None:
                continue
            self._note(walk, taken, len(self._taken))
            columns.append(column)
        self._master.add(columns)
        return len(columns)

    def _note(self, walk: Walk, taken: np.ndarray, number: int) -> None:
        self._taken.append((walk.block, taken))
        self._of[walk.block].add(number)
        for position in taken.tolist():
            self._holding[walk.block, position].add(number)

    def move(self, master: RestrictedMaster) -> None:
        """Tell another master from now on, and all that the last one was told."""
        self._master = master
        columns = [_column(self._walks[block], taken) for block, taken in self._taken]
        master.add([column for column in columns if column is not None])
        master.allow(sorted(self._barred), allowed=False)

    # -- what is known -----------------------------------------------------------------------

    def all(self) -> list[tuple[int, np.ndarray]]:
        """Return every line, as its block and positions."""
        return list(self._taken)

    def open(self) -> list[tuple[int, np.ndarray]]:
        """Return the lines that are such as is forced, as block and positions."""
        return [each for number, each in enumerate(self._taken) if number not in self._barred]

    def of(self, block: int, most: int = 0) -> list[np.ndarray]:
        """Return the last lines that were found for somebody, as positions; 0: all of them."""
        return [self._taken[number][1] for number in sorted(self._of[block])[-most:]]

    def cells(self, shares: Floats) -> Cells:
        """Block -> the share of each position of the line that the lines' shares come to."""
        cells = {walk.block: np.zeros(len(walk.x)) for walk in self._walks}
        for number in np.nonzero(shares > 1e-9)[0]:
            block, taken = self._taken[number]
            cells[block][taken] += shares[number]
        return cells

    def likeliest(self, shares: Floats) -> list[np.ndarray]:
        """Return everybody's line with the greatest share, as positions."""
        best: dict[int, tuple[float, np.ndarray]] = {}
        for number in np.nonzero(shares > 1e-9)[0]:
            block, taken = self._taken[number]
            if block not in best or shares[number] > best[block][0]:
                best[block] = float(shares[number]), taken
        none = np.zeros(0, np.int32)
        return [best[w.block][1] if w.block in best else none for w in self._walks]

    # -- what may be had ---------------------------------------------------------------------

    def forced_of(self, walk: Walk) -> np.ndarray:
        """Return what each position of a line must be."""
        forced = self.forced.get(walk.block)
        return np.zeros(len(walk.x), np.int8) if forced is None else forced

    def force(self, walk: Walk, forced: np.ndarray) -> None:
        """Let the lines of somebody be such from now on; others are out."""
        before = self.forced_of(walk)
        out: set[int] = set()
        for position in np.nonzero(forced != before)[0]:
            holding = self._holding[walk.block, int(position)]
            out |= holding if forced[position] < 0 else self._of[walk.block] - holding
        self.forced[walk.block] = forced
        fresh = sorted(out - self._barred)
        self._barred |= out
        self._master.allow(fresh, allowed=False)

    def release(self, walk: Walk) -> None:
        """Let somebody's lines be any again."""
        self.forced.pop(walk.block, None)
        back = self._barred & self._of[walk.block]
        self._barred -= back
        self._master.allow(sorted(back), allowed=True)

    def free(self) -> None:
        """Let everybody's lines be any again."""
        self.forced.clear()
        self._cuts.clear()
        self._master.allow(sorted(self._barred), allowed=True)
        self._barred.clear()

    def left(self, walk: Walk) -> Walk:
        """Return somebody's lines, of those that are forced only such, which are sooner walked."""
        forced = self.forced.get(walk.block)
        if forced is None:
            return walk
        by, cut = self._cuts.get(walk.block, (np.zeros_like(forced), walk.diagram))
        if by is not forced:
            more = bool((forced[by != 0] == by[by != 0]).all())
            cut = (cut if more else walk.diagram).cut(forced)
            self._cuts[walk.block] = forced, cut
        return replace(walk, diagram=cut)


def _column(walk: Walk, taken: np.ndarray) -> Column | None:
    """Say what a line adds to the master; None where it is not allowed."""
    own = walk.diagram.own(taken)
    if own is None:
        return None
    cost, values = own
    adds = tuple(
        (row, float((value - first) // unit))
        for row, value, first, unit in zip(walk.rows, values, walk.from_, walk.unit, strict=True)
    )
    return Column(walk.block, walk.x[taken], int(cost), adds)
