"""Which pairs of shifts clash on one person's line; a shared test is asked once for everybody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import lru_cache

from rotation.domain import Problem, Shift, sorted_shifts
from rotation.limits.clash import Clash
from rotation.limits.line import Line

Pair = tuple[int, int]
"""The places in `among` of a shift and of a later one."""


def open_pairs(limit: Clash, line: Line) -> list[Pair]:
    """List the pairs that clash, ascending, save those that were both served.

    Where only neighbours are asked, what was served is not stepped over: it is held for sure.
    """
    among, past = limit.among, line.past_set
    served = [shift in past for shift in among] if past else [False] * len(among)
    # Nothing is served from here on, so that what clashes is the same for everybody.
    begin = len(among) - served[::-1].index(True) if True in served else 0
    later = _later(limit, line.problem, begin) if limit.shared else None
    if later is None:
        begin, later = len(among), []
    alone = [(first, second) for first in range(begin) for second in _after(limit, served, first)]
    return alone + later


def _after(limit: Clash, served: Sequence[bool], first: int) -> list[int]:
    """Ask a shift and those after it."""
    one, test = limit.among[first], limit.test
    latest = one.end + limit.reach
    found = []
    for second in range(first + 1, len(limit.among)):
        other = limit.among[second]
        if other.start > latest:
            break
        if not (served[first] and served[second]) and test(one, other):
            found.append(second)
        if served[second] and limit.next_only:
            break
    return found


def _later(limit: Clash, problem: Problem, begin: int) -> list[Pair] | None:
    """List the pairs from a place on, none of them served; None where the problem lacks one."""
    table = _table(problem, limit.test, limit.reach)
    numbers = [table.numbers.get(shift, -1) for shift in limit.among[begin:]]
    if -1 in numbers:
        return None
    place = [-1] * len(table.shifts)
    for at, number in enumerate(numbers, begin):
        place[number] = at
    rows = table.rows(frozenset([shift.type.id for shift in limit.among[begin:]]))
    return [
        (first, second)
        for first, number in enumerate(numbers, begin)
        for other in rows[number]
        if (second := place[other]) >= 0
    ]


class _Table:
    """What clashes with what among a problem's shifts, as far as their kinds were asked about."""

    def __init__(
        self, problem: Problem, test: Callable[[Shift, Shift], bool], reach: timedelta
    ) -> None:
        self.shifts = sorted_shifts(problem.shifts)
        self.numbers = {shift: number for number, shift in enumerate(self.shifts)}
        self._test, self._reach = test, reach
        self._known: tuple[frozenset[str], list[list[int]]] = frozenset(), []

    def rows(self, kinds: frozenset[str]) -> list[list[int]]:
        """Return for each shift the numbers of later ones that clash; of other kinds, nothing."""
        known, rows = self._known
        if not kinds <= known:
            known |= kinds
            rows = self._asked(known)
            self._known = known, rows
        return rows

    def _asked(self, kinds: frozenset[str]) -> list[list[int]]:
        rows: list[list[int]] = [[] for _ in self.shifts]
        meant = [number for number, shift in enumerate(self.shifts) if shift.type.id in kinds]
        for at, number in enumerate(meant):
            first = self.shifts[number]
            latest = first.end + self._reach
            for other in meant[at + 1 :]:
                second = self.shifts[other]
                if second.start > latest:
                    break
                if self._test(first, second):
                    rows[number].append(other)
        return rows


@lru_cache(maxsize=64)
def _table(problem: Problem, test: Callable[[Shift, Shift], bool], reach: timedelta) -> _Table:
    return _Table(problem, test, reach)
