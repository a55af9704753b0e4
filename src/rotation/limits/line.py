"""One person's line of work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from rotation.domain import LocalDate, Problem, Schedule, Shift, Specialist, sorted_shifts
from rotation.local import LocalClock, clock_of


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
        return sorted_shifts(self.past + self.open) if self.past else self.open

    @cached_property
    def active(self) -> tuple[Shift, ...]:
        """Past and open shifts that are work rather than standby."""
        return tuple(shift for shift in self.all if shift.active)

    @cached_property
    def by_date(self) -> Mapping[LocalDate, tuple[Shift, ...]]:
        """Local date -> the past and open shifts that start on it, sorted by start."""
        found: dict[LocalDate, list[Shift]] = {}
        for shift in self.all:
            found.setdefault(self.clock.read(shift).date, []).append(shift)
        return {day: tuple(shifts) for day, shifts in found.items()}

    @cached_property
    def positions(self) -> Mapping[Shift, int]:
        """Open shift -> its position in `open`."""
        return {shift: position for position, shift in enumerate(self.open)}

    @cached_property
    def past_set(self) -> frozenset[Shift]:
        """The past shifts, to ask whether one is among them."""
        return frozenset(self.past)
