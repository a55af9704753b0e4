"""What a rule can ask of one person's line of work, in three words: Clash, Total, Run.

A person rule declares limits; it never talks to the solver. Each limit is read by the judge
(`findings`, here), by the board (which posts it to CP-SAT) and by whoever walks a line of work
shift by shift. A limit speaks of *past* shifts, which are served, and *open* ones, which may be
held; the judge reads it with a set of held ones.

Everything is in whole numbers, so that judge and solver agree to the last digit: one unit of
breach (an hour, a clash, a weekend) is `GRAIN` grains.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Literal

from rotation.domain import LocalDate, Problem, Schedule, Shift, Specialist, sorted_shifts
from rotation.local import LocalClock, clock_of

GRAIN = 4800
"""Grains in one unit: divisible by tenths of minutes in an hour (600), by hundredths, and by the
tenths of minutes in eight hours (4800), so that every amount of the rules is a whole number."""

TENTHS = 10
"""Tenths of minutes in a minute: what hours are measured in inside limits."""

HOUR = 60 * TENTHS
"""Tenths of minutes in an hour."""


@dataclass(frozen=True)
class Line:
    """One person's line of work: what they have served, and what they may hold or do hold.

    Parameters
    ----------
    past
        Shifts served before the horizon, sorted by start.
    open
        Shifts of the horizon: those they might hold while a rota is being made, those they do
        hold when one is judged. Sorted by start.
    """

    person: Specialist
    problem: Problem
    past: tuple[Shift, ...]
    open: tuple[Shift, ...]

    @classmethod
    def judged(cls, person: Specialist, schedule: Schedule) -> Line:
        """Return the line that a finished schedule gives somebody."""
        problem = schedule.problem
        return cls(person, problem, problem.served[person.id], schedule.of[person.id])

    @cached_property
    def clock(self) -> LocalClock:
        """The person's own clock and calendar."""
        return clock_of(self.person, self.problem)

    @cached_property
    def all(self) -> tuple[Shift, ...]:
        """Past and open shifts, sorted by start."""
        return sorted_shifts(self.past + self.open)

    @cached_property
    def active(self) -> tuple[Shift, ...]:
        """Past and open shifts that are work rather than standby."""
        return tuple(shift for shift in self.all if shift.active)

    @cached_property
    def past_set(self) -> frozenset[Shift]:
        """The past shifts, to ask whether one is among them."""
        return frozenset(self.past)


@dataclass(frozen=True)
class Finding:
    """One place where a limit is not kept.

    Parameters
    ----------
    grains
        How far, in `GRAIN` to a unit.
    shifts
        The shifts that make it, sorted by start; may be empty where something is missing.
    value
        What was measured: a total in the limit's own measure, or a length in marks.
    start, end
        Where it lies; None where a limit spans the horizon.
    """

    limit: Limit
    grains: int
    shifts: tuple[Shift, ...]
    value: int = 0
    start: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Clash:
    """Two shifts that do not go together for one person.

    Parameters
    ----------
    among
        The shifts it speaks of, sorted by start.
    test
        Whether the first (earlier) and the second clash.
    reach
        The second starts at most this long after the first's end, or it is not asked.
    next_only
        Only the first and the next one held after it are asked. The test must then be such that
        where it holds across a shift between them, a neighbouring pair fails too.
    unless
        The pair is no clash while one of these is held.
    """

    among: tuple[Shift, ...]
    test: Callable[[Shift, Shift], bool]
    reach: timedelta
    next_only: bool = True
    unless: Callable[[Shift, Shift], tuple[Shift, ...]] | None = None
    about: str = ""

    def pairs(self) -> Iterator[tuple[Shift, Shift]]:
        """List every pair that the test says clashes, whether or not neighbours."""
        for index, first in enumerate(self.among):
            latest = first.end + self.reach
            for second in self.among[index + 1 :]:
                if second.start > latest:
                    break
                if self.test(first, second):
                    yield first, second

    def between(self, first: Shift, second: Shift) -> tuple[Shift, ...]:
        """List the shifts that come between two, in the order of the line."""
        return tuple(s for s in self.among if first.order < s.order < second.order)

    def findings(self, held: AbstractSet[Shift], past: AbstractSet[Shift]) -> Iterator[Finding]:
        """Measure a line: one unit a clash in which a held shift takes part."""
        on = [shift for shift in self.among if shift in held or shift in past]
        for first, second in self._asked(on):
            if (first in past and second in past) or not self.test(first, second):
                continue
            excuses = self.unless(first, second) if self.unless else ()
            if not any(shift in held or shift in past for shift in excuses):
                yield Finding(self, GRAIN, (first, second), 0, first.start, second.end)

    def _asked(self, on: list[Shift]) -> Iterator[tuple[Shift, Shift]]:
        for index, first in enumerate(on):
            for second in on[index + 1 : index + 2 if self.next_only else None]:
                if second.start - first.end > self.reach:
                    break
                yield first, second


