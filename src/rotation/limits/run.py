"""Marks in a row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from rotation.domain import LocalDate, Shift, sorted_shifts
from rotation.limits.measure import GRAIN, Finding


@dataclass(frozen=True)
class Mark:
    """One place in a row (a local date, a weekend) and the shifts that mark it."""

    date: LocalDate
    shifts: tuple[Shift, ...]


@dataclass(frozen=True, kw_only=True)
class Run:
    """Marks in a row number low..high; one unit of breach for each mark too many or too few.

    Parameters
    ----------
    marks
        Neighbours in a row, without holes, sorted.
    off
        Runs of unmarked places between two marked ones are measured instead of marked runs.
    open_from
        A run that reaches a mark on this date or later is not too short.
    open_until
        A run that starts at a mark on this date or earlier is not too short: what came before it
        is unknown. Both are asked in `too_short` alone, and of marked runs only.
    """

    marks: tuple[Mark, ...]
    low: int | None = None
    high: int | None = None
    off: bool = False
    open_from: LocalDate | None = None
    open_until: LocalDate | None = None
    about: str = ""

    def runs(self, marked: Callable[[Mark], bool]) -> Iterator[tuple[int, int]]:
        """List the runs as (first, last) positions; off-runs only between two marked places."""
        first = None
        ended = False
        for index, mark in enumerate(self.marks):
            on = marked(mark) != self.off
            if on and first is None:
                first = index
            elif not on and first is not None:
                if not self.off or ended:
                    yield first, index - 1
                first = None
            ended = ended or not on
        if first is not None and not self.off:
            yield first, len(self.marks) - 1

    def too_short(self, first: int, last: int) -> int:
        """Return how many marks a run lacks."""
        if self.low is None or (not self.off and self._may_go_on(first, last)):
            return 0
        return max(0, self.low - (last - first + 1))

    def _may_go_on(self, first: int, last: int) -> bool:
        """Say whether a run reaches an edge beyond which nothing is known."""
        later = self.open_from is not None and self.marks[last].date >= self.open_from
        earlier = self.open_until is not None and self.marks[first].date <= self.open_until
        return later or earlier

    def takes_part(self, first: int, last: int) -> tuple[Shift, ...]:
        """List the shifts that make a run: those on it, or on either side of an off-run."""
        if self.off:
            return self.marks[first - 1].shifts + self.marks[last + 1].shifts
        return tuple(shift for mark in self.marks[first : last + 1] for shift in mark.shifts)

    def findings(self, held: AbstractSet[Shift], past: AbstractSet[Shift]) -> Iterator[Finding]:
        """Measure a line: a finding for each run in which a held shift takes part."""
        on = held | past
        for first, last in self.runs(lambda mark: any(shift in on for shift in mark.shifts)):
            length = last - first + 1
            over = max(0, length - self.high) if self.high is not None else 0
            out = max(over, self.too_short(first, last))
            shifts = self.takes_part(first, last)
            if out and any(shift in held for shift in shifts):
                made_by = sorted_shifts([shift for shift in shifts if shift in on])
                yield Finding(self, out * GRAIN, made_by, length, made_by[0].start, made_by[-1].end)
