"""Making a rota better crew by crew: a few people's lines anew, or many people's for some days."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from random import Random

import numpy as np

from rotation.board import Settings
from rotation.master.linear import Floats, Ints
from rotation.solver.crew import Crew
from rotation.solver.crew import crew as cut_out
from rotation.solver.crews import Crews, Drawn
from rotation.solver.dive import ROUNDS, STEP
from rotation.solver.errand import Brought, Errand, dived
from rotation.solver.fitting import Fitter
from rotation.solver.lines import Work
from rotation.solver.rebasing import rebased
from rotation.solver.standing import Leaning, Stand

KNOWN, FEW = 40, 5
"""Lines of each person that a crew starts with, and one for a stretch of days: in those most are
alike."""

NOISE = 0.08
"""By how much shares are blurred in every other dive of a crew."""

QUICKLY = 2, 0.3
"""Rounds and steps of a dive for a stretch of days: what many people do in few days hardly hangs
together, and is settled in larger ones."""


@dataclass(frozen=True)
class Formed:
    """A crew, everybody's lines when it was formed, and its dive as it can be sent."""

    drawn: Drawn
    lines: list[Ints]
    cut: Crew
    errand: Errand

    def changed(self, brought: Brought) -> dict[int, Ints]:
        """Return the lines that are new, by block."""
        parts = zip(self.cut.blocks, self.cut.opened, brought.lines or (), strict=False)
        whole = {block: opened.whole(part) for block, opened, part in parts}
        return {n: line for n, line in whole.items() if not np.array_equal(line, self.lines[n])}


class Crewing:
    """Works on the best rota there is, whoever found it.

    Attributes
    ----------
    cells
        How much of each position the whole master would have (block -> shares), where it has been
        asked.
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
        self._work, self._fitter, self._standing = work, fitter, standing
        self._seed, self._known = settings.seed, known
        self._crews = Crews(work, Random(settings.seed), settings.seconds)  # noqa: S311
        self._pool: dict[int, dict[bytes, Ints]] = {walk.block: {} for walk in work.walks}
        self._lines: list[Ints] = []
        self._price = inf
        self._count = 0

    def ready(self) -> bool:
        """Go on from the best rota there is; say whether there is one."""
        price = self._standing.price  # first: whatever comes meanwhile is newer
        best = self._standing.held()
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

    def once(self) -> float:
        """Let one crew dive; return by how many grains that is cheaper. Call `ready` before."""
        crew = self.form()
        brought = dived(crew.errand, fitter=self._fitter, over=self._standing.done)
        return self.take([(crew, brought)])

    def form(self) -> Formed:
        """Draw a crew and cut out its work. Call `ready` before."""
        lines = self._lines
        drawn = self._crews.draw(lines, self.cells)
        cut = cut_out(self._work, drawn.blocks, lines, drawn.open_)
        self._count += 1
        most = KNOWN if drawn.open_ is None else FEW
        errand = Errand(
            cut.work,
            tuple(tuple(self._of(cut, number, most)) for number in range(len(cut.blocks))),
            NOISE * (self._count % 2),
            self._seed + self._count,
            self._price - 1,
            min(self._crews.patience(drawn.kind), self._standing.left()),
            *((ROUNDS, STEP) if drawn.open_ is None else QUICKLY),
        )
        return Formed(drawn, lines, cut, errand)

    def take(self, answers: Sequence[tuple[Formed, Brought]]) -> float:
        """Bring what crews found to the rota; return by how many grains that is cheaper."""
        for crew, brought in answers:
            self._remember(crew.changed(brought))
        found = [each for each in answers if each[1].lines is not None]
        found.sort(key=lambda each: each[1].value - each[0].errand.below)  # who gains most first
        price = self._standing.price
        merged = self._merged(found) if found else []
        gains = 0.0
        for crew, brought in answers:
            better = any(crew is each for each in merged)
            self._crews.learn(crew.drawn.kind, brought.seconds, better=better)
            gains += crew.errand.below + 1 - brought.value if better else 0.0
        return min(gains, price - self._standing.price) if merged else 0.0

    def _of(self, cut: Crew, number: int, most: int) -> list[Ints]:
        """List the lines that somebody's part of the master starts with."""
        block = cut.blocks[number]
        own = list(self._pool[block].values())[-most:]
        known = [self._lines[block], *own, *self._known(block, most)]
        return [cut.opened[number].part(line) for line in known]

    def _remember(self, found: Mapping[int, Ints]) -> None:
        for block, line in found.items():
            pool, key = self._pool[block], line.tobytes()
            pool.pop(key, None)
            pool[key] = line
            if len(pool) > KNOWN:
                del pool[next(iter(pool))]

    def _merged(self, found: Sequence[tuple[Formed, Brought]]) -> list[Formed]:
        """Bring lines to the newest rota, of as many crews as do not touch each other's people.

        Where that is no gain, those of the first crew alone, there or in the rota they were made
        for. Pricing a rota takes as long as a crew, so it is not done for each. What others did
        with these people meanwhile stays, where a line may be both.
        """
        before = self._standing.price
        self.ready()
        crew, brought = found[0]
        alone = crew.changed(brought)
        together: dict[int, Ints] = {}
        joined: list[Formed] = []
        for each, its in found:
            changed = each.changed(its)
            if not changed.keys() & together.keys():
                together |= self._brought(each, changed)
                joined.append(each)
        tries = [(self._lines, together, joined)]
        if len(joined) > 1:
            tries.append((self._lines, self._brought(crew, alone), [crew]))
        if crew.lines is not self._lines and brought.value < before:
            tries.append((crew.lines, alone, [crew]))
        for lines, changed, crews in tries:
            whole = [changed.get(block, line) for block, line in enumerate(lines)]
            self._standing.suggest(self._work.rota_of(whole), np.zeros(0, np.int32))
            if self._standing.price < before:
                return crews
        return []

    def _brought(self, crew: Formed, changed: Mapping[int, Ints]) -> dict[int, Ints]:
        """Bring a crew's lines to the newest rota; as they are where that is not allowed."""
        found = {}
        for block, line in changed.items():
            walk = self._work.walks[block]
            both = rebased(walk, crew.lines[block], line, self._lines[block])
            found[block] = line if both is None else both
        return found
