"""How many speakers each hour needs."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from rotation.domain import Demand, Horizon, Problem, Sla, Team, Wall, Window
from rotation.staffing.required import required

QUARTER = timedelta(minutes=15)


def demand(
    rate: float,
    hours: tuple[int, int] = (0, 24),
    language: str = "en",
    severity: str = "urgent",
    zone: str = "UTC",
) -> Demand:
    """Make a daily row of quarter-hour cases."""
    window = Window(time_zone=zone, start=Wall(hours[0] * 60), end=Wall(hours[1] * 60))
    return Demand(
        language=language, severity=severity, window=window, cases_per_hour=rate, handle=QUARTER
    )


def problem(*rows: Demand, zone: str = "UTC", first: date = date(2026, 12, 7)) -> Problem:
    """Make one day without shifts, so that the team's zone bounds it."""
    return Problem(
        team=Team(time_zone=zone),
        horizon=Horizon(first, first),
        people=(),
        shift_types=(),
        shifts=(),
        demand=rows,
    )


def listed(sla: Sla, asked: Problem) -> list[tuple[str, str, str, int]]:
    """Write what is required as (start, end, language, people)."""
    return [
        (f"{when.start:%d %H:%M}", f"{when.end:%d %H:%M}", language, people)
        for when, language, people in required(sla, asked)
    ]


# 12 cases an hour of 15 minutes, 90 % within 10 minutes: 4 attain .738, 5 attain .938 (reference).
SLA = Sla(id="fast", target=timedelta(minutes=10), attainment=0.9)


def test_fewest_who_attain_it_and_neighbours_merged() -> None:
    """Five for three erlangs, all day long in one stretch."""
    assert listed(SLA, problem(demand(12))) == [("07 00:00", "08 00:00", "en", 5)]


def test_need_follows_demand() -> None:
    """It changes where demand does; hours without cases need nobody."""
    asked = problem(demand(6, (8, 12)), demand(6, (10, 12)))
    # 6 an hour (1.5 erlangs) within 10 minutes: C(3) = .236842, x exp(-1.5 x 2/3) = .087 is enough;
    # C(2) = .642857 x exp(-.5 x 2/3) = .46 is not.
    assert listed(SLA, asked) == [
        ("07 08:00", "07 10:00", "en", 3),
        ("07 10:00", "07 12:00", "en", 5),
    ]


def test_severities_share_people() -> None:
    """Cases the agreement is not about are answered by the same people, where it asks for any."""
    urgent = Sla(id="u", target=SLA.target, attainment=0.9, severities=("urgent",))
    asked = problem(demand(6, (8, 10)), demand(6, (9, 12), severity="normal"))
    assert listed(urgent, asked) == [
        ("07 08:00", "07 09:00", "en", 3),
        ("07 09:00", "07 10:00", "en", 5),
    ]


def test_languages_are_looked_at_one_by_one() -> None:
    """Each named language has its own need, sorted by language."""
    asked = problem(demand(12, language="es"), demand(6), demand(6, language="ur"))
    some = Sla(id="s", languages=("ur", "es"), target=SLA.target, attainment=0.9)
    assert listed(some, asked) == [
        ("07 00:00", "08 00:00", "es", 5),
        ("07 00:00", "08 00:00", "ur", 3),
    ]


def test_coverage_clock_asks_only_inside_its_window() -> None:
    """Outside the window the clock stands still; a window may cut an hour."""
    window = Window(time_zone="Asia/Kolkata", start=Wall(9 * 60), end=Wall(17 * 60))
    office = Sla(id="o", clock="coverage", window=window, target=SLA.target, attainment=0.9)
    # 09:00 to 17:00 in Kolkata is 03:30Z to 11:30Z.
    assert listed(office, problem(demand(12))) == [("07 03:30", "07 11:30", "en", 5)]


@pytest.mark.parametrize(
    ("day", "start", "hours"), [(date(2026, 3, 8), 14, 23), (date(2026, 11, 1), 15, 25)]
)
def test_day_of_a_clock_change(day: date, start: int, hours: int) -> None:
    """Nine o'clock is where the clock says it is, and the day as long as it is."""
    nine = problem(demand(12, (9, 10), zone="America/Chicago"), zone="America/Chicago", first=day)
    ((when, _, _),) = required(SLA, nine)
    assert when.start == datetime(day.year, day.month, day.day, start, tzinfo=UTC)
    whole = problem(demand(12, zone="America/Chicago"), zone="America/Chicago", first=day)
    ((when, _, _),) = required(SLA, whole)
    assert when.length == timedelta(hours=hours)


def test_no_demand_needs_nobody() -> None:
    """Without cases there is nothing to staff."""
    assert required(SLA, problem()) == []