@dataclass(frozen=True)
class Part:
    """What some shifts add to a total.

    `each`: the amount for every one held. `any`: once, when at least one is held. `none`: once,
    when none is held.
    """

    amount: int
    shifts: tuple[Shift, ...]
    when: Literal["each", "any", "none"] = "each"

    def value(self, on: Collection[Shift]) -> int:
        """Measure the part on a set of shifts."""
        if self.when == "each":
            return self.amount * sum(shift in on for shift in self.shifts)
        return self.amount * (any(shift in on for shift in self.shifts) == (self.when == "any"))


@dataclass(frozen=True, kw_only=True)
class Total:
    """The sum of what shifts add stays within low..high, or is priced around an aim.

    Parameters
    ----------
    low, high
        Bounds in the total's own measure; None: open.
    unit
        How much of the measure is one unit of breach; divides `GRAIN`.
    aim
        Instead of bounds: priced by the squared distance in units, linear between whole units.
    idle
        Counts even where no held shift takes part (something is missing, and that is the breach).
    flat
        One unit of breach however far the total is out.
    start, end
        The stretch it speaks of.
    """

    parts: tuple[Part, ...]
    low: int | None = None
    high: int | None = None
    unit: int = 1
    aim: int | None = None
    idle: bool = False
    flat: bool = False
    about: str = ""
    start: datetime | None = None
    end: datetime | None = None

    def value(self, on: Collection[Shift]) -> int:
        """Measure the total on a set of shifts."""
        return sum(part.value(on) for part in self.parts)

    def grains(self, value: int) -> int:
        """Price a value of the total, in grains."""
        if self.aim is not None:
            return squared(value - self.aim, self.unit)
        low = self.low - value if self.low is not None else 0
        high = value - self.high if self.high is not None else 0
        out = max(low, high, 0)
        return GRAIN * (out > 0) if self.flat else out * (GRAIN // self.unit)

    def findings(self, held: AbstractSet[Shift], past: AbstractSet[Shift]) -> Iterator[Finding]:
        """Measure a line: at most one finding."""
        value = self.value(held | past)
        grains = self.grains(value)
        if not grains:
            return
        own = [shift for part in self.parts for shift in part.shifts]
        if not self.idle and not any(shift in held for shift in own):
            return
        on = sorted_shifts(list({shift for shift in own if shift in held or shift in past}))
        yield Finding(self, grains, on, value, self.start, self.end)


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
    """

    marks: tuple[Mark, ...]
    low: int | None = None
    high: int | None = None
    off: bool = False
    open_from: LocalDate | None = None
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
        if self.low is None or (
            not self.off and self.open_from is not None and self.marks[last].date >= self.open_from
        ):
            return 0
        return max(0, self.low - (last - first + 1))

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


Limit = Clash | Total | Run


def squared(distance: int, unit: int) -> int:
    """Square a distance in units, linear between whole units; the result is in grains.

    Examples
    --------
    >>> [squared(d, 2) / GRAIN for d in (0, 1, 2, 4, -6)]
    [0.0, 0.5, 1.0, 4.0, 9.0]
    """
    whole, rest = divmod(abs(distance), unit)
    return GRAIN * whole * whole + (2 * whole + 1) * rest * (GRAIN // unit)


def tenths(hours: float) -> int:
    """Write hours as tenths of minutes, to the nearest."""
    return round(hours * HOUR)
