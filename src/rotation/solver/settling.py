"""The steps of a dive: what the shares nearly agree on is settled, and may be taken back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from math import inf

import numpy as np

from rotation.master.columns import Solved
from rotation.solver.fitting import left
from rotation.solver.generation import Generation
from rotation.solver.known_lines import Cells
from rotation.solver.leftover import Walk, stepping

SURE = 0.5
"""From this share on an assignment is settled."""

SLIGHT, ROUGH = 1e-6, 1e-2
"""How far a share may be from none or all and still be that; where the master is solved from the
middle, which is not exact."""


@dataclass(frozen=True)
class Cell:
    """An assignment with a share: whose, the position in the line."""

    share: float
    block: int
    position: int


class Settling:
    """What is settled of everybody's lines, as far as that leaves each a line.

    Parameters
    ----------
    step
        Most of the assignments that are left that are settled in a step, as a share; all that are
        whole may be, too.
    noise, random
        By how much a share may be taken for less than it is, and by what.

    Attributes
    ----------
    level
        The master's value before the last step, in grains; infinite before the first.
    mended
        Blocks for whom a line was found, as what was settled left them none.
    """

    def __init__(
        self, generation: Generation, step: float, noise: float, random: np.random.Generator
    ) -> None:
        self.level = inf
        self.mended: set[int] = set()
        self._generation, self._lines = generation, generation.lines
        self._walks = generation.work.walks
        self._slight = ROUGH if generation.central else SLIGHT
        self._share, self._noise, self._random = step, noise, random
        self._before: dict[int, np.ndarray] = {}
        self._chosen: list[Cell] = []
        self._out: tuple[Cell, float] | None = None

    def held(self) -> int:
        """Count the assignments that are settled."""
        return sum(int((self._lines.forced_of(walk) > 0).sum()) for walk in self._walks)

    def whole(self, walk: Walk, shares: Cells) -> bool:
        """Say whether the shares are one line of somebody's."""
        cells = shares[walk.block]
        return bool(np.all((cells < self._slight) | (cells > 1 - self._slight)))

    def step(self, shares: Cells, solved: Solved, over: Callable[[], bool]) -> None:
        """Settle the surest assignments, and whole lines that are whole already."""
        self.level = solved.value
        self._before, self._out = dict(self._lines.forced), None
        open_: list[Cell] = []
        whole = 0
        for walk in self._walks:
            cells = shares[walk.block]
            forced = self._lines.forced_of(walk)
            if self.whole(walk, shares):
                self._lines.force(walk, np.where(cells > 0.5, 1, -1).astype(np.int8))
                continue
            for position in np.nonzero((cells > self._slight) & (forced == 0))[0]:
                noise = self._noise * self._random.random() if self._noise else 0.0
                whole += int(cells[position] > 1 - self._slight)
                open_.append(Cell(float(cells[position]) - noise, walk.block, int(position)))
        open_.sort(key=lambda cell: (-cell.share, cell.block, cell.position))
        most = max(1, whole, int(self._share * sum(cell.share for cell in open_)))
        chosen = [cell for cell in open_[:most] if cell.share >= SURE] or open_[:1]
        self._chosen = chosen
        self._take(chosen, solved, over)

    def mend(self, walk: Walk, line: np.ndarray) -> None:
        """Settle a whole line that was found for somebody."""
        self.mended.add(walk.block)
        whole = np.full(len(walk.x), -1, np.int8)
        whole[line] = 1
        self._lines.force(walk, whole)
        self._lines.learn([(walk, line)])

    def undo(self, solved: Solved, over: Callable[[], bool]) -> bool:
        """Take half of the last step back, or all of it where it was a single assignment.

        Without that it may be dearer still: then it is settled all the same.

        Returns
        -------
        Whether there was anything to take back.
        """
        if not self._chosen:
            return self._redo(solved)
        self._restore()
        half = self._chosen[: len(self._chosen) // 2]
        if half:
            self._take(half, solved, over)
        else:
            cell = self._chosen[0]
            self._out = cell, solved.value
            self._force(cell, -1)
        self._chosen = half
        return True

    def _redo(self, solved: Solved) -> bool:
        """Settle what was taken out last, if all is dearer without it than it was with it."""
        if self._out is None:
            return False
        (cell, value), self._out = self._out, None
        if solved.value <= value:
            return False
        self._restore()
        self._force(cell, 1)
        self.level = value
        return True

    def _restore(self) -> None:
        """Let everybody's lines be as they were before the last step."""
        for walk in self._walks:
            before = self._before.get(walk.block)
            if self._lines.forced.get(walk.block) is not before:
                self._set(walk, before)
                self.mended.discard(walk.block)

    def _force(self, cell: Cell, what: int) -> None:
        walk = self._walks[cell.block]
        forced = self._lines.forced_of(walk).copy()
        forced[cell.position] = what
        self._set(walk, forced)

    def _set(self, walk: Walk, forced: np.ndarray | None) -> None:
        """Let somebody's lines be such, whatever they had to be before."""
        self._lines.release(walk)
        if forced is not None:
            self._lines.force(walk, forced)

    def _take(self, chosen: list[Cell], solved: Solved, over: Callable[[], bool]) -> None:
        """Settle these, as far as that leaves everybody a line."""
        by_block: dict[int, list[int]] = defaultdict(list)
        for cell in chosen:
            by_block[cell.block].append(cell.position)
        reduced, _ = self._generation.work.linear.worth(solved.duals)
        found: list[tuple[Walk, np.ndarray]] = []
        for block, positions in by_block.items():
            if over():
                return
            walk = self._walks[block]
            steps, _ = stepping(walk, solved.duals)
            own = self._lines.left(walk)
            forced, lines = self._as_far(own, positions, reduced[walk.x], steps, over)
            self._lines.force(walk, forced)
            found += [(walk, line) for line in lines]
        self._lines.learn(found)

    def _as_far(
        self,
        walk: Walk,
        positions: list[int],
        reduced: np.ndarray,
        steps: np.ndarray,
        over: Callable[[], bool],
    ) -> tuple[np.ndarray, list[np.ndarray]]:
        """Settle somebody's assignments as far as that leaves a line; the others are out then.

        Returns
        -------
        What each position must be, and lines that are left.
        """
        before = self._lines.forced_of(walk)
        forced = before.copy()
        forced[positions] = 1
        lines = left(walk, reduced, steps, forced)
        if lines is not None:
            return forced, lines
        forced, lines = before.copy(), []
        for position in positions:
            if over():
                break
            forced[position] = 1
            more = left(walk, reduced, steps, forced)
            if more is None:
                forced[position] = -1
            else:
                lines = more
        return forced, lines
