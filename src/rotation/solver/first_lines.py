"""How the first lines get on: whether they will be done in time, and who walks them."""

from __future__ import annotations

from math import inf

from rotation.solver.generation import Generation
from rotation.solver.pricing import Pricing
from rotation.solver.standing import Stand

SHARE = 0.6
"""Share of the time left that they may take."""

TIMED, AHEAD = 3, 45
"""After so many rounds it is known how long one takes; if so many are done in time, all cores are
wanted for them and a dive: what the search in parts finds meanwhile is seldom as good. If they
would take more than their share of the time, crews go first."""

PATIENT, LEAST = 3.0, 2.0
"""Times as long as each of the rounds that are to be done in that share a programme may take while
the bound is still nothing, where there is a rota, and seconds that it may take anyway. One that
takes longer is not tried again."""

HOPELESS = 0.4
"""After such a share of the time left they have no end in sight where their bound is still nothing:
crews have as much time then before there are more."""

WATCHED, STEEP = 0.03, 0.01
"""The search in parts keeps its core while it makes the rota cheaper by such a share each second,
seen over such a share of the time."""


class FirstLines:
    """Watches them from now on.

    Parameters
    ----------
    pricing
        Who walks them.
    patience
        Share of the time that they may take of what is theirs.
    workers
        How many cores could walk them; 1 where nobody lends theirs.

    Attributes
    ----------
    began
        Seconds that were left then.
    """

    def __init__(
        self,
        standing: Stand,
        generation: Generation,
        pricing: Pricing,
        *,
        patience: float = 1.0,
        workers: int = 1,
    ) -> None:
        self._standing, self._generation, self._pricing = standing, generation, pricing
        self._patience, self._workers = patience, workers
        self.began = standing.left()
        self._seen = self.began, standing.price

    @property
    def share(self) -> float:
        """Return the share of the time left that they may take."""
        return self._patience * SHARE

    @property
    def each(self) -> float:
        """Return how many seconds a programme may take while the bound is nothing."""
        return max(LEAST, PATIENT * self.share * self.began / AHEAD)

    def past(self, share: float) -> bool:
        """Say whether such a share of the time that was left is over."""
        return self._standing.left() < self.began * (1 - self._patience * share)

    def took(self) -> float:
        """Return the seconds since they began."""
        return self.began - self._standing.left()

    def hopeless(self) -> bool:
        """Say whether their bound is nothing, and will be for too long."""
        return self._generation.gap >= 1 and (self.in_vain() or self.past(HOPELESS))

    def in_vain(self) -> bool:
        """Say whether they would not be done in their share of the time."""
        generation = self._generation
        if generation.rounds < TIMED or self._standing.held() is None:
            return False
        if self._pricing.threads > 1:  # it was slower before
            return False
        whole = AHEAD * self.took() / generation.rounds
        return whole / self._cores() > self.share * self.began

    def borrow(self) -> None:
        """Take all cores, once it is worth it."""
        left, price = self._standing.left(), self._standing.price
        before, dear = self._seen
        if self._cores() == 1 or self._pricing.threads > 1 or self._generation.rounds < TIMED:
            return
        if before - left < WATCHED * self.began:
            return
        self._seen = left, price
        steep = dear == inf or dear - price > STEEP * (before - left) * dear
        if not steep and AHEAD * self.took() / self._generation.rounds < left:
            self._standing.borrow()
            self._pricing.threads = self._workers

    def give_back(self) -> None:
        """Let others have their cores again."""
        if self._pricing.threads > 1:
            self._standing.give_back()
            self._pricing.threads = 1

    def _cores(self) -> int:
        """Count those to walk them; by simplex a round is mostly the master's, and one will do."""
        return self._workers if self._generation.central else 1
