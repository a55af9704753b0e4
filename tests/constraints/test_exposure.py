"""Worked examples of exposure to graphic content."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests import problems as make
from tests.constraints.judging import HOUR, amounts, judged, refusal, rule
from tests.problems import past, person, shift_type

CHICAGO, LORD_HOWE, KOLKATA = "America/Chicago", "Australia/Lord_Howe", "Asia/Kolkata"
UTC = person("utc")


def graphic(zone: str = "UTC", start: str = "20:00", end: str = "06:00", **changed: Any) -> Any:
    """Make a shift that spends 0.6 of its hours on graphic content."""
    return shift_type("look", start, end, zone, exposure=0.6, **changed)


@pytest.mark.parametrize(
    ("zone", "first", "expected"),
    [
        # 20:00 to midnight: 4 h x 0.6 = 2.4 h. Midnight to 06:00: elapsed x 0.6.
        ("UTC", "2026-12-07", [2.4, 3.6]),
        (KOLKATA, "2026-12-07", [2.4, 3.6]),
        (CHICAGO, "2027-03-13", [2.4, 3.0]),
        (CHICAGO, "2026-10-31", [2.4, 4.2]),
        (LORD_HOWE, "2026-10-03", [2.4, 3.3]),
        (LORD_HOWE, "2027-04-03", [2.4, 3.9]),
    ],
)
def test_exposure_is_split_at_local_midnight(zone: str, first: str, expected: list[float]) -> None:
    """Each local date carries its own part of a night."""
    of = make.problem([person("x", time_zone=zone)], [graphic(zone)], first, first)
    found = amounts(rule("exposure", max_per_day=timedelta(0)), of, f"look {first} x")
    assert found == pytest.approx(expected)


def test_exposure_of_a_day_adds_up_to_the_bound() -> None:
    """3.6 h of the night before and 2.4 h of the evening are 6 h: fine for 6 h, not for 5:59."""
    of = make.problem([UTC], [graphic()])
    rows = ("look 2026-12-07 utc", "look 2026-12-08 utc")
    assert judged(rule("exposure", max_per_day=6 * HOUR), of, *rows) == []
    least = 6 * HOUR - timedelta(minutes=1)
    [breach] = judged(rule("exposure", max_per_day=least), of, *rows)
    assert breach.says == "Utc is exposed at most 5 h 59 on Tue 8 Dec, got 6 h"
    assert breach.amount == pytest.approx(1 / 60)


def test_exposure_of_a_week_counts_history() -> None:
    """Weeks end on Sunday midnight: 3.6 h served from it and one night of 6 h are 9.6 h."""
    of = make.problem([UTC], [graphic()], history=(past(graphic(), "2026-12-06", UTC),))
    each = rule("exposure", max_per_week=9 * HOUR, weight=5)
    [breach] = judged(each, of, "look 2026-12-08 utc")
    assert breach.says == "Utc is exposed at most 9 h in the week of Mon 7 Dec, got 9 h 36"
    assert breach.amount == pytest.approx(0.6)
    assert judged(each, of) == []


def test_exposed_days_in_a_row() -> None:
    """A night touches two dates: two nights in a row are three exposed days, a gap ends the run."""
    plain = shift_type("plain")
    of = make.problem([UTC], [graphic(), plain])
    rows = ("look 2026-12-07 utc", "look 2026-12-08 utc", "plain 2026-12-10 utc")
    assert judged(rule("exposure", max_days_in_row=3), of, *rows) == []
    [breach] = judged(rule("exposure", max_days_in_row=2), of, *rows)
    assert breach.says == "Utc is exposed at most 2 days in a row, got 3 from Mon 7 Dec look"
    assert breach.amount == 1


def test_exposed_days_reach_back_and_count_whole() -> None:
    """Five served days and two more are seven of at most three: four over; alone they are none."""
    kind = graphic(start="09:00", end="17:00")
    served = tuple(past(kind, f"2026-12-0{n}", UTC) for n in range(2, 7))
    of = make.problem([UTC], [kind], history=served)
    each = rule("exposure", max_days_in_row=3)
    assert amounts(each, of, "look 2026-12-07 utc", "look 2026-12-08 utc") == [4]
    assert amounts(each, of, "look 2026-12-08 utc") == []


def test_exposure_says_itself() -> None:
    """The rule in plain words."""
    each = rule("exposure", max_per_day=4 * HOUR, max_per_week=20 * HOUR, max_days_in_row=3)
    assert str(each) == (
        "everyone is exposed to graphic content at most 4 h a day, 20 h a week, 3 days in a row"
    )


@pytest.mark.parametrize(
    ("parameters", "field", "says"),
    [
        ({}, "", "one of max_per_day, max_per_week, max_days_in_row must be given"),
        ({"max_per_day": -HOUR}, "max_per_day", "must be 0 h or more, got -1 h"),
        ({"max_per_week": -HOUR}, "max_per_week", "must be 0 h or more, got -1 h"),
        ({"max_days_in_row": 0}, "max_days_in_row", "must be 1 or more, got 0"),
    ],
)
def test_exposure_refuses(parameters: dict[str, object], field: str, says: str) -> None:
    """What cannot be meant is refused, saying what was got."""
    assert refusal("exposure", **parameters) == (field, says)
