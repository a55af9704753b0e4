"""Small months for the tests of service levels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from rotation import clock
from rotation.domain import (
    Assignment,
    Demand,
    Horizon,
    Level,
    Problem,
    Schedule,
    ShiftType,
    Sla,
    Specialist,
    Team,
    Wall,
    Window,
)
from rotation.staffing.service import sla_rows

QUARTER = timedelta(minutes=15)
HOUR = timedelta(hours=1)
FIRST = date(2026, 12, 7)
RARE = 1e-9
"""Cases per hour so few that nobody ever waits for another case."""


def person(name: str, *languages: str, level: Level = Level.C1) -> Specialist:
    """Make somebody who speaks languages."""
    spoken = MappingProxyType(dict.fromkeys(languages or ("en",), level))
    return Specialist(id=name, name=name.title(), time_zone="UTC", languages=spoken)


def wall(text: str) -> Wall:
    """Read HH:MM."""
    return Wall(int(text[:2]) * 60 + int(text[3:]))


def shift(start: str, end: str, name: str = "day", zone: str = "UTC") -> ShiftType:
    """Make a daily shift from wall times."""
    return ShiftType(id=name, start=wall(start), end=wall(end), time_zone=zone)


def demand(
    rate: float,
    language: str = "en",
    severity: str = "urgent",
    hours: tuple[str, str] = ("00:00", "24:00"),
    zone: str = "UTC",
) -> Demand:
    """Make a daily row of quarter-hour cases."""
    window = Window(time_zone=zone, start=wall(hours[0]), end=wall(hours[1]))
    return Demand(
        language=language, severity=severity, window=window, cases_per_hour=rate, handle=QUARTER
    )


def schedule(
    who: Mapping[ShiftType, Iterable[Specialist]],
    rows: Iterable[Demand],
    *slas: Sla,
    days: int = 1,
    first: date = FIRST,
    history: tuple[Assignment, ...] | None = (),
    zone: str = "UTC",
) -> Schedule:
    """Put the same people on the same shifts every day."""
    horizon = Horizon(first, first + timedelta(days=days - 1))
    kinds = tuple(who)
    shifts = clock.expand(kinds, horizon)
    people = {one.id: one for group in who.values() for one in group}
    people |= {held.person.id: held.person for held in history or ()}
    problem = Problem(
        team=Team(time_zone=zone),
        horizon=horizon,
        people=tuple(people.values()),
        shift_types=kinds,
        shifts=shifts,
        history=history,
        slas=slas,
        demand=tuple(rows),
    )
    return Schedule(problem, tuple(Assignment(one, p) for one in shifts for p in who[one.type]))


AROUND = shift("00:00", "00:00")
MORNING = shift("00:00", "12:00")
SLA = Sla(id="fast", target=QUARTER, attainment=0.9)
ANA, BO, EVA = person("ana"), person("bo"), person("eva", "en", "es")


def attained(plan: Schedule) -> float:
    """Return the attainment of the first agreement as a whole."""
    return sla_rows(plan)[0].attainment
