"""Diving: from the master's shares to one whole line for everybody.

What the shares nearly agree on is settled as far as it leaves everybody a line, lines that fit are
generated anew, and so on until everybody has one line. A step that makes everything dearer is taken
back by half. Nothing is proved by it; it finds rotas near the bound.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from math import inf

import numpy as np

from rotation.master.columns import Solved
from rotation.solver.crew import crew
from rotation.solver.fitting import Fitter, allowed, left
from rotation.solver.generation import Generation, under
from rotation.solver.leftover import Walk, stepping
from rotation.solver.outlook import Outlook

ROUNDS = 4
"""Rounds of new lines after each step, where nothing else is said."""

AT_FIRST = 40
"""Rounds for which it is waited that the master's lines beat the rota that is to be beaten."""

SURE = 0.5
"""From this share on an assignment is settled."""

STEP = 0.12
"""Most of the assignments that are left that are settled in a step, as a share, unless told
otherwise."""

RISE = 0.01
"""By how much, as a share, the master's value may rise in a step before it is taken back."""

MOST, HALF, AT_LAST = 0.88, 0.5, 2
"""From this share of the assignments on that is settled, what is left is gone on with alone: of a
master from the middle by simplex, whose shares are whole sooner; of one by simplex from half of
them on, as lines that are out make it slow. With so many rounds after each step."""

MORE = 3
"""How often lines are looked for again before a rise is believed."""

SLIGHT, ROUGH = 1e-6, 1e-2
"""How far a share may be from none or all and still be that; where the master is solved from the
middle, which is not exact."""

MISSING = 1e-6
"""From this share on somebody is without a line."""


@dataclass(frozen=True)
class Cell:
    """An assignment with a share: whose, the position in the line."""

    share: float
    block: int
    position: int


