"""Forecasting weekly demand from past cases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from rotation import clock
from rotation.domain import Wall
from rotation.staffing.forecast import Case, forecast

TEN = timedelta(minutes=10)


def case(
    text: str, language: str = "en", severity: str = "urgent", handle: timedelta = TEN
) -> Case:
    """Make a case from a UTC time as text."""
    return Case(datetime.fromisoformat(text).astimezone(UTC), language, severity, handle)


def test_no_cases_expect_nothing() -> None:
    """Without a past there is no demand."""
    assert forecast([], time_zone="UTC") == ()


def test_mean_over_the_times_an_hour_came_round() -> None:
    """Three cases on two Mondays at nine are 1.5 an hour; Tuesday came round once."""
    # Mon 7 Dec to Mon 14 Dec 2026: two Mondays, one of every other day.
    cases = [
        case("2026-12-07T09:05Z"),
        case("2026-12-07T09:55Z"),
        case("2026-12-14T09:00Z"),
        case("2026-12-08T17:30Z"),
    ]
    monday, tuesday = forecast(cases, time_zone="UTC")
    assert (monday.window.days, monday.window.start, monday.window.end) == (
        frozenset({0}),
        Wall(540),
        Wall(600),
    )
    assert monday.cases_per_hour == 1.5
    assert (tuesday.window.days, tuesday.cases_per_hour) == (frozenset({1}), 1.0)


def test_period_is_common_to_all_languages() -> None:
    """A language heard once in two weeks is rare: its period is that of all cases."""
    cases = [case("2026-12-07T09:05Z"), case("2026-12-14T09:00Z", "ur"), case("2026-12-14T09:00Z")]
    rates = {row.language: row.cases_per_hour for row in forecast(cases, time_zone="UTC")}
    assert rates == {"en": 1.0, "ur": 0.5}


def test_handle_time_is_the_mean_of_the_kind() -> None:
    """Ten and thirty minutes are twenty; another severity keeps its own."""
    cases = [
        case("2026-12-07T09:05Z"),
        case("2026-12-07T12:05Z", handle=timedelta(minutes=30)),
        case("2026-12-07T12:05Z", severity="normal", handle=timedelta(minutes=5)),
    ]
    handles = {(row.severity, row.handle) for row in forecast(cases, time_zone="UTC")}
    assert handles == {("urgent", timedelta(minutes=20)), ("normal", timedelta(minutes=5))}


def test_equal_neighbours_are_one_window() -> None:
    """The same rate in adjacent hours and on several days is one row."""
    # One case in each of 09, 10 and 11 o'clock on Monday and Wednesday of one week, 23 on Friday.
    cases = [case(f"2026-12-{day:02d}T{hour:02d}:30Z") for day in (7, 9) for hour in (9, 10, 11)]
    rows = forecast([*cases, case("2026-12-11T23:59Z")], time_zone="UTC")
    assert [
        (sorted(row.window.days), str(row.window.start), str(row.window.end)) for row in rows
    ] == [
        ([0, 2], "09:00", "12:00"),
        ([4], "23:00", "24:00"),
    ]


def test_order_of_cases_does_not_matter() -> None:
    """The same cases in another order are the same forecast."""
    cases = [case("2026-12-07T09:05Z"), case("2026-12-08T09:05Z", "es"), case("2026-12-09T09:05Z")]
    assert forecast(cases, time_zone="UTC") == forecast(cases[::-1], time_zone="UTC")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # Chicago: CST until 8 March 2026 (UTC-6), CDT after it; Mondays 2 and 9 March.
        ("2026-03-02T15:30Z", "2026-03-09T14:30Z"),
        # CDT until 1 November 2026 (UTC-5), CST after it; Mondays 26 October and 2 November.
        ("2026-10-26T14:30Z", "2026-11-02T15:30Z"),
    ],
)
def test_local_hours_stay_together_across_a_clock_change(before: str, after: str) -> None:
    """Half past nine on two Mondays in Chicago is one hour of the week on either side."""
    (row,) = forecast([case(before), case(after)], time_zone="America/Chicago")
    assert (row.window.days, row.window.start, row.window.end) == (
        frozenset({0}),
        Wall(540),
        Wall(600),
    )
    assert row.cases_per_hour == 1.0
    assert row.window.time_zone == "America/Chicago"


def test_repeated_hour_counts_twice() -> None:
    """On the Sunday on which 01:00 comes twice, four cases in it are two an hour."""
    # 1 November 2026: 06:00Z to 08:00Z is 01:00 to 02:00 in Chicago, twice.
    cases = [case(f"2026-11-01T{text}Z") for text in ("06:10", "06:50", "07:10", "07:50")]
    (row,) = forecast(cases, time_zone="America/Chicago")
    assert (row.window.start, row.cases_per_hour) == (Wall(60), 2.0)


def test_swallowed_hour_is_not_divided_by() -> None:
    """Of two Sundays at two o'clock one was swallowed: two cases in the other are two an hour."""
    # 8 March 2026 has no 02:00-03:00 in Chicago; 15 March has: 07:00Z to 08:00Z.
    cases = [
        case("2026-03-08T18:00Z"),
        case("2026-03-15T07:10Z"),
        case("2026-03-15T07:20Z"),
    ]
    rates = {
        row.window.start: row.cases_per_hour for row in forecast(cases, time_zone="America/Chicago")
    }
    assert rates == {Wall(120): 2.0, Wall(780): 0.5}


def test_half_hour_zone() -> None:
    """In Kolkata 03:30Z is nine o'clock sharp: 03:29Z is still eight."""
    cases = [case("2026-12-07T03:29Z"), case("2026-12-07T03:30Z"), case("2026-12-07T04:29Z")]
    rates = {
        row.window.start: row.cases_per_hour for row in forecast(cases, time_zone="Asia/Kolkata")
    }
    assert rates == {Wall(480): 1.0, Wall(540): 2.0}


def test_half_hour_clock_change() -> None:
    """Lord Howe goes back by half an hour: its hour from one o'clock lasts 90 minutes."""
    # 5 April 2026, 02:00 (+11) becomes 01:30 (+10:30): 01:00 to 02:00 is 14:00Z to 15:30Z.
    cases = [case("2026-04-04T14:10Z"), case("2026-04-04T14:50Z"), case("2026-04-04T15:20Z")]
    assert {clock.local(one.opened_at, "Australia/Lord_Howe").hour for one in cases} == {1}
    (row,) = forecast(cases, time_zone="Australia/Lord_Howe")
    assert row.cases_per_hour == pytest.approx(2.0)


def test_case_needs_utc() -> None:
    """A case without a zone cannot be placed."""
    with pytest.raises(ValueError, match="a case needs a UTC instant"):
        Case(datetime(2026, 12, 7, 9), "en", "urgent", TEN)
