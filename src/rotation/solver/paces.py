"""Which of several ways to make a rota cheaper goes on: the one that gains most in its time."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

TRIES, TRUST, CURIOUS = 1, 0.3, 0.15
"""Turns before a way is judged; weight of what it gained before; share of turns for the others."""

NOTHING = 1e-5
"""Shares of the price a second that are as good as none."""


class Paces:
    """Chooses between ways by what they gained in their time.

    Parameters
    ----------
    ways
        Their names, in the order in which each is tried first.
    """

    def __init__(self, ways: Sequence[str], random: Random) -> None:
        self._random = random
        self._pace = dict.fromkeys(ways, 0.0)
        self._turns = dict.fromkeys(ways, 0)

    def draw(self) -> str:
        """Choose one: each is tried first, the best one goes on, the others now and then.

        Where none gains anything, it is any of them.
        """
        if min(self._turns.values()) < TRIES:
            return min(self._turns, key=lambda way: self._turns[way])
        most = max(NOTHING, *self._pace.values())
        best = [way for way, pace in self._pace.items() if pace >= most or most == NOTHING]
        others = [way for way in self._pace if way not in best]
        curious = others and self._random.random() < CURIOUS
        return self._random.choice(others if curious else best)

    def learn(self, way: str, gained: float, seconds: float) -> None:
        """Remember what a turn gained, as a share of the price."""
        self._turns[way] += 1
        self._pace[way] = TRUST * self._pace[way] + (1 - TRUST) * gained / max(seconds, 1e-3)
