"""Cutting time: what holds when, on a common set of edges."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise
from typing import TypeVar

from rotation.domain import Span

Thing = TypeVar("Thing")


def laid_out(
    things: Iterable[tuple[Span, Thing]], edges: Iterable[datetime]
) -> list[tuple[Span, list[Thing]]]:
    """Cut time at `edges` and at the ends of every thing, and say what holds in each cell.

    Things outside the edges are left out; cells are in order, things in the order given.
    """
    inside = list(things)
    limits = sorted(set(edges))
    if not limits:
        return []
    cuts = set(limits)
    for span, _ in inside:
        cuts.update(cut for cut in (span.start, span.end) if limits[0] < cut < limits[-1])
    ordered = sorted(cuts)
    held: dict[int, list[Thing]] = defaultdict(list)
    for span, thing in inside:
        for at in range(bisect_left(ordered, span.start), bisect_left(ordered, span.end)):
            held[at].append(thing)
    return [(Span(start, end), held[at]) for at, (start, end) in enumerate(pairwise(ordered))]


class Meter:
    """How much of some stretches has run by a moment; moments and amounts are hours.

    Parameters
    ----------
    stretches
        (start, end), sorted and disjoint; the last end may be infinite.

    Examples
    --------
    >>> office = Meter([(9, 17), (33, 41)])
    >>> office.read(16), office.read(20), office.when(7), office.when(10), office.when(99)
    (7.0, 8.0, 16.0, 35.0, inf)
    """

    def __init__(self, stretches: Iterable[tuple[float, float]]) -> None:
        self.stretches = list(stretches)
        self._starts = [start for start, _ in self.stretches]
        self._before: list[float] = []
        self._after: list[float] = []
        total = 0.0
        for start, end in self.stretches:
            self._before.append(total)
            total += end - start
            self._after.append(total)

    def read(self, moment: float) -> float:
        """Amount that has run by a moment."""
        at = bisect_right(self._starts, moment) - 1
        if at < 0:
            return 0.0
        start, end = self.stretches[at]
        return self._before[at] + min(moment, end) - start

    def when(self, amount: float) -> float:
        """First moment by which an amount has run; infinite where it never does."""
        at = bisect_left(self._after, amount)
        if at == len(self._after):
            return float("inf")
        return self._starts[at] + max(0.0, amount - self._before[at])
