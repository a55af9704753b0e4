"""What a prover does next: half of the time goes to the bound, and the rest to cheaper rotas."""

from __future__ import annotations

from math import inf

from rotation.solver.closing import CLOSABLE
from rotation.solver.diving import Diving
from rotation.solver.generation import Generation
from rotation.solver.standing import Stand

STALE = 12
"""Crews since the last gain that counts after which it is a dive or, where the gap is small enough,
the proof."""

NEAR, FAR = 0.05, 0.01
"""Gap below which the proof is tried, and above which everybody dives anew, as a share of the
price."""

WORTH = 0.05
"""Lines are generated where the master is as far from its end as such a share of what lies between
rota and bound: else that is not for want of lines."""


class Turns:
    """What was done, for how long, and what that says of whose turn it is.

    Attributes
    ----------
    spent
        What -> seconds.
    stale
        Crews since the last gain that counts.
    raised
        Whether dividing branches raised the bound last; at first that it may.
    divided
        There is nothing left to divide, or nothing that would raise the bound.
    hard
        The master's programme took longer than it may while nothing is known of the bound.
    """

    def __init__(self, standing: Stand, diving: Diving) -> None:
        self.spent = dict.fromkeys(("lines", "crews", "branches", "proof", "dives"), 0.0)
        self.stale = 0
        self.raised, self.divided, self.hard = True, False, False
        self._standing, self._diving = standing, diving

    def next(self, generation: Generation) -> str:
        """Say what to do next.

        Where crews find nothing any more, it is another dive, a proof if that is near, or both in
        turn.
        """
        crews = self.spent["crews"]
        if self._lacks_lines(generation) and self.spent["lines"] <= crews:
            return "lines"
        stale = self.stale >= STALE
        # Where dividing no longer raises the bound, the other way to prove is first.
        most = crews if self.raised else min(crews, self.spent["proof"])
        ready = (self.raised or stale) and self._divides(generation)
        if ready and self.spent["branches"] <= most:
            return "branches"
        near = self._near(generation)
        told = generation.gap < 1  # else the master knows too little to dive from
        far = told and not self.close_by(generation, FAR) and self._diving.in_time()
        turn = min(crews, self.spent["proof"]) if near else crews
        if stale and far and self.spent["dives"] <= turn:
            return "dives"
        if stale and near and self.spent["proof"] <= crews:
            return "proof"
        return "crews"

    def close_by(self, generation: Generation, near: float = NEAR) -> bool:
        """Say whether the best rota is near the bound."""
        return self._spare(generation) < near * self._standing.price

    def _spare(self, generation: Generation) -> float:
        return self._standing.price - max(self._standing.bound, generation.bound)

    def _lacks_lines(self, generation: Generation) -> bool:
        """Say whether the master is far from its end, so that lines would do much for the bound."""
        if generation.converged or self.hard:
            return False
        price = self._standing.price
        if price == inf or generation.gap >= 1:  # nothing is known of one or the other
            return True
        return generation.gap * price >= WORTH * self._spare(generation)

    def _divides(self, generation: Generation) -> bool:
        """Say whether dividing what is left into branches is worth it.

        Where it raised the bound last it goes on; where not, as long as the best rota is near.
        """
        if generation.central or not generation.converged or self._standing.held() is None:
            return False
        return not self.divided and (self.raised or self._near(generation))

    def _near(self, generation: Generation) -> bool:
        """Say whether a proof is worth trying, or there is nothing else to try."""
        if len(generation.work.linear.pairs) > CLOSABLE:
            return False
        open_ = not generation.converged and self._standing.held() is not None
        return open_ or self.close_by(generation)
