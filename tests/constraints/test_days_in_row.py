"""Worked examples of days_in_row and days_off_in_row."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rotation.domain import Problem
from tests import problems as make
from tests.constraints.judging import DAY, HOUR, amounts, judged, refusal, rule, sentences
from tests.problems import at, day, past, person, shift_type

CHICAGO, LORD_HOWE, KOLKATA = "America/Chicago", "Australia/Lord_Howe", "Asia/Kolkata"
UTC = person("utc")
DAYS = [f"2026-12-{n:02d}" for n in range(7, 21)]


def on(numbers: str, name: str = "day", who: str = "utc") -> list[str]:
    """Write rows for days marked x: "xx.x" is 7, 8 and 10 December."""
    return [f"{name} {DAYS[n]} {who}" for n, mark in enumerate(numbers) if mark == "x"]


def fortnight(*served: str, last: str = DAYS[-1]) -> Problem:
    """Make a day shift on each date of a fortnight, with dates served before it."""
    kind = shift_type("day")
    history = tuple(past(kind, when, UTC) for when in served)
    return make.problem([UTC], [kind], DAYS[0], last, history=history)


# days_in_row


@pytest.mark.parametrize(
    ("worked", "expected"),
    [("xxx.xxx", []), ("xxxx.xx", [1]), ("xxxxx.xxxx", [2, 1]), ("x.x.x.x", [])],
)
def test_a_run_is_too_long_by_each_day(worked: str, expected: list[float]) -> None:
    """At most three days in a row; each day more is a unit, each run a breach."""
    assert amounts(rule("days_in_row", max=3), fortnight(), *on(worked)) == expected


def test_a_long_run_says_where_it_lies() -> None:
    """Four days from Monday on."""
    [breach] = judged(rule("days_in_row", max=3, weight=2), fortnight(), *on("xxxx"))
    assert breach.says == ("Utc works 4 days in a row (Mon 7 Dec to Thu 10 Dec), at most 3 wanted")
    assert (breach.start, breach.end) == (at("2026-12-07T09:00"), at("2026-12-10T17:00"))


def test_a_run_reaches_back_and_counts_whole() -> None:
    """Four days served and one more are five of at most three: two over; without it none."""
    of = fortnight("2026-12-03", "2026-12-04", "2026-12-05", "2026-12-06")
    assert amounts(rule("days_in_row", max=3), of, *on("x")) == [2]
    assert judged(rule("days_in_row", max=3), of, *on(".x")) == []


@pytest.mark.parametrize(
    ("worked", "expected"),
    [
        ("xxx....", []),
        ("xx.....", [1]),
        ("x..xx..", [2, 1]),
        # A run that touches the horizon's end may go on.
        (".............x", []),
        ("...........x..", [2]),
        ("...........xx.", [1]),
        ("............xx", []),
    ],
)
def test_a_run_is_too_short_by_each_day(worked: str, expected: list[float]) -> None:
    """At least three days in a row, unless the run touches the horizon's end."""
    assert amounts(rule("days_in_row", min=3), fortnight(), *on(worked)) == expected


@pytest.mark.parametrize(
    ("worked", "expected"), [("x......", []), ("xx.....", []), (".x.....", [2]), (".xx....", [1])]
)
def test_a_run_from_the_start_without_history_is_not_too_short(
    worked: str, expected: list[float]
) -> None:
    """Nobody knows what was worked before: at least three is asked from the second day on."""
    of = replace(fortnight(), history=None)
    assert amounts(rule("days_in_row", min=3), of, *on(worked)) == expected


def test_an_unknown_start_does_not_lengthen_a_run() -> None:
    """Four days from the first on are one too many of three, with or without a history."""
    of = replace(fortnight(), history=None)
    assert amounts(rule("days_in_row", max=3), of, *on("xxxx")) == [1]


def test_a_short_run_counts_what_was_served() -> None:
    """Two days served and one more are three in a row: enough."""
    of = fortnight("2026-12-05", "2026-12-06")
    assert judged(rule("days_in_row", min=3), of, *on("x")) == []
    assert sentences(rule("days_in_row", min=4), of, *on("x")) == [
        "Utc works 3 days in a row (Sat 5 Dec to Mon 7 Dec), at least 4 wanted"
    ]
    # A short run of history alone is nobody's breach.
    assert judged(rule("days_in_row", min=4), of) == []


