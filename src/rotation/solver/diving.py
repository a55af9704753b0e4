"""Dives of everybody, each unlike those before.

Where the master agrees on nothing costs are blurred first, and it is dived from those.
"""

from __future__ import annotations

from collections.abc import Callable

from rotation.master.columns import Solved
from rotation.master.linear import Ints
from rotation.solver.blurring import blurred, smeared
from rotation.solver.dive import STEP, Dive
from rotation.solver.fitting import Fitter
from rotation.solver.generation import Generation
from rotation.solver.known_lines import Cells
from rotation.solver.outlook import Outlook
from rotation.solver.standing import Stand

SHARE = 0.85
"""Share of the time left that a dive may take; it takes about as long as the lines."""

TOLD = 0.1
"""How near its end a master from the middle says whether what it would have is smeared."""

BLURRED, BLURRED_SHARE = 5e-4, 0.2
"""How near its end a master of blurred costs is dived from, and the share of the dive's time after
which it is anyway; or sooner, where that would leave less than a dive takes."""

NOISE = 0.08
"""By how much more shares are blurred in each dive."""

FINEST = 4
"""After each dive that reached a rota steps are smaller, down to such a part."""


class Diving:
    """Dives of everybody.

    Attributes
    ----------
    smeared
        Whether the master agrees on so little that costs are blurred first.
    took
        Seconds that the last one took, or seemed to need; or, before any, that the lines took.
    begun
        How many there were.
    """

    def __init__(self, fitter: Fitter, standing: Stand, seed: int) -> None:
        self.smeared, self.took, self.begun = False, 0.0, 0
        self._fitter, self._standing, self._seed = fitter, standing, seed
        self._reached = 0

    def in_time(self) -> bool:
        """Say whether another would be done in time."""
        return self._standing.left() * SHARE >= self.took

    def look(self, generation: Generation, solved: Solved) -> None:
        """Learn whether the master of a round is smeared, as soon as it can tell."""
        if generation.central and not self.smeared and near_end(generation, solved, TOLD):
            self.smeared = smeared(generation.lines.cells(solved.shares))

    def once(
        self,
        generation: Generation,
        seconds: Callable[[], float],
        found: Callable[[list[Ints]], None],
        stopped: Callable[[Cells], None],
        lines_done: Callable[[], None] = lambda: None,
    ) -> None:
        """Dive.

        Parameters
        ----------
        seconds
            How long the master's programme may take.
        found
            Told of everybody's line as positions.
        stopped
            Told what the master had last, where the dive does not come to its end.
        lines_done
            Told when it begins to settle: from then on walks are short.
        """
        began = self._standing.left()
        outlook = Outlook(began * SHARE)
        noise, seed = NOISE * min(self.begun, 4), self._seed + self.begun
        self.begun += 1
        step = STEP / min(1 + self._reached, FINEST)
        own = self._blurred(generation, seed, outlook, seconds) if self.smeared else generation
        lines_done()
        dive = Dive(own, self._fitter, noise, seed, rounds=2, step=step, alone=True)
        lines = dive.run(lambda: self._standing.done() or outlook.over(), seconds, outlook)
        spent = began - self._standing.left()
        self.took = max(self.took, outlook.needs) if lines is None else spent
        self._reached += lines is not None
        if lines is not None and not self._standing.done():
            found(lines)
        elif dive.cells is not None and not self._standing.done():
            stopped(dive.cells)
        if own is not generation:
            walks = generation.work.walks
            generation.lines.learn([(walks[block], line) for block, line in own.lines.all()])

    def _blurred(
        self, generation: Generation, seed: int, outlook: Outlook, seconds: Callable[[], float]
    ) -> Generation:
        """Go on with costs that are blurred, so that there is something to settle."""
        made, walks = blurred(generation.work, seed), generation.work.walks
        own = Generation(
            made, cap=generation.cap, pricing=generation.pricing, central=generation.central
        )
        own.lines.learn([(walks[block], line) for block, line in generation.lines.all()])
        left = self._standing.left()
        ends = max(left * (1 - SHARE * BLURRED_SHARE), left * (1 - SHARE) + self.took)
        near = False

        def tell(_value: float, solved: Solved) -> None:
            nonlocal near
            near = near_end(own, solved, BLURRED)

        def over() -> bool:
            late = self._standing.left() < ends
            return self._standing.done() or outlook.over() or near or late

        own.run(over, seconds, tell)
        return own


def near_end(generation: Generation, solved: Solved, gap: float) -> bool:
    """Say whether a master is as near its end, and all that it has is had at its true price."""
    return not solved.capped and solved.missing < 1e-6 and generation.gap < gap
