"""The map of hours tells the worst minute of each, on the team's clock."""

from __future__ import annotations

from typing import Any

import pytest

from rotation.domain import Team, Window
from rotation.report.heat import HeatMap, heat_maps
from tests.problems import person, problem, requirement, schedule, shift_type, wall


def _map(zone: str, first: str, last: str, *rows: str, **changed: Any) -> HeatMap:
    kind = shift_type("day", "09:30", "11:00", zone, people=2)
    of = problem(
        [person("ana"), person("bo")],
        [kind],
        first,
        last,
        team=Team(time_zone=zone),
        history=(),
        requirements=(requirement("english", **changed),),
    )
    return heat_maps(schedule(of, *rows))[0]


def test_the_worst_minute_of_an_hour_counts() -> None:
    """Half an hour with nobody makes the hour short; two people for one is one spare."""
    drawn = _map("UTC", "2026-12-07", "2026-12-07", "day 2026-12-07 ana bo")
    assert len(drawn.rows) == 1
    label, weekend, cells = drawn.rows[0]
    assert (label, weekend) == ("Mon 7 Dec", False)
    # 09:00-09:30 nobody, 10:00-11:00 both.
    assert cells == (*[-1] * 10, 1, *[-1] * 13)
    assert (drawn.judged, drawn.short) == (24.0, 22.5)


def test_hours_outside_the_window_are_blank() -> None:
    """Nothing is said of an hour in which nothing is asked."""
    window = Window(start=wall("10:00"), end=wall("11:00"))
    drawn = _map("UTC", "2026-12-07", "2026-12-08", "day 2026-12-07 ana", window=window)
    assert [cells[9:12] for _, _, cells in drawn.rows] == [(None, 0, None), (None, -1, None)]
    assert drawn.by_hour[9:12] == (None, -1, None)
    assert (drawn.judged, drawn.short) == (2.0, 1.0)


def test_half_hour_zone_reads_its_own_hours() -> None:
    """A shift from 09:30 in Kolkata (04:00 UTC) leaves the hour of 09 short there."""
    drawn = _map("Asia/Kolkata", "2026-12-07", "2026-12-07", "day 2026-12-07 ana")
    assert drawn.rows[0][2][8:12] == (-1, -1, 0, -1)


@pytest.mark.parametrize(
    ("when", "missing", "judged"),
    [("2027-03-14", 2, 23.0), ("2026-11-01", None, 25.0), ("2026-12-07", None, 24.0)],
)
def test_clock_changes(when: str, missing: int | None, judged: float) -> None:
    """The hour that does not exist is blank, the one that comes twice is one cell."""
    cells = _map("America/Chicago", when, when).rows[0][2]
    assert [hour for hour in range(24) if cells[hour] is None] == ([missing] if missing else [])
    assert _map("America/Chicago", when, when).judged == judged


def test_long_periods_are_drawn_by_weekday() -> None:
    """A quarter is drawn as one week, each hour at its worst."""
    rows = [f"day 2026-12-{n:02d} ana" for n in (7, 14, 21, 28)]
    drawn = _map("UTC", "2026-12-07", "2027-02-28", *rows)
    assert [label for label, _, _ in drawn.rows][0::6] == ["Monday", "Sunday"]
    assert [weekend for _, weekend, _ in drawn.rows] == [False] * 5 + [True] * 2
    # Later Mondays have nobody at 10:00.
    assert drawn.rows[0][2][10] == -1
