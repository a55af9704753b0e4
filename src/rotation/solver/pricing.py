"""Walking everybody's lines under prices: here alone, or with a pool where that is quicker.

Which of the two it is decides how long a round takes, and nothing else: the lines are the same.
"""

from __future__ import annotations

import statistics
import threading
import time
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from math import inf

from rotation.pool import Opener
from rotation.solver.leftover import Walk
from rotation.solver.parts import Ask, Parts, walked
from rotation.walk.pricing import Line

WORTH = 0.1
"""Seconds that a round must take alone before it is worth to have help: some times a message."""

REMEMBERED = 3
"""Rounds of each way of which the one in the middle counts: a first one also compiles."""

AGAIN = 20
"""After so many rounds the other way is tried again."""

SHARED = 2_000_000
"""Cells of all diagrams from which on several threads walk them: for fewer, to share them out takes
longer."""


class Pricing:
    """Finds everybody's cheapest lines.

    Parameters
    ----------
    opener
        Opens a pool of workers that help, once a round is worth it.

    Attributes
    ----------
    threads
        How many walk here, where nobody helps.
    """

    def __init__(
        self, walks: Sequence[Walk], opener: Opener | None = None, threads: int = 1
    ) -> None:
        self._diagrams = [walk.diagram for walk in walks]
        self._opener, self.threads = opener, threads
        self._parts: Parts | None = None
        self._opening: threading.Thread | None = None
        self._closed = False
        self._walkers: ThreadPoolExecutor | None = None
        self._took = {way: deque[float](maxlen=REMEMBERED) for way in ("alone", "together")}
        self._rounds = 0

    @property
    def answered(self) -> int:
        """How many parts of rounds came from a pool."""
        return 0 if self._parts is None else self._parts.answered

    def price(self, asks: Sequence[Ask | None]) -> list[list[Line]]:
        """Find everybody's cheapest lines under prices, by person; none for whom nothing is asked.

        Parameters
        ----------
        asks
            By person.
        """
        began = time.monotonic()
        parts = self._helpful()
        lines = self._here(asks) if parts is None else parts.price(asks)
        self._took["alone" if parts is None else "together"].append(time.monotonic() - began)
        return lines

    def close(self) -> None:
        """Let go of whoever helps."""
        self._closed = True
        if self._opening is not None:
            self._opening.join()
        if self._parts is not None:
            self._parts.pool.close()
            self._parts = None
        if self._walkers is not None:
            self._walkers.shutdown()
            self._walkers = None

    def _here(self, asks: Sequence[Ask | None]) -> list[list[Line]]:
        if self.threads > 1 and self._cells(asks) >= SHARED:
            if self._walkers is None:  # each keeps the room it walks in
                self._walkers = ThreadPoolExecutor(self.threads)
            return list(self._walkers.map(walked, self._diagrams, asks))
        return [walked(diagram, ask) for diagram, ask in zip(self._diagrams, asks, strict=True)]

    def _cells(self, asks: Sequence[Ask | None]) -> int:
        pairs = zip(self._diagrams, asks, strict=True)
        return sum((ask.cut or whole).cells for whole, ask in pairs if ask is not None)

    def _helpful(self) -> Parts | None:
        """Return the parts where that way seems to be the quicker one, or has to be tried."""
        alone, together = self._usual("alone"), self._usual("together")
        if self._parts is None:
            if self._opener is not None and self._opening is None and WORTH <= alone < inf:
                self._opening = threading.Thread(target=self._open, daemon=True)
                self._opening.start()
            return None
        if self._parts.lost:
            return None
        self._rounds += 1
        quicker = together == inf or together < alone
        return self._parts if quicker != (self._rounds % AGAIN == 0) else None

    def _usual(self, way: str) -> float:
        took = self._took[way]
        return statistics.median(took) if len(took) == REMEMBERED else inf

    def _open(self) -> None:
        """Open the pool, which may take seconds, while rounds go on."""
        assert self._opener is not None  # noqa: S101
        try:
            pool = self._opener()
        except Exception:  # the search says so, which has opened one too
            return
        if self._closed:
            pool.close()
        else:
            self._parts = Parts(pool, self._diagrams)
