"""Making a rota better crew by crew: a few people's lines anew, or many people's for some days."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from math import inf
from random import Random

import numpy as np

from rotation.board import Settings
from rotation.master.linear import Floats, Ints
from rotation.solver.crew import crew
from rotation.solver.crews import Crews
from rotation.solver.dive import Dive
from rotation.solver.fitting import Fitter
from rotation.solver.generation import Generation
from rotation.solver.lines import Work
from rotation.solver.standing import Leaning, Stand

KNOWN = 40
"""Lines of each person that a crew starts with."""

NOISE = 0.08
"""By how much shares are blurred in every other dive of a crew."""


class Crewing:
    """Works on the best rota there is, whoever found it.

    Attributes
    ----------
    cells
        How much of each position the whole master would have (block -> shares), where it has been
        asked.
    stale
        How many crews there were since the last gain.
    """

    def __init__(
        self,
        work: Work,
        fitter: Fitter,
        standing: Stand,
        settings: Settings,
        known: Callable[[int, int], Sequence[Ints]] = lambda _block, _most: (),
    ) -> None:
        self.cells: dict[int, Floats] | None = None
        self.stale = 0
        self._work, self._fitter, self._standing = work, fitter, standing
        self._seed, self._known = settings.seed, known
        self._crews = Crews(work, Random(settings.seed), settings.seconds)  # noqa: S311
        self._pool: dict[int, dict[bytes, Ints]] = {walk.block: {} for walk in work.walks}
        self._lines: list[Ints] = []
        self._price = inf
        self._count = 0

    def ready(self) -> bool:
        """Go on from the best rota there is; say whether there is one."""
        best, price = self._standing.held(), self._standing.price
        if best is None:
            return False
        if price != self._price:
            self._lines = self._work.lines_of(best)
            self._price = price
            self._remember(dict(enumerate(self._lines)))
        return True

    def hear(self, leaning: Leaning) -> None:
        """Take over what the whole master would have."""
        shares = np.zeros(len(self._work.linear.pairs))
        shares[leaning.pairs] = leaning.shares
        self.cells = {walk.block: shares[walk.x] for walk in self._work.walks}

    def once(self) -> bool:
        """Let one crew dive; say whether that made the rota cheaper. Call `ready` before."""
        began = time.monotonic()
        lines = self._lines
        drawn = self._crews.draw(lines, self.cells)
        blocks = drawn.blocks
        cut = crew(self._work, blocks, lines, drawn.open_)
        own = Generation(cut.work, cap=inf)
        for walk, block in zip(cut.work.walks, blocks, strict=True):
            own.learn([(walk, walk.kept_to(line)) for line in self._of(block)])
        self._count += 1
        noise = NOISE * (self._count % 2)
        dive = Dive(own, self._fitter, noise, self._seed + self._count, below=self._price - 1)
        ends = began + self._crews.patience

        def over() -> bool:
            return self._standing.done() or time.monotonic() > ends

        found = dive.run(over, lambda: max(0.05, ends - time.monotonic()))
        better = False
        if found is not None and dive.value < self._price - 1:
            better = self._merged(dict(zip(blocks, found, strict=True)))
        self.stale = 0 if better else self.stale + 1
        self._crews.learn(drawn.kind, time.monotonic() - began, better=better)
        return better

    def _of(self, block: int) -> list[Ints]:
        """List the lines that somebody's part of the master starts with."""
        own = list(self._pool[block].values())[-KNOWN:]
        return [self._lines[block], *own, *self._known(block, KNOWN)]

    def _remember(self, found: Mapping[int, Ints]) -> None:
        for block, line in found.items():
            pool, key = self._pool[block], line.tobytes()
            pool.pop(key, None)
            pool[key] = line
            if len(pool) > KNOWN:
                del pool[next(iter(pool))]

    def _merged(self, found: Mapping[int, Ints]) -> bool:
        """Bring a crew's lines to the newest rota, else to the one they were made for."""
        before, last = self._standing.price, self._lines
        self._remember(found)
        self.ready()
        for lines in (self._lines, last) if self._lines is not last else (last,):
            whole = [found.get(block, line) for block, line in enumerate(lines)]
            self._standing.suggest(self._work.rota_of(whole), np.zeros(0, np.int32))
            if self._standing.price < before:
                return True
        return False
