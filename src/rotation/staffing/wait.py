"""Which share of a leg's cases is answered in time: waits, gaps, piles and clocks that stop."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

from rotation import clock
from rotation.domain import Sla, Span
from rotation.staffing.backlog import Leg, staffed
from rotation.staffing.cover import HOUR, Cover
from rotation.staffing.grid import Meter
from rotation.staffing.sharing import Line

BEYOND = timedelta(days=60)
"""How far past the horizon windows are laid out to find the deadlines of its last cases."""

_FOREVER = 1e6
_CLOSE = 1e-9


class Patience:
    """How long cases of one language may wait under one agreement, counting only staffed time.

    A case that arrives at t must be answered by the instant at which the agreement's clock has run
    for the target since t. Only time in which somebody on duty speaks the language helps it, so
    what matters is how much of that lies before the deadline.
    """

    def __init__(self, sla: Sla, cover: Cover, line: list[Leg]) -> None:
        self.staffed = staffed(cover, line, BEYOND / HOUR)
        self.clock = _clock(sla, cover)
        self.target = sla.target / HOUR
        edges = {edge for part in self.clock.stretches for edge in part}
        ends = edges | {edge for part in self.staffed.stretches for edge in part}
        late = {self.clock.when(self.clock.read(edge) - self.target) for edge in ends}
        self.breaks: Sequence[float] = sorted(edge for edge in edges | late if edge < _FOREVER)

    def left(self, moment: float) -> float:
        """Staffed hours between a moment and the deadline of a case that arrives then."""
        deadline = self.clock.when(self.clock.read(moment) + self.target)
        return min(_FOREVER, self.staffed.read(deadline) - self.staffed.read(moment))

    def met(self, leg: Leg) -> float:
        """Share of the cases arriving in a leg that are answered before their deadline."""
        if leg.line is None or leg.line.release == 0:
            return 0.0
        inner = self.breaks[
            bisect_right(self.breaks, leg.start) : bisect_left(self.breaks, leg.end)
        ]
        cuts = sorted({leg.start, leg.end, leg.cleared, *inner})
        answered = sum(self._answered(leg, leg.line, start, end) for start, end in pairwise(cuts))
        return answered / (leg.end - leg.start)

    def _answered(self, leg: Leg, line: Line, start: float, end: float) -> float:
        """Hours' worth of arrivals answered in time, where the time left is linear in arrival."""
        # The ends may be jumps (a closing hour), so the line is drawn through inner points.
        low, high = (3 * start + end) / 4, (start + 3 * end) / 4
        at_low, at_high = (self.left(m) - _queued(leg, m) for m in (low, high))
        first, last = at_low - (at_high - at_low) / 2, at_high + (at_high - at_low) / 2
        return (end - start) * _share(line, leg.staffed, first, last)


def _queued(leg: Leg, moment: float) -> float:
    """Staffed hours until the pile before a case that arrives now is cleared."""
    pile = leg.pile_at(moment)
    if not pile:
        return 0.0
    return min(_FOREVER, pile / leg.pace) if leg.pace > 0 else _FOREVER


def _share(line: Line, on_duty: bool, first: float, last: float) -> float:
    """Share answered where the staffed hours left to a case run evenly from `first` to `last`."""
    low, high = sorted((first, last))
    # In a gap no time left means that cover returns too late, on duty it means answer at once.
    if high < -_CLOSE or (high < _CLOSE and not on_duty):
        return 0.0
    positive = 1.0 if low >= -_CLOSE else high / (high - low)
    low, high = max(0.0, low), max(0.0, high)
    spread = line.release * (high - low)
    mean = -math.expm1(-spread) / spread if spread > _CLOSE else 1.0 - spread / 2
    return positive * (1.0 - line.waiting * math.exp(-line.release * low) * mean)


def _clock(sla: Sla, cover: Cover) -> Meter:
    """Measure the time in which an agreement's clock runs."""
    if sla.clock == "calendar":
        return Meter([(0.0, math.inf)])
    reach = Span(cover.span.start, cover.span.end + BEYOND)
    open_hours = clock.joined(list(clock.windows(sla.window, reach)))
    return Meter([(cover.hours(part.start), cover.hours(part.end)) for part in open_hours])
