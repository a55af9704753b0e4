"""demand.csv and cases.csv."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from rotation.domain import Wall
from tests.team.folders import good, wrong

DEMAND = "language,severity,days,from,to,time_zone,cases_per_hour,handle_minutes\n"
CASES = "opened_at,language,severity,handle_minutes,responded_at\n"


def test_demand_arrives_in_its_types(tmp_path: Path) -> None:
    """A line is a weekly window with a rate; days, from and to may be left out."""
    demand = (
        DEMAND
        + "ES,urgent,mon thu,22:00,06:00,Asia/Kolkata,1.5,12\n"
        + "en,low,weekends,,,UTC,0,30\n"
    )
    first, second = good(tmp_path, demand=demand).problem.demand
    assert (first.language, first.severity, first.cases_per_hour) == ("es", "urgent", 1.5)
    assert (first.window.days, first.window.start) == (frozenset({0, 3}), Wall(1320))
    assert first.handle == timedelta(minutes=12)
    assert (second.window.days, second.window.end) == (frozenset({5, 6}), Wall(1440))


def test_cases_are_forecast_only_without_demand(tmp_path: Path) -> None:
    """Two cases in one hour of a seven-day week expect two an hour, at that hour."""
    cases = (
        CASES
        + "2026-11-02T10:05:00-06:00,es,urgent,10,\n"
        + "2026-11-02T16:30:10Z,es,urgent,20,2026-11-02T16:40:00Z\n"
        + "2026-11-08T23:00:00-06:00,en,low,5,\n"
    )
    demand = good(tmp_path, cases=cases).problem.demand
    spanish = [line for line in demand if line.language == "es"]
    # Monday 10:00-11:00 in Chicago happened once in the seven days and brought two cases.
    assert [(line.window.start, line.cases_per_hour) for line in spanish] == [(Wall(600), 2.0)]
    assert spanish[0].handle == timedelta(minutes=15)
    written = good(tmp_path, cases=cases, demand=DEMAND + "fr,low,,,,UTC,1,10\n").problem.demand
    assert [line.language for line in written] == ["fr"]


def test_a_case_is_answered_after_it_opened(tmp_path: Path) -> None:
    """An answer before the question is a mistake in the file."""
    cases = CASES + "2026-11-02T10:00Z,es,urgent,10,2026-11-02T09:00Z\n"
    assert wrong(tmp_path, cases=cases) == [
        'cases.csv:2: responded_at: must not be before opened_at, got "2026-11-02T09:00Z"'
    ]