@pytest.mark.parametrize(
    ("zone", "first", "start"),
    [
        (CHICAGO, "2027-03-12", "23:30"),  # 23:30 each evening, the clocks change in the third
        (CHICAGO, "2026-10-30", "23:30"),
        (LORD_HOWE, "2026-10-02", "23:45"),
        (LORD_HOWE, "2027-04-02", "23:45"),
        (KOLKATA, "2026-12-07", "23:45"),
    ],
)
def test_working_days_are_local_start_dates(zone: str, first: str, start: str) -> None:
    """Four late evenings are four local dates in a row, whatever the clocks do."""
    kind = shift_type("day", start, None, zone, duration=2 * HOUR)
    dates = [str(day(first) + n * DAY) for n in range(4)]
    of = make.problem([person("x", time_zone=zone)], [kind], dates[0], dates[-1])
    rows = [f"day {when} x" for when in dates]
    assert judged(rule("days_in_row", max=4), of, *rows) == []
    assert amounts(rule("days_in_row", max=3), of, *rows) == [1]


def test_a_working_day_starts_on_ones_own_clock() -> None:
    """22:00Z and the next 10:00Z are two dates in Chicago, but one in Singapore."""
    kinds = [shift_type("evening", "22:00", "23:00"), shift_type("morning", "10:00", "11:00")]
    of = make.problem([person("ana"), person("bo")], kinds)
    rows = ("evening 2026-12-07 ana bo", "morning 2026-12-08 ana bo")
    assert [b.person for b in judged(rule("days_in_row", max=1), of, *rows)] == ["ana"]


def test_standby_is_no_working_day() -> None:
    """Standby on Tuesday ends Monday's run and is none itself."""
    kinds = [shift_type("day"), shift_type("watch", kind="standby")]
    of = make.problem([UTC], kinds)
    rows = (*on("x.x"), *on(".x", "watch"))
    assert judged(rule("days_in_row", max=1), of, *rows) == []


def test_days_in_row_says_itself() -> None:
    """The rule in plain words, one day or more."""
    assert str(rule("days_in_row", max=5, min=2)) == (
        "everyone works at most 5 days and at least 2 days in a row"
    )
    assert str(rule("days_in_row", max=1)) == "everyone works at most 1 day in a row"
    assert str(rule("days_off_in_row", min=1)) == "everyone is free at least 1 day in a row"


# days_off_in_row


@pytest.mark.parametrize(
    ("worked", "expected"),
    [
        ("x..x", []),
        ("x.x", [1]),
        ("xx.x.x", [1, 1]),
        # Free days at either end lie between nothing.
        (".x..x............", []),
        ("x............", []),
    ],
)
def test_free_days_between_working_days(worked: str, expected: list[float]) -> None:
    """At least two free days between two working days, one less is one unit."""
    assert amounts(rule("days_off_in_row", min=2), fortnight(), *on(worked[:14])) == expected


def test_free_days_reach_back() -> None:
    """Served on Saturday and working on Monday leaves Sunday alone."""
    of = fortnight("2026-12-03", "2026-12-05")
    assert sentences(rule("days_off_in_row", min=3), of, *on("x")) == [
        "Utc is free only 1 day in a row between Sat 5 Dec and Mon 7 Dec, at least 3 wanted"
    ]
    assert amounts(rule("days_off_in_row", min=3, weight=2), of, *on("x")) == [2]
    # The single free Friday lies between two served days.
    assert judged(rule("days_off_in_row", min=3), of) == []


@pytest.mark.parametrize(
    ("name", "parameters", "field", "says"),
    [
        ("days_in_row", {}, "", "max or min must be given"),
        ("days_in_row", {"max": 0}, "max", "must be 1 or more, got 0"),
        ("days_in_row", {"min": 0}, "min", "must be 1 or more, got 0"),
        ("days_in_row", {"min": 4, "max": 3}, "min", "must be at most max, got 4 > 3"),
        ("days_off_in_row", {"min": 0}, "min", "must be 1 or more, got 0"),
    ],
)
def test_days_in_row_refuses(
    name: str, parameters: dict[str, object], field: str, says: str
) -> None:
    """What cannot be meant is refused, saying what was got."""
    assert refusal(name, **parameters) == (field, says)
