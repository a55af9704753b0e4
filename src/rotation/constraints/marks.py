"""Rows of local dates and weekends, as runs are counted along them. No rule of its own."""

from __future__ import annotations

from collections.abc import Iterable

from rotation.clock import DAY
from rotation.domain import LocalDate, Shift
from rotation.errors import InvalidRule
from rotation.limits import Finding, Line, Mark
from rotation.local import weekend_of


def day_marks(shifts: Iterable[Shift], line: Line, *, every_date: bool = False) -> tuple[Mark, ...]:
    """Return one mark a local date, without holes, marked by the shifts that start on it.

    With `every_date` a shift marks every local date it touches.
    """
    by_date: dict[LocalDate, list[Shift]] = {}
    for shift in shifts:
        read = line.clock.read(shift)
        for day in [day for day, _ in read.by_date] if every_date else [read.date]:
            by_date.setdefault(day, []).append(shift)
    if not by_date:
        return ()
    first, last = min(by_date), max(by_date)
    days = [first + n * DAY for n in range((last - first).days + 1)]
    return tuple(Mark(day, tuple(by_date.get(day, ()))) for day in days)


def weekend_marks(shifts: Iterable[Shift], line: Line) -> tuple[Mark, ...]:
    """Return one mark a local weekend, without holes, marked by the shifts that touch it."""
    by_weekend: dict[LocalDate, list[Shift]] = {}
    for shift in shifts:
        for first in line.clock.read(shift).weekends:
            by_weekend.setdefault(first, []).append(shift)
    if not by_weekend:
        return ()
    first, last = min(by_weekend), max(by_weekend)
    days = [first + n * DAY for n in range((last - first).days + 1)]
    weekend = line.problem.team.weekend
    starts = [day for day in days if weekend_of(day, weekend) == day]
    return tuple(Mark(day, tuple(by_weekend.get(day, ()))) for day in starts)


def refuse_below(least: int, **given: int | None) -> None:
    """Refuse counts below a number, naming the parameter."""
    for name, value in given.items():
        if value is not None and value < least:
            raise InvalidRule(name, f"must be {least} or more, got {value}")


def run_dates(finding: Finding, line: Line) -> tuple[LocalDate, LocalDate]:
    """Return the first and last local start date of the shifts that make a run."""
    dates = [line.clock.read(shift).date for shift in finding.shifts]
    return min(dates), max(dates)


def count(number: int | None, noun: str) -> str:
    """Write a number of things for people: 1 night, 2 nights."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
