"""The ways in which a prover makes a rota cheaper: whichever gains most has most of the time."""

from __future__ import annotations

import time
from random import Random

from rotation.solver.crewing import Crewing
from rotation.solver.generation import Generation
from rotation.solver.paces import Paces
from rotation.solver.seats import Seats
from rotation.solver.standing import Stand
from rotation.solver.turns import STALE, Turns

NAMES = ("crews", "seats", "parts")
"""Crews dive, people are seated anew, or the search in parts has this worker."""

SPELL, IDLE = 0.01, 3
"""Share of the time left that one way is gone; as how many crews one that is not theirs counts."""

SLIGHT = 0.01
"""What of the distance to the bound a gain has to be for the search not to be stale."""


class Ways:
    """Crews, seats and, where somebody else can make use of this worker, parts.

    Parameters
    ----------
    turns
        Told how many crews there were since the last gain that counts.
    lends
        Whether somebody else can make use of this worker.
    """

    def __init__(
        self,
        standing: Stand,
        crewing: Crewing,
        seats: Seats,
        turns: Turns,
        seed: int,
        *,
        lends: bool,
    ) -> None:
        self._standing, self._crewing, self._seats = standing, crewing, seats
        self._turns = turns
        self.paces = Paces(NAMES if lends else NAMES[:-1], Random(seed))  # noqa: S311
        self._beside = 0.0

    def ready(self) -> bool:
        """Say whether there is a rota to make cheaper."""
        return self._crewing.ready()

    def improve(self, generation: Generation) -> None:
        """Make the rota cheaper for a while, in the way that gains most."""
        standing, began, before = self._standing, time.monotonic(), self._standing.price
        seconds, way = max(1.0, SPELL * standing.left()), self.paces.draw()
        own = 0.0
        if way == "crews":
            own = self._crews(began + seconds)
        elif way == "seats":
            own = self._seats.go_on(seconds) if self._seats.ready() else 0.0
        else:
            standing.lend(seconds)
        if way != "crews":
            self._turns.stale += IDLE
        took, gained = time.monotonic() - began, before - standing.price
        if gained > SLIGHT * (before - max(standing.bound, generation.bound)):
            self._turns.stale = 0
        if way == "parts":  # without this worker the search in parts would have gained, too
            own = max(0.0, gained - self._beside * took)
        else:
            self._beside = (self._beside + (gained - own) / max(took, 1e-3)) / 2
        self.paces.learn(way, own / max(1.0, before), took)

    def _crews(self, ends: float) -> float:
        """Let crews dive until a time; return what they gained, in grains."""
        own = 0.0
        while not self._standing.done() and self._crewing.ready():
            own += self._crewing.once()
            self._turns.stale += 1
            if self._turns.stale >= STALE or time.monotonic() >= ends:
                break
        return own
