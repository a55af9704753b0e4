"""Whether a dive will be done in its time, by how fast it went of late."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from math import inf

WATCHED = 0.1
"""Share of the time that it is watched for before anything is said of it."""

HOPELESS = 3.0
"""Times the time left that it may seem to need: it is quicker or slower at the end."""

NEARLY = 0.8
"""Share of what is to be settled from which on nothing is said: the last of it comes in leaps."""


class Outlook:
    """Watches a dive.

    Parameters
    ----------
    seconds
        How long it may take.

    Attributes
    ----------
    needs
        How many seconds it seems to need in all, infinite where it stands still.
    """

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.needs = 0.0
        self._clock = clock
        self._watched = WATCHED * seconds
        self._begun = clock()
        self._ends = self._begun + seconds
        self._seen: deque[tuple[float, int]] = deque()

    def over(self) -> bool:
        """Say whether its time is up."""
        return self._clock() >= self._ends

    def restart(self) -> None:
        """Forget how fast it went: less is settled than was."""
        self._seen.clear()

    def hopeless(self, settled: int, of: float) -> bool:
        """Say so after a step that left so many assignments settled, of about so many."""
        now = self._clock()
        self._seen.append((now, settled))
        while len(self._seen) > 1 and now - self._seen[1][0] >= self._watched:
            self._seen.popleft()
        since, before = self._seen[0]
        if now - since < self._watched or settled >= NEARLY * of:
            return False
        needs = (of - settled) * (now - since) / (settled - before) if settled > before else inf
        self.needs = now - self._begun + needs
        return needs > HOPELESS * (self._ends - now)
