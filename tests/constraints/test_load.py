"""Worked examples of hours."""

from __future__ import annotations

from typing import Any

import pytest

from rotation.domain import Absence, Problem, Span, Team
from rotation.rule import Group
from tests import problems as make
from tests.constraints.judging import DAY, HOUR, amounts, judged, refusal, rule, sentences
from tests.problems import at, day, leave, past, person, shift_type

CHICAGO, LORD_HOWE, KOLKATA = "America/Chicago", "Australia/Lord_Howe", "Asia/Kolkata"
UTC = person("utc")
BOUNDS = ("max_per_week", "min_per_week", "max_per_period", "min_per_period")


def daily(first: str, last: str, who: str, name: str = "day") -> list[str]:
    """Write a row for every date of a span."""
    days = (day(last) - day(first)).days + 1
    return [f"{name} {day(first) + n * DAY} {who}" for n in range(days)]


# hours: weeks


def test_hours_of_a_week_up_to_the_bound() -> None:
    """Five days of 8 h are 40 h: enough for at most 40, half an hour over 39.5."""
    of = make.problem([UTC], [shift_type("day")])
    rows = daily("2026-12-07", "2026-12-11", "utc")
    assert judged(rule("hours", max_per_week=40.0), of, *rows) == []
    [breach] = judged(rule("hours", max_per_week=39.5, weight=2), of, *rows)
    assert breach.says == "Utc works at most 39 h 30 in the week of Mon 7 Dec, got 40 h"
    assert (breach.amount, breach.weight) == (0.5, 2)
    assert (breach.start, breach.end) == (at("2026-12-07T00:00"), at("2026-12-14T00:00"))


def test_hours_count_what_the_shift_counts() -> None:
    """Two days at half are 8 h, a standby day is none."""
    kinds = [shift_type("half", counts=0.5), shift_type("watch", "00:00", "24:00", kind="standby")]
    of = make.problem([UTC], kinds)
    rows = ("half 2026-12-07 utc", "half 2026-12-08 utc", "watch 2026-12-10 utc")
    assert amounts(rule("hours", max_per_week=5.0), of, *rows) == [3]


@pytest.mark.parametrize(
    ("zone", "first", "sunday", "monday"),
    [
        # A night from Sunday 22:00 to Monday 06:00 is 2 h of one week and 6 h of the next.
        ("UTC", "2026-12-07", 2.0, 6.0),
        (KOLKATA, "2026-12-07", 2.0, 6.0),
    ],
)
def test_a_shift_across_the_weeks_edge_is_split(
    zone: str, first: str, sunday: float, monday: float
) -> None:
    """The clock splits it: each week carries its part."""
    last = str(day(first) + 13 * DAY)
    night = shift_type("night", "22:00", "06:00", zone)
    of = make.problem([person("x", time_zone=zone)], [night], first, last)
    row = f"night {day(first) + 6 * DAY} x"
    assert amounts(rule("hours", max_per_week=0.0), of, row) == [sunday, monday]


@pytest.mark.parametrize(
    ("zone", "first", "saturday", "whole"),
    [
        # Weeks from Sunday. Saturday 20:00 to Sunday 08:00 is 4 h and then as long as it was.
        (CHICAGO, "2027-03-13", 4.0, 7.0),
        (CHICAGO, "2026-10-31", 4.0, 9.0),
        (LORD_HOWE, "2026-10-03", 4.0, 7.5),
        (LORD_HOWE, "2027-04-03", 4.0, 8.5),
    ],
)
def test_hours_across_a_clock_change(zone: str, first: str, saturday: float, whole: float) -> None:
    """Hours are elapsed ones on both sides of the local midnight."""
    night = shift_type("night", "20:00", "08:00", zone)
    team = Team(week_starts=6)
    of = make.problem([person("x", time_zone=zone)], [night], first, first, team=team)
    assert amounts(rule("hours", max_per_week=0.0), of, f"night {first} x") == [saturday, whole]


def test_the_week_is_the_persons_own() -> None:
    """Sunday 22:00-24:00Z is Monday in Singapore and still Sunday in Chicago."""
    kind = shift_type("two", "22:00", "24:00")
    of = make.problem([person("ana"), person("bo")], [kind], "2026-12-07", "2026-12-20")
    found = sentences(rule("hours", max_per_week=1.0), of, "two 2026-12-13 ana bo")
    assert found == [
        "Ana Lima works at most 1 h in the week of Mon 7 Dec, got 2 h",
        "Bo Chen works at most 1 h in the week of Mon 14 Dec, got 2 h",
    ]