class Dive:
    """One dive; the generation is as it was afterwards, with the lines that were found.

    Parameters
    ----------
    fitter
        Finds lines for those whom what was settled leaves none.
    noise
        By how much a share may be taken for less than it is, so that dives differ.
    below
        In grains: rotas that are not cheaper are not wanted.
    rounds
        Rounds of new lines after each step.
    step
        Most of the assignments that are left that are settled in a step, as a share; all that are
        whole may be, too. Smaller ones end nearer the bound, and later.
    alone
        Whether the last of it is gone on with alone: not worth it where there are few lines.

    Attributes
    ----------
    cells
        Block -> how much of each position of the line the master had last; None: nothing yet.
    value
        What the rota it came to costs, in grains; infinite as long as there is none.
    """

    def __init__(
        self,
        generation: Generation,
        fitter: Fitter,
        noise: float = 0.0,
        seed: int = 0,
        below: float = inf,
        rounds: int = ROUNDS,
        step: float = STEP,
        *,
        alone: bool = False,
    ) -> None:
        self.generation = generation
        self._most = (MOST if generation.central else HALF) if alone else inf
        self._slight = ROUGH if generation.central else SLIGHT
        self._fitter = fitter
        self._rounds = rounds
        self._step = step
        self.value = inf
        self.below = below
        self._mended: set[int] = set()
        self._level, self._more = inf, MORE
        self._over: Callable[[], bool] = lambda: False
        self._already = 0
        self._chosen: list[Cell] = []
        self._out: tuple[Cell, float] | None = None
        self.cells: dict[int, np.ndarray] | None = None
        self._before: dict[int, np.ndarray] = {}
        self._walks = generation.work.walks
        self._random = np.random.default_rng(seed)
        self._noise = noise

    def run(
        self,
        over: Callable[[], bool],
        seconds: Callable[[], float],
        outlook: Outlook | None = None,
    ) -> list[np.ndarray] | None:
        """Return everybody's line as positions; None: the time was up, or it led nowhere.

        Parameters
        ----------
        outlook
            It ends as well once this says that it would not be done in time.
        """
        generation, self._over = self.generation, over
        begun = generation.rounds
        try:
            while True:
                known = generation.lines
                solved = generation.run(over, seconds, rounds=self._rounds, enough=self.below)
                if solved is None or over():
                    return None
                if self.below <= generation.reached < inf:
                    if self._leapt() and (self._mend(solved) or self._undo(solved)):
                        continue
                    return None
                if solved.missing > MISSING:
                    mended = self._mend(solved) or self._back(solved)
                    if not mended and generation.lines == known:
                        return None
                    continue
                self.cells = self.shares(solved.shares)
                moved = solved.value < self.below or generation.lines == known
                if not moved and generation.rounds - begun < AT_FIRST:
                    continue
                if self._risen(solved) and self._back(solved):
                    continue
                shares = self.cells
                if all(self._settled(walk, shares) for walk in self._walks):
                    self.value = solved.value
                    return [self._line(walk, shares) for walk in self._walks]
                if outlook is not None and self._hopeless(outlook, shares):
                    return None
                if self._held() >= self._most * _all(shares):
                    lines = self._rest(over, seconds, outlook)
                    if lines is not None or over():
                        return lines
                    self._most = inf
                    if outlook is not None:
                        outlook.restart()
                self._level, self._more = solved.value, MORE
                self._settle(shares, solved)
        finally:
            generation.free()

    def _rest(
        self, over: Callable[[], bool], seconds: Callable[[], float], outlook: Outlook | None
    ) -> list[np.ndarray] | None:
        """Go on with what is left alone, by simplex: it is a work of its own, and a small one."""
        generation, work = self.generation, self.generation.work
        forced = [generation.forced_of(walk) for walk in self._walks]
        open_ = np.zeros(len(work.linear.pairs), np.bool_)
        for walk in self._walks:
            open_[walk.x] = forced[walk.block] == 0
        held = [np.flatnonzero(each > 0).astype(np.int32) for each in forced]
        cut = crew(work, range(len(held)), held, open_)
        number_of = {block: number for number, block in enumerate(cut.blocks)}
        own = Generation(cut.work, cap=generation.cap)
        known = [(number_of[b], line) for b, line in generation.open_lines() if b in number_of]
        own.learn([(cut.work.walks[n], cut.opened[n].part(line)) for n, line in known])
        noise, seed = self._noise, int(self._random.integers(2**31))
        dive = Dive(own, self._fitter, noise, seed, self.below, AT_LAST, min(self._step, STEP))
        dive._already = self._held()
        lines = dive.run(over, seconds, outlook)
        self.value = dive.value
        if dive.cells is not None:
            self.cells = {block: (each > 0).astype(np.float64) for block, each in enumerate(forced)}
            for number, block in enumerate(cut.blocks):
                self.cells[block][cut.opened[number].places] = dive.cells[number]
        walks = [self._walks[block] for block in cut.blocks]
        generation.learn([(walks[n], cut.opened[n].whole(line)) for n, line in own.all_lines()])
        for number, line in enumerate(lines or ()):
            held[cut.blocks[number]] = cut.opened[number].whole(line)
        return None if lines is None else held

    def _hopeless(self, outlook: Outlook, shares: dict[int, np.ndarray]) -> bool:
        """Say whether it would not be done in time; what was settled before it began counts."""
        return outlook.hopeless(self._already + self._held(), self._already + _all(shares))

    def _leapt(self) -> bool:
        """Say whether the last step alone is to blame that all that is left is too dear."""
        return self.generation.reached > self._level + RISE * abs(self._level)

    def _risen(self, solved: Solved) -> bool:
        """Say whether the last step made everything dearer than steps do."""
        return solved.value > self._level + RISE * abs(self._level)

    def _back(self, solved: Solved) -> bool:
        """Look for more lines where they may be wanting, or take half of the last step back."""
        if self._more and self.generation.reached < solved.value - RISE * abs(self._level) / 2:
            self._more -= 1
            return True
        return self._undo(solved)

    def _undo(self, solved: Solved) -> bool:
        """Take half of the last step back, or all of it where it was a single assignment.

        Without that it may be dearer still: then it is settled all the same.
        """
        if not self._chosen:
            return self._redo(solved)
        self._restore()
        self._more = MORE
        half = self._chosen[: len(self._chosen) // 2]
        if half:
            self._take(half, solved)
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
        self._level, self._more = value, MORE
        return True

    def _restore(self) -> None:
        """Let everybody's lines be as they were before the last step."""
        for walk in self._walks:
            before = self._before.get(walk.block)
            if self.generation.forced.get(walk.block) is not before:
                self._set(walk, before)
                self._mended.discard(walk.block)

    def _force(self, cell: Cell, what: int) -> None:
        walk = self._walks[cell.block]
        forced = self.generation.forced_of(walk).copy()
        forced[cell.position] = what
        self._set(walk, forced)

    def _set(self, walk: Walk, forced: np.ndarray | None) -> None:
        """Let somebody's lines be such, whatever they had to be before."""
        self.generation.release(walk)
        if forced is not None:
            self.generation.force(walk, forced)

    def _mend(self, solved: Solved) -> bool:
        """Settle whole lines for those whom what was settled leaves none; say whether any were."""
        mended = False
        for walk in self._walks:
            lacks = solved.lacking[walk.block] + solved.off[list(walk.rows)].sum()
            if lacks <= MISSING or walk.block in self._mended:
                continue
            line = self._mending(walk, solved)
            if line is None:
                return False
            self._mended.add(walk.block)
            mended = True
            whole = np.full(len(walk.x), -1, np.int8)
            whole[line] = 1
            self.generation.force(walk, whole)
            self.generation.learn([(walk, line)])
        return mended

    def _mending(self, walk: Walk, solved: Solved) -> np.ndarray | None:
        """Find a line that is allowed by itself, if it can be with what was settled."""
        work, duals = self.generation.work, solved.duals
        forced, own = self.generation.forced_of(walk), self.generation.open_(walk)
        line = self._fitter.fit(work, own, duals, forced)
        if line is None:
            self.generation.release(walk)
            line = self._fitter.fit(work, walk, duals)
        if line is None:
            known = [each for each in self.generation.known(walk.block) if allowed(walk, each)]
            reduced, _ = work.linear.worth(duals)
            line = min(known, key=lambda each: under(walk, each, reduced, duals), default=None)
        return line

    def shares(self, shares: np.ndarray) -> dict[int, np.ndarray]:
        """Block -> the share of each position of the line."""
        return self.generation.cells(shares)

    def _settled(self, walk: Walk, shares: dict[int, np.ndarray]) -> bool:
        cells = shares[walk.block]
        return bool(np.all((cells < self._slight) | (cells > 1 - self._slight)))

    def _line(self, walk: Walk, shares: dict[int, np.ndarray]) -> np.ndarray:
        return np.nonzero(shares[walk.block] > 0.5)[0].astype(np.int32)

    def _held(self) -> int:
        """Count the assignments that are settled."""
        return sum(int((self.generation.forced_of(walk) > 0).sum()) for walk in self._walks)

    def _settle(self, shares: dict[int, np.ndarray], solved: Solved) -> None:
        """Settle the surest assignments, and whole lines that are whole already."""
        self._before, self._out = dict(self.generation.forced), None
        open_: list[Cell] = []
        whole = 0
        for walk in self._walks:
            cells = shares[walk.block]
            forced = self.generation.forced_of(walk)
            if self._settled(walk, shares):
                self.generation.force(walk, np.where(cells > 0.5, 1, -1).astype(np.int8))
                continue
            for position in np.nonzero((cells > self._slight) & (forced == 0))[0]:
                noise = self._noise * self._random.random() if self._noise else 0.0
                whole += int(cells[position] > 1 - self._slight)
                open_.append(Cell(float(cells[position]) - noise, walk.block, int(position)))
        open_.sort(key=lambda cell: (-cell.share, cell.block, cell.position))
        most = max(1, whole, int(self._step * sum(cell.share for cell in open_)))
        chosen = [cell for cell in open_[:most] if cell.share >= SURE] or open_[:1]
        self._chosen = chosen
        self._take(chosen, solved)

    def _take(self, chosen: list[Cell], solved: Solved) -> None:
        """Settle these, as far as that leaves everybody a line."""
        by_block: dict[int, list[int]] = defaultdict(list)
        for cell in chosen:
            by_block[cell.block].append(cell.position)
        reduced, _ = self.generation.work.linear.worth(solved.duals)
        found: list[tuple[Walk, np.ndarray]] = []
        for block, positions in by_block.items():
            if self._over():
                return
            walk = self._walks[block]
            steps, _ = stepping(walk, solved.duals)
            own = self.generation.open_(walk)
            forced, lines = self._as_far(own, positions, reduced[walk.x], steps)
            self.generation.force(walk, forced)
            found += [(walk, line) for line in lines]
        self.generation.learn(found)

    def _as_far(
        self, walk: Walk, positions: list[int], reduced: np.ndarray, steps: np.ndarray
    ) -> tuple[np.ndarray, list[np.ndarray]]:
        """Settle somebody's assignments as far as that leaves a line; the others are out then.

        Returns
        -------
        What each position must be, and lines that are left.
        """
        before = self.generation.forced_of(walk)
        forced = before.copy()
        forced[positions] = 1
        lines = left(walk, reduced, steps, forced)
        if lines is not None:
            return forced, lines
        forced, lines = before.copy(), []
        for position in positions:
            if self._over():
                break
            forced[position] = 1
            more = left(walk, reduced, steps, forced)
            if more is None:
                forced[position] = -1
            else:
                lines = more
        return forced, lines


def _all(shares: dict[int, np.ndarray]) -> float:
    return float(sum(cells.sum() for cells in shares.values()))
