"""The month as team leads draw it: a row for each person, a column for each of their own dates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from rotation import clock, duty
from rotation.clock import DAY
from rotation.domain import Problem, Schedule, Shift, ShiftType, Specialist
from rotation.local import LocalShift, clock_of, counted_minutes


@dataclass(frozen=True)
class Cell:
    """One person's local date.

    Parameters
    ----------
    shifts
        Shifts that start on it, with what each is on the person's clock.
    holiday
        Name of the public or company holiday, or "".
    absence
        Kind of an absence that touches it, or "".
    whole
        The absence covers all of it.
    """

    day: date
    shifts: tuple[tuple[Shift, LocalShift], ...]
    weekend: bool
    holiday: str
    absence: str
    whole: bool
    employed: bool

    @property
    def night(self) -> bool:
        """Hold a night shift."""
        return any(lived.is_night for _, lived in self.shifts)


@dataclass(frozen=True)
class Row:
    """One person's dates and totals; `nights` are night shifts, `weekends` weekends worked."""

    person: Specialist
    cells: tuple[Cell, ...]
    shifts: int
    hours: float
    nights: int
    weekends: int


@dataclass(frozen=True)
class Region:
    """The people of one time zone."""

    time_zone: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Grid:
    """Everybody's dates, regions from west to east."""

    days: tuple[date, ...]
    regions: tuple[Region, ...]
    codes: Mapping[str, str]
    """Shift id -> the few letters that stand for it where there is no room."""
    types: tuple[ShiftType, ...]


def grid(schedule: Schedule) -> Grid:
    """Lay a schedule out by person and local start date."""
    problem = schedule.problem
    days = _days(schedule)
    offset = {zone: _offset(zone, problem) for zone in {p.time_zone for p in problem.people}}
    people = sorted(
        problem.people, key=lambda who: (offset[who.time_zone], who.time_zone, who.name, who.id)
    )
    regions = tuple(
        Region(zone, tuple(_row(person, days, schedule) for person in group))
        for zone, group in groupby(people, key=lambda who: who.time_zone)
    )
    types = shift_types(schedule)
    return Grid(days, regions, codes(kind.id for kind in types), types)


def shift_types(schedule: Schedule) -> tuple[ShiftType, ...]:
    """List the shift types in the team's order, then any that only the schedule knows."""
    found = {kind.id: kind for kind in schedule.problem.shift_types}
    for assignment in schedule.assignments:
        found.setdefault(assignment.shift.type.id, assignment.shift.type)
    return tuple(found.values())


def _offset(zone: str, problem: Problem) -> float:
    moment = clock.midnight(problem.horizon.first, zone)
    offset = clock.local(moment, zone).utcoffset()
    return offset.total_seconds() if offset is not None else 0.0


def _days(schedule: Schedule) -> tuple[date, ...]:
    """List the dates of the horizon, and those around it on which shifts of it start for some."""
    horizon = schedule.problem.horizon
    starts = {clock.local_date(a.shift.start, a.person.time_zone) for a in schedule.assignments}
    first, last = min(starts | {horizon.first}), max(starts | {horizon.last})
    return tuple(first + n * DAY for n in range((last - first).days + 1))


def _row(person: Specialist, days: tuple[date, ...], schedule: Schedule) -> Row:
    read = clock_of(person, schedule.problem).read
    held = [(shift, read(shift)) for shift in schedule.of[person.id]]
    weekends = {first for shift, lived in held if shift.active for first in lived.weekends}
    return Row(
        person=person,
        cells=tuple(_cell(person, day, held, schedule.problem) for day in days),
        shifts=len(held),
        hours=sum(counted_minutes(shift) for shift, _ in held) / 60,
        nights=sum(lived.is_night for _, lived in held),
        weekends=len(weekends),
    )


def _cell(
    person: Specialist, day: date, held: list[tuple[Shift, LocalShift]], problem: Problem
) -> Cell:
    whole_day = clock.local_day(day, person.time_zone)
    absences = [a for a in problem.absent[person.id] if a.span.overlaps(whole_day)]
    free = duty.minus([whole_day], clock.joined([absence.span for absence in absences]))
    company = dict(problem.team.holidays)
    return Cell(
        day=day,
        shifts=tuple((shift, lived) for shift, lived in held if lived.date == day),
        weekend=day.weekday() in problem.team.weekend,
        holiday=problem.public_holidays.get(person.id, {}).get(day, company.get(day, "")),
        absence=absences[0].kind if absences else "",
        whole=not free,
        employed=person.employed_on(day),
    )


def codes(ids: Iterable[str]) -> dict[str, str]:
    """Find a few letters for each shift id, all different.

    Examples
    --------
    >>> codes(["amer-day", "apac-day", "emea-night", "watch", "late-1", "late-2"]).values()
    dict_values(['EN', 'L1', 'L2', 'W', 'AmD', 'ApD'])
    """
    found: dict[str, str] = {}
    left = sorted(set(ids))
    for first, last in _MORE_LETTERS:
        tried = {name: _letters(name, first, last) for name in left}
        uses = Counter([*tried.values(), *found.values()])
        found |= {name: code for name, code in tried.items() if uses[code] == 1}
        left = [name for name in left if name not in found]
    return found | {name: f"{_letters(name, 0, 0)}.{n}" for n, name in enumerate(left, start=1)}


_MORE_LETTERS = ((0, 0), (1, 0), (0, 1), (1, 1), (2, 2))
"""Letters added to the first and the last part of an id until its code is its own."""


def _letters(name: str, first: int, last: int) -> str:
    parts: list[str] = re.findall(r"[^\W_]+", name) or ["?"]
    letters = [part[0].upper() for part in parts]
    letters[0] += parts[0][1 : 1 + first]
    if len(parts) > 1:
        letters[-1] += parts[-1][1 : 1 + last]
    return "".join(letters)
