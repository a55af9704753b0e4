"""Proving how good a rota can be, and finding rotas on the way.

Lines are generated for the master until its bound is as high as it gets; dives from there find
rotas near it; at last CP-SAT looks for anything cheaper than the best among what the bound leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf
from typing import Protocol

import numpy as np

from rotation.board import Settings
from rotation.board.closing import Copy, Pair
from rotation.domain import Problem
from rotation.master.linear import Floats, Ints
from rotation.master.programme import Solved
from rotation.rule import Rule
from rotation.solver.dive import Dive
from rotation.solver.fitting import allowed, fitted
from rotation.solver.generation import Generation
from rotation.solver.lines import Work, stepping, work

TELLS = 10
"""Rounds of lines between two tellings of what the master thinks."""

DIVES = 3
"""Dives between two tries of the proof."""

NEAR = 0.05
"""Gap from which on the proof is tried, as a share of the price."""

CLOSING_WORK = 5.0
"""Deterministic time of the first try of a proof; each one takes twice the last."""


class Standing(Protocol):
    """Where the search stands, as the prover sees it, and whom it tells.

    A rota is given by the numbers of its pairs, in the board's order of (person id, shift).
    """

    @property
    def price(self) -> float:
        """The best rota's price in grains, infinite while there is none."""

    @property
    def bound(self) -> float:
        """The best bound so far, in grains."""

    def left(self) -> float:
        """Seconds that are left."""

    def done(self) -> bool:
        """Whether to stop."""

    def held(self) -> Ints | None:
        """The best rota."""

    def raise_bound(self, bound: float) -> None:
        """Tell of a bound."""

    def lean(self, pairs: Ints, shares: Floats) -> None:
        """Tell how much of each pair the master would have."""

    def suggest(self, held: Ints, loose: Ints) -> None:
        """Tell of a rota, not yet priced; the lines of the loose people may not be allowed."""


