"""What holds for a whole team: customs, coverage, service levels, demand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from rotation.domain.people import Ask, Level
from rotation.domain.times import Wall, Window


@dataclass(frozen=True)
class Night:
    """When it is night on anybody's clock, and how much of one makes a night shift."""

    start: Wall = Wall(23 * 60)
    end: Wall = Wall(6 * 60)
    at_least: timedelta = timedelta(hours=3)


@dataclass(frozen=True, kw_only=True)
class Team:
    """What holds for everybody: calendar customs, the night, the working level."""

    name: str = "Team"
    time_zone: str = "UTC"
    week_starts: int = 0
    weekend: frozenset[int] = frozenset({5, 6})
    night: Night = Night()
    working_level: Level = Level.B2
    holidays: tuple[tuple[date, str], ...] = ()
    domain: str = "rota.invalid"


@dataclass(frozen=True, kw_only=True)
class Requirement:
    """Somebody of a kind who can answer, at every instant of a window."""

    id: str
    ask: Ask
    window: Window = Window()
    people: int = 1
    must: bool = False


@dataclass(frozen=True, kw_only=True)
class Sla:
    """A service level agreement: a share of cases answered within a target.

    Parameters
    ----------
    languages, severities
        Empty: every one that has demand.
    attainment
        Share of cases over the horizon, 0 < attainment < 1.
    clock
        calendar, or coverage: the clock stops outside the window.
    drives
        Generate also staffs towards it.
    """

    id: str
    languages: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()
    metric: Literal["time_to_ack", "first_response"] = "first_response"
    target: timedelta = timedelta(minutes=15)
    attainment: float = 0.95
    clock: Literal["calendar", "coverage"] = "calendar"
    window: Window = Window()
    drives: bool = False


@dataclass(frozen=True, kw_only=True)
class Demand:
    """Expected cases of one language and severity inside a weekly window."""

    language: str
    severity: str
    window: Window
    cases_per_hour: float
    handle: timedelta
