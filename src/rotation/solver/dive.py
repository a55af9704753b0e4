"""Diving: from the master's shares to one whole line for everybody.

What the shares nearly agree on is settled as far as it leaves everybody a line, lines that fit are
generated anew, and so on until everybody has one line. A step that makes everything dearer is taken
back by half. Nothing is proved by it; it finds rotas near the bound.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf

import numpy as np

from rotation.master.columns import Solved
from rotation.solver.crew import crew
from rotation.solver.fitting import Fitter, allowed
from rotation.solver.generation import Generation, under
from rotation.solver.known_lines import Cells
from rotation.solver.leftover import Walk
from rotation.solver.outlook import Outlook
from rotation.solver.settling import Settling

ROUNDS = 4
"""Rounds of new lines after each step, where nothing else is said."""

AT_FIRST = 40
"""Rounds for which it is waited that the master's lines beat the rota that is to be beaten."""

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

MISSING = 1e-6
"""From this share on somebody is without a line."""


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
        self._fitter = fitter
        self._rounds = rounds
        self._step, self._noise = step, noise
        self.value = inf
        self.below = below
        self._more = MORE
        self._over: Callable[[], bool] = lambda: False
        self._already = 0
        self.cells: Cells | None = None
        self._walks = generation.work.walks
        self._random = np.random.default_rng(seed)
        self._steps = Settling(generation, step, noise, self._random)

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
                known = len(generation.lines)
                solved = generation.run(over, seconds, rounds=self._rounds, enough=self.below)
                if solved is None or over():
                    return None
                if self.below <= generation.reached < inf:
                    if self._leapt() and (self._mend(solved) or self._undo(solved)):
                        continue
                    return None
                if solved.missing > MISSING:
                    mended = self._mend(solved) or self._back(solved)
                    if not mended and len(generation.lines) == known:
                        return None
                    continue
                self.cells = generation.lines.cells(solved.shares)
                moved = solved.value < self.below or len(generation.lines) == known
                if not moved and generation.rounds - begun < AT_FIRST:
                    continue
                if self._risen(solved) and self._back(solved):
                    continue
                shares = self.cells
                if all(self._steps.whole(walk, shares) for walk in self._walks):
                    self.value = solved.value
                    return [self._line(walk, shares) for walk in self._walks]
                if outlook is not None and self._hopeless(outlook, shares):
                    return None
                if self._steps.held() >= self._most * _all(shares):
                    lines = self._rest(over, seconds, outlook)
                    if lines is not None or over():
                        return lines
                    self._most = inf
                    if outlook is not None:
                        outlook.restart()
                self._more = MORE
                self._steps.step(shares, solved, over)
        finally:
            generation.lines.free()

    def _rest(
        self, over: Callable[[], bool], seconds: Callable[[], float], outlook: Outlook | None
    ) -> list[np.ndarray] | None:
        """Go on with what is left alone, by simplex: it is a work of its own, and a small one."""
        generation, work = self.generation, self.generation.work
        forced = [generation.lines.forced_of(walk) for walk in self._walks]
        open_ = np.zeros(len(work.linear.pairs), np.bool_)
        for walk in self._walks:
            open_[walk.x] = forced[walk.block] == 0
        held = [np.flatnonzero(each > 0).astype(np.int32) for each in forced]
        cut = crew(work, range(len(held)), held, open_)
        number_of = {block: number for number, block in enumerate(cut.blocks)}
        own = Generation(cut.work, cap=generation.cap)
        known = [(number_of[b], line) for b, line in generation.lines.open() if b in number_of]
        own.lines.learn([(cut.work.walks[n], cut.opened[n].part(line)) for n, line in known])
        noise, seed = self._noise, int(self._random.integers(2**31))
        dive = Dive(own, self._fitter, noise, seed, self.below, AT_LAST, min(self._step, STEP))
        dive._already = self._steps.held()
        lines = dive.run(over, seconds, outlook)
        self.value = dive.value
        if dive.cells is not None:
            self.cells = {block: (each > 0).astype(np.float64) for block, each in enumerate(forced)}
            for number, block in enumerate(cut.blocks):
                self.cells[block][cut.opened[number].places] = dive.cells[number]
        walks = [self._walks[block] for block in cut.blocks]
        generation.lines.learn(
            [(walks[n], cut.opened[n].whole(line)) for n, line in own.lines.all()]
        )
        for number, line in enumerate(lines or ()):
            held[cut.blocks[number]] = cut.opened[number].whole(line)
        return None if lines is None else held

    def _hopeless(self, outlook: Outlook, shares: Cells) -> bool:
        """Say whether it would not be done in time; what was settled before it began counts."""
        return outlook.hopeless(self._already + self._steps.held(), self._already + _all(shares))

    def _leapt(self) -> bool:
        """Say whether the last step alone is to blame that all that is left is too dear."""
        return self.generation.reached > self._steps.level + RISE * abs(self._steps.level)

    def _risen(self, solved: Solved) -> bool:
        """Say whether the last step made everything dearer than steps do."""
        return solved.value > self._steps.level + RISE * abs(self._steps.level)

    def _back(self, solved: Solved) -> bool:
        """Look for more lines where they may be wanting, or take half of the last step back."""
        if (
            self._more
            and self.generation.reached < solved.value - RISE * abs(self._steps.level) / 2
        ):
            self._more -= 1
            return True
        return self._undo(solved)

    def _undo(self, solved: Solved) -> bool:
        undone = self._steps.undo(solved, self._over)
        if undone:
            self._more = MORE
        return undone

    def _mend(self, solved: Solved) -> bool:
        """Settle whole lines for those whom what was settled leaves none; say whether any were."""
        mended = False
        for walk in self._walks:
            lacks = solved.lacking[walk.block] + solved.off[list(walk.rows)].sum()
            if lacks <= MISSING or walk.block in self._steps.mended:
                continue
            line = self._mending(walk, solved)
            if line is None:
                return False
            self._steps.mend(walk, line)
            mended = True
        return mended

    def _mending(self, walk: Walk, solved: Solved) -> np.ndarray | None:
        """Find a line that is allowed by itself, if it can be with what was settled."""
        work, duals = self.generation.work, solved.duals
        forced, own = self.generation.lines.forced_of(walk), self.generation.lines.left(walk)
        line = self._fitter.fit(work, own, duals, forced)
        if line is None:
            self.generation.lines.release(walk)
            line = self._fitter.fit(work, walk, duals)
        if line is None:
            known = [each for each in self.generation.lines.of(walk.block) if allowed(walk, each)]
            reduced, _ = work.linear.worth(duals)
            line = min(known, key=lambda each: under(walk, each, reduced, duals), default=None)
        return line

    def _line(self, walk: Walk, shares: Cells) -> np.ndarray:
        return np.nonzero(shares[walk.block] > 0.5)[0].astype(np.int32)


def _all(shares: Cells) -> float:
    return float(sum(cells.sum() for cells in shares.values()))
