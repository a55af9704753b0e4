"""What the master and everybody else tell each other: rotas one way, shares and rotas the other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rotation.master.columns import Solved
from rotation.master.linear import Ints
from rotation.solver.fitting import Fitter, allowed
from rotation.solver.generation import Generation
from rotation.solver.known_lines import Cells
from rotation.solver.lines import Work
from rotation.solver.standing import Stand


class Relay:
    """Between a master and the search it is part of.

    Parameters
    ----------
    fitter
        Finds lines for those whose own break a sum that was left to the master.
    """

    def __init__(self, standing: Stand, fitter: Fitter) -> None:
        self._standing, self._fitter = standing, fitter

    def learn(self, generation: Generation) -> None:
        """Let the best schedule's lines be among those of the master."""
        best = self._standing.held()
        if best is None:
            return
        made = generation.work
        generation.lines.learn(list(zip(made.walks, made.lines_of(best), strict=True)))

    def share(self, generation: Generation, solved: Solved) -> Cells:
        """Tell what the master thinks, and while there is no rota what it rounds to.

        Returns
        -------
        Block -> the share of each position of the line.
        """
        cells = generation.lines.cells(solved.shares)
        shares = np.zeros(len(generation.work.linear.pairs))
        for walk in generation.work.walks:
            shares[walk.x] = cells[walk.block]
        pairs = np.nonzero(shares > 1e-6)[0].astype(np.int32)
        self._standing.lean(pairs, shares[pairs])
        if self._standing.held() is None and solved.missing < 1e-6:
            self.fit(generation, generation.lines.likeliest(solved.shares))
        return cells

    def suggest(self, made: Work, lines: Sequence[Ints]) -> None:
        """Tell of everybody's line, and whose are not allowed as they are."""
        pairs = zip(made.walks, lines, strict=True)
        loose = [walk.block for walk, line in pairs if not allowed(walk, line)]
        self._standing.suggest(made.rota_of(lines), np.array(loose, np.int32))

    def fit(self, generation: Generation, lines: Sequence[Ints]) -> None:
        """Tell of everybody's line, with another where one is not allowed and a walk finds any."""
        made, duals = generation.work, generation.prices
        found = []
        for walk, line in zip(made.walks, lines, strict=True):
            other = None
            if duals is not None and not self._standing.done() and not allowed(walk, line):
                other = self._fitter.fit(made, walk, duals)
            found.append(line if other is None else other)
        self.suggest(made, found)