def cut_week(**changed: Any) -> Problem:
    """Make a horizon from Thursday to the next Sunday, with 24 h served since Monday."""
    kind = shift_type("day")
    served = tuple(past(kind, f"2026-12-0{n}", UTC) for n in (7, 8, 9))
    return make.problem(
        [UTC], [kind], "2026-12-10", "2026-12-20", **({"history": served} | changed)
    )


def test_history_counts_in_a_cut_week_and_the_limit_is_not_scaled() -> None:
    """24 h served and 16 h more are 40 h: whole, though only 16 h lie in the horizon."""
    rows = daily("2026-12-10", "2026-12-11", "utc")
    assert judged(rule("hours", max_per_week=40.0), cut_week(), *rows) == []
    assert amounts(rule("hours", max_per_week=30.0), cut_week(), *rows) == [10]


def test_what_history_alone_broke_is_no_breach_until_the_horizon_joins() -> None:
    """24 h served of at most 20: nothing; with one day more the breach is 12 h, not 8."""
    each = rule("hours", max_per_week=20.0)
    assert judged(each, cut_week()) == []
    assert amounts(each, cut_week(), "day 2026-12-10 utc") == [12]


def test_a_minimum_counts_history_and_is_judged_where_nothing_is_worked() -> None:
    """At least 30: 24 h served lack 6, the free week after it lacks all 30."""
    each = rule("hours", min_per_week=30.0)
    assert amounts(each, cut_week()) == [6, 30]
    assert sentences(each, cut_week(), "day 2026-12-10 utc") == [
        "Utc works at least 30 h in the week of Mon 14 Dec, got 0 h"
    ]
    # Without a history file nobody knows what was served since Monday.
    assert amounts(each, cut_week(history=None)) == [30]


def test_a_minimum_is_not_asked_of_a_week_that_ends_before_the_horizon() -> None:
    """Monday's shift in Tokyo starts on Chicago's Sunday, in a week that was judged last month."""
    who = person("ana")
    tokyo = shift_type("tokyo", "07:00", "15:00", "Asia/Tokyo")
    of = make.problem([who], [tokyo], history=())
    rows = ["tokyo 2026-12-07 ana", "tokyo 2026-12-08 ana"]
    # Each week has 8 h of at least 9; only the one from the 7th is asked. At most 7: both are.
    assert amounts(rule("hours", min_per_week=9.0), of, *rows) == [1]
    assert amounts(rule("hours", max_per_week=7.0), of, *rows) == [1, 1]


def test_a_minimum_is_not_asked_of_a_week_cut_by_the_end() -> None:
    """The horizon ends on Saturday: no minimum, but the maximum still holds."""
    of = make.problem([UTC], [shift_type("day")], "2026-12-07", "2026-12-12")
    assert judged(rule("hours", min_per_week=40.0), of) == []
    rows = daily("2026-12-07", "2026-12-12", "utc")
    assert amounts(rule("hours", max_per_week=40.0), of, *rows) == [8]


def test_a_maximum_is_judged_beyond_the_end() -> None:
    """A night from Sunday the 13th, the last date, adds 6 h to the week after."""
    of = make.problem([UTC], [shift_type("night", "22:00", "06:00")])
    assert amounts(rule("hours", max_per_week=5.0), of, "night 2026-12-13 utc") == [1]


# hours: prorate, period, contract


@pytest.mark.parametrize(
    ("prorate", "expected"),
    [
        # Half time, two of seven days on leave: 14 h x 0.5 x 5/7 = 5 h. 8 h are worked.
        ({}, []),
        ({"prorate": True}, []),
        ({"prorate": False}, [6]),
    ],
)
def test_minima_are_scaled_by_default(prorate: dict[str, bool], expected: list[float]) -> None:
    """The minimum of 14 h is 5 h for her, unless prorate = false."""
    who = person("half", fte=0.5)
    absent = (leave(who, "2026-12-08", "2026-12-09"),)
    of = make.problem([who], [shift_type("day")], absences=absent)
    each = rule("hours", min_per_week=14.0, **prorate)
    assert amounts(each, of, "day 2026-12-07 half") == expected
    assert amounts(each, of) == ([14] if prorate == {"prorate": False} else [5])