@dataclass
class Prover:
    """Works on a search from the master's side.

    Parameters
    ----------
    copy
        Makes a copy of the board, when it is wanted.
    patience
        Share of the time that generating lines, and each dive, may take.
    """

    problem: Problem
    rules: Sequence[Rule]
    settings: Settings
    standing: Standing
    copy: Callable[[], Copy]
    patience: float = 1.0
    generation: Generation | None = None

    def begin(self) -> None:
        """Generate lines until the bound is as high as it gets, and dive once."""
        made = work(self.problem, self.rules)
        if any(walk.diagram.net is None for walk in made.walks) or self._over():
            return
        self.generation = Generation(made)
        self._generate(self.generation)
        self._dive(self.generation, 0)

    def go_on(self) -> None:
        """Dive and try the proof in turn, until it is proved or told to stop."""
        generation, number, effort = self.generation, 0, CLOSING_WORK
        while generation is not None and not self._over():
            for _ in range(DIVES):
                number += 1
                self._dive(generation, number)
            if self._near(generation) and not self._over():
                self._close(generation, effort, number)
                effort *= 2

    def _near(self, generation: Generation) -> bool:
        """Say whether a proof is worth trying, or there is nothing else to try."""
        spare = self.standing.price - max(self.standing.bound, generation.bound)
        return spare < NEAR * self.standing.price or (
            not generation.converged and self.standing.held() is not None
        )

    def _over(self) -> bool:
        return self.standing.done()

    # -- lines -------------------------------------------------------------------------------

    def _generate(self, generation: Generation) -> None:
        ends = self.standing.left() * (1 - self.patience)
        self._learn(generation)

        def tell(_value: float, solved: Solved) -> None:
            self.standing.raise_bound(generation.bound)
            if generation.rounds % TELLS == 0:
                self._share(generation, solved)

        def over() -> bool:
            return self._over() or self.standing.left() < ends

        solved = generation.run(over, self._patient, tell)
        self.standing.raise_bound(generation.bound)
        if solved is not None:
            self._share(generation, solved)

    def _patient(self) -> float:
        return max(0.05, self.standing.left())

    def _learn(self, generation: Generation) -> None:
        """Let the best schedule's lines be among those of the master."""
        best = self.standing.held()
        if best is None:
            return
        held = np.zeros(len(generation.work.linear.pairs), bool)
        held[best] = True
        walks = generation.work.walks
        generation.learn([(w, np.nonzero(held[w.x])[0].astype(np.int32)) for w in walks])

    def _share(self, generation: Generation, solved: Solved) -> None:
        """Tell what the master thinks, and while there is no rota what it rounds to."""
        cells = generation.cells(solved.shares)
        shares = np.zeros(len(generation.work.linear.pairs))
        for walk in generation.work.walks:
            shares[walk.x] = cells[walk.block]
        pairs = np.nonzero(shares > 1e-6)[0].astype(np.int32)
        self.standing.lean(pairs, shares[pairs])
        if self.standing.held() is None and solved.missing < 1e-6:
            self._suggest(generation, generation.likeliest(solved.shares))

    def _suggest(self, generation: Generation, lines: Sequence[Ints]) -> None:
        walks = generation.work.walks
        lines = self._fitting(generation, lines)
        held = [walk.x[line] for walk, line in zip(walks, lines, strict=True)]
        loose = [w.block for w, line in zip(walks, lines, strict=True) if not allowed(w, line)]
        self.standing.suggest(
            np.sort(np.concatenate(held)).astype(np.int32), np.array(loose, np.int32)
        )

    def _fitting(self, generation: Generation, lines: Sequence[Ints]) -> list[Ints]:
        """Walk a new line for everybody whose own breaks a sum that was left to the master."""
        duals = generation.prices
        reduced = None if duals is None else generation.work.linear.worth(duals)[0]
        found = []
        for walk, line in zip(generation.work.walks, lines, strict=True):
            other = None
            if reduced is not None and duals is not None and not allowed(walk, line):
                other = fitted(walk, reduced, duals)
            found.append(line if other is None else other)
        return found

    # -- rotas -------------------------------------------------------------------------------

    def _dive(self, generation: Generation, number: int) -> None:
        if not generation.converged or self._over():
            return
        self._learn(generation)
        ends = self.standing.left() * (1 - self.patience)
        dive = Dive(generation, noise=0.08 * min(number, 4), seed=self.settings.seed + number)
        lines = dive.run(lambda: self._over() or self.standing.left() < ends, self._patient)
        if lines is not None and not self._over():
            self._suggest(generation, lines)

    def _close(self, generation: Generation, effort: float, number: int) -> None:
        price, held = self.standing.price, self.standing.held()
        assert held is not None  # noqa: S101
        fixed = left_by(generation, round(price))
        closed = self.copy().close(
            round(price),
            round(max(self.standing.bound, generation.bound, 0)),
            fixed,
            self._patient(),
            effort,
            self.settings.seed + number,
        )
        if closed.held is not None:
            number_of = {pair: number for number, pair in enumerate(generation.work.linear.pairs)}
            found = sorted(number_of[pair] for pair in closed.held)
            self.standing.suggest(np.array(found, np.int32), np.zeros(0, np.int32))
        self.standing.raise_bound(closed.bound)


def left_by(generation: Generation, price: int) -> Callable[[Pair], bool | None]:
    """Say of each pair what it is in every rota cheaper than a price, by the master's prices.

    A line through a pair costs its owner so much more than their cheapest that the bound with it
    reaches the price: then no cheaper rota has it.
    """
    known: dict[Pair, bool] = {}
    duals = generation.prices
    made: Work = generation.work
    if duals is None:
        return known.get
    reduced, total = made.linear.worth(duals)
    found = []
    for walk in made.walks:
        steps, constant = stepping(walk, duals)
        least, holding, leaving = walk.diagram.through(reduced[walk.x], steps)
        total += least + constant
        found.append((walk, least, holding, leaving))
    spare = price - total  # a grain more than a cheaper rota can spare, for what was rounded
    for walk, least, holding, leaving in found:
        for position, x in enumerate(walk.x):
            if holding[position] == inf or holding[position] - least > spare:
                known[made.linear.pairs[x]] = False
            elif leaving[position] == inf or leaving[position] - least > spare:
                known[made.linear.pairs[x]] = True
    return known.get
