"""Diving: from the master's shares to one whole line for everybody.

What the shares nearly agree on is settled, lines that fit are generated anew, and so on until
everybody has one line. Nothing is proved by it; it finds rotas near the bound.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from rotation.solver.generation import Generation
from rotation.solver.lines import Walk

ROUNDS = 4
"""Rounds of new lines after each step."""

SURE = 0.75
"""From this share on an assignment is settled."""

STEP = 0.12
"""Most of the open assignments that are settled in a step, as a share."""

WHOLE = 1 - 1e-6

MISSING = 1e-6
"""From this share on somebody is without a line."""


@dataclass(frozen=True)
class Cell:
    """An assignment with a share: whose, the position in the line."""

    share: float
    block: int
    position: int


class Dive:
    """One dive; the generation is as it was afterwards, with the lines that were found."""

    def __init__(self, generation: Generation, noise: float = 0.0, seed: int = 0) -> None:
        self.generation = generation
        self._walks = generation.work.walks
        self._random = np.random.default_rng(seed)
        self._noise = noise

    def run(
        self, over: Callable[[], bool], seconds: Callable[[], float]
    ) -> list[np.ndarray] | None:
        """Return everybody's line as positions; None: the time was up, or it led nowhere."""
        generation = self.generation
        try:
            while True:
                known = generation.lines
                solved = generation.run(over, seconds, rounds=ROUNDS)
                if solved is None or over():
                    return None
                if solved.missing > MISSING:
                    if generation.lines == known:
                        return None
                    continue
                shares = self.shares(solved.shares)
                if all(self._settled(walk, shares) for walk in self._walks):
                    return [self._line(walk, shares) for walk in self._walks]
                self._settle(shares)
        finally:
            generation.free()

    def shares(self, shares: np.ndarray) -> dict[int, np.ndarray]:
        """Block -> the share of each position of the line."""
        return self.generation.cells(shares)

    def _settled(self, walk: Walk, shares: dict[int, np.ndarray]) -> bool:
        cells = shares[walk.block]
        return bool(np.all((cells < 1 - WHOLE) | (cells > WHOLE)))

    def _line(self, walk: Walk, shares: dict[int, np.ndarray]) -> np.ndarray:
        return np.nonzero(shares[walk.block] > 0.5)[0].astype(np.int32)

    def _settle(self, shares: dict[int, np.ndarray]) -> None:
        """Settle the surest assignments, and whole lines that are whole already."""
        open_: list[Cell] = []
        for walk in self._walks:
            cells = shares[walk.block]
            forced = self.generation.forced_of(walk)
            if self._settled(walk, shares):
                self.generation.force(walk, np.where(cells > 0.5, 1, -1).astype(np.int8))
                continue
            for position in np.nonzero((cells > 1 - WHOLE) & (forced == 0))[0]:
                noise = self._noise * self._random.random() if self._noise else 0.0
                open_.append(Cell(float(cells[position]) - noise, walk.block, int(position)))
        open_.sort(key=lambda cell: (-cell.share, cell.block, cell.position))
        most = max(1, int(STEP * len(open_)))
        chosen = [cell for cell in open_[:most] if cell.share >= SURE] or open_[:1]
        by_block: dict[int, list[int]] = defaultdict(list)
        for cell in chosen:
            by_block[cell.block].append(cell.position)
        for block, positions in by_block.items():
            walk = self._walks[block]
            forced = self.generation.forced_of(walk).copy()
            forced[positions] = 1
            self.generation.force(walk, forced)