@pytest.mark.parametrize(
    ("prorate", "expected"),
    [({}, []), ({"prorate": False}, []), ({"prorate": True}, [3])],
)
def test_maxima_are_scaled_on_demand(prorate: dict[str, bool], expected: list[float]) -> None:
    """The maximum of 14 h is 5 h for her with prorate = true: 8 h are 3 too many."""
    who = person("half", fte=0.5)
    absent = (leave(who, "2026-12-08", "2026-12-09"),)
    of = make.problem([who], [shift_type("day")], absences=absent)
    for bound in ("max_per_week", "max_per_period"):
        each = rule("hours", **{bound: 14.0}, **prorate)
        assert amounts(each, of, "day 2026-12-07 half") == expected


def test_half_a_day_of_leave_leaves_the_day_available() -> None:
    """Only a day wholly on leave is lost: 7 h x 7/7."""
    span = Span(at("2026-12-08T00:00"), at("2026-12-08T12:00"))
    of = make.problem([UTC], [shift_type("day")], absences=(Absence("utc", span),))
    assert amounts(rule("hours", min_per_period=7.0), of) == [7]


def test_the_period_counts_the_horizons_shifts_only() -> None:
    """History is not of the period, but a night over the horizon's end is, whole."""
    night = shift_type("night", "22:00", "06:00")
    of = make.problem([UTC], [night], history=(past(night, "2026-12-06", UTC),))
    each = rule("hours", max_per_period=6.0, min_per_period=5.0)
    assert sentences(each, of, "night 2026-12-13 utc") == [
        "Utc works at least 5 h and at most 6 h in the period, got 8 h"
    ]
    [short] = judged(each, of)
    assert short.says == "Utc works at least 5 h and at most 6 h in the period, got 0 h"
    assert (short.start, short.end) == (at("2026-12-07T00:00"), at("2026-12-14T00:00"))


@pytest.mark.parametrize(
    ("worked", "expected"),
    [
        # 35 h x 6 available days / 7 = 30 h, within 8 h: 22 to 38 h.
        (2, [6]),
        (3, []),
        (4, []),
        (5, [2]),
    ],
)
def test_hours_near_the_contract(worked: int, expected: list[float]) -> None:
    """Worked days of 8 h lie within 8 h of the contract, or are so many hours out."""
    who = person("utc", hours_per_week=35.0)
    of = make.problem([who], [shift_type("day")], absences=(leave(who, "2026-12-13"),))
    last = str(day("2026-12-07") + (worked - 1) * DAY)
    each = rule("hours", contract_within=8 * HOUR, weight=1)
    assert amounts(each, of, *daily("2026-12-07", last, "utc")) == expected


def test_the_contract_speaks_for_those_who_have_one() -> None:
    """Without hours_per_week nothing is asked; nobody can work less than nothing."""
    people = [person("none"), person("few", hours_per_week=4.0)]
    of = make.problem(people, [shift_type("day")])
    each = rule("hours", contract_within=8 * HOUR)
    assert judged(each, of) == []
    assert sentences(each, of, "day 2026-12-07 few none", "day 2026-12-08 few none") == [
        "Few works 4 h, give or take 8 h, in the period (their contract), got 16 h"
    ]


def test_hours_twice_for_two_groups() -> None:
    """hours[2] binds the seniors alone."""
    people = [person("ana", skills={"senior"}), person("bo")]
    of = make.problem(people, [shift_type("day", people=2)])
    each = rule("hours", max_per_period=7.0, people=Group(skill="senior"), label="hours[2]")
    [breach] = judged(each, of, "day 2026-12-07 ana bo")
    assert (breach.rule, breach.person, breach.amount) == ("hours[2]", "ana", 1)


@pytest.mark.parametrize(
    ("parameters", "field", "says"),
    [
        (
            {},
            "",
            f"one of {', '.join(BOUNDS)} or contract_within must be given",
        ),
        (
            {"prorate": True},
            "",
            f"one of {', '.join(BOUNDS)} or contract_within must be given",
        ),
        ({"max_per_week": -1.0}, "max_per_week", "must be hours >= 0, got -1"),
        ({"min_per_period": -0.5}, "min_per_period", "must be hours >= 0, got -0.5"),
        (
            {"min_per_week": 30.5, "max_per_week": 30.0},
            "min_per_week",
            "must be at most max_per_week, got 30.5 > 30",
        ),
        (
            {"min_per_period": 9.0, "max_per_period": 8.0},
            "min_per_period",
            "must be at most max_per_period, got 9 > 8",
        ),
        (
            {"contract_within": -HOUR},
            "contract_within",
            "must be 0 h or more, got -1 h",
        ),
    ],
)
def test_hours_refuses(parameters: dict[str, object], field: str, says: str) -> None:
    """What cannot be meant is refused, saying what was got."""
    assert refusal("hours", **parameters) == (field, says)
