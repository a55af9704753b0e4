"""Worked examples of the loads that are shared: weekends, nights, holidays, hours, shifts."""

from __future__ import annotations

from typing import Any

import pytest

from rotation.constraints.ledger import Balance, balances
from rotation.domain import Problem, Team
from tests import problems as make
from tests.constraints.judging import rule
from tests.problems import day, past, person, schedule, shift_type

CHICAGO, LORD_HOWE, KOLKATA = "America/Chicago", "Australia/Lord_Howe", "Asia/Kolkata"


def ledger(of: Problem, load: str, *rows: str, **parameters: Any) -> dict[str, Balance]:
    """Return everybody's account of a load after a rota of a few rows."""
    found = balances((rule("fair", of=load, **parameters),), schedule(of, *rows))
    return {balance.person: balance for balance in found}


def expected(of: Problem, load: str, **parameters: Any) -> dict[str, float]:
    """Return what is expected of everybody."""
    return {who: row.expected for who, row in ledger(of, load, **parameters).items()}


def rows(first: str, days: int, who: str, name: str = "day") -> list[str]:
    """Write a row for each of some days from a date."""
    start = day(first)
    return [f"{name} {start.replace(day=start.day + n)} {who}" for n in range(days)]


def test_weekends_take_the_fullest_day() -> None:
    """Saturday has one seat, Sunday three: three weekends for three people, one each."""
    kinds = [shift_type("day"), shift_type("more", people=2, days=frozenset({6}))]
    of = make.problem([person(who) for who in "xyz"], kinds)
    assert expected(of, "weekends") == {"x": 1.0, "y": 1.0, "z": 1.0}
    # Both days of it are one weekend served.
    found = ledger(of, "weekends", "day 2026-12-12 x", "day 2026-12-13 x", "more 2026-12-13 y")
    assert [found[who].served for who in "xyz"] == [1.0, 1.0, 0.0]


def test_a_weekend_is_on_ones_own_calendar() -> None:
    """Saturday 04:00Z is Friday in Chicago: only Priya's Saturday, and the mean is one half."""
    kind = shift_type("x", "03:00", "05:00", days=frozenset({5}))
    of = make.problem([person("ana"), person("priya")], [kind])
    assert expected(of, "weekends") == {"ana": 0.0, "priya": 0.5}


def test_nights_count_night_shifts() -> None:
    """06:00Z to 12:00Z is Ana's night and Bo's afternoon; each seat is half a night by the mean."""
    of = make.problem([person("ana"), person("bo")], [shift_type("x", "06:00", "12:00")])
    # 7 seats at (1 + 0) / 2, all of it Ana's, who alone can serve any.
    assert expected(of, "nights") == {"ana": 3.5, "bo": 0.0}
    found = ledger(of, "nights", *rows("2026-12-07", 3, "ana", "x"), "x 2026-12-11 bo")
    assert (found["ana"].served, found["bo"].served) == (3.0, 0.0)


def test_holidays_are_hours_on_ones_own_and_the_teams() -> None:
    """Ana's 8 December and everybody's 10th, 8 h each: one day counts half by the mean."""
    of = make.problem(
        [person("x"), person("y")],
        [shift_type("day")],
        holidays={"x": {"2026-12-08": "Immaculate Conception"}},
        team=Team(holidays=((day("2026-12-10"), "Company day"),)),
    )
    # (8 + 0) / 2 + 8 = 12 h, halved.
    assert expected(of, "holidays") == {"x": 6.0, "y": 6.0}
    found = ledger(of, "holidays", "day 2026-12-08 y", "day 2026-12-10 x")
    assert (found["x"].served, found["y"].served) == (8.0, 0.0)


def test_hours_are_counted_hours() -> None:
    """A standby week at a quarter of its 168 h is 42 h."""
    watch = shift_type("watch", "09:00", None, duration_days=7, kind="standby")
    quarter = make.problem(
        [person("x"), person("y")],
        [shift_type("w", "09:00", None, duration_days=7, counts=0.25), watch],
        last="2026-12-07",
    )
    assert expected(quarter, "hours") == {"x": 21.0, "y": 21.0}


@pytest.mark.parametrize(
    ("start", "end", "when", "hours"),
    [
        ("08:00", "20:00", "2026-12-07", 0.0),
        ("07:59", "20:00", "2026-12-07", 1 / 60),
        ("18:00", "22:00", "2026-12-07", 2.0),
        ("10:00", "14:00", "2026-12-12", 4.0),  # Saturday
        ("10:00", "14:00", "2026-12-09", 4.0),  # holiday
        ("18:00", "22:00", "2026-12-12", 4.0),  # each hour once
        ("22:00", "10:00", "2026-12-13", 2.0 + 8.0),  # Sunday, then Monday to 08:00
    ],
)
def test_unsocial_hours(start: str, end: str, when: str, hours: float) -> None:
    """Outside 08:00 to 20:00, on a weekend or on a holiday."""
    of = make.problem(
        [person("x")], [shift_type("s", start, end)], holidays={"x": {"2026-12-09": "Day"}}
    )
    assert ledger(of, "unsocial", f"s {when} x")["x"].served == pytest.approx(hours)


@pytest.mark.parametrize(
    ("zone", "when", "hours"),
    [
        # A night of 22:00 to 06:00, all of it unsocial, as long as it was.
        (CHICAGO, "2026-12-07", 8.0),
        (CHICAGO, "2027-03-13", 7.0),
        (CHICAGO, "2026-10-31", 9.0),
        (LORD_HOWE, "2026-10-03", 7.5),
        (LORD_HOWE, "2027-04-03", 8.5),
        (KOLKATA, "2026-12-07", 8.0),
    ],
)
def test_unsocial_hours_across_a_clock_change(zone: str, when: str, hours: float) -> None:
    """Elapsed hours on the local clock."""
    kind = shift_type("s", "22:00", "06:00", zone)
    of = make.problem([person("x", time_zone=zone)], [kind], when, when)
    assert ledger(of, "unsocial", f"s {when} x")["x"].served == hours
    assert ledger(of, "hours", f"s {when} x")["x"].served == hours


def test_history_is_not_served_in_the_horizon() -> None:
    """What was served before stands in the opening balance, if anywhere."""
    kind, who = shift_type("day"), person("x")
    of = make.problem([who], [kind], history=(past(kind, "2026-12-06", who),))
    assert ledger(of, "hours")["x"].served == 0.0
