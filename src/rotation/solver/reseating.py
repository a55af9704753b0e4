"""Seating people of the best rota anew, whoever found it, and bringing gains to newer ones."""

from __future__ import annotations

import time
from collections.abc import Sequence
from math import inf

import numpy as np

from rotation.solver.lines import Work
from rotation.solver.seating import Change, Seating
from rotation.solver.standing import Stand


class Reseating:
    """Seats people of the best rota there is anew, whoever found it."""

    def __init__(self, work: Work, seating: Seating, standing: Stand) -> None:
        self._work, self._seating, self._standing = work, seating, standing
        self._price = inf

    def ready(self) -> bool:
        """Go on from the best rota there is; say whether there is one."""
        self._price = self._standing.price  # first: whatever comes meanwhile is newer
        best = self._standing.held()
        if best is not None:  # also after a turn whose gain was one by the guide alone
            self._seating.take(self._work.lines_of(best))
        return best is not None

    def go_on(self, seconds: float) -> float:
        """Go on for so many seconds after `ready`; return by how many grains that is cheaper.

        Where others found a cheaper one meanwhile, what helped is brought to that.
        """
        seating, standing = self._seating, self._standing
        ends = time.monotonic() + seconds
        seating.gains.clear()
        seating.regroup(lambda: standing.done() or time.monotonic() > ends)
        helps = bool(seating.gains)
        if helps and standing.price < self._price:
            helps = self._bring(list(seating.gains))
        before = standing.price
        if helps:
            standing.suggest(self._work.rota_of(seating.seated()), np.zeros(0, np.int32))
        return max(0.0, before - standing.price)

    def _bring(self, gains: Sequence[Sequence[Change]]) -> bool:
        """Bring gains to the newest rota, unless one's own is cheaper; say whether any helps."""
        seating, newest = self._seating, self._standing.held()
        if newest is None:
            return True
        price, lines = seating.price, seating.seated()
        seating.take(self._work.lines_of(newest))
        helped = [seating.change(gain) for gain in gains if not self._standing.done()]
        if price < seating.price:
            seating.take(lines)
            return True
        return any(helped)
