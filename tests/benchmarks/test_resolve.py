"""Solving again after somebody fell ill: who is ill when, and what is printed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from benchmarks.resolve import middle, shown, without

from tests.problems import person, problem, schedule, shift_type

DAY = shift_type("day", "09:00", "17:00")


@pytest.mark.parametrize(
    ("first", "last", "start", "hours"),
    [
        # The middle of 1 to 31 is the 16th; midnight in Adelaide is at 13:30 UTC the day before.
        ("2026-12-01", "2026-12-31", datetime(2026, 12, 15, 13, 30, tzinfo=UTC), 72),
        # On 4 October Adelaide's clocks go forward at 2:00: the three days are an hour shorter.
        ("2026-10-01", "2026-10-06", datetime(2026, 10, 2, 14, 30, tzinfo=UTC), 71),
        # On 5 April they go back.
        ("2026-04-02", "2026-04-07", datetime(2026, 4, 3, 13, 30, tzinfo=UTC), 73),
    ],
)
def test_ill_for_three_local_days(first: str, last: str, start: datetime, hours: int) -> None:
    """From the midnight where they are, the clocks' changes included."""
    who = person("zoe", time_zone="Australia/Adelaide")
    of = problem([who], [DAY], first, last)
    published = schedule(of, f"day {first} zoe").assignments
    ill = without(of, who, published)
    (absence,) = ill.absences
    assert (absence.person, absence.kind) == ("zoe", "sick")
    assert absence.span.start == start
    assert absence.span.end - absence.span.start == timedelta(hours=hours)
    assert ill.published == ((("day", of.horizon.first), "zoe"),)


def test_medians() -> None:
    """Cases without a bound do not count; with none there is no median."""
    rows: list[dict[str, Any]] = [
        {"ill": "ana", "at 1 s": 0.1},
        {"ill": "bo", "at 1 s": 0.3},
        {"ill": "cy", "at 1 s": None},
    ]
    assert middle(rows, ["at 1 s"]) == {"ill": "median", "at 1 s": 0.2}
    assert middle(rows[2:], ["at 1 s"]) == {"ill": "median", "at 1 s": None}


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("build", 0.812, "0.81 s"),
        ("moved anew", 12, "12"),
        ("anew", 0.0123, "1.23%"),
        ("anew", None, "–"),
    ],
)
def test_figures(name: str, value: float | None, says: str) -> None:
    """Seconds, counts and shares."""
    assert shown(name, value) == says
