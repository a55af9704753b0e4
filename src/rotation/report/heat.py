"""Coverage by hour: how many people are on duty beyond what each requirement asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rotation import clock, duty
from rotation.domain import DAY_NAMES, Requirement, Schedule, Span, say_date

HOURS = range(24)
MOST_DAYS = 62
"""Above this many days the map shows hours of the week instead of every date."""

Spare = int | None
"""Least number of people on duty minus those required; None: nothing is judged."""


@dataclass(frozen=True)
class HeatMap:
    """One requirement's cover, on one zone's wall clock.

    Parameters
    ----------
    rows
        Label of a date (or weekday) and the least spare people in each of its 24 hours.
    by_hour
        The least of every row.
    judged, short
        Hours judged, and person-hours short.
    """

    requirement: Requirement
    time_zone: str
    rows: tuple[tuple[str, bool, tuple[Spare, ...]], ...]
    by_hour: tuple[Spare, ...]
    judged: float
    short: float


def heat_maps(schedule: Schedule) -> list[HeatMap]:
    """Draw the cover of every requirement on the team's clock, in the team's order."""
    return [_heat_map(requirement, schedule) for requirement in schedule.problem.requirements]


def _heat_map(requirement: Requirement, schedule: Schedule) -> HeatMap:
    team = schedule.problem.team
    found = duty.stretches(requirement, schedule)
    least: dict[tuple[date, int], int] = {}
    for stretch in found:
        spare = len(stretch.people) - requirement.people
        for cell in _hours(stretch.span, team.time_zone):
            least[cell] = min(spare, least.get(cell, spare))
    rows = tuple(_rows(least, team.weekend))
    return HeatMap(
        requirement=requirement,
        time_zone=team.time_zone,
        rows=rows,
        by_hour=tuple(_least(cells[hour] for _, _, cells in rows) for hour in HOURS),
        judged=sum(_as_hours(stretch.span.length) for stretch in found),
        short=sum(stretch.minutes_short for stretch in found) / 60,
    )


def _as_hours(length: timedelta) -> float:
    return length / timedelta(hours=1)


def _hours(span: Span, zone: str) -> Iterator[tuple[date, int]]:
    """List the wall-clock hours that a stretch touches; the hour that comes twice is one."""
    moment: datetime = span.start
    while moment < span.end:
        wall = clock.local(moment, zone)
        yield wall.date(), wall.hour
        moment += timedelta(minutes=60 - wall.minute, seconds=-wall.second)


def _rows(
    least: dict[tuple[date, int], int], weekend: frozenset[int]
) -> Iterator[tuple[str, bool, tuple[Spare, ...]]]:
    days = sorted({day for day, _ in least})
    if len(days) <= MOST_DAYS:
        for day in days:
            cells = tuple(least.get((day, hour)) for hour in HOURS)
            yield say_date(day), day.weekday() in weekend, cells
        return
    for weekday in sorted({day.weekday() for day in days}):
        same = [day for day in days if day.weekday() == weekday]
        cells = tuple(_least(least.get((day, hour)) for day in same) for hour in HOURS)
        yield DAY_NAMES[weekday].title(), weekday in weekend, cells


def _least(cells: Iterator[Spare]) -> Spare:
    return min((cell for cell in cells if cell is not None), default=None)
